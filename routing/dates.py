"""Days as people write them: 25/11/2026, 25-11, "25 November", "Rabu", "besok", "1-5 Des". Day before month.

Without a year it is the next such day, today included. A day that no calendar has is found too, and is None.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

MONTHS = (
    ("januari", "jan", "january"),
    ("februari", "feb", "peb", "pebruari", "february"),
    ("maret", "mar", "march"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "jun", "june"),
    ("juli", "jul", "july"),
    ("agustus", "agus", "agu", "agt", "ags", "august", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "okt", "october", "oct"),
    ("november", "nov", "nopember", "nop"),
    ("desember", "des", "december", "dec"),
)
DAYS = (
    ("senin", "senen", "monday"),
    ("selasa", "slasa", "tuesday"),
    ("rabu", "rebo", "wednesday"),
    ("kamis", "kemis", "thursday"),
    ("jumat", "jum'at", "jemuwah", "friday"),
    ("sabtu", "setu", "saturday"),
    ("minggu", "ahad", "sunday"),
)
NEAR = {
    **dict.fromkeys(("hari ini", "dinten punika", "today"), 0),
    **dict.fromkeys(("besok", "besuk", "sesuk", "mbenjing", "tomorrow"), 1),
    **dict.fromkeys(("lusa", "suk emben"), 2),
}

MONTH_OF = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
DAY_OF = {name: number for number, names in enumerate(DAYS) for name in names}
YEARS_AHEAD = 8
"""Years in which a day without one is looked for: the 29th of February may be that far, around 2100."""


def _either(words: dict[str, int]) -> str:
    """The longest first, so that none is cut short by its own beginning."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


DATE = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?P<iso>\d{4})-(?P<iso_month>\d{1,2})-(?P<iso_day>\d{1,2})"
    rf"|(?:(?P<from>\d{{1,2}})\s*[-–]\s*)?(?P<named_day>\d{{1,2}})[\s-]*(?P<name>{_either(MONTH_OF)})\b\.?"
    r"(?:[\s-]*(?P<named_year>\d{4}|\d{2})(?![\d/.-]))?"
    r"|(?P<day>\d{1,2})\s?[-/.]\s?(?P<month>\d{1,2})(?:\s?[-/.]\s?(?P<year>\d{4}|\d{2}))?"
    r")(?![\w/-])",
    re.IGNORECASE,
)
SPOKEN = re.compile(rf"\b(?:{_either(NEAR)})\b", re.IGNORECASE)
BEFORE = re.compile(rf"(?:(?:{_either(DAY_OF)})\s+)?(?:tanggal\s+|tgl\.?\s+)?")
"""What may stand before a day without changing it."""


class Found(Struct, frozen=True):
    """A date at `start` to `end` of a text. `day` is None for one like 31-02-2027. `yearless`: the year is ours."""

    start: int
    end: int
    day: date | None
    yearless: bool = False


def find_dates(text: str, today: date) -> tuple[Found, ...]:
    """In the order of the text; "1-5 Desember" is two."""
    spoken = (Found(m.start(), m.end(), today + timedelta(NEAR[m[0].lower()])) for m in SPOKEN.finditer(text))
    written = (found for match in DATE.finditer(text) for found in _read(match, today))
    return tuple(sorted((*spoken, *written), key=lambda found: found.start))


def read_day(text: str, today: date) -> date | None:
    """The one day that the text is; None when it is none, or one that no calendar has."""
    words = " ".join(text.lower().replace(",", " ").split())
    if words in DAY_OF:
        return today + timedelta((DAY_OF[words] - today.weekday()) % 7)
    words = BEFORE.sub("", words, count=1)
    found = find_dates(words, today)
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(words))
    return found[0].day if whole else None


def _read(match: re.Match[str], today: date) -> Iterator[Found]:
    part, place = match.groupdict(), match.span()
    if part["iso"]:
        yield Found(*place, a_day(int(part["iso"]), int(part["iso_month"]), int(part["iso_day"])))
        return
    month = MONTH_OF[part["name"].lower()] if part["name"] else int(part["month"])
    last = _found(place, int(part["named_day"] or part["day"]), month, part["named_year"] or part["year"], today)
    if part["from"]:
        first = a_day(last.day.year, last.day.month, int(part["from"])) if last.day else None
        yield Found(*place, first, last.yearless)
    yield last


def _found(place: tuple[int, int], day: int, month: int, year: str | None, today: date) -> Found:
    if year is not None:
        return Found(*place, a_day(int(year) + (2000 if len(year) == 2 else 0), month, day))
    coming = (a_day(today.year + ahead, month, day) for ahead in range(YEARS_AHEAD + 1))
    return Found(*place, next((each for each in coming if each and each >= today), None), yearless=True)


def a_day(year: int, month: int, day: int) -> date | None:
    """None for one that no calendar has."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
