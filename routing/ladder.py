"""Who is told on each rung, and whether a promise may be given now."""

from datetime import datetime

from routing.catalogue import Catalogue
from routing.deadlines import working_days_later
from routing.pledges import MOST_DAYS
from routing.rights import Actor, serves
from routing.rules import Rules
from routing.ticket import Ticket


def addressee(name: str, ticket: Ticket, catalogue: Catalogue) -> str:
    """The office that a rung speaks to."""
    to = next((rung.to for rung in catalogue.ladder if rung.name == name), "office")
    return {"office": ticket.office, "coordinator": catalogue.coordinator}.get(to, to)


def reached(ticket: Ticket, catalogue: Catalogue) -> tuple[str, ...]:
    """The offices that have been told by now."""
    return tuple(addressee(rung.name, ticket, catalogue) for rung in catalogue.ladder[: ticket.rung])


def may_promise(ticket: Ticket) -> bool:
    """Whether its ladder waits for a promise now; a rung may promise once."""
    pledge = ticket.pledge
    return ticket.rung > 0 and (pledge is None or (pledge.broken and pledge.rung < ticket.rung))


def unpromisable(ticket: Ticket, until: datetime, actor: Actor, at: datetime, rules: Rules) -> str | None:
    """Why this promise is not taken, as a message key: by whom, about what, until when."""
    told = reached(ticket, rules.catalogue)
    if not serves(actor, ticket, rules.catalogue.coordinator) and not set(told) & set(actor.offices):
        return "refused.not_officer"
    if not ticket.rung:
        return "refused.nothing_to_promise"
    if not may_promise(ticket):
        return "refused.already_promised"
    day = until.astimezone(rules.zone).date()
    if day < at.astimezone(rules.zone).date():
        return "refused.promise_past"
    if not rules.calendar.is_working(day):
        return "refused.promise_holiday"
    if working_days_later(until, 0, rules) <= at:
        return "refused.promise_past"
    return "refused.promise_far" if until.astimezone(rules.zone).date() > latest(at, rules).date() else None


def latest(at: datetime, rules: Rules) -> datetime:
    """The last day that may be promised."""
    return working_days_later(at, MOST_DAYS, rules)
