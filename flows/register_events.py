"""What the house answers about officers (`flows/register_asked.py`)."""

from typing import Literal

from msgspec import Struct

from routing.register import Appointment


class OfficersFound(Struct, frozen=True, tag="officers_found"):
    """`person` is the one that is to be shown; empty for all of them."""

    office: str
    officers: tuple[Appointment, ...]
    person: str = ""


class Enrolled(Struct, frozen=True, tag="enrolled"):
    """`same`: they were an officer already, and nothing new was told."""

    officer: Appointment
    how: Literal["new", "changed", "same"]


class DismissalDoubted(Struct, frozen=True, tag="dismissal_doubted"):
    """The last officer, or oneself: it is asked once more."""

    officer: Appointment
    last: bool


class Dismissed(Struct, frozen=True, tag="dismissed"):
    """`left`: they left the group, and nobody spoke. `remaining` officers serve the office now."""

    person: str
    office: str
    left: bool
    remaining: int


class LeaveSet(Struct, frozen=True, tag="leave_set"):
    """`alone`: nobody serves the office meanwhile."""

    officer: Appointment
    alone: bool


RegisterEvent = OfficersFound | Enrolled | DismissalDoubted | Dismissed | LeaveSet
