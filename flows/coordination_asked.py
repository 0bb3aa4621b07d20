"""What the coordinator's commands ask of the house (`bot/coordination_errands.py`)."""

from msgspec import Struct

from routing.seeking import Sought


class Search(Struct, frozen=True, tag="search"):
    """`query` is what was typed, `skip` how many were shown before; `within` the one office that may be seen."""

    sought: Sought
    query: str
    skip: int
    within: str | None


class FindNumber(Struct, frozen=True, tag="find_number"):
    """Which tickets may be meant by a number that is none."""

    text: str
    within: str | None


class Recall(Struct, frozen=True, tag="recall"):
    """Everything that happened to a ticket."""

    number: str
    skip: int = 0
    paged: bool = False
    """A page of it was shown already, and is turned."""


class MergeTickets(Struct, frozen=True, tag="merge_tickets"):
    """`number` goes on with `into`."""

    number: str
    into: str


class SeparateTicket(Struct, frozen=True, tag="separate_ticket"):
    number: str


class ShowName(Struct, frozen=True, tag="show_name"):
    """Who sent it, for whoever gave the reason a moment ago."""

    number: str


class PlanBroadcast(Struct, frozen=True, tag="plan_broadcast"):
    """An announcement to everybody with a running report that is `sought`; `target` is how that was typed."""

    sought: Sought
    target: str
    text: str


class FinishBroadcast(Struct, frozen=True, tag="finish_broadcast"):
    """Send it, or drop it."""

    id: str
    send: bool


class Mute(Struct, frozen=True, tag="mute"):
    """She wants no announcements; or, `on` false, wants them again."""

    on: bool


CoordinatorsWish = (
    Search | FindNumber | Recall | MergeTickets | SeparateTicket | ShowName | PlanBroadcast | FinishBroadcast | Mute
)
