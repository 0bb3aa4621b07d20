"""What an office does with a ticket at its own desk: notes that no citizen sees.

Holds commands, facts and what a ticket remembers of them; nothing here imports the ticket.
"""

from datetime import datetime

from msgspec import Struct

from routing.pieces import Evidence


class Remark(Struct, frozen=True):
    """An internal note: for the office and the coordinator, never for the citizen."""

    text: str
    by: str
    at: datetime
    files: tuple[Evidence, ...] = ()


# ---- commands


class Note(Struct, frozen=True, tag="note"):
    text: str
    files: tuple[Evidence, ...] = ()


DeskCommand = Note


# ---- facts


class Noted(Struct, frozen=True, tag="noted"):
    text: str
    files: tuple[Evidence, ...] = ()


DeskFact = Noted

INTERNAL = (Noted,)
"""Facts that are no citizen's to read."""
