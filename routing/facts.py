"""What happened to a ticket. Past tense; a ticket is the fold of its entries (`routing/history.py`)."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from routing.coordination import CoordinatorsFact
from routing.delivery import DeliveryFact
from routing.desk import DeskFact
from routing.formal import FormalFact
from routing.pausing import PausingFact
from routing.pieces import Evidence
from routing.pledges import PledgeFact
from routing.reckoning import DueMoved
from routing.ticket import Draft, State


class Opened(Struct, frozen=True, tag="opened"):
    number: str
    draft: Draft
    office: str
    triage: bool
    secret: bool = False


class Taken(Struct, frozen=True, tag="taken"):
    pass


class Answered(Struct, frozen=True, tag="answered"):
    text: str
    final: bool
    files: tuple[Evidence, ...] = ()
    sources: tuple[str, ...] = ()


class Returned(Struct, frozen=True, tag="returned"):
    reason: str
    office: str
    """Who gave it back."""
    to: str
    direct: bool = False
    """To the office that was named, so that nobody need choose one."""


class Assigned(Struct, frozen=True, tag="assigned"):
    office: str
    before: str


class Overdue(Struct, frozen=True, tag="overdue"):
    clock: str
    due: datetime


class Escalated(Struct, frozen=True, tag="escalated"):
    rung: str
    by_hand: bool
    reason: str = ""


class Solved(Struct, frozen=True, tag="solved"):
    pass


class Disputed(Struct, frozen=True, tag="disputed"):
    reason: str


class Rated(Struct, frozen=True, tag="rated"):
    stars: int


class Remarked(Struct, frozen=True, tag="remarked"):
    text: str


class ClosesSoon(Struct, frozen=True, tag="closes-soon"):
    """Most of the reporter's window is over, and she has said nothing. `until` is its end."""

    until: datetime


class LeftSilent(Struct, frozen=True, tag="left-silent"):
    """The reporter said nothing within the window. Silence is stored as silence, never as content."""


class Joined(Struct, frozen=True, tag="joined"):
    draft: Draft


class Left(Struct, frozen=True, tag="left"):
    pass


class Erased(Struct, frozen=True, tag="erased"):
    """Words, places and photos, or photos alone, are blank from here back (`routing/erasing.py`)."""

    what: Literal["words", "photos"] = "words"


class Added(Struct, frozen=True, tag="added"):
    draft: Draft


class Withdrawn(Struct, frozen=True, tag="withdrawn"):
    pass


Fact = (
    Opened
    | Taken
    | Answered
    | Returned
    | Assigned
    | Overdue
    | Escalated
    | Solved
    | Disputed
    | Rated
    | Remarked
    | ClosesSoon
    | LeftSilent
    | Joined
    | Left
    | Erased
    | Added
    | Withdrawn
    | DeliveryFact
    | FormalFact
    | DeskFact
    | CoordinatorsFact
    | PausingFact
    | PledgeFact
    | DueMoved
)


class Entry(Struct, frozen=True):
    """One line of a ticket's history: when, by whom (a person id or `SYSTEM`), what, and the state after it."""

    at: datetime
    by: str
    state: State
    fact: Fact
