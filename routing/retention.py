"""How long what is left of a person is kept: one table, the catalogue's `[keep.…]`, and when it is over."""

from datetime import datetime, timedelta

from routing.erasing import Remains
from routing.rules import Rules
from routing.ticket import Ticket

AGES: tuple[Remains, ...] = ("photos", "words")


def kept(what: str, rules: Rules) -> timedelta:
    """How long, by the catalogue."""
    return timedelta(days=rules.catalogue.keep[what].days)


def expires(ticket: Ticket, rules: Rules) -> tuple[datetime, Remains] | None:
    """When what is next to go from a closed ticket goes, and what; None for one that is open or holds nothing more.
    Opening it again starts the time anew."""
    if ticket.closed is None:
        return None
    there = [what for what in AGES if remains(ticket, what)]
    return min(((ticket.closed + kept(what, rules), what) for what in there), default=None)


def remains(ticket: Ticket, what: Remains) -> bool:
    """Is there still any of it, the reporter's or a neighbour's? What was added later stands in the history alone, so
    it may be."""
    drafts = (ticket.draft, *(each.draft for each in ticket.followers))
    if what == "photos":
        return any(draft.evidence for draft in drafts) or (ticket.added > 0 and not ticket.erased)
    return ticket.erased != "words" or any(draft.text for draft in drafts)
