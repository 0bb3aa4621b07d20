"""The figures of a month: small months counted by hand, and what must agree whatever the month."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from routing.cases import Case, case_of, days_to_first, is_late, late_at
from routing.commands import Assign, Command, Dispute, PassDeadline, Rate, Reply, Return, Solve, Take, Withdraw
from routing.coordination import Close, Merge
from routing.figures import (
    Day,
    Figures,
    Late,
    Satisfaction,
    Wait,
    daily,
    lateness,
    places,
    quantile,
    satisfaction,
    wait_of_all,
    waits,
)
from routing.formal import Decide
from routing.lifecycle import act
from routing.months import Month
from routing.numbers import make_number
from routing.pieces import Spot
from routing.rights import Actor
from routing.rules import Rules
from tests.stories import at, story
from tests.tickets import CLERK, CLOCK, DRAFT, JOKO, RATNA, SITI

NOVEMBER = Month(2026, 11)
LAMP = replace(DRAFT, topic="lampu-jalan", office="DISHUB", spot=Spot("Colo", village="Colo", district="Dawe"))
FINAL = Reply("Sudah ditambal.", final=True)
BELL = PassDeadline()
NEWS = Reply("Sedang dijadwalkan.", final=False)


def month_of(rules: Rules, *stories: Case, now: str = "2026-11-30T23:00", office: str | None = None) -> Figures:
    return Figures(month=NOVEMBER, now=at(now, rules), rules=rules, cases=stories, office=office)


@pytest.fixture(scope="session")
def november(rules: Rules) -> Figures:
    """Eight tickets: answered on the day, on the third day, past the limit, never; forwarded, opened again, taken
    back; and one of October that ends in November."""
    told = (
        story(
            rules, 1, "2026-11-03T09:00", ("2026-11-03T11:00", JOKO, Take()), ("2026-11-03T14:00", JOKO, FINAL),
            ("2026-11-04T08:00", SITI, Solve()), ("2026-11-04T08:01", SITI, Rate(5)),
        ),
        story(
            rules, 2, "2026-11-03T16:00", ("2026-11-06T15:30", JOKO, FINAL), ("2026-11-20T16:00", CLOCK, BELL),
        ),
        story(
            rules, 3, "2026-11-04T10:00", ("2026-11-11T16:00", CLOCK, BELL), ("2026-11-13T15:30", JOKO, FINAL),
            ("2026-11-13T18:00", SITI, Solve()), ("2026-11-13T18:00", SITI, Rate(2)),
        ),
        story(rules, 4, "2026-11-05T10:00", ("2026-11-12T16:00", CLOCK, BELL), draft=LAMP),
        story(
            rules, 5, "2026-11-09T10:00", ("2026-11-10T10:00", JOKO, Return("bukan jalan kami")),
            ("2026-11-10T12:00", RATNA, Assign("DISHUB")), ("2026-11-11T15:30", CLERK, FINAL),
            ("2026-11-12T10:00", SITI, Solve()),
        ),
        story(
            rules, 6, "2026-11-10T08:00", ("2026-11-10T08:30", CLERK, FINAL), ("2026-11-11T08:00", SITI, Solve()),
            ("2026-11-12T08:00", SITI, Dispute("masih mati")), ("2026-11-13T08:00", CLERK, FINAL),
            ("2026-11-16T08:00", SITI, Solve()), ("2026-11-16T08:00", SITI, Rate(3)), draft=LAMP,
        ),
        story(rules, 7, "2026-11-16T10:00", ("2026-11-16T10:05", SITI, Withdraw())),
        story(
            rules, 8, "2026-10-30T10:00", ("2026-11-02T07:00", JOKO, FINAL), ("2026-11-02T12:00", SITI, Solve()),
        ),
    )  # fmt: skip
    return month_of(rules, *(case_of(entries) for entries in told))


def test_received_and_solved_by_day(november: Figures) -> None:
    days = {day.date.day: (day.received, day.solved) for day in daily(november) if day.received or day.solved}
    assert days == {
        2: (0, 1), 3: (2, 0), 4: (1, 1), 5: (1, 0), 9: (1, 0), 10: (1, 0), 12: (0, 1), 13: (0, 1),
        16: (1, 1), 20: (0, 1),
    }  # fmt: skip
    assert len(daily(november)) == 30


def test_a_month_that_runs_ends_today(november: Figures, rules: Rules) -> None:
    days = daily(month_of(rules, *november.cases, now="2026-11-10T09:00"))
    assert days[-1] == Day(datetime(2026, 11, 10).date(), 1, 0)


def test_time_to_the_first_answer_by_the_office_that_gave_it(november: Figures) -> None:
    """PUPR: on the day, on the third day, on the seventh. DISHUB: on the day, on the first day after it came there; one
    still waits. What was taken back waits for nothing."""
    assert waits(november) == (
        Wait("PUPR", answered=3, waiting=0, median=3.0, ninety=7.0),
        Wait("DISHUB", answered=2, waiting=1, median=0.5, ninety=1.0),
    )
    assert wait_of_all(november) == Wait("", answered=5, waiting=1, median=1.0, ninety=7.0)


def test_what_went_past_a_limit_at_the_office_where_it_did(november: Figures) -> None:
    assert lateness(november) == (Late("DISHUB", still=1, after=0), Late("PUPR", still=0, after=1))


def test_silence_is_never_content(november: Figures) -> None:
    found = satisfaction(november)
    assert found == Satisfaction(stars=(0, 1, 1, 0, 1), unrated=2, silent=1, shut=0, withdrawn=1)
    assert found.mean == pytest.approx(10 / 3)


def test_places_by_district_and_village(november: Figures) -> None:
    found = places(november)
    assert dict(found.districts)["Dawe"] == 2
    assert found.villages == (("Colo", "Dawe", 2),)
    assert found.nowhere == 5


def test_a_secret_ticket_is_counted_and_shows_no_place(rules: Rules) -> None:
    figures = month_of(rules, case_of(story(rules, 1, "2026-11-03T09:00", draft=LAMP, secret=True)))
    assert len(figures.received) == 1
    assert places(figures).nowhere == 1
    assert places(figures).villages == ()


def test_an_office_sees_its_own_and_the_parts_are_the_whole(november: Figures, rules: Rules) -> None:
    dishub = month_of(rules, *november.cases, office="DISHUB")
    assert [case.ticket.number for case in dishub.received] == [make_number(2026, count) for count in (4, 5, 6)]
    assert waits(dishub) == waits(november)[1:]
    assert lateness(dishub) == lateness(november)[:1]


def test_a_ticket_opened_again_is_counted_once_and_solved_when_it_ends(november: Figures) -> None:
    again = next(case for case in november.cases if case.ticket.reopened)
    assert november.solved.count(again) == 1
    assert again.ticket.closed == at("2026-11-16T08:00", november.rules)
    assert again.first == at("2026-11-10T08:30", november.rules)


def test_what_was_merged_is_counted_with_the_other_and_once(rules: Rules) -> None:
    one = case_of(story(rules, 1, "2026-11-03T09:00"))
    other = case_of(story(rules, 2, "2026-11-03T10:00", ("2026-11-04T10:00", RATNA, Merge(one.ticket.number))))
    figures = month_of(rules, one, other)
    assert (len(figures.received), len(figures.ended), figures.merged) == (1, 0, 1)
    assert wait_of_all(figures).waiting == 1
    assert sum(day.received for day in daily(figures)) == 1


def test_what_the_coordinator_closed_is_neither_content_nor_silence(rules: Rules) -> None:
    shut = case_of(story(rules, 1, "2026-11-03T09:00", ("2026-11-04T10:00", RATNA, Close("sudah jelas"))))
    assert satisfaction(month_of(rules, shut)) == Satisfaction((0,) * 5, unrated=0, silent=0, shut=1, withdrawn=0)


def test_news_is_an_answer_but_not_of_a_formal_request(rules: Rules) -> None:
    """There only the written notice counts."""
    plain = case_of(story(rules, 1, "2026-11-03T09:00", ("2026-11-03T10:00", JOKO, NEWS)))
    assert plain.first == at("2026-11-03T10:00", rules)
    formal = replace(DRAFT, kind="ppid", office="DISKOMINFO")
    decide = Decide("whole", "Terlampir.")
    steps = (("2026-11-03T10:00", RATNA, NEWS), ("2026-11-05T10:00", RATNA, decide))
    told = story(rules, 2, "2026-11-03T09:00", *steps, draft=formal)
    assert case_of(told[:2]).first is None
    assert case_of(told).first == at("2026-11-05T10:00", rules)


def test_what_is_late_and_not_yet_noticed_is_late(rules: Rules) -> None:
    """The bell may ring a moment later than somebody asks."""
    case = case_of(story(rules, 1, "2026-11-03T09:00"))
    due = at("2026-11-10T15:30", rules)
    assert not is_late(case, rules, due - timedelta(minutes=1))
    assert is_late(case, rules, due)
    assert late_at(case, rules, due) == "PUPR"


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([], 0.5, None), ([4], 0.5, 4), ([4], 0.9, 4), ([1, 2], 0.5, 1.5), ([3, 1, 2], 0.5, 2), (range(1, 11), 0.9, 9)],
)
def test_quantiles_worked_out_by_hand(values: list[float], share: float, expected: float | None) -> None:
    assert quantile(list(values), share) == expected


# ---- any month

OFFICES = {"PUPR": JOKO, "DISHUB": CLERK}
MOVES = st.sampled_from(("take", "news", "final", "solve", "dispute", "rate", "return", "assign", "time", "withdraw"))


@st.composite
def cases(draw: st.DrawFn, rules: Rules, count: int) -> Case:
    """A ticket that lived through random days; what is refused simply did not happen."""
    opened = datetime(2026, 10, 25, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 45 * 24 * 60)))
    office = draw(st.sampled_from(sorted(OFFICES)))
    told = opened.astimezone(rules.zone).strftime("%Y-%m-%dT%H:%M")
    entries = story(rules, count, told, draft=replace(DRAFT, office=office))
    case, moment = case_of(entries), entries[0].at
    for move in draw(st.lists(MOVES, max_size=9)):
        moment += timedelta(hours=draw(st.integers(1, 120)))
        actor, command = doing(move, case, draw)
        entries += act(case.ticket, command, actor, moment, rules).entries
        case = case_of(entries)
    return case


def doing(move: str, case: Case, draw: st.DrawFn) -> tuple[Actor, Command]:
    officer = OFFICES.get(case.ticket.office, RATNA)
    other = draw(st.sampled_from(sorted(OFFICES)))
    doings: dict[str, tuple[Actor, Command]] = {
        "take": (officer, Take()),
        "news": (officer, NEWS),
        "final": (officer, FINAL),
        "solve": (SITI, Solve()),
        "dispute": (SITI, Dispute("belum")),
        "rate": (SITI, Rate(draw(st.integers(1, 5)))),
        "return": (officer, Return("bukan kami")),
        "assign": (RATNA, Assign(other)),
        "time": (CLOCK, PassDeadline()),
        "withdraw": (SITI, Withdraw()),
    }
    return doings[move]


@settings(max_examples=60)
@given(data=st.data())
def test_whatever_the_month_its_parts_are_its_whole(rules: Rules, data: st.DataObject) -> None:
    told = tuple(data.draw(cases(rules, count)) for count in range(1, data.draw(st.integers(1, 6)) + 1))
    end = "2026-11-30T23:59"  # of the last day: what happens later that day would be of the future
    whole = month_of(rules, *told, now=end)
    offices = [month_of(rules, *told, now=end, office=code) for code in ("PUPR", "DISHUB", "DISKOMINFO")]
    assert (
        sum(day.received for day in daily(whole)) == len(whole.received) == sum(len(each.received) for each in offices)
    )
    closed_by_now = [case for case in whole.solved if case.ticket.closed and case.ticket.closed <= whole.now]
    assert sum(day.solved for day in daily(whole)) == len(closed_by_now)
    happy = satisfaction(whole)
    assert happy.rated + happy.unrated + happy.silent + happy.shut == len(whole.solved)
    assert happy.withdrawn + len(whole.solved) == len(whole.ended) == sum(len(each.ended) for each in offices)
    assert sum(wait.answered for wait in waits(whole)) == wait_of_all(whole).answered
    assert sum(wait.waiting for wait in waits(whole)) == wait_of_all(whole).waiting
    assert [wait for each in offices for wait in waits(each)] == sorted(
        waits(whole), key=lambda wait: ("PUPR", "DISHUB", "DISKOMINFO").index(wait.office)
    )
    late = [case for case in whole.received if late_at(case, rules, whole.now)]
    assert sum(each.still + each.after for each in lateness(whole)) == len(late)
    found = places(whole)
    assert sum(count for _, count in found.districts) + found.nowhere == len(whole.received)
    for case in told:
        assert (days_to_first(case, rules) is None) == (case.first is None)
