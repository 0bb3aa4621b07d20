"""A ticket's life by table: who may do what, in which state, and what follows. Nothing changes what it was given."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.commands import (
    Add,
    Assign,
    Command,
    Dispute,
    Erase,
    Escalate,
    Join,
    Leave,
    NoteDelivery,
    Open,
    PassDeadline,
    Rate,
    Remark,
    Reply,
    Return,
    Solve,
    Take,
    Withdraw,
)
from routing.coordination import Absorb, Close, Merge, Part, Reveal, Split
from routing.facts import Entry
from routing.history import replay
from routing.lifecycle import LIFECYCLE, TABLE, act, open_ticket
from routing.rights import Actor
from routing.rules import Rules
from routing.ticket import Draft, Ticket
from tests.tickets import BUDI, CLERK, CLOCK, DRAFT, JOKO, MONDAY, RATNA, SITI, after, attempt, opened

FINAL, NEWS = Reply("sudah ditambal", final=True), Reply("besok disurvei", final=False)

OTHER = "KDS-26-00002-9"

STATES: dict[str, tuple[tuple[Actor, Command], ...]] = {
    "open": (),
    "taken": ((JOKO, Take()),),
    "answered": ((JOKO, FINAL),),
    "closed": ((JOKO, FINAL), (SITI, Solve())),
    "rated": ((JOKO, FINAL), (SITI, Solve()), (SITI, Rate(4))),
    "remarked": ((JOKO, FINAL), (SITI, Solve()), (SITI, Rate(4)), (SITI, Remark("cepat"))),
    "followed": ((BUDI, Join(DRAFT)),),
    "merged": ((RATNA, Merge(OTHER)),),
    "taken and merged": ((JOKO, Take()), (RATNA, Merge(OTHER))),
    "dismissed": ((RATNA, Close("bukan urusan Kabupaten")),),
}

ALLOWED = [
    ("open", JOKO, Take(), "taken"),
    ("open", RATNA, Take(), "taken"),
    ("open", JOKO, FINAL, "answered"),
    ("open", JOKO, NEWS, "taken"),
    ("taken", JOKO, NEWS, "taken"),
    ("taken", JOKO, FINAL, "answered"),
    ("answered", JOKO, NEWS, "answered"),
    ("answered", JOKO, FINAL, "answered"),
    ("open", JOKO, Return("milik Dishub"), "open"),
    ("taken", JOKO, Return("milik Dishub"), "open"),
    ("open", RATNA, Assign("DISHUB"), "open"),
    ("taken", RATNA, Assign("DISHUB"), "open"),
    ("open", RATNA, Escalate(), "open"),
    ("taken", RATNA, Escalate(), "taken"),
    ("answered", SITI, Solve(), "closed"),
    ("answered", SITI, Dispute("belum"), "open"),
    ("closed", SITI, Dispute("rusak lagi"), "open"),
    ("closed", SITI, Rate(5), "closed"),
    ("rated", SITI, Remark("cepat sekali"), "closed"),
    ("answered", CLOCK, NoteDelivery(0), "answered"),
    ("answered", CLOCK, NoteDelivery(0, "blocked"), "answered"),
    ("open", BUDI, Join(DRAFT), "open"),
    ("answered", BUDI, Join(DRAFT), "answered"),
    ("followed", BUDI, Leave(), "open"),
    ("open", SITI, Erase(), "closed"),
    ("answered", SITI, Erase(), "closed"),
    ("closed", SITI, Erase(), "closed"),
    ("followed", SITI, Erase(), "open"),
    ("followed", BUDI, Erase(), "open"),
    ("open", SITI, Solve(), "closed"),
    ("taken", SITI, Withdraw(), "closed"),
    ("answered", SITI, Add(DRAFT), "answered"),
    ("followed", BUDI, Add(DRAFT), "open"),
    ("open", RATNA, Close("bukan urusan Kabupaten"), "closed"),
    ("answered", RATNA, Close("sudah tuntas"), "closed"),
    ("dismissed", SITI, Dispute("belum"), "open"),
    ("taken", RATNA, Merge(OTHER), "closed"),
    ("merged", RATNA, Split(), "open"),
    ("merged", SITI, Split(), "open"),
    ("taken and merged", RATNA, Split(), "taken"),
    ("answered", RATNA, Absorb(OTHER, ("budi",)), "answered"),
    ("closed", CLOCK, Part(OTHER, ("budi",)), "closed"),
    ("open", RATNA, Reveal("hendak disurvei bersama"), "open"),
]

REFUSED = [
    ("open", BUDI, Take(), "refused.not_officer"),
    ("open", SITI, Take(), "refused.not_officer"),
    ("open", CLERK, Take(), "refused.not_officer"),
    ("open", CLERK, FINAL, "refused.not_officer"),
    ("open", JOKO, Assign("DISHUB"), "refused.not_coordinator"),
    ("open", JOKO, Escalate(), "refused.not_coordinator"),
    ("answered", BUDI, Solve(), "refused.not_yours"),
    ("answered", JOKO, Solve(), "refused.not_yours"),
    ("closed", BUDI, Rate(1), "refused.not_yours"),
    ("closed", SITI, Remark("bagus"), "refused.already_rated"),
    ("rated", BUDI, Remark("bagus"), "refused.not_yours"),
    ("remarked", SITI, Remark("sekali lagi"), "refused.already_rated"),
    ("open", RATNA, PassDeadline(), "refused.not_officer"),
    ("answered", JOKO, NoteDelivery(0), "refused.not_officer"),
    ("taken", JOKO, Take(), "refused.already_taken"),
    ("open", RATNA, Assign("PUPR"), "refused.same_office"),
    ("open", RATNA, Assign("NOWHERE"), "refused.same_office"),
    ("closed", SITI, Solve(), "refused.already_closed"),
    ("open", SITI, Dispute("x"), "refused.already_reopened"),
    ("rated", SITI, Rate(1), "refused.already_rated"),
    ("closed", SITI, Rate(6), "refused.already_rated"),
    ("closed", JOKO, FINAL, "refused.when_closed"),
    ("answered", RATNA, Escalate(), "refused.when_answered"),
    ("open", CLOCK, PassDeadline(), "refused.when_open"),
    ("answered", CLOCK, NoteDelivery(7), "refused.when_answered"),
    ("open", SITI, Join(DRAFT), "refused.own_ticket"),
    ("followed", BUDI, Join(DRAFT), "refused.already_following"),
    ("closed", BUDI, Join(DRAFT), "refused.when_closed"),
    ("open", BUDI, Leave(), "refused.not_following"),
    ("followed", BUDI, Solve(), "refused.not_yours"),
    ("open", BUDI, Erase(), "refused.not_yours"),
    ("open", RATNA, Erase(), "refused.not_yours"),
    ("followed", BUDI, Withdraw(), "refused.not_yours"),
    ("open", BUDI, Add(DRAFT), "refused.not_yours"),
    ("closed", SITI, Add(DRAFT), "refused.when_closed"),
    ("closed", SITI, Withdraw(), "refused.when_closed"),
    ("open", JOKO, Close("malas"), "refused.not_coordinator"),
    ("closed", RATNA, Close("x"), "refused.already_closed"),
    ("open", JOKO, Merge(OTHER), "refused.not_coordinator"),
    ("open", RATNA, Merge("KDS-26-00001-0"), "refused.merge_itself"),
    ("answered", RATNA, Merge(OTHER), "refused.merge_answered"),
    ("merged", RATNA, Merge(OTHER), "refused.merged"),
    ("merged", SITI, Dispute("belum"), "refused.merged"),
    ("closed", RATNA, Absorb(OTHER, ()), "refused.when_closed"),
    ("open", RATNA, Split(), "refused.not_merged"),
    ("merged", BUDI, Split(), "refused.not_coordinator"),
    ("open", JOKO, Reveal("ingin tahu"), "refused.not_coordinator"),
]


ELSEWHERE = {
    *("pass-deadline", "decide", "extend", "object", "ask", "unask", "prolong", "promise", "reckon"),
    *("note", "amend", "recall", "consult", "advise"),  # tests/test_office_desk.py
}


def in_state(name: str, rules: Rules) -> Ticket:
    return after(opened(), rules, *STATES[name])


@pytest.mark.parametrize(("state", "actor", "command", "then"), ALLOWED)
def test_what_is_allowed_moves_the_ticket(state: str, actor: Actor, command: Command, then: str, rules: Rules) -> None:
    outcome = attempt(in_state(state, rules), actor, command, rules)
    assert (outcome.refused, outcome.ticket.state) == (None, then)
    assert outcome.entries


@pytest.mark.parametrize(("state", "actor", "command", "why"), REFUSED)
def test_what_is_refused_says_why_and_changes_nothing(
    state: str, actor: Actor, command: Command, why: str, rules: Rules
) -> None:
    ticket = in_state(state, rules)
    outcome = attempt(ticket, actor, command, rules)
    assert outcome.refused == why
    assert outcome.ticket == ticket
    assert outcome.entries == ()


def test_every_event_of_the_table_has_a_row_above() -> None:
    tried = {str(command.__struct_config__.tag) for _, _, command, _ in ALLOWED}
    assert {row.on for row in TABLE} - tried == ELSEWHERE


def test_who_leaves_a_ticket_follows_it_no_more_and_the_others_still_do(rules: Rules) -> None:
    ticket = after(opened(), rules, (BUDI, Join(DRAFT)), (CLERK, Join(DRAFT)), (BUDI, Leave()))
    assert [each.person for each in ticket.followers] == [CLERK.person]


def test_a_secret_ticket_can_not_be_joined(rules: Rules) -> None:
    assert attempt(secret("pungli"), BUDI, Join(DRAFT), rules).refused == "refused.not_yours"


@pytest.mark.parametrize(
    ("text", "actor", "command", "why"),
    [
        ("pungli di Dishub", RATNA, Assign("DISHUB"), "refused.accused"),
        ("pungli di Dinas Perhubungan", RATNA, Assign("DISHUB"), "refused.accused"),
        ("pungli di Dishub", RATNA, Assign("SATPOLPP"), None),
        ("pungli di Diskominfo", Actor("ina", ("INSPEKTORAT",)), Return("bukan kami"), "refused.accused"),
        ("pungli di Dishub", Actor("ina", ("INSPEKTORAT",)), Return("bukan kami"), None),
    ],
)
def test_a_secret_never_comes_before_the_office_it_names(
    text: str, actor: Actor, command: Command, why: str | None, rules: Rules
) -> None:
    assert attempt(secret(text), actor, command, rules).refused == why


def secret(text: str) -> Ticket:
    draft = Draft(text=text, topic="pungli", office="INSPEKTORAT")
    return open_ticket(Open("KDS-26-00001-0", draft, "INSPEKTORAT", triage=False, secret=True), SITI, MONDAY).ticket


def test_the_ladder_ends(rules: Rules) -> None:
    ticket = after(opened(), rules, *[(RATNA, Escalate())] * len(rules.catalogue.ladder))
    assert attempt(ticket, RATNA, Escalate(), rules).refused == "refused.top_of_ladder"


def test_the_coordinator_can_not_give_back_to_itself(rules: Rules) -> None:
    assert attempt(opened(triage=True), RATNA, Return("bukan kami"), rules).refused == "refused.already_home"


def test_what_is_given_back_waits_for_a_choice_and_then_belongs_to_the_new_office_alone(rules: Rules) -> None:
    ticket = after(opened(), rules, (JOKO, Return("lampu")), (RATNA, Assign("DISHUB")))
    assert (ticket.office, ticket.triage, ticket.taken_by) == ("DISHUB", False, None)
    assert attempt(ticket, JOKO, Take(), rules).refused == "refused.not_officer"
    assert attempt(ticket, CLERK, Take(), rules).refused is None


def test_a_reopened_ticket_can_be_answered_and_rated_anew(rules: Rules) -> None:
    again = (SITI, Dispute("belum rata"))
    ticket = after(opened(), rules, *STATES["rated"], again, (JOKO, FINAL), (SITI, Solve()), (SITI, Rate(2)))
    assert (ticket.state, ticket.stars, ticket.reopened, len(ticket.answers)) == ("closed", 2, 1, 2)


def test_each_answer_has_its_own_delivery(rules: Rules) -> None:
    ticket = after(
        opened(), rules, (JOKO, NEWS), (JOKO, FINAL), (CLOCK, NoteDelivery(1)), (CLOCK, NoteDelivery(0, "gone"))
    )
    assert [(answer.delivery, answer.trouble) for answer in ticket.answers] == [
        ("undeliverable", "gone"),
        ("delivered", ""),
    ]


PEOPLE = st.sampled_from([SITI, BUDI, JOKO, RATNA, CLERK, CLOCK])
COMMANDS: st.SearchStrategy[Command] = st.one_of(
    st.just(Take()),
    st.builds(Reply, st.text(max_size=20), final=st.booleans()),
    st.builds(Return, st.text(max_size=20)),
    st.builds(Assign, st.sampled_from(["PUPR", "DISHUB", "DISKOMINFO", "NOWHERE"])),
    st.just(Escalate()),
    st.just(PassDeadline()),
    st.just(Solve()),
    st.builds(Dispute, st.text(max_size=20)),
    st.builds(Rate, st.integers(-1, 7)),
    st.builds(Remark, st.text(max_size=9)),
    st.builds(
        NoteDelivery,
        st.integers(0, 3),
        st.sampled_from(["", "blocked"]),
        st.sampled_from(["parked", "sent", "delivered", "read"]),
    ),
)
STORIES = st.lists(st.tuples(PEOPLE, COMMANDS, st.integers(0, 400)), max_size=40)


@given(story=STORIES, triage=st.booleans())
def test_a_ticket_is_exactly_what_its_history_says(
    rules: Rules, story: list[tuple[Actor, Command, int]], triage: bool
) -> None:
    at = MONDAY
    outcome = open_ticket(Open("KDS-26-00001-0", DRAFT, "DISKOMINFO" if triage else "PUPR", triage), SITI, at)
    ticket, history = outcome.ticket, list(outcome.entries)
    for actor, command, hours in story:
        at += timedelta(hours=hours)
        before = msgspec.json.encode(ticket)
        outcome = act(ticket, command, actor, at, rules)
        assert msgspec.json.encode(ticket) == before
        ticket = outcome.ticket
        history += outcome.entries
    kept = msgspec.json.decode(msgspec.json.encode(history), type=list[Entry])
    assert replay(kept) == ticket
    assert ticket.entries == len(history)
    assert ticket.state in LIFECYCLE.states
