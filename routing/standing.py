"""Where a formal request stands."""

from routing.ticket import Ticket


def is_formal(ticket: Ticket) -> bool:
    return ticket.draft.kind == "ppid"


def is_contested(ticket: Ticket) -> bool:
    """An objection waits for its answer."""
    return ticket.objection is not None and ticket.objection.answered is None
