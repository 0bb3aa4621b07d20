"""What time alone does to a ticket: the facts that are due, one after the other, as often as the bell rings."""

from collections.abc import Iterator
from datetime import datetime

from routing.deadlines import asks_again_at, climbs_at, mark_due, owed, silent_at
from routing.facts import Entry, Escalated, Fact, Overdue
from routing.history import apply
from routing.pausing import AskedAgain, Resumed
from routing.pledges import PromiseBroken, Reminded
from routing.rules import Rules
from routing.ticket import SYSTEM, Ticket


def facts_due(ticket: Ticket, at: datetime, rules: Rules) -> Iterator[Fact]:
    """Everything whose time has come: after a long sleep the ladder is climbed in one go. Nothing comes twice."""
    while fact := next_fact(ticket, at, rules):
        yield fact
        ticket = apply(ticket, Entry(at, SYSTEM, ticket.state, fact))


def next_fact(ticket: Ticket, at: datetime, rules: Rules) -> Fact | None:
    if (silent := silent_at(ticket, rules)) and silent <= at:
        return Resumed("silence", silent)
    if silent and (again := asks_again_at(ticket, rules)) and again <= at:
        return AskedAgain(silent)
    limit = owed(ticket, rules)
    if limit and limit.due <= at and not ticket.overdue:
        return Overdue(limit.clock, limit.due)
    if (pledge := ticket.pledge) and not pledge.broken and pledge.until <= at:
        return PromiseBroken(pledge.until)
    if ticket.overdue and (climbs := climbs_at(ticket, rules)) and climbs <= at:
        return Escalated(rules.catalogue.ladder[ticket.rung].name, by_hand=False)
    mark = mark_due(ticket, at, rules)
    return Reminded(mark, limit.clock, limit.due) if mark and limit else None
