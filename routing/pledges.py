"""The ladder's people: what they are reminded of, and what they promise.

    Promise(until)    *Saya tindak lanjuti*: an officer reached by the ladder names a day (fact `Promised`)

The ladder waits for that day. Nothing said by its close of office hours, and the promise is broken (`PromiseBroken`);
any answer, another office or a new round ends it. A rung may promise once.
"""

from datetime import datetime
from typing import Literal

from msgspec import Struct

Mark = Literal["half", "nearly", "today"]
"""Half of the time is over; four fifths; its last day has come."""

MOST_DAYS = 10
"""Working days for which a promise may be given. A longer one is a wish."""


class Pledge(Struct, frozen=True):
    """`until` is the close of office hours of the promised day, `rung` how high the ladder had been climbed."""

    by: str
    until: datetime
    rung: int
    broken: bool = False


# ---- commands


class Promise(Struct, frozen=True, tag="promise"):
    until: datetime
    """Any moment of the promised day."""


# ---- facts


class Reminded(Struct, frozen=True, tag="reminded"):
    """The time for a reminder came. Told once a day and group (`flows/morning.py`)."""

    mark: Mark
    clock: str
    due: datetime


class Promised(Struct, frozen=True, tag="promised"):
    until: datetime


class PromiseBroken(Struct, frozen=True, tag="promise-broken"):
    until: datetime


PledgeFact = Reminded | Promised | PromiseBroken
