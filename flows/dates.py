"""Dates as people type them: 31-12-2027, 31/12/27, 31.12., "31 Desember 2027", "1-5 Des". Pure, and day before month.

A date without a year is the next such day, today included. One that no calendar has is found too, and is None.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

MONTHS = {
    "jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "agu": 8, "agt": 8,
    "agus": 8, "aug": 8, "sep": 9, "sept": 9, "okt": 10, "oct": 10, "nov": 11, "nop": 11, "des": 12, "dec": 12,
}  # fmt: skip
"""Indonesian, Javanese and English months by how they begin; Nopember and Pebruari are older spellings."""

LONG_MONTH = "januari|pebruari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember"
ENGLISH_MONTH = "january|february|march|may|june|july|august|october|december"
MONTH = f"(?:{LONG_MONTH}|{ENGLISH_MONTH}|{'|'.join(sorted(MONTHS, key=len, reverse=True))})"

DATE = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?P<iso>\d{4})-(?P<iso_month>\d{1,2})-(?P<iso_day>\d{1,2})"
    rf"|(?:(?P<from>\d{{1,2}})\s*[-–]\s*)?(?P<named_day>\d{{1,2}})[\s-]*(?P<name>{MONTH})\b\.?"
    r"(?:[\s-]*(?P<named_year>\d{4}|\d{2})(?![\d/.-]))?"
    r"|(?P<day>\d{1,2})\s?[-/.]\s?(?P<month>\d{1,2})(?:\s?[-/.]\s?(?P<year>\d{4}|\d{2}))?"
    r")(?![\w/-])",
    re.IGNORECASE,
)
WORDS = {"hari ini": 0, "besok": 1, "besuk": 1, "lusa": 2}
WORD = re.compile(rf"\b(?:{'|'.join(WORDS)})\b", re.IGNORECASE)


class Found(Struct, frozen=True):
    """A date at `start` to `end` of a text. `day` is None for one like 31-02-2027. `yearless`: the year is ours."""

    start: int
    end: int
    day: date | None
    yearless: bool = False


def find_dates(text: str, today: date) -> tuple[Found, ...]:
    """In the order of the text; "1-5 Desember" is two."""
    spoken = (Found(m.start(), m.end(), today + timedelta(days=WORDS[m[0].lower()])) for m in WORD.finditer(text))
    written = (found for match in DATE.finditer(text) for found in _read(match, today))
    return tuple(sorted((*spoken, *written), key=lambda found: found.start))


def read_date(text: str, today: date) -> date | None:
    """The one date that the text is. None for anything else, and for a day that no calendar has."""
    text = text.strip()
    found = find_dates(text, today)
    whole = len(found) == 1 and found[0].start == 0 and found[0].end == len(text)
    return found[0].day if whole else None


def _read(match: re.Match[str], today: date) -> Iterator[Found]:
    part = match.groupdict()
    if part["iso"]:
        yield _found(match, (part["iso_day"], part["iso_month"], part["iso"]), today)
        return
    if not part["name"]:
        yield _found(match, (part["day"], part["month"], part["year"]), today)
        return
    month = str(_month(part["name"]))
    last = _found(match, (part["named_day"], month, part["named_year"]), today)
    if part["from"]:
        yield Found(match.start(), match.end(), _before(part["from"], last.day), last.yearless)
    yield last


def _month(name: str) -> int:
    name = name.lower()
    return next(MONTHS[name[:length]] for length in (4, 3) if name[:length] in MONTHS)


def _found(match: re.Match[str], parts: tuple[str, str, str | None], today: date) -> Found:
    day, month, year = int(parts[0]), int(parts[1]), parts[2]
    if year is not None:
        return Found(
            match.start(), match.end(), _date(int(year) % 2000 + 2000 if len(year) == 2 else int(year), month, day)
        )
    this = _date(today.year, month, day)
    if this is None or this < today:
        this = _date(today.year + 1, month, day)
    return Found(match.start(), match.end(), this, yearless=True)


def _before(day: str, last: date | None) -> date | None:
    """The first day of "1-5 Desember"."""
    return _date(last.year, last.month, int(day)) if last else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
