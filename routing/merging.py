"""What speaks against closing a ticket by hand, against merging two, or against telling who reported."""

from datetime import datetime, timedelta

from routing.commands import Command, Erase, Leave, NoteDelivery, PassDeadline
from routing.coordination import Absorb, Close, Merge, Part, Reveal, Split
from routing.standing import is_formal
from routing.ticket import Draft, Ticket

SHOWN_FOR = timedelta(minutes=10)
"""How long an officer may look at a name after giving the reason."""

ALSO_WHEN_MERGED = (Split, Erase, Leave, NoteDelivery, PassDeadline, Reveal, Absorb, Part)


def unfit(ticket: Ticket, command: Command) -> str | None:
    """Why this ticket is not one to do that to, as a message key; None when it is."""
    if ticket.merged and not isinstance(command, ALSO_WHEN_MERGED):
        return "refused.merged"
    match command:
        case Close() if is_formal(ticket):
            return "refused.close_formal"
        case Close() if ticket.secret:
            return "refused.close_secret"
        case Merge(into=into) if into == ticket.number:
            return "refused.merge_itself"
        case Merge() | Absorb():
            return apart(ticket)
        case Reveal() if ticket.secret or ticket.draft.name == "secret":
            return "refused.reveal_secret"
    return None


def apart(ticket: Ticket) -> str | None:
    """Why it can't be one of two that are merged."""
    if ticket.secret:
        return "refused.merge_secret"
    return "refused.merge_formal" if is_formal(ticket) else None


def unlike(ticket: Ticket, into: Ticket) -> str | None:
    """Why these two can't be one, beyond what each says by itself."""
    if into.merged:
        return "refused.merge_circle" if into.merged == ticket.number else "refused.merge_moved"
    if into.state == "closed":
        return "refused.merge_closed"
    return None if ticket.draft.kind == into.draft.kind else "refused.merge_kind"


def newcomers(ticket: Ticket, into: Ticket) -> tuple[str, ...]:
    """The reporter and the followers of a ticket who don't know the other one yet."""
    known = {into.reporter, *(each.person for each in into.followers)}
    return tuple(each for each in (ticket.reporter, *(f.person for f in ticket.followers)) if each not in known)


def came_by(ticket: Ticket, into: Ticket) -> tuple[str, ...]:
    """Those who follow because theirs was merged: they brought no report of their own."""
    theirs = {ticket.reporter, *(each.person for each in ticket.followers)}
    return tuple(each.person for each in into.followers if each.person in theirs and each.draft == Draft())


def may_look(ticket: Ticket, person: str, at: datetime) -> bool:
    """Whether this officer gave a reason a moment ago."""
    revealed = ticket.revealed
    return revealed is not None and revealed.to == person and at - revealed.at <= SHOWN_FOR
