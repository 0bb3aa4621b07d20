"""A promised day that moves because the working days do: a holiday was declared, or turned out to be none."""

from datetime import datetime

from msgspec import Struct


class Reckon(Struct, frozen=True, tag="reckon"):
    """The house has counted again; `before` is the due moment it had told."""

    before: datetime


class DueMoved(Struct, frozen=True, tag="due-moved"):
    clock: str
    before: datetime
    due: datetime
