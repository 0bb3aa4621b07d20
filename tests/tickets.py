"""Tickets for tests of the pure floors, made by the same commands as in life."""

from datetime import UTC, datetime, timedelta
from functools import reduce

from routing.commands import Command, Open
from routing.lifecycle import Outcome, act, open_ticket
from routing.pieces import Spot
from routing.rights import HOUSE, Actor
from routing.rules import Rules
from routing.ticket import Draft, Ticket

MONDAY = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
"""Ten in the morning in Kudus."""

SITI = Actor("siti")
BUDI = Actor("budi")
JOKO = Actor("joko", ("PUPR",))
RATNA = Actor("ratna", ("DISKOMINFO",))
CLERK = Actor("clerk", ("DISHUB",))
CLOCK = HOUSE

DRAFT = Draft(text="jalan berlubang", spot=Spot("depan pasar"), topic="jalan-rusak", office="PUPR")


def opened(*, triage: bool = False, at: datetime = MONDAY) -> Ticket:
    office = "DISKOMINFO" if triage else "PUPR"
    return open_ticket(Open("KDS-26-00001-0", DRAFT, office, triage), SITI, at).ticket


def after(ticket: Ticket, rules: Rules, *done: tuple[Actor, Command], at: datetime = MONDAY) -> Ticket:
    """The ticket after commands that are all accepted, an hour apart."""

    def one(ticket: Ticket, step: tuple[int, tuple[Actor, Command]]) -> Ticket:
        hours, (actor, command) = step
        outcome = act(ticket, command, actor, at + timedelta(hours=hours), rules)
        assert outcome.refused is None, outcome.refused
        return outcome.ticket

    return reduce(one, enumerate(done, 1), ticket)


def attempt(ticket: Ticket, actor: Actor, command: Command, rules: Rules, at: datetime = MONDAY) -> Outcome:
    return act(ticket, command, actor, at + timedelta(hours=5), rules)
