"""What an office does with a ticket at its own desk: notes that no citizen sees, and second thoughts about an answer.

Holds commands, facts and what a ticket remembers of them; nothing here imports the ticket. When an answer may still be
changed is told in `routing/second_thoughts.py`.
"""

from datetime import datetime

from msgspec import Struct

from routing.pieces import Evidence


class InternalNote(Struct, frozen=True):
    """An internal note: for the office and the coordinator, never for the citizen."""

    text: str
    by: str
    at: datetime
    files: tuple[Evidence, ...] = ()


class Bounce(Struct, frozen=True):
    """An office that has said: not ours."""

    office: str
    reason: str
    at: datetime


# ---- commands


class Note(Struct, frozen=True, tag="note"):
    text: str
    files: tuple[Evidence, ...] = ()


class Amend(Struct, frozen=True, tag="amend"):
    """Other words for an answer that was sent. `answer` counts from 0."""

    answer: int
    text: str


class Recall(Struct, frozen=True, tag="recall"):
    """Take an answer back, just after it was sent. `answer` counts from 0."""

    answer: int


class Consult(Struct, frozen=True, tag="consult"):
    """An office asks the coordinator before it answers."""

    text: str


class Advise(Struct, frozen=True, tag="advise"):
    """The coordinator's answer to the office."""

    text: str
    files: tuple[Evidence, ...] = ()


DeskCommand = Note | Amend | Recall | Consult | Advise


# ---- facts


class Noted(Struct, frozen=True, tag="noted"):
    text: str
    files: tuple[Evidence, ...] = ()


class Amended(Struct, frozen=True, tag="amended"):
    """`before` are the words that stood there until now: what the citizen has read is never lost."""

    answer: int
    text: str
    before: str


class Recalled(Struct, frozen=True, tag="recalled"):
    answer: int


class Consulted(Struct, frozen=True, tag="consulted"):
    text: str


class Advised(Struct, frozen=True, tag="advised"):
    text: str
    files: tuple[Evidence, ...] = ()


DeskFact = Noted | Amended | Recalled | Consulted | Advised

INTERNAL = (Noted, Consulted, Advised)
"""Facts that are no citizen's to read."""
