"""The figures of a month, each defined here and nowhere else: charts, workbook and captions all ask these functions.

*Received* are the tickets opened in the month, *ended* those closed in it (and not opened again since). What was merged
into another is counted with that one, and stands in no figure but `merged`. A ticket
belongs to the office where it lies now; its first answer to the office that gave it; its lateness to the office where
a limit passed first. So every sum over the offices is the figure of the whole.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from math import ceil

from msgspec import Struct

from routing.cases import Case, days_to_first, hours_to_first, is_late, late_at
from routing.months import Month
from routing.rules import Rules

MOST_STARS = 5
TAKEN_BACK = ("withdrawn", "erased")


class Figures(Struct, frozen=True, kw_only=True):
    """A month as it looks at `now`. `office` is whose figures they are; None for all."""

    month: Month
    now: datetime
    rules: Rules
    cases: tuple[Case, ...]
    """Received or ended in the month, each once."""
    office: str | None = None

    @property
    def received(self) -> tuple[Case, ...]:
        return self._mine(case for case in self.cases if self._came(case))

    @property
    def ended(self) -> tuple[Case, ...]:
        zone = self.rules.zone
        return self._mine(
            case for case in self.cases if case.ticket.closed and self.month.holds(case.ticket.closed, zone)
        )

    @property
    def solved(self) -> tuple[Case, ...]:
        """Ended, and not because the reporter took it back."""
        return tuple(case for case in self.ended if case.ending not in TAKEN_BACK)

    def _mine(self, cases: Iterable[Case]) -> tuple[Case, ...]:
        return tuple(case for case in cases if self.office in (None, case.ticket.office) and case.ending != "merged")

    @property
    def merged(self) -> int:
        """Received in the month, and another's now."""
        return sum(self._came(case) for case in self.cases if case.ending == "merged")

    def _came(self, case: Case) -> bool:
        return self.month.holds(case.ticket.opened, self.rules.zone)

    @property
    def everybodys(self) -> tuple[Case, ...]:
        """Received by anybody: first answers and lateness may be an office's whose tickets went on to another."""
        return tuple(case for case in self.cases if self._came(case) and case.ending != "merged")


# ---- received and solved


class Day(Struct, frozen=True):
    date: date
    received: int
    solved: int


def daily(figures: Figures) -> tuple[Day, ...]:
    """Every day of the month, up to today."""
    zone = figures.rules.zone
    came = Counter(case.ticket.opened.astimezone(zone).date() for case in figures.received)
    went = Counter(case.ticket.closed.astimezone(zone).date() for case in figures.solved if case.ticket.closed)
    last = min(figures.month.last, figures.now.astimezone(zone).date())
    days = [figures.month.first + timedelta(n) for n in range((last - figures.month.first).days + 1)]
    return tuple(Day(day, came[day], went[day]) for day in days)


# ---- time to the first answer


class Wait(Struct, frozen=True):
    """`median` and `ninety` (nine of ten are answered within it) in working days over the `answered`; None if there
    are none. `waiting` are without an answer, and in no median."""

    office: str
    answered: int
    waiting: int
    median: float | None
    ninety: float | None


def waits(figures: Figures) -> tuple[Wait, ...]:
    """Of complaints and wishes, by the office that answered or owes the answer; the slowest first."""
    by_desk = _grouped((case for case in figures.everybodys if case.is_plain), lambda case: case.desk)
    found = [_wait(desk, cases, figures.rules) for desk, cases in by_desk.items() if figures.office in (None, desk)]
    return tuple(sorted((each for each in found if each.answered or each.waiting), key=_slowness))


def wait_of_all(figures: Figures) -> Wait:
    desk = figures.office
    cases = [case for case in figures.everybodys if case.is_plain and desk in (None, case.desk)]
    return _wait("", cases, figures.rules)


def hours_of_all(figures: Figures) -> float | None:
    """Median of the office hours to the first answer; None without one."""
    cases = [case for case in figures.everybodys if case.is_plain and figures.office in (None, case.desk)]
    return quantile([hours for case in cases if (hours := hours_to_first(case, figures.rules)) is not None], 0.5)


def _wait(office: str, cases: Iterable[Case], rules: Rules) -> Wait:
    listed = list(cases)
    days = [taken for case in listed if (taken := days_to_first(case, rules)) is not None]
    waiting = sum(case.waits for case in listed)
    return Wait(office, len(days), waiting, quantile(days, 0.5), quantile(days, 0.9))


def _slowness(wait: Wait) -> tuple[float, float, str]:
    """Nobody answered at all is the slowest."""
    if wait.median is None or wait.ninety is None:
        return (-float("inf"), -wait.waiting, wait.office)
    return (-wait.ninety, -wait.median, wait.office)


def quantile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that `share` of them do not exceed; the median of an even number is the middle of two."""
    if not values:
        return None
    ordered = sorted(values)
    place = max(1, ceil(share * len(ordered)))
    if share == 0.5 and len(ordered) % 2 == 0:
        return (ordered[place - 1] + ordered[place]) / 2
    return ordered[place - 1]


# ---- past the limit


class Late(Struct, frozen=True):
    """Tickets received in the month for which a limit passed at this office: `still` waits, `after` was answered."""

    office: str
    still: int
    after: int


def lateness(figures: Figures) -> tuple[Late, ...]:
    """The most first; offices without one are absent."""
    rules, now = figures.rules, figures.now
    by_office = _grouped(figures.everybodys, lambda case: late_at(case, rules, now))
    found = []
    for office, cases in by_office.items():
        if office and figures.office in (None, office):
            still = sum(is_late(case, rules, now) for case in cases)
            found.append(Late(office, still, len(cases) - still))
    return tuple(sorted(found, key=lambda late: (-late.still, -late.after, late.office)))


# ---- satisfaction


class Satisfaction(Struct, frozen=True):
    """Of the tickets ended in the month: `stars[0]` gave one star … `stars[4]` five; `unrated` said it was solved and
    gave none; `silent` said nothing at all; `shut` were closed by the coordinator; `withdrawn` were taken back."""

    stars: tuple[int, ...]
    unrated: int
    silent: int
    shut: int
    withdrawn: int

    @property
    def rated(self) -> int:
        return sum(self.stars)

    @property
    def mean(self) -> float | None:
        """Over those who gave stars, and nobody else."""
        total = sum(count * stars for stars, count in enumerate(self.stars, 1))
        return total / self.rated if self.rated else None


def satisfaction(figures: Figures) -> Satisfaction:
    said = Counter(case.ticket.stars for case in figures.solved)
    unrated = Counter(case.ending for case in figures.solved if case.ticket.stars is None)
    withdrawn = len(figures.ended) - len(figures.solved)
    stars = tuple(said[each] for each in range(1, MOST_STARS + 1))
    return Satisfaction(stars, unrated["solved"], unrated["silent"], unrated["shut"], withdrawn)


# ---- places


class Places(Struct, frozen=True):
    """`districts` in the order of the gazetteer, zeros among them; `villages` with their district, the most first.
    `nowhere` told no place that is known, or is secret."""

    districts: tuple[tuple[str, int], ...]
    villages: tuple[tuple[str, str, int], ...]
    nowhere: int


def places(figures: Figures) -> Places:
    spots = [case.ticket.draft.spot for case in figures.received if not case.ticket.secret]
    known = [spot for spot in spots if spot and spot.district in figures.rules.gazetteer.districts]
    districts = Counter(spot.district for spot in known)
    villages = Counter((spot.village, spot.district) for spot in known if spot.village)
    listed = [(str(village), str(district), count) for (village, district), count in villages.items()]
    return Places(
        tuple((name, districts[name]) for name in figures.rules.gazetteer.districts),
        tuple(sorted(listed, key=lambda each: (-each[2], each[0]))),
        len(figures.received) - len(known),
    )


def _grouped(cases: Iterable[Case], key: Callable[[Case], str]) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for case in cases:
        found.setdefault(key(case), []).append(case)
    return found
