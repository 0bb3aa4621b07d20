"""Whole stories of tickets for tests that count: told as (when, who, command), kept as their entries."""

from datetime import datetime

from routing.commands import Command, Open
from routing.facts import Entry
from routing.lifecycle import act, open_ticket
from routing.numbers import make_number
from routing.rights import Actor
from routing.rules import Rules
from routing.ticket import Draft
from tests.tickets import DRAFT, SITI

Step = tuple[str, Actor, Command]


def at(text: str, rules: Rules) -> datetime:
    """A moment as the clock of Kudus shows it: `2026-11-03T10:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=rules.zone)


def story(
    rules: Rules, count: int, opened: str, *steps: Step, draft: Draft = DRAFT, who: Actor = SITI, secret: bool = False
) -> tuple[Entry, ...]:
    """Every command must be accepted."""
    number = make_number(2026, count)
    office = draft.office or rules.catalogue.coordinator
    outcome = open_ticket(Open(number, draft, office, False, secret), who, at(opened, rules))
    entries = outcome.entries
    for when, actor, command in steps:
        outcome = act(outcome.ticket, command, actor, at(when, rules), rules)
        assert outcome.refused is None, outcome.refused
        entries += outcome.entries
    return entries
