"""A formal request's life by table: who decides, what the law asks of it, which clock runs, who is told."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from flows.card import card
from flows.effects import Asker, Effect, Say, SendFiles
from flows.notices import notices
from routing.commands import Assign, Command, Dispute, Join, Open, PassDeadline, Reply, Return, Solve, Withdraw
from routing.deadlines import deadline
from routing.facts import LeftSilent, Overdue
from routing.formal import EXEMPT, GRIEVANCES, Decide, Extend, Object, Request
from routing.lifecycle import Outcome, act, open_ticket
from routing.pieces import Evidence
from routing.rights import Actor
from routing.rules import Rules
from routing.standing import is_contested
from routing.ticket import Draft, Ticket
from tests.tickets import BUDI, CLERK, CLOCK, JOKO, MONDAY, RATNA, SITI, after

DRAFT = Draft(
    text="salinan APBD 2026",
    kind="ppid",
    kind_settled=True,
    office="DISKOMINFO",
    request=Request("skripsi", "copy", "email"),
)
GIVE = Decide("whole", "Ada di ppid.kuduskab.go.id")
PART = Decide("part", "Tanpa halaman 3", "h", "12/PPID/2026")
REFUSE = Decide("refused", "Rahasia dagang", "b", "12/PPID/2026")
AWAY = Decide("elsewhere", "Ada di BPS Kudus")
EXTEND = Extend("masih dihimpun")
OBJECT = Object("a", "bukan rahasia")
AIDE = Actor("aide", ("DISKOMINFO",), clerk=("DISKOMINFO",))
"""An officer of the coordinator in no higher role."""
FINAL, NEWS = Reply("diterima", final=True), Reply("sebentar", final=False)


def opened() -> Ticket:
    return open_ticket(Open("KDS-26-00001-0", DRAFT, "DISKOMINFO", triage=False), SITI, MONDAY).ticket


def complaint() -> Ticket:
    return open_ticket(Open("KDS-26-00001-0", Draft("lubang"), "DISKOMINFO", triage=False), SITI, MONDAY).ticket


def days(count: int) -> datetime:
    return MONDAY + timedelta(days=count)


STATES: dict[str, tuple[tuple[Actor, Command], ...]] = {
    "new": (),
    "extended": ((RATNA, EXTEND),),
    "decided": ((RATNA, REFUSE),),
    "closed": ((RATNA, REFUSE), (SITI, Solve())),
    "contested": ((RATNA, REFUSE), (SITI, OBJECT)),
    "settled": ((RATNA, REFUSE), (SITI, OBJECT), (RATNA, FINAL)),
    "lent": ((RATNA, Assign("PUPR")),),
    "withdrawn": ((SITI, Withdraw()),),
}

ALLOWED = [
    ("new", RATNA, GIVE, 0, "answered"),
    ("new", RATNA, PART, 0, "answered"),
    ("new", RATNA, REFUSE, 0, "answered"),
    ("new", RATNA, AWAY, 0, "answered"),
    ("new", RATNA, NEWS, 0, "taken"),
    ("new", RATNA, EXTEND, 0, "open"),
    ("new", RATNA, GIVE, 60, "answered"),
    ("lent", JOKO, NEWS, 0, "taken"),
    ("new", AIDE, GIVE, 0, "answered"),
    ("new", AIDE, AWAY, 0, "answered"),
    ("new", AIDE, EXTEND, 0, "open"),
    ("contested", AIDE, NEWS, 0, "taken"),
    ("lent", RATNA, GIVE, 0, "answered"),
    ("lent", JOKO, Return("ada di kami, hlm. 3"), 0, "open"),
    ("extended", RATNA, GIVE, 0, "answered"),
    ("decided", SITI, OBJECT, 0, "open"),
    ("decided", SITI, Solve(), 0, "closed"),
    ("closed", SITI, OBJECT, 30, "open"),
    ("new", SITI, Object("c", "belum ada kabar"), 30, "open"),
    ("contested", RATNA, FINAL, 0, "answered"),
    ("contested", RATNA, NEWS, 0, "taken"),
    ("settled", SITI, Solve(), 0, "closed"),
]

REFUSED = [
    ("new", CLERK, GIVE, 0, "refused.not_coordinator"),
    ("new", JOKO, REFUSE, 0, "refused.not_coordinator"),
    ("new", AIDE, REFUSE, 0, "refused.clerk_alone"),
    ("new", AIDE, PART, 0, "refused.clerk_alone"),
    ("contested", AIDE, FINAL, 0, "refused.clerk_alone"),
    ("lent", JOKO, GIVE, 0, "refused.not_coordinator"),
    ("new", SITI, GIVE, 0, "refused.not_coordinator"),
    ("new", JOKO, EXTEND, 0, "refused.not_coordinator"),
    ("new", RATNA, Decide("refused", "tidak boleh"), 0, "refused.needs_ground"),
    ("new", RATNA, Decide("refused", "tidak boleh", "b"), 0, "refused.needs_ground"),
    ("new", RATNA, Decide("refused", "tidak boleh", "", "12/2026"), 0, "refused.needs_ground"),
    ("new", RATNA, Decide("refused", "tidak boleh", "z", "12/2026"), 0, "refused.needs_ground"),
    ("new", RATNA, Decide("part", "sebagian", "b", "  "), 0, "refused.needs_ground"),
    ("new", RATNA, Decide("whole", " "), 0, "refused.incomplete"),
    ("new", RATNA, Decide("perhaps", "?"), 0, "refused.incomplete"),
    ("new", RATNA, FINAL, 0, "refused.needs_decision"),
    ("decided", RATNA, FINAL, 0, "refused.needs_decision"),
    ("decided", RATNA, GIVE, 0, "refused.already_decided"),
    ("contested", RATNA, GIVE, 0, "refused.already_decided"),
    ("extended", RATNA, EXTEND, 0, "refused.already_extended"),
    ("decided", RATNA, EXTEND, 0, "refused.already_extended"),
    ("new", RATNA, EXTEND, 30, "refused.extension_late"),
    ("new", RATNA, Extend(" "), 0, "refused.incomplete"),
    ("new", SITI, OBJECT, 0, "refused.objection_early"),
    ("decided", SITI, Object("z", "?"), 0, "refused.incomplete"),
    ("decided", SITI, Object("a", " "), 0, "refused.incomplete"),
    ("decided", SITI, OBJECT, 60, "refused.objection_late"),
    ("withdrawn", SITI, OBJECT, 0, "refused.when_closed"),
    ("decided", BUDI, OBJECT, 0, "refused.not_yours"),
    ("contested", SITI, OBJECT, 0, "refused.already_objected"),
    ("settled", SITI, OBJECT, 0, "refused.already_objected"),
    ("decided", SITI, Dispute("kurang"), 0, "refused.needs_objection"),
    ("new", BUDI, Join(Draft("saya juga")), 0, "refused.not_yours"),
]


def attempt(state: str, actor: Actor, command: Command, later: int, rules: Rules) -> Outcome:
    at = days(later) if later else MONDAY + timedelta(hours=9)
    return act(after(opened(), rules, *STATES[state]), command, actor, at, rules)


@pytest.mark.parametrize(("state", "actor", "command", "later", "then"), ALLOWED)
def test_what_the_law_allows(state: str, actor: Actor, command: Command, later: int, then: str, rules: Rules) -> None:
    outcome = attempt(state, actor, command, later, rules)
    assert (outcome.refused, outcome.ticket.state) == (None, then)


@pytest.mark.parametrize(("state", "actor", "command", "later", "why"), REFUSED)
def test_what_the_law_forbids(state: str, actor: Actor, command: Command, later: int, why: str, rules: Rules) -> None:
    outcome = attempt(state, actor, command, later, rules)
    assert (outcome.refused, outcome.entries) == (why, ())


@pytest.mark.parametrize("command", [GIVE, EXTEND])
def test_a_complaint_is_not_decided_like_a_request(command: Command, rules: Rules) -> None:
    assert act(complaint(), command, RATNA, MONDAY, rules).refused == "refused.not_formal"
    assert act(complaint(), OBJECT, SITI, MONDAY, rules).refused == "refused.not_formal"


@pytest.mark.parametrize(
    ("state", "clock", "due"),
    [
        ("new", "ppid", "2026-12-07"),
        ("lent", "ppid", "2026-12-07"),
        ("extended", "ppid_extension", "2026-12-16"),
        ("decided", "objection_window", "2027-01-08"),
        ("contested", "objection", "2027-01-08"),
        ("settled", "dispute_window", "2026-12-11"),
    ],
)
def test_the_clock_that_runs(state: str, clock: str, due: str, rules: Rules) -> None:
    limit = deadline(after(opened(), rules, *STATES[state]), rules)
    assert limit is not None
    assert (limit.clock, limit.due) == (clock, datetime.fromisoformat(f"{due}T15:30+07:00"))


def test_news_neither_stops_nor_restarts_the_clock_of_a_late_notice(rules: Rules) -> None:
    late = act(opened(), PassDeadline(), CLOCK, days(30), rules)
    assert isinstance(late.entries[0].fact, Overdue)
    told = act(late.ticket, NEWS, RATNA, days(31), rules).ticket
    assert (told.overdue, told.rung, told.replied) == (True, late.ticket.rung, None)
    assert not act(told, PassDeadline(), CLOCK, days(31), rules).entries


def test_when_the_window_is_over_the_request_is_closed_in_silence(rules: Rules) -> None:
    outcome = act(after(opened(), rules, *STATES["settled"]), PassDeadline(), CLOCK, days(60), rules)
    assert [type(entry.fact) for entry in outcome.entries] == [LeftSilent]


def test_an_objection_brings_the_request_back_to_the_coordinator(rules: Rules) -> None:
    lent = after(opened(), rules, *STATES["lent"])
    objected = act(lent, Object("g", "terlambat"), SITI, days(30), rules).ticket
    assert (objected.office, objected.triage, is_contested(objected)) == ("DISKOMINFO", False, True)
    decided = act(objected, GIVE, RATNA, days(31), rules).ticket
    assert (decided.state, is_contested(decided)) == ("answered", False)


def test_what_an_office_gives_back_waits_for_no_choice_of_office(rules: Rules) -> None:
    back = after(opened(), rules, *STATES["lent"], (JOKO, Return("sudah kami kirim")))
    assert (back.office, back.triage) == ("DISKOMINFO", False)


# ---- who is told


def told(state: str, actor: Actor, command: Command, rules: Rules) -> list[Effect]:
    outcome = attempt(state, actor, command, 0, rules)
    assert outcome.refused is None
    return list(notices(outcome.ticket, outcome.entries, rules))


def keys(effects: list[Effect], to: str) -> list[str]:
    return [line.key for each in effects if isinstance(each, Say) and each.to == to for line in each.lines]


@pytest.mark.parametrize(
    ("command", "lines"),
    [
        (GIVE, ["ruling.whole", "written.text", "written.way"]),
        (PART, ["ruling.part", "written.text", "written.ground", "written.way"]),
        (REFUSE, ["ruling.refused", "written.text", "written.ground"]),
        (AWAY, ["ruling.elsewhere", "written.text"]),
    ],
)
def test_the_written_notice_says_all_the_law_wants(command: Command, lines: list[str], rules: Rules) -> None:
    assert keys(told("new", RATNA, command, rules), "person:siti") == ["written.head", *lines, "written.objection"]


def test_what_is_given_comes_with_the_notice(rules: Rules) -> None:
    given = replace(GIVE, files=(Evidence("document", "telegram_staff", "apbd"),))
    said = [each for each in told("new", RATNA, given, rules) if isinstance(each, Say | SendFiles)]
    assert [type(each) for each in said if each.to == "person:siti"] == [SendFiles, Say]


def test_the_answer_to_an_objection_shows_the_way_to_the_komisi_informasi(rules: Rules) -> None:
    said = told("contested", RATNA, FINAL, rules)
    assert keys(said, "person:siti") == ["notice.objection_answered", "written.dispute"]


def test_long_words_come_in_several_messages_and_the_last_has_the_buttons(rules: Rules) -> None:
    said = [each for each in told("new", RATNA, Decide("whole", "kata " * 1500), rules) if isinstance(each, Say)]
    assert [bool(each.choices) for each in said] == [False, False, True]
    assert said[-1].answer == 0


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("room", ["PUPR", "DISKOMINFO", "SETDA"])
def test_who_asks_stands_on_the_coordinators_card_alone(state: str, room: str, rules: Rules) -> None:
    shown = card(after(opened(), rules, *STATES[state]), room, rules, MONDAY)
    names = [value.what for line in shown.lines for value in line.values.values() if isinstance(value, Asker)]
    assert bool(names) == (room == "DISKOMINFO")
    assert "contact" not in names  # nothing was given yet that could be sent


def test_where_to_send_what_was_granted_is_shown_until_the_matter_is_closed(rules: Rules) -> None:
    granted = after(opened(), rules, (RATNA, GIVE))
    closed = after(granted, rules, (SITI, Solve()))
    shown = [
        any(line.key == "card.send_to" for line in card(ticket, "DISKOMINFO", rules, MONDAY).lines)
        for ticket in (granted, closed)
    ]
    assert shown == [True, False]


DESK = ("reply", "note", "ask")
"""What every office may do with what is not answered yet."""


@pytest.mark.parametrize(
    ("state", "room", "names"),
    [
        ("new", "DISKOMINFO", {"give", "give_part", "refuse", "elsewhere", "extend", "take", *DESK}),
        ("extended", "DISKOMINFO", {"give", "give_part", "refuse", "elsewhere", "take", *DESK}),
        ("lent", "PUPR", {"take", "return", *DESK}),
        ("decided", "DISKOMINFO", {"reply", "note"}),
        ("contested", "DISKOMINFO", {"take", "finish", *DESK}),
    ],
)
def test_the_buttons_of_the_card(state: str, room: str, names: set[str], rules: Rules) -> None:
    shown = card(after(opened(), rules, *STATES[state]), room, rules, MONDAY)
    assert {choice.name for row in shown.choices for choice in row} == names


def test_the_law_has_ten_grounds_to_refuse_and_seven_to_object() -> None:
    assert (len(EXEMPT), len(GRIEVANCES)) == (10, 7)
