"""The demo's button for a day: never less than a day, and always an hour in which groups are written to."""

from datetime import datetime

import pytest

from bot.demo import a_day_later
from routing.rules import Rules


@pytest.mark.parametrize(
    ("pressed", "shown"),
    [
        ("2026-11-24T09:00", "2026-11-25T09:01"),
        ("2026-11-24T15:30", "2026-11-26T08:00"),
        ("2026-11-24T20:10", "2026-11-26T08:00"),
        ("2026-11-24T03:00", "2026-11-25T08:00"),
        ("2026-11-27T10:00", "2026-11-30T08:00"),
        ("2026-11-28T23:00", "2026-11-30T08:00"),
        ("2026-12-23T09:00", "2026-12-28T08:00"),
    ],
)
def test_a_day_later_somebody_is_at_the_office(pressed: str, shown: str, rules: Rules) -> None:
    later = a_day_later(datetime.fromisoformat(f"{pressed}+07:00"), rules)
    assert later.astimezone(rules.zone) == datetime.fromisoformat(f"{shown}+07:00")
