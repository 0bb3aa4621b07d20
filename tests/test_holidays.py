"""The operator's table of days: how a line is read, what it does to working days, and whose deadlines move by it."""

from datetime import date, datetime

import pytest
from msgspec.structs import replace

from bot.checkup import look_at_holidays
from flows.holidays import split
from routing.deadlines import deadline
from routing.holiday_table import Holiday, calendar_of, guessed_kind
from routing.lifecycle import act
from routing.reckoning import DueMoved, Reckon
from routing.rules import Rules
from storage import holidays, reckoned, tickets
from storage.database import transaction
from tests.tickets import CLOCK, RATNA, opened
from tests.town import Town

JADI = Holiday(date(2026, 11, 26), "Hari Jadi Desa")


def wib(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T15:30+07:00")


def by(rules: Rules, *table: Holiday) -> Rules:
    return replace(rules, calendar=calendar_of(table))


def test_a_day_of_the_table_is_no_working_day_and_moves_what_crosses_it(rules: Rules) -> None:
    limit = deadline(opened(), by(rules, JADI))
    assert limit is not None
    assert (limit.due, limit.unsure) == (wib("2026-12-01"), False)


def test_an_estimate_marks_what_crosses_it(rules: Rules) -> None:
    limit = deadline(opened(), by(rules, replace(JADI, sure=False)))
    assert limit is not None
    assert limit.unsure


def test_a_day_the_library_closes_may_be_opened(rules: Rules) -> None:
    opened_day = by(rules, Holiday(date(2026, 12, 24), "Cuti Bersama Natal", "hari_kerja"))
    assert opened_day.calendar.is_working(date(2026, 12, 24))


def test_a_year_is_decreed_when_one_cuti_bersama_is_known() -> None:
    assert not calendar_of(()).is_decreed(2030)
    assert calendar_of([Holiday(date(2030, 2, 5), "Lebaran", "cuti_bersama")]).is_decreed(2030)


@pytest.mark.parametrize(
    ("text", "day", "name"),
    [
        ("23 September 2027 Hari Jadi Kudus", date(2027, 9, 23), "Hari Jadi Kudus"),
        ("Kamis 23 September 2027 Hari Jadi", date(2027, 9, 23), "Hari Jadi"),
        ("23/9/2027 Hari Jadi", date(2027, 9, 23), "Hari Jadi"),
        ("2027-09-23", date(2027, 9, 23), ""),
        ("besok Pilkada", date(2026, 11, 25), "Pilkada"),
        ("Hari Jadi Kudus", None, "Hari Jadi Kudus"),
        ("31/2/2027 x", None, "31/2/2027 x"),
        ("", None, ""),
    ],
)
def test_a_line_begins_with_its_date(text: str, day: date | None, name: str) -> None:
    assert split(text, date(2026, 11, 24)) == (day, name)


@pytest.mark.parametrize(
    ("name", "kind"), [("Cuti Bersama Natal", "cuti_bersama"), ("Pilkada ulang", "pemilu"), ("Hari Jadi", "daerah")]
)
def test_a_kind_is_guessed_from_the_name(name: str, kind: str) -> None:
    assert guessed_kind(name) == kind


# ---- what was promised


def test_a_promised_day_that_moves_is_a_fact(rules: Rules) -> None:
    outcome = act(opened(), Reckon(wib("2026-11-30")), CLOCK, wib("2026-11-24"), by(rules, JADI))
    assert [entry.fact for entry in outcome.entries] == [
        DueMoved("first_answer", wib("2026-11-30"), wib("2026-12-01")),
    ]


def test_counting_again_what_stands_changes_nothing_and_is_the_houses_alone(rules: Rules) -> None:
    assert not act(opened(), Reckon(wib("2026-11-30")), CLOCK, wib("2026-11-24"), rules).entries
    assert act(opened(), Reckon(wib("2026-11-27")), RATNA, wib("2026-11-24"), rules).refused == "refused.not_officer"


async def test_every_open_report_is_counted_again_however_many_and_each_is_told_once(town: Town) -> None:
    for place in ("Pasar Bitingan", "Alun-alun", "Terminal Jati"):
        await town.say("Budi", f"selokan mampet di {place} Kudus")
        await town.quiet()
        await town.push("Budi", "Kirim")
        await town.quiet()
    async with transaction(town.engine) as connection:
        await holidays.put(connection, JADI, 1, "ratna")
    await town.holidays_followed()
    await town.quiet()
    told = [m for m in await town.messages("Budi") if "Karena hari libur berubah" in (m.get("text") or "")]
    assert len(told) == 3
    async with transaction(town.engine) as connection:
        assert await reckoned.stale(connection, town.app.house.rules, "", 9) == ([], "KDS-26-00003-2")
        facts = [entry.fact for entry in await tickets.history(connection, "KDS-26-00001-0")]
    assert sum(isinstance(fact, DueMoved) for fact in facts) == 1
    town.app.almanac.counted = None  # as after a restart
    await town.holidays_followed()
    await town.quiet()
    assert len([m for m in await town.messages("Budi") if "Karena hari libur berubah" in (m.get("text") or "")]) == 3


async def test_the_checkup_looks_at_the_coming_years_decree(town: Town) -> None:
    finding = await look_at_holidays(town.engine, town.app.house.rules)
    assert "decree" in finding.detail
