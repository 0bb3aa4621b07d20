"""A month of Kudus: what somebody means by "nov", "11" or "bulan lalu", and from when to when it goes.

Names come from Babel, in the languages of the house. A month without its year is the last one of that name.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import get_month_names
from msgspec import Struct
from rapidfuzz.distance import OSA

LANGUAGES = ("id", "jv", "en")
THIS = ("", "ini", "bulan ini", "sasi iki", "this month")
LAST = ("lalu", "bulan lalu", "bulan kemarin", "kemarin", "sasi wingi", "wingi", "last month")
ALSO = {"pebruari": 2, "peb": 2, "agt": 8, "agus": 8, "sept": 9, "nopember": 11, "nop": 11}
"""As people spell them besides."""

SHIFT = 2
"""Wrong letters in a name of a month that still let us guess which was meant."""


class Month(Struct, frozen=True, order=True):
    year: int
    month: int

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return self.after.first - timedelta(1)

    @property
    def before(self) -> "Month":
        return Month(self.year, self.month - 1) if self.month > 1 else Month(self.year - 1, 12)

    @property
    def after(self) -> "Month":
        return Month(self.year, self.month + 1) if self.month < 12 else Month(self.year + 1, 1)

    @property
    def code(self) -> str:
        """`2026-11`."""
        return f"{self.year}-{self.month:02}"

    def window(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """From its first moment to the first moment after it, in the time of Kudus."""
        return midnight(self.first, zone), midnight(self.after.first, zone)

    def holds(self, moment: datetime, zone: ZoneInfo) -> bool:
        return month_of(moment, zone) == self


class BadMonth(ValueError):
    """No month, or one that has not come yet: `why` is `unknown` or `future`. `near` is the name that was perhaps
    meant."""

    def __init__(self, why: str, near: str = "") -> None:
        self.why = why
        self.near = near
        super().__init__(why)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def month_of(moment: datetime, zone: ZoneInfo) -> Month:
    day = moment.astimezone(zone)
    return Month(day.year, day.month)


@lru_cache(maxsize=1)
def names() -> dict[str, int]:
    """Every name and its short form, in every language of the house."""
    found = {
        str(name).casefold(): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    }
    return {**found, **ALSO}


def read_month(text: str, now: datetime, zone: ZoneInfo) -> Month:
    """Raises `BadMonth`."""
    said = " ".join(text.casefold().split())
    this = month_of(now, zone)
    if said in THIS:
        return this
    if said in LAST:
        return this.before
    number, year = _parts(said)
    found = Month(year or (this.year if number <= this.month else this.year - 1), number)
    if found > this:
        raise BadMonth("future")
    return found


def _parts(said: str) -> tuple[int, int | None]:
    """The month's number, and the year if it was told. `11`, `nov`, `november 2026`, `11/2026`, `2026-11`."""
    turned = re.sub(r"^(\d{4})[-/. ](\d{1,2})$", r"\2 \1", said)
    if (split := re.fullmatch(r"(\d{1,2}|[^\W\d]+)\.?(?:[-/. ]+(\d{4}))?", turned)) is None:
        raise BadMonth("unknown")
    name, year = split[1], int(split[2]) if split[2] else None
    number = int(name) if name.isdecimal() else names().get(name, 0)
    if not 1 <= number <= 12 or (year is not None and not 2000 <= year <= 2999):
        raise BadMonth("unknown", nearest(name))
    return number, year


def nearest(name: str) -> str:
    """The Indonesian name that is written almost so; "" if none is."""
    if name.isdecimal() or len(name) < 4:
        return ""
    known = {str(each).casefold(): str(each) for each in get_month_names("wide", locale="id").values()}
    distance, near = min((OSA.distance(name, each), each) for each in known)
    return known[near] if distance <= SHIFT else ""
