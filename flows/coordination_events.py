"""What the house answers to the coordinator's commands (`flows/coordination_asked.py`)."""

from msgspec import Struct

from routing.facts import Entry
from routing.ticket import Ticket


class Searched(Struct, frozen=True, tag="searched"):
    """One page of what was found, and how many there are; `capped` when there may be more."""

    query: str
    skip: int
    tickets: tuple[Ticket, ...]
    count: int
    capped: bool


class NumbersNear(Struct, frozen=True, tag="numbers_near"):
    """Tickets whose numbers are a slip away from `text`."""

    text: str
    tickets: tuple[Ticket, ...]


class Recalled(Struct, frozen=True, tag="recalled"):
    """A ticket and its history; `skip` entries were shown before."""

    ticket: Ticket
    entries: tuple[Entry, ...]
    skip: int
    paged: bool


class NotFound(Struct, frozen=True, tag="not_found"):
    """There is no ticket of this number."""

    number: str


class TicketsMerged(Struct, frozen=True, tag="tickets_merged"):
    number: str
    into: str


class TicketSeparated(Struct, frozen=True, tag="ticket_separated"):
    number: str
    into: str


class NameShown(Struct, frozen=True, tag="name_shown"):
    """`person` is empty when the reason was another's, or too long ago."""

    number: str
    person: str


class BroadcastPlanned(Struct, frozen=True, tag="broadcast_planned"):
    """`count` people would read it; `muted` more want no announcements."""

    id: str
    target: str
    text: str
    count: int
    muted: int


class BroadcastDone(Struct, frozen=True, tag="broadcast_done"):
    """`count` letters are on their way; None when it was dropped, -1 when somebody was quicker."""

    count: int | None


CoordinatorsNews = (
    Searched
    | NumbersNear
    | Recalled
    | NotFound
    | TicketsMerged
    | TicketSeparated
    | NameShown
    | BroadcastPlanned
    | BroadcastDone
)
