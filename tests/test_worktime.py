"""How long something took: working days by the law's count, and hours behind the counter."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.deadlines import working_days_later
from routing.rules import Rules
from routing.worktime import days_taken, hours_taken


def at(text: str, rules: Rules) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=rules.zone)


@pytest.mark.parametrize(
    ("start", "end", "days", "hours"),
    [
        ("2026-11-23T08:00", "2026-11-23T10:30", 0, 2.5),
        ("2026-11-23T08:00", "2026-11-23T20:00", 0, 7.5),
        ("2026-11-23T20:00", "2026-11-24T07:00", 0, 0),
        ("2026-11-23T15:30", "2026-11-24T15:30", 1, 8.5),
        ("2026-11-23T10:00", "2026-11-30T15:30", 5, 5.5 + 5 * 8.5),
        ("2026-11-27T15:00", "2026-11-29T10:00", 0, 0.5),
        ("2026-11-28T10:00", "2026-11-30T09:00", 0, 2),
        ("2026-11-28T10:00", "2026-12-01T15:30", 1, 17),
        ("2026-12-23T07:00", "2026-12-28T15:30", 1, 17),
    ],
)
def test_a_wait_worked_out_by_hand(start: str, end: str, days: float, hours: float, rules: Rules) -> None:
    """The last one spans Christmas and the day before, which is joint leave."""
    assert days_taken(at(start, rules), at(end, rules), rules) == pytest.approx(days)
    assert hours_taken(at(start, rules), at(end, rules), rules) == pytest.approx(hours)


STARTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1))
SPANS = st.timedeltas(timedelta(0), timedelta(days=90))


@given(STARTS, SPANS, st.integers(1, 20))
def test_what_ends_in_time_took_at_most_the_limit_and_what_is_a_day_late_took_more(
    rules: Rules, start: datetime, span: timedelta, limit: int
) -> None:
    begun = start.replace(tzinfo=rules.zone)
    ended = begun + span
    due = working_days_later(begun, limit, rules)
    taken = days_taken(begun, ended, rules)
    if ended <= due:
        assert taken <= limit
    if ended.date() > due.date() and ended >= working_days_later(due, 1, rules):
        assert taken > limit


@given(STARTS, SPANS, SPANS)
def test_a_longer_wait_never_counts_less(rules: Rules, start: datetime, one: timedelta, more: timedelta) -> None:
    begun = start.replace(tzinfo=rules.zone)
    for count in (days_taken, hours_taken):
        assert 0 <= count(begun, begun + one, rules) <= count(begun, begun + one + more, rules) + 1e-9


@given(STARTS, SPANS, SPANS)
def test_office_hours_add_up(rules: Rules, start: datetime, one: timedelta, two: timedelta) -> None:
    first = start.replace(tzinfo=rules.zone)
    middle, last = first + one, first + one + two
    parts = hours_taken(first, middle, rules) + hours_taken(middle, last, rules)
    assert parts == pytest.approx(hours_taken(first, last, rules))
