"""The clocks by table: working days of Kudus, close of office hours, the earliest clock first, rung by rung."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.effects import Say
from flows.notices import notices
from routing.commands import Assign, Dispute, Escalate, PassDeadline, Reply, Return, Solve, Take
from routing.deadlines import climbs_at, deadline, deadlines, next_bell, working_days_later
from routing.facts import ClosesSoon, LeftSilent, Overdue
from routing.lifecycle import act
from routing.rules import Rules
from routing.ticket import Ticket
from tests.tickets import CLOCK, JOKO, MONDAY, RATNA, SITI, after, opened


def wib(day: str, time: str = "15:30") -> datetime:
    return datetime.fromisoformat(f"{day}T{time}+07:00")


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (wib("2026-11-23", "10:00"), 0, wib("2026-11-23")),
        (wib("2026-11-23", "10:00"), 5, wib("2026-11-30")),
        (wib("2026-11-23", "23:59"), 5, wib("2026-11-30")),
        (wib("2026-11-27", "10:00"), 1, wib("2026-11-30")),
        (wib("2026-11-28", "10:00"), 1, wib("2026-12-01")),
        (wib("2026-12-23", "10:00"), 1, wib("2026-12-28")),
    ],
)
def test_working_days_end_at_the_close_of_office_hours(start: datetime, days: int, end: datetime, rules: Rules) -> None:
    assert working_days_later(start, days, rules) == end


def test_the_day_is_the_day_in_kudus_not_in_greenwich(rules: Rules) -> None:
    late_monday_in_greenwich = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # three on Tuesday morning in Kudus
    assert working_days_later(late_monday_in_greenwich, 1, rules) == wib("2026-11-25")


NEWS, FINAL = Reply("besok", final=False), Reply("beres", final=True)


@pytest.mark.parametrize(
    ("done", "clock", "due"),
    [
        ((), "first_answer", wib("2026-11-30")),
        (((JOKO, Take()),), "first_answer", wib("2026-11-30")),
        (((JOKO, NEWS),), "complaint", wib("2026-12-11")),
        (((JOKO, FINAL),), "citizen_window", wib("2026-12-07")),
        (((JOKO, Return("lampu")),), "verify", wib("2026-11-26")),
        (((JOKO, Return("lampu")), (RATNA, Assign("DISHUB"))), "first_answer", wib("2026-11-30")),
        (((JOKO, FINAL), (SITI, Dispute("belum"))), "first_answer", wib("2026-11-30")),
    ],
)
def test_the_clock_that_runs(done: tuple, clock: str, due: datetime, rules: Rules) -> None:  # type: ignore[type-arg]
    limit = deadline(after(opened(), rules, *done), rules)
    assert limit is not None
    assert (limit.clock, limit.due) == (clock, due)


def test_a_closed_ticket_has_no_clock(rules: Rules) -> None:
    ticket = after(opened(), rules, (JOKO, FINAL), (SITI, Solve()))
    assert (deadlines(ticket, rules), next_bell(ticket, rules)) == ((), None)


def test_the_whole_handling_is_not_prolonged_by_being_passed_around(rules: Rules) -> None:
    """Ten working days after it was opened it comes to a new office: four are left, not five."""
    late = working_days_later(MONDAY, 10, rules)
    ticket = after(opened(), rules, (JOKO, Return("lampu")), (RATNA, Assign("DISHUB")), at=late)
    assert deadlines(ticket, rules)[0].clock == "complaint"


def test_silence_climbs_the_ladder_rung_by_rung(rules: Rules) -> None:
    ticket, climbed = opened(), []
    for _ in range(10):
        bell = next_bell(ticket, rules)
        if bell is None:
            break
        outcome = act(ticket, PassDeadline(), CLOCK, bell, rules)
        climbed.append((bell, [entry.fact.__struct_config__.tag for entry in outcome.entries]))
        ticket = outcome.ticket
    assert climbed == [
        (wib("2026-11-26", "07:00"), ["reminded"]),
        (wib("2026-11-27", "07:00"), ["reminded"]),
        (wib("2026-11-30", "07:00"), ["reminded"]),
        (wib("2026-11-30"), ["overdue", "escalated"]),
        (wib("2026-12-01"), ["escalated"]),
        (wib("2026-12-02"), ["escalated"]),
        (wib("2026-12-07"), ["escalated"]),
    ]
    assert climbs_at(ticket, rules) is None


def test_after_a_long_sleep_all_that_is_due_happens_at_once_and_once(rules: Rules) -> None:
    much_later = MONDAY + timedelta(days=60)
    outcome = act(opened(), PassDeadline(), CLOCK, much_later, rules)
    assert sum(isinstance(entry.fact, Overdue) for entry in outcome.entries) == 1
    assert outcome.ticket.rung == len(rules.catalogue.ladder)
    assert act(outcome.ticket, PassDeadline(), CLOCK, much_later, rules).entries == ()


def test_a_push_by_hand_is_not_repeated_by_the_clock(rules: Rules) -> None:
    ticket = after(opened(), rules, (RATNA, Escalate()))
    outcome = act(ticket, PassDeadline(), CLOCK, wib("2026-11-30"), rules)
    assert [type(entry.fact) for entry in outcome.entries] == [Overdue]


def test_an_answer_ends_the_missed_clock(rules: Rules) -> None:
    late = act(opened(), PassDeadline(), CLOCK, wib("2026-11-30"), rules).ticket
    ticket = after(late, rules, (JOKO, NEWS), at=wib("2026-11-30"))
    assert (ticket.overdue, ticket.rung) == (False, 0)
    assert next_bell(ticket, rules) == wib("2026-12-02", "07:00")  # half of the whole handling


WARNED = wib("2026-12-03", "07:00")
"""The morning of the eighth of ten working days."""


def answered(rules: Rules) -> Ticket:
    return after(opened(), rules, (JOKO, FINAL))


def test_before_her_silence_closes_it_the_reporter_is_told_once(rules: Rules) -> None:
    assert next_bell(answered(rules), rules) == WARNED
    outcome = act(answered(rules), PassDeadline(), CLOCK, WARNED, rules)
    limit = deadline(answered(rules), rules)
    assert limit
    assert [entry.fact for entry in outcome.entries] == [ClosesSoon(limit.due)]
    assert outcome.ticket.state == "answered"
    assert next_bell(outcome.ticket, rules) == limit.due
    said = [each for each in notices(outcome.ticket, outcome.entries, rules) if isinstance(each, Say)]
    assert [(each.to, each.lines[0].key) for each in said] == [("person:siti", "notice.closes_soon")]
    assert [choice.name for row in said[0].choices for choice in row] == ["solved", "unsolved"]


def test_another_answer_gives_her_the_whole_window_and_another_reminder(rules: Rules) -> None:
    told = act(answered(rules), PassDeadline(), CLOCK, WARNED, rules).ticket
    again = after(told, rules, (JOKO, FINAL), at=WARNED)
    bell = next_bell(again, rules)
    assert bell is not None
    assert bell > WARNED
    assert [type(entry.fact) for entry in act(again, PassDeadline(), CLOCK, bell, rules).entries] == [ClosesSoon]


def test_whoever_slept_through_it_all_closes_without_a_warning_that_comes_too_late(rules: Rules) -> None:
    outcome = act(answered(rules), PassDeadline(), CLOCK, wib("2027-02-01"), rules)
    assert [type(entry.fact) for entry in outcome.entries] == [LeftSilent]


def test_silence_after_the_answer_closes_without_a_verdict(rules: Rules) -> None:
    ticket = act(answered(rules), PassDeadline(), CLOCK, WARNED, rules).ticket
    bell = next_bell(ticket, rules)
    assert bell is not None
    outcome = act(ticket, PassDeadline(), CLOCK, bell, rules)
    assert [type(entry.fact) for entry in outcome.entries] == [LeftSilent]
    assert (outcome.ticket.state, outcome.ticket.stars) == ("closed", None)


@given(start=st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 1)), days=st.integers(0, 60))
def test_a_due_moment_is_a_working_day_and_never_before_its_start_day(rules: Rules, start: datetime, days: int) -> None:
    begun = start.replace(tzinfo=UTC)
    due = working_days_later(begun, days, rules)
    assert rules.calendar.is_working(due.date())
    assert due.date() >= begun.astimezone(rules.zone).date()
