"""The operator's own table of days: what the library does not know, or knows otherwise.

A row closes a day (local holidays, elections, late decrees) or opens one (`hari_kerja`). It counts before the library;
its `sure` also ends an estimate of it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal, get_args

from msgspec import Struct

from routing.calendar import TOGETHER, Calendar

Kind = Literal["libur_nasional", "cuti_bersama", "daerah", "pemilu", "hari_kerja"]
KINDS: tuple[Kind, ...] = get_args(Kind)
CLOSED = KINDS[:-1]

MOST_NAME = 80


class Holiday(Struct, frozen=True):
    """One day of the table. `sure`: *pasti*; otherwise *perkiraan*, and whatever crosses it may still move."""

    day: date
    name: str
    kind: Kind = "daerah"
    sure: bool = True
    decree: str = ""


def calendar_of(table: Iterable[Holiday]) -> Calendar:
    """The working days by the library and this table."""
    rows = tuple(table)
    return Calendar(
        extra={row.day: shown_name(row) for row in rows if row.kind in CLOSED},
        working=[row.day for row in rows if row.kind == "hari_kerja"],
        unsure=[row.day for row in rows if not row.sure],
    )


def shown_name(row: Holiday) -> str:
    """A cuti bersama says that it is one: that is how a decreed year is known."""
    plain = row.kind != "cuti_bersama" or TOGETHER in row.name.lower()
    return row.name if plain else f"Cuti Bersama {row.name}"


def guessed_kind(name: str) -> Kind:
    """By the words of its name."""
    words = name.lower()
    if TOGETHER in words:
        return "cuti_bersama"
    return "pemilu" if any(word in words for word in ("pemilu", "pilkada", "pemilihan", "pencoblosan")) else "daerah"
