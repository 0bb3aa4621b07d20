"""A day as people write it: 25/11/2026, 25-11, "25 November", "Rabu", "besok"."""

import re
from datetime import date, timedelta

MONTHS = (
    ("januari", "jan", "january"),
    ("februari", "feb", "pebruari", "february"),
    ("maret", "mar", "march"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "jun", "june"),
    ("juli", "jul", "july"),
    ("agustus", "agu", "agt", "ags", "august", "aug"),
    ("september", "sep", "sept"),
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
    **dict.fromkeys(("besok", "sesuk", "mbenjing", "tomorrow"), 1),
    **dict.fromkeys(("lusa", "suk emben"), 2),
}

SPELLED = re.compile(r"(?:[a-z']+ )?(?:tanggal |tgl )?(\d{1,2})[/. -]+(\d{1,2}|[a-z]+)(?:[/. -]+(\d{4}|\d{2}))?")
"""Rabu 25 November 2026, in its many forms."""

MONTH_OF = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
DAY_OF = {name: number for number, names in enumerate(DAYS) for name in names}


def read_day(text: str, today: date) -> date | None:
    """The day that is meant; None when it is none. Without a year it is the next such day, today included."""
    words = " ".join(text.lower().replace(",", " ").split())
    if words in NEAR:
        return today + timedelta(NEAR[words])
    if words in DAY_OF:
        return today + timedelta((DAY_OF[words] - today.weekday()) % 7)
    if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", words):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    spelled = SPELLED.fullmatch(words)
    if not spelled:
        return None
    month = int(spelled[2]) if spelled[2].isdigit() else MONTH_OF.get(spelled[2], 0)
    if spelled[3]:
        return _day(int(spelled[3]) + (2000 if len(spelled[3]) == 2 else 0), month, int(spelled[1]))
    return _next(today, month, int(spelled[1]))


def _next(today: date, month: int, day: int) -> date | None:
    years = (_day(today.year + ahead, month, day) for ahead in range(5))  # the 29th of February comes every four
    return next((found for found in years if found and found >= today), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
