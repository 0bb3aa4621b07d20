"""What stops a clock and what prolongs it: a question to the reporter, and more days with a written reason.

    Ask(text)         an officer of the ticket's office asks the reporter; clocks with `pauses` stop (fact `Asked`)
    Add(draft)        the reporter's next addition answers it, and they go on (facts `Added`, `Resumed`)
    Unask()    an officer no longer needs to know (fact `Resumed`)
    Prolong(reason)   an officer takes the clock's `extra` days, once a round, in time (fact `Prolonged`)

Halfway through her window she is asked once more (fact `AskedAgain`).

A final answer, another office and a closed ticket end a question too. Nobody's silence closes anything: when the
`question_window` has passed, the office goes on without an answer (`Resumed` of `silence`). On a ticket, `asked` is
the question that is open now, `pauses` are those that are over, `prolonged` are the days it was given; all three
belong to the present round. A clock without `pauses` in the catalogue (the law's own, UU 14/2008) runs on meanwhile.
"""

from datetime import datetime
from typing import Literal

from msgspec import Struct

Why = Literal["answered", "dropped", "moved", "silence"]


class Question(Struct, frozen=True):
    """What the office wants to know. `at` is when its clocks stopped, `by` the officer."""

    text: str
    at: datetime
    by: str
    again: bool = False
    """She was reminded of it."""


class Pause(Struct, frozen=True):
    """From the question to its end, whatever ended it."""

    start: datetime
    end: datetime


class Prolongation(Struct, frozen=True):
    """`days` working days more for `clock`, and why."""

    clock: str
    days: int
    reason: str
    at: datetime


# ---- commands


class Ask(Struct, frozen=True, tag="ask"):
    text: str


class Unask(Struct, frozen=True, tag="unask"):
    """The office found out by itself."""


class Prolong(Struct, frozen=True, tag="prolong"):
    reason: str


PausingCommand = Ask | Unask | Prolong


# ---- facts


class Asked(Struct, frozen=True, tag="asked"):
    text: str


class Resumed(Struct, frozen=True, tag="resumed"):
    """The question is over. `until` is when: for `silence` the end of its window, however late the bell rang."""

    why: Why
    until: datetime


class Prolonged(Struct, frozen=True, tag="prolonged"):
    clock: str
    days: int
    reason: str


class AskedAgain(Struct, frozen=True, tag="asked-again"):
    """Half of her window is over. `until` is its end."""

    until: datetime


PausingFact = Asked | AskedAgain | Resumed | Prolonged
