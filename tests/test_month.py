"""The simulated month: plausible, the same for the same seed, and what it shows agrees with what it did."""

from itertools import count
from pathlib import Path

import pytest

from bot.bureau import Bureau
from bot.demo import demo_settings
from bot.house import House
from bot.lives import at_work
from bot.month import Producer, play_month
from bot.month_words import read
from bot.speech import Speech
from bot.stage import StandingClock
from bot.start import opened
from routing.cases import Case, is_late
from routing.figures import Figures, lateness, places, satisfaction, wait_of_all
from routing.months import Month
from routing.rules import Rules
from storage import figures, outbox, tickets
from storage.database import transaction
from tests.stories import at

NOVEMBER = Month(2026, 11)


async def played(folder: Path, rules: Rules, reports: int, seed: int = 20) -> tuple[Figures, tuple[Case, ...]]:
    """The month's figures, and its formal requests."""
    settings = demo_settings("http://127.0.0.1:1", folder)
    numbers = count(9001)

    async def person(name: str) -> int:
        return next(numbers)

    async def group(office: str, members: list[int]) -> str:
        return f"-{next(numbers)}"

    async with opened(settings) as engine:
        shown = await play_month(engine, rules, NOVEMBER, Producer(person, group), seed, reports)
        bureau = Bureau(settings.database, House(rules, StandingClock(shown.end)), Speech(rules))
        found = await bureau.figures(NOVEMBER)
        async with transaction(engine) as connection:
            formal = await figures.formal(connection, *NOVEMBER.window(rules.zone))
            late = await tickets.find_overdue(connection, None, shown.end, 500)
            assert (await outbox.count(connection))[0] == 0
        assert late.count == sum(is_late(case, rules, shown.end) for case in found.cases)
        await bureau.close()
    return found, formal


async def test_a_month_has_something_of_everything(tmp_path: Path, rules: Rules) -> None:
    found, formal = await played(tmp_path, rules, 120)
    happy, wait = satisfaction(found), wait_of_all(found)
    assert len(found.received) >= 120
    assert happy.rated
    assert happy.silent
    assert happy.unrated
    assert wait.waiting
    assert sum(late.still for late in lateness(found))
    assert any(case.ticket.reopened for case in found.cases)
    assert any(case.ticket.secret for case in found.cases)
    assert any(case.ticket.objection for case in formal)
    rulings = {case.ticket.decision.ruling for case in formal if case.ticket.decision}
    assert {"whole", "part", "refused"} <= rulings
    assert len([name for name, number in places(found).districts if number]) >= 8
    assert len({case.ticket.opened.astimezone(rules.zone).hour for case in found.cases}) > 12


async def test_the_same_seed_is_the_same_month(tmp_path: Path, rules: Rules) -> None:
    one, _ = await played(tmp_path / "one", rules, 25, seed=3)
    two, _ = await played(tmp_path / "two", rules, 25, seed=3)
    other, _ = await played(tmp_path / "other", rules, 25, seed=4)
    assert one.cases == two.cases
    assert one.cases != other.cases


def test_twenty_offices_are_told_sentences_that_the_catalogue_knows(rules: Rules) -> None:
    words = read()
    codes = [counter.code for counter in words.office]
    assert len(set(codes)) == 20
    assert set(codes) <= set(rules.catalogue.offices)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23T08:00", 2, "2026-11-23T10:00"),
        ("2026-11-23T15:00", 1, "2026-11-24T07:30"),
        ("2026-11-27T20:00", 8.5, "2026-11-30T15:30"),
    ],
)
def test_office_hours_later(start: str, hours: float, end: str, rules: Rules) -> None:
    assert at_work(at(start, rules), hours, rules) == at(end, rules)
