"""Which month somebody means: names in three languages, numbers, years, and what is no month at all."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.months import BadMonth, Month, month_of, read_month

KUDUS = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("", Month(2026, 11)),
        ("bulan ini", Month(2026, 11)),
        ("bulan lalu", Month(2026, 10)),
        ("november", Month(2026, 11)),
        ("NOV", Month(2026, 11)),
        ("nopember", Month(2026, 11)),
        ("november 2025", Month(2025, 11)),
        ("mei", Month(2026, 5)),
        ("may", Month(2026, 5)),
        ("agt", Month(2026, 8)),
        ("desember", Month(2025, 12)),
        ("12", Month(2025, 12)),
        ("3", Month(2026, 3)),
        ("03", Month(2026, 3)),
        ("10/2026", Month(2026, 10)),
        ("2026-10", Month(2026, 10)),
        ("okt 2026", Month(2026, 10)),
        ("okt. 2026", Month(2026, 10)),
    ],
)
def test_a_month_is_read_as_people_write_it(text: str, month: Month) -> None:
    assert read_month(text, NOW, KUDUS) == month


@pytest.mark.parametrize(
    ("text", "why", "near"),
    [
        ("13", "unknown", ""),
        ("0", "unknown", ""),
        ("Februarii", "unknown", "Februari"),
        ("novembr", "unknown", "November"),
        ("pupr", "unknown", ""),
        ("november 26", "unknown", ""),
        ("november 1026", "unknown", "November"),
        ("2026", "unknown", ""),
        ("=cmd", "unknown", ""),
        ("desember 2026", "future", ""),
        ("2027-01", "future", ""),
    ],
)
def test_what_is_no_month_is_said_with_the_month_that_was_perhaps_meant(text: str, why: str, near: str) -> None:
    with pytest.raises(BadMonth) as bad:
        read_month(text, NOW, KUDUS)
    assert (bad.value.why, bad.value.near) == (why, near)


@given(st.text())
def test_any_text_is_a_month_or_said_to_be_none(text: str) -> None:
    try:
        month = read_month(text, NOW, KUDUS)
    except BadMonth:
        return
    assert month <= Month(2026, 11)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)))
def test_every_moment_lies_in_the_month_whose_window_holds_it_and_in_no_other(moment: datetime) -> None:
    month = month_of(moment, KUDUS)
    start, end = month.window(KUDUS)
    assert start <= moment < end
    assert month.before.window(KUDUS)[1] == start
    assert month.after.window(KUDUS)[0] == end


def test_a_month_begins_at_midnight_of_kudus() -> None:
    last_minute = datetime(2026, 10, 31, 16, 59, tzinfo=UTC)
    assert month_of(last_minute, KUDUS) == Month(2026, 10)
    assert month_of(datetime(2026, 10, 31, 17, 0, tzinfo=UTC), KUDUS) == Month(2026, 11)
