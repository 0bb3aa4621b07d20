"""A question to the reporter stops the clocks that may be stopped; more days are given once, in time, with a reason."""

from datetime import datetime

import pytest

from flows.effects import Say
from flows.notices import notices
from routing.commands import Add, Assign, Command, Dispute, Join, Open, PassDeadline, Reply, Return, Withdraw
from routing.deadlines import deadlines, next_bell
from routing.facts import Added, Overdue
from routing.lifecycle import act, open_ticket
from routing.pausing import Ask, Asked, AskedAgain, Pause, Prolong, Resumed, Unask
from routing.rights import Actor
from routing.rules import Rules
from routing.ticket import Draft, Ticket
from tests.tickets import BUDI, CLERK, CLOCK, DRAFT, JOKO, MONDAY, RATNA, SITI, after, attempt, opened

ASK = Ask("Tiang nomor berapa?")


def wib(day: str, time: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{time}+07:00")


def story(rules: Rules, *done: tuple[str, Actor, Command], ticket: Ticket | None = None) -> Ticket:
    """A ticket opened on Monday, and what was done on which day at ten."""
    ticket = ticket or opened()
    for day, actor, command in done:
        outcome = act(ticket, command, actor, wib(day), rules)
        assert outcome.refused is None, outcome.refused
        ticket = outcome.ticket
    return ticket


def limits(ticket: Ticket, rules: Rules) -> dict[str, str]:
    return {limit.clock: limit.due.date().isoformat() for limit in deadlines(ticket, rules)}


def test_a_question_stops_the_offices_clocks_and_starts_the_reporters(rules: Rules) -> None:
    asked = story(rules, ("2026-11-24", JOKO, ASK))
    assert limits(asked, rules) == {"question_window": "2026-12-08"}
    assert (asked.state, asked.taken_by) == ("taken", JOKO.person)


def test_her_addition_is_the_answer_and_the_clocks_go_on_later_by_the_days_she_took(rules: Rules) -> None:
    told = story(rules, ("2026-11-24", JOKO, ASK), ("2026-11-27", SITI, Add(DRAFT)))
    assert told.pauses == (Pause(wib("2026-11-24"), wib("2026-11-27")),)
    assert limits(told, rules) == {"first_answer": "2026-12-03", "complaint": "2026-12-16"}


def test_an_answer_on_the_same_day_costs_nobody_a_day(rules: Rules) -> None:
    told = story(rules, ("2026-11-24", JOKO, ASK), ("2026-11-24", SITI, Add(DRAFT)))
    assert limits(told, rules) == limits(opened(), rules)


def test_two_questions_add_up(rules: Rules) -> None:
    done = (("2026-11-24", JOKO, ASK), ("2026-11-25", SITI, Add(DRAFT)))
    again = (("2026-11-26", JOKO, ASK), ("2026-11-27", SITI, Add(DRAFT)))
    assert limits(story(rules, *done, *again), rules)["complaint"] == "2026-12-15"


def test_a_neighbours_addition_is_no_answer(rules: Rules) -> None:
    followed = after(opened(), rules, (BUDI, Join(DRAFT)))
    told = story(rules, ("2026-11-24", JOKO, ASK), ("2026-11-25", BUDI, Add(DRAFT)), ticket=followed)
    assert told.asked is not None


@pytest.mark.parametrize(
    ("actor", "command"),
    [
        (JOKO, Unask()),
        (JOKO, Reply("sudah ketemu", final=True)),
        (JOKO, Return("bukan kami")),
        (RATNA, Assign("DISHUB")),
        (SITI, Withdraw()),
    ],
)
def test_what_else_ends_a_question(actor: Actor, command: Command, rules: Rules) -> None:
    assert story(rules, ("2026-11-24", JOKO, ASK), ("2026-11-25", actor, command)).asked is None


def test_news_meanwhile_does_not_end_it(rules: Rules) -> None:
    told = story(rules, ("2026-11-24", JOKO, ASK), ("2026-11-25", JOKO, Reply("kami tunggu", final=False)))
    assert told.asked is not None


def test_silence_gives_the_ticket_back_to_the_office_and_closes_nothing(rules: Rules) -> None:
    asked = story(rules, ("2026-11-24", JOKO, ASK))
    reminded = act(asked, PassDeadline(), CLOCK, wib("2026-12-01"), rules).ticket
    bell = next_bell(reminded, rules)
    assert bell == wib("2026-12-08", "15:30")
    outcome = act(reminded, PassDeadline(), CLOCK, bell, rules)
    assert [entry.fact for entry in outcome.entries] == [Resumed("silence", bell)]
    assert outcome.ticket.state == "taken"
    assert limits(outcome.ticket, rules) == {"first_answer": "2026-12-14", "complaint": "2026-12-29"}


def test_halfway_through_her_window_the_reporter_is_asked_once_more(rules: Rules) -> None:
    asked = story(rules, ("2026-11-24", JOKO, ASK))
    bell = next_bell(asked, rules)
    assert bell == wib("2026-12-01", "07:00")
    outcome = act(asked, PassDeadline(), CLOCK, bell, rules)
    assert [entry.fact for entry in outcome.entries] == [AskedAgain(wib("2026-12-08", "15:30"))]
    assert act(outcome.ticket, PassDeadline(), CLOCK, wib("2026-12-02"), rules).entries == ()
    said = [each for each in notices(outcome.ticket, outcome.entries, rules) if isinstance(each, Say)]
    assert [(each.to, each.lines[0].key, each.lines[0].values["text"]) for each in said] == [
        ("person:siti", "notice.asked_again", ASK.text)
    ]


def test_another_question_has_a_reminder_of_its_own(rules: Rules) -> None:
    asked = story(rules, ("2026-11-24", JOKO, ASK))
    reminded = act(asked, PassDeadline(), CLOCK, wib("2026-12-01"), rules).ticket
    again = story(rules, ("2026-12-02", SITI, Add(DRAFT)), ("2026-12-02", JOKO, ASK), ticket=reminded)
    assert next_bell(again, rules) == wib("2026-12-09", "07:00")


def test_a_bell_that_rang_late_pauses_no_longer_than_the_window(rules: Rules) -> None:
    asked = story(rules, ("2026-11-24", JOKO, ASK))
    outcome = act(asked, PassDeadline(), CLOCK, wib("2027-02-01"), rules)
    facts = [entry.fact for entry in outcome.entries]
    assert facts[:2] == [
        Resumed("silence", wib("2026-12-08", "15:30")),
        Overdue("first_answer", wib("2026-12-14", "15:30")),
    ]


def test_a_clock_that_has_run_out_is_not_stopped_by_a_late_question(rules: Rules) -> None:
    late = act(opened(), PassDeadline(), CLOCK, wib("2026-11-30", "15:30"), rules).ticket
    asked = story(rules, ("2026-12-01", JOKO, ASK), ticket=late)
    assert limits(asked, rules) == {"first_answer": "2026-11-30", "question_window": "2026-12-15"}
    assert next_bell(asked, rules) == wib("2026-12-01", "15:30")


def test_the_law_of_formal_requests_knows_no_pause(rules: Rules) -> None:
    draft = Draft(text="salinan APBD", kind="ppid", kind_settled=True)
    formal = open_ticket(Open("KDS-26-00001-0", draft, "DISKOMINFO", triage=False), SITI, MONDAY).ticket
    asked = story(rules, ("2026-11-24", RATNA, ASK), ticket=formal)
    assert limits(asked, rules) == {"ppid": "2026-12-07", "question_window": "2026-12-08"}


def test_more_days_once_a_round(rules: Rules) -> None:
    more = story(rules, ("2026-11-24", JOKO, Prolong("alat berat dipakai di tempat lain")))
    assert limits(more, rules) == {"first_answer": "2026-11-30", "complaint": "2026-12-22"}
    assert attempt(more, JOKO, Prolong("lagi"), rules).refused == "refused.already_extended"
    again = story(
        rules,
        ("2026-11-25", JOKO, Reply("beres", final=True)),
        ("2026-11-26", SITI, Dispute("belum")),
        ("2026-11-27", JOKO, Prolong("menunggu alat")),
        ticket=more,
    )
    assert again.prolonged is not None


REFUSED = [
    ((), BUDI, ASK, "refused.not_officer"),
    ((), CLERK, ASK, "refused.not_officer"),
    ((), JOKO, Ask("  "), "refused.incomplete"),
    ((("2026-11-23", JOKO, ASK),), JOKO, ASK, "refused.already_asked"),
    ((), JOKO, Unask(), "refused.nothing_asked"),
    ((), SITI, Prolong("x"), "refused.not_officer"),
    ((), JOKO, Prolong(" "), "refused.incomplete"),
    ((("2026-11-23", JOKO, Reply("beres", final=True)),), JOKO, ASK, "refused.when_answered"),
    ((("2026-11-23", SITI, Withdraw()),), JOKO, Prolong("x"), "refused.when_closed"),
]


@pytest.mark.parametrize(("done", "actor", "command", "why"), REFUSED)
def test_what_is_refused_says_why(
    done: tuple[tuple[str, Actor, Command], ...], actor: Actor, command: Command, why: str, rules: Rules
) -> None:
    assert attempt(story(rules, *done), actor, command, rules).refused == why


def test_nothing_is_prolonged_after_its_time_nor_where_the_catalogue_gives_no_days(rules: Rules) -> None:
    assert act(opened(), Prolong("x"), JOKO, wib("2027-01-04"), rules).refused == "refused.extension_late"
    question = open_ticket_of(Draft(text="jam buka?", kind="information", office="PUPR"))
    assert attempt(question, JOKO, Prolong("x"), rules).refused == "refused.no_extension"
    formal = open_ticket_of(Draft(text="salinan", kind="ppid", office="PUPR"))
    assert attempt(formal, JOKO, Prolong("x"), rules).refused == "refused.extends_formally"


def open_ticket_of(draft: Draft) -> Ticket:
    return open_ticket(Open("KDS-26-00002-9", draft, "PUPR", triage=False), SITI, MONDAY).ticket


def test_what_is_noted(rules: Rules) -> None:
    outcome = attempt(story(rules, ("2026-11-23", JOKO, ASK)), SITI, Add(DRAFT), rules)
    assert [type(entry.fact) for entry in outcome.entries] == [Added, Resumed]
    assert [type(entry.fact) for entry in attempt(opened(), JOKO, ASK, rules).entries] == [Asked]
