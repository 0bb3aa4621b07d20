"""Reminders at half, at four fifths and on the last day; promises by those whom the ladder reached; what a group reads
of both in the morning."""

from datetime import date, datetime, timedelta

import pytest
from msgspec.structs import replace

from flows.card import light
from flows.effects import Line, Remind, Say
from flows.ladder_notices import BROKEN
from flows.morning import MOST_BUTTONS, MOST_LINES, Figures, Reason, morning, undecreed
from flows.notices import notices
from routing.calendar import Calendar
from routing.commands import Assign, Escalate, Open, PassDeadline, Reply
from routing.dates import read_day
from routing.deadlines import asks_again_at, climbs_at, deadline, half_at, marks, next_bell
from routing.facts import Escalated, Overdue
from routing.lifecycle import act, open_ticket
from routing.pausing import Ask
from routing.pledges import Promise, PromiseBroken, Promised, Reminded
from routing.rights import Actor
from routing.rules import Rules
from routing.ticket import Ticket
from tests.tickets import CLERK, CLOCK, DRAFT, JOKO, MONDAY, RATNA, SITI, after, attempt, opened

SEKDA = Actor("sekda", ("SETDA",))


def wib(day: str, time: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{time}+07:00")


def rung(ticket: Ticket, moment: datetime, rules: Rules) -> Ticket:
    return act(ticket, PassDeadline(), CLOCK, moment, rules).ticket


def late(rules: Rules, day: str = "2026-11-30") -> Ticket:
    return rung(opened(), wib(day, "15:30"), rules)


# ---- reminders


@pytest.mark.parametrize(
    ("done", "days"),
    [
        ((), {"half": "2026-11-26", "nearly": "2026-11-27", "today": "2026-11-30"}),  # 5 days: 3, 4, 5
        (
            ((JOKO, Reply("besok", final=False)),),
            {"half": "2026-12-02", "nearly": "2026-12-09", "today": "2026-12-11"},  # 14 days: 7, 12, 14
        ),
    ],
)
def test_when_an_office_is_reminded(done: tuple, days: dict[str, str], rules: Rules) -> None:  # type: ignore[type-arg]
    ticket = after(opened(), rules, *done)
    limit = deadline(ticket, rules)
    assert limit is not None
    assert {mark: at.date().isoformat() for at, mark in marks(limit, ticket, rules).items()} == days
    assert all((at.hour, at.minute) == (7, 0) for at in marks(limit, ticket, rules))


def test_each_reminder_comes_once_and_a_late_bell_gives_only_the_latest(rules: Rules) -> None:
    outcome = act(opened(), PassDeadline(), CLOCK, wib("2026-11-27"), rules)
    assert [entry.fact for entry in outcome.entries] == [
        Reminded("nearly", "first_answer", wib("2026-11-30", "15:30")),
    ]
    assert not act(outcome.ticket, PassDeadline(), CLOCK, wib("2026-11-27"), rules).entries
    assert next_bell(outcome.ticket, rules) == wib("2026-11-30", "07:00")


def test_who_is_late_is_not_reminded_of_the_time(rules: Rules) -> None:
    facts = [entry.fact for entry in act(opened(), PassDeadline(), CLOCK, wib("2026-12-01"), rules).entries]
    assert [type(fact) for fact in facts] == [Overdue, Escalated]


def test_a_question_stops_the_reminders_and_a_pause_moves_them(rules: Rules) -> None:
    asked = after(opened(), rules, (JOKO, Ask("di mana?")))
    assert next_bell(asked, rules) == asks_again_at(asked, rules) == wib("2026-11-30", "07:00")
    limit = deadline(opened(), rules)
    assert limit is not None
    assert half_at(limit, opened(), rules) == wib("2026-11-26", "07:00")


def test_the_light_turns_when_half_of_the_time_is_over(rules: Rules) -> None:
    half = wib("2026-11-26", "07:00")
    assert [light(opened(), rules, at) for at in (half - timedelta(seconds=1), half)] == ["🟢", "🟡"]


def test_an_urgent_matter_is_told_at_once_any_other_in_the_morning(rules: Rules) -> None:
    urgent = open_ticket_of("pohon-tumbang")
    for ticket, told in ((opened(), Remind), (urgent, Say)):
        outcome = act(ticket, PassDeadline(), CLOCK, wib("2026-11-26"), rules)
        effects = notices(outcome.ticket, outcome.entries, rules)
        assert isinstance(effects[0], told)


def open_ticket_of(topic: str) -> Ticket:
    draft = replace(DRAFT, topic=topic)
    return open_ticket(Open("KDS-26-00009-9", draft, "PUPR", triage=False), SITI, MONDAY).ticket


# ---- promises


def test_a_promise_holds_the_ladder_until_its_day(rules: Rules) -> None:
    ticket = late(rules)
    outcome = act(ticket, Promise(wib("2026-12-04")), JOKO, wib("2026-12-01"), rules)
    assert [entry.fact for entry in outcome.entries] == [Promised(wib("2026-12-04", "15:30"))]
    assert climbs_at(outcome.ticket, rules) == wib("2026-12-04", "15:30")


def test_a_broken_promise_is_noted_and_the_ladder_goes_on(rules: Rules) -> None:
    promised = act(late(rules), Promise(wib("2026-12-04")), JOKO, wib("2026-12-01"), rules).ticket
    outcome = act(promised, PassDeadline(), CLOCK, wib("2026-12-04", "15:30"), rules)
    facts = [entry.fact for entry in outcome.entries]
    assert [type(fact) for fact in facts] == [PromiseBroken, Escalated, Escalated]
    told = [effect for effect in notices(outcome.ticket, outcome.entries, rules) if isinstance(effect, Remind)]
    assert {(each.office, each.why) for each in told} >= {("PUPR", BROKEN), ("DISKOMINFO", "coordinator")}


@pytest.mark.parametrize(
    ("actor", "command"),
    [(JOKO, Reply("beres", final=True)), (JOKO, Reply("besok", final=False)), (RATNA, Assign("DISHUB"))],
)
def test_what_ends_a_promise(actor: Actor, command: Reply | Assign, rules: Rules) -> None:
    promised = act(late(rules), Promise(wib("2026-12-04")), JOKO, wib("2026-12-01"), rules).ticket
    assert act(promised, command, actor, wib("2026-12-02"), rules).ticket.pledge is None


@pytest.mark.parametrize(
    ("actor", "until", "why"),
    [
        (JOKO, wib("2025-12-04"), "refused.promise_past"),
        (JOKO, wib("2026-11-30"), "refused.promise_past"),
        (JOKO, wib("2026-12-05"), "refused.promise_holiday"),
        (JOKO, wib("2026-12-24"), "refused.promise_holiday"),
        (JOKO, wib("2026-12-31"), "refused.promise_far"),
        (SITI, wib("2026-12-04"), "refused.not_officer"),
        (CLERK, wib("2026-12-04"), "refused.not_officer"),
        (SEKDA, wib("2026-12-04"), "refused.not_officer"),
    ],
)
def test_a_promise_that_is_not_taken(actor: Actor, until: datetime, why: str, rules: Rules) -> None:
    assert act(late(rules), Promise(until), actor, wib("2026-12-01"), rules).refused == why


def test_nothing_is_promised_in_time_nor_twice_on_a_rung(rules: Rules) -> None:
    assert attempt(opened(), JOKO, Promise(wib("2026-11-25")), rules).refused == "refused.nothing_to_promise"
    promised = act(late(rules), Promise(wib("2026-12-04")), JOKO, wib("2026-12-01"), rules).ticket
    assert (
        act(promised, Promise(wib("2026-12-03")), JOKO, wib("2026-12-01"), rules).refused == "refused.already_promised"
    )
    higher = rung(promised, wib("2026-12-04", "15:30"), rules)
    assert act(higher, Promise(wib("2026-12-09")), RATNA, wib("2026-12-07"), rules).refused is None


def test_whom_the_ladder_has_reached_may_promise_for_a_foreign_ticket(rules: Rules) -> None:
    top = late(rules, "2026-12-07")
    assert act(top, Promise(wib("2026-12-09")), SEKDA, wib("2026-12-08"), rules).refused is None


# ---- the morning


def texts(said: object) -> list[str]:
    assert isinstance(said, Say)
    return [line.key for line in said.lines]


def test_a_group_reads_the_most_pressing_first(rules: Rules) -> None:
    soon = rung(opened(), wib("2026-11-26"), rules)
    said = morning("PUPR", [Reason(soon, "half", "PUPR"), Reason(late(rules), "office", "PUPR")], rules)
    assert texts(said) == ["morning.head", "morning.rung", "morning.own", "morning.half", "morning.own"]


def test_what_was_answered_meanwhile_is_not_spoken_of(rules: Rules) -> None:
    answered = after(opened(), rules, (JOKO, Reply("beres", final=True)))
    assert morning("PUPR", [Reason(answered, "half", "PUPR")], rules) is None


def test_hundreds_of_tickets_make_one_message_of_a_readable_length(rules: Rules) -> None:
    said = morning("PUPR", [Reason(late(rules), "office", "PUPR")] * 300, rules)
    assert isinstance(said, Say)
    assert len(said.lines) == MOST_LINES + 3
    assert said.lines[-1] == Line("morning.more", {"count": 300 - MOST_LINES})
    assert len(said.choices) <= MOST_BUTTONS


def test_the_coordinator_is_told_of_a_decree_that_is_missing(rules: Rules) -> None:
    said = morning("DISKOMINFO", [], rules, Figures(undecreed=2028, asked=2, overdue=(("PUPR", 3),)))
    assert {"digest.undecreed", "digest.asked", "digest.overdue", "digest.office"} <= set(texts(said))
    assert undecreed(wib("2027-10-01"), rules) == 2028
    assert undecreed(wib("2027-09-30"), rules) is None
    assert undecreed(wib("2026-11-24"), rules) is None


def test_a_push_by_hand_is_told_at_once(rules: Rules) -> None:
    outcome = attempt(opened(), RATNA, Escalate(), rules)
    assert any(isinstance(effect, Say) for effect in notices(outcome.ticket, outcome.entries, rules))


# ---- dates


TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("besok", date(2026, 11, 25)),
        ("lusa", date(2026, 11, 26)),
        ("hari ini", TODAY),
        ("Jumat", date(2026, 11, 27)),
        ("jum'at", date(2026, 11, 27)),
        ("senin", date(2026, 11, 30)),
        ("27/11", date(2026, 11, 27)),
        ("27-11-2026", date(2026, 11, 27)),
        ("27.11.26", date(2026, 11, 27)),
        ("27 November", date(2026, 11, 27)),
        ("Jumat, 27 November 2026", date(2026, 11, 27)),
        ("tanggal 27 Nov", date(2026, 11, 27)),
        ("3 januari", date(2027, 1, 3)),
        ("2026-12-01", date(2026, 12, 1)),
        ("27 November 2025", date(2025, 11, 27)),
        ("29 Februari", date(2028, 2, 29)),
        ("31/02/2027", None),
        ("nanti saja", None),
        ("27", None),
        ("", None),
    ],
)
def test_a_day_as_people_write_it(text: str, day: date | None) -> None:
    assert read_day(text, TODAY) == day


# ---- estimates


def test_a_day_that_crosses_an_estimate_may_move(rules: Rules) -> None:
    before_lebaran = open_ticket_at("2027-03-05")
    limit = deadline(before_lebaran, rules)
    assert limit is not None
    assert limit.unsure
    plain = deadline(opened(), rules)
    assert plain is not None
    assert not plain.unsure


def open_ticket_at(day: str) -> Ticket:
    return open_ticket(Open("KDS-27-00001-0", DRAFT, "PUPR", triage=False), SITI, wib(day)).ticket


def test_the_operators_word_ends_an_estimate() -> None:
    sure = Calendar(extra={date(2027, 3, 10): "Idul Fitri", date(2027, 3, 11): "Idul Fitri"})
    assert not sure.may_move(date(2027, 3, 5), date(2027, 3, 22))
    guess = Calendar(extra={date(2027, 9, 23): "Hari Jadi"}, unsure=[date(2027, 9, 23)])
    assert guess.may_move(date(2027, 9, 20), date(2027, 9, 28))
