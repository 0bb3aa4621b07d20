"""Working days: what counts, from when, across holidays, weekends and years."""

import csv
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.calendar import Calendar

CALENDAR = Calendar()
DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))


def _year(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(n) for n in range(366) if (first + timedelta(n)).year == year]


@pytest.mark.parametrize(("year", "days"), [(2025, 237), (2026, 240), (2027, 242)])
def test_a_year_has_as_many_working_days_as_its_joint_decree_leaves(year: int, days: int) -> None:
    assert sum(CALENDAR.is_working(day) for day in _year(year)) == days


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        (date(2026, 11, 23), 0, date(2026, 11, 23)),  # a Monday counts as day 0
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # Friday
        (date(2026, 11, 28), 1, date(2026, 12, 1)),  # Saturday counts as Monday
        (date(2026, 11, 29), 0, date(2026, 11, 30)),
        (date(2026, 3, 17), 1, date(2026, 3, 25)),  # over Nyepi, Eid and cuti bersama
        (date(2026, 12, 23), 3, date(2026, 12, 30)),  # over Christmas
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # over the year's end
    ],
)
def test_the_day_of_receipt_is_day_zero(received: date, days: int, due: date) -> None:
    assert CALENDAR.add(received, days) == due


def test_days_cannot_be_taken_away() -> None:
    with pytest.raises(ValueError, match="-1 working days"):
        CALENDAR.add(date(2026, 11, 23), -1)


@given(DAYS, st.integers(0, 120))
def test_between_undoes_add(day: date, count: int) -> None:
    assert CALENDAR.between(day, CALENDAR.add(day, count)) == count


@given(DAYS, st.integers(0, 120))
def test_adding_days_walks_like_a_person_with_a_wall_calendar(day: date, count: int) -> None:
    due = day
    while not CALENDAR.is_working(due):
        due += timedelta(1)
    for _ in range(count):
        due += timedelta(1)
        while not CALENDAR.is_working(due):
            due += timedelta(1)
    assert CALENDAR.add(day, count) == due


@given(DAYS, DAYS)
def test_between_turns_its_sign_with_its_ends(one: date, other: date) -> None:
    assert CALENDAR.between(one, other) == -CALENDAR.between(other, one)


def test_a_holiday_tells_its_name() -> None:
    assert CALENDAR.why(date(2026, 8, 17)) == "Hari Kemerdekaan Republik Indonesia"
    assert "Cuti Bersama" in str(CALENDAR.why(date(2026, 12, 24)))
    assert CALENDAR.why(date(2026, 11, 23)) is None


def test_the_operator_may_close_a_day_and_open_one() -> None:
    own = Calendar(extra={date(2026, 9, 23): "Hari Jadi Kudus"}, working=[date(2026, 12, 24)])
    assert own.why(date(2026, 9, 23)) == "Hari Jadi Kudus"
    assert not own.is_working(date(2026, 9, 23))
    assert own.is_working(date(2026, 12, 24))
    assert own.why(date(2026, 12, 24)) is None
    assert own.add(date(2026, 9, 22), 1) == date(2026, 9, 24)


def test_day_zero_of_a_closed_day_is_the_next_open_one() -> None:
    assert CALENDAR.add(date(2026, 11, 28), 0) == date(2026, 11, 30)


@pytest.mark.skipif("PENDOPO_SEED_HOLIDAYS" not in os.environ, reason="no table of holidays to compare with")
def test_the_decreed_holidays_are_all_there() -> None:
    with Path(os.environ["PENDOPO_SEED_HOLIDAYS"]).open(encoding="utf-8") as file:
        listed = {date.fromisoformat(row["date"]) for row in csv.DictReader(file)}
    years = {day.year for day in listed}
    assert {day for year in years for day in _year(year) if CALENDAR.why(day)} == listed
