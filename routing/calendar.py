"""Working days of Kabupaten Kudus: Monday to Friday, less public holidays and cuti bersama.

Holidays come from the `holidays` library (Indonesia, categories *public* and *government*, the latter
being cuti bersama); the operator's table comes on top, for local holidays and decrees that came late
(`routing/holiday_table.py`).
Dates are Kudus dates (Asia/Jakarta, which has no daylight saving).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping
from datetime import date, timedelta

import holidays

CATEGORIES = ("public", "government")
SATURDAY = 5
ESTIMATE = "(perkiraan)"
TOGETHER = "cuti bersama"


class Calendar:
    """Counts working days. `extra` are more holidays with their names; `working` are days un-declared.

    A day in both is a working day. `unsure` are those of `extra` that may still move. Years are made when first asked
    for, then kept.
    """

    def __init__(
        self, extra: Mapping[date, str] | None = None, working: Collection[date] = (), unsure: Collection[date] = ()
    ) -> None:
        self._extra = dict(extra or {})
        self._unsure = frozenset(unsure)
        self._working = frozenset(working)
        self._named: dict[int, dict[date, str]] = {}
        self._counted: dict[int, tuple[int, ...]] = {}

    def why(self, day: date) -> str | None:
        """The holiday's name, also on a weekend; None on any other day.

        The library ends a name with "(perkiraan)" while the date may still move.
        """
        return self._names(day.year).get(day)

    def is_sure(self, day: date) -> bool:
        """False for a holiday that is an estimate: the operator's word counts before the library's."""
        if day in self._extra:
            return day not in self._unsure
        return not (self.why(day) or "").endswith(ESTIMATE)

    def may_move(self, start: date, end: date) -> bool:
        """Whether a holiday that is only estimated may add or take a working day between the two."""
        first, last = start - timedelta(1), end + timedelta(1)
        named = (day for year in range(first.year, last.year + 1) for day in self._names(year))
        return any(first <= day <= last and not self.is_sure(day) for day in named)

    def holidays(self, start: date, end: date) -> list[tuple[date, str]]:
        """The holidays from `start` up to and with `end`, weekends too, in order."""
        years = range(start.year, end.year + 1)
        return sorted((day, name) for year in years for day, name in self._names(year).items() if start <= day <= end)

    def is_decreed(self, year: int) -> bool:
        """Whether the year's cuti bersama are known."""
        return any(TOGETHER in name.lower() for name in self._names(year).values())

    def is_working(self, day: date) -> bool:
        """True when offices are open on this day."""
        if day in self._working:
            return True
        return day.weekday() < SATURDAY and day not in self._names(day.year)

    def add(self, day: date, count: int) -> date:
        """The `count`-th working day after day 0 (`count` >= 0).

        Day 0 is the day of receipt. What comes in on a closed day counts as received on the next
        working day, which is what a count of 0 gives. With 1 working day, Friday, Saturday and
        Sunday give Monday, Tuesday, Tuesday.
        """
        if count < 0:
            raise ValueError(f"cannot add {count} working days")
        year, place = day.year, bisect_left(self._days(day.year), day.toordinal()) + count
        while place >= len(days := self._days(year)):
            place -= len(days)
            year += 1
        return date.fromordinal(days[place])

    def between(self, start: date, end: date) -> int:
        """Working days after `start`'s day 0, up to and with `end`; negative when `end` is earlier.

        The inverse of `add`: `between(day, add(day, n)) == n`.
        """
        if end < start:
            return -self.between(end, start)
        first = bisect_left(self._days(start.year), start.toordinal())
        last = bisect_right(self._days(end.year), end.toordinal()) - 1
        whole = sum(len(self._days(year)) for year in range(start.year, end.year))
        return max(0, whole + last - first)

    def _days(self, year: int) -> tuple[int, ...]:
        """Ordinals of the year's working days, ascending."""
        if (known := self._counted.get(year)) is None:
            first, last = date(year, 1, 1), date(year, 12, 31)
            span = (first + timedelta(n) for n in range((last - first).days + 1))
            known = self._counted[year] = tuple(day.toordinal() for day in span if self.is_working(day))
        return known

    def _names(self, year: int) -> dict[date, str]:
        if (known := self._named.get(year)) is None:
            listed = holidays.country_holidays("ID", years=year, categories=CATEGORIES, language="id")
            own = {day: name for day, name in self._extra.items() if day.year == year}
            both = {**dict(listed), **own}
            known = self._named[year] = {day: both[day] for day in both if day not in self._working}
        return known
