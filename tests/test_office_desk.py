"""What an office may do with a ticket at its own desk: notes, second thoughts, advice, and giving it back."""

from datetime import timedelta

import pytest

from routing.bouncing import named_in, next_offices, offices_like
from routing.commands import Assign, Command, Dispute, Reply, Return, Solve, Take
from routing.desk import Advise, Amend, Consult, Note, Recall
from routing.lifecycle import Outcome, act
from routing.rights import Actor
from routing.rules import Rules
from routing.ticket import Ticket
from tests.tickets import BUDI, CLERK, JOKO, MONDAY, RATNA, SITI, after, opened

DISDAG = Actor("ina", ("DISDAG",))


def attempt(ticket: Ticket, actor: Actor, command: Command, rules: Rules, seconds: int = 0) -> Outcome:
    return act(ticket, command, actor, MONDAY + timedelta(hours=1, seconds=seconds), rules)


def answered(rules: Rules, *, final: bool = True) -> Ticket:
    """Answered an hour after Monday's opening, by Joko."""
    given = act(opened(), Reply("Besok kami tambal.", final), JOKO, MONDAY + timedelta(hours=1), rules)
    assert given.refused is None
    return given.ticket


def test_a_note_is_kept_and_moves_nothing(rules: Rules) -> None:
    noted = attempt(opened(), JOKO, Note("Aspal habis."), rules).ticket
    assert [(note.text, note.by) for note in noted.notes] == [("Aspal habis.", "joko")]
    assert noted.state == "open"
    assert noted.replied is None


@pytest.mark.parametrize("command", [Note("?"), Amend(0, "?"), Recall(0), Consult("?")])
@pytest.mark.parametrize("actor", [SITI, BUDI, CLERK])
def test_only_the_offices_officers_have_a_desk(command: Command, actor: Actor, rules: Rules) -> None:
    assert attempt(answered(rules), actor, command, rules).refused == "refused.not_officer"


def test_amended_words_take_the_place_of_the_old_ones_which_the_history_keeps(rules: Rules) -> None:
    outcome = attempt(answered(rules), JOKO, Amend(0, "Lusa kami tambal."), rules, 600)
    assert outcome.ticket.answers[0].text == "Lusa kami tambal."
    assert outcome.ticket.state == "answered"
    assert [each.fact.before for each in outcome.entries] == ["Besok kami tambal."]  # type: ignore[union-attr]


@pytest.mark.parametrize("reaction", [Solve(), Dispute("belum")])
@pytest.mark.parametrize("second_thought", [Amend(0, "lain"), Recall(0)])
def test_what_the_reporter_has_reacted_to_stays(reaction: Command, second_thought: Command, rules: Rules) -> None:
    reacted = act(answered(rules), reaction, SITI, MONDAY + timedelta(hours=1, seconds=10), rules).ticket
    assert attempt(reacted, JOKO, second_thought, rules, 20).refused == "refused.reacted"


@pytest.mark.parametrize(("seconds", "why"), [(0, None), (60, None), (61, "refused.recall_late")])
def test_an_answer_is_taken_back_within_a_minute(seconds: int, why: str | None, rules: Rules) -> None:
    assert attempt(answered(rules), JOKO, Recall(0), rules, seconds).refused == why


def test_a_recalled_answer_is_as_if_it_had_not_been_given(rules: Rules) -> None:
    ticket = attempt(answered(rules), JOKO, Recall(0), rules).ticket
    assert (ticket.state, ticket.replied) == ("taken", None)
    assert attempt(ticket, JOKO, Recall(0), rules).refused == "refused.recalled_already"


def test_an_earlier_answer_stands_when_a_later_one_is_taken_back(rules: Rules) -> None:
    ticket = act(answered(rules), Reply("Ralat.", final=True), JOKO, MONDAY + timedelta(hours=2), rules).ticket
    ticket = act(ticket, Recall(1), JOKO, MONDAY + timedelta(hours=2), rules).ticket
    assert (ticket.state, ticket.replied) == ("answered", MONDAY + timedelta(hours=1))


@pytest.mark.parametrize("place", [-1, 1, 99])
def test_an_answer_that_is_none_can_not_be_changed(place: int, rules: Rules) -> None:
    for command in (Amend(place, "lain"), Recall(place)):
        assert attempt(answered(rules), JOKO, command, rules).refused == "refused.no_such_answer"


def test_advice_comes_from_the_coordinator_alone(rules: Rules) -> None:
    asked = attempt(opened(), JOKO, Consult("Jalan desa?"), rules).ticket
    assert asked.consulted == "asked"
    assert attempt(asked, JOKO, Advise("Bukan."), rules).refused == "refused.not_coordinator"
    advised = attempt(asked, RATNA, Advise("Bukan."), rules).ticket
    assert (advised.consulted, advised.answers) == ("advised", ())


def test_the_coordinator_does_not_consult_itself(rules: Rules) -> None:
    assert attempt(opened(triage=True), RATNA, Consult("?"), rules).refused == "refused.already_home"


# ---- not ours


def test_what_is_handed_over_needs_nobody_to_choose(rules: Rules) -> None:
    ticket = after(opened(), rules, (JOKO, Take()), (JOKO, Return("parkiran pasar", "DISDAG")))
    assert (ticket.office, ticket.triage, ticket.state, ticket.taken_by) == ("DISDAG", False, "open", None)
    assert [(each.office, each.reason) for each in ticket.bounces] == [("PUPR", "parkiran pasar")]


def test_the_third_time_the_coordinator_decides_whoever_is_named(rules: Rules) -> None:
    handed = after(opened(), rules, (JOKO, Return("bukan", "DISDAG")), (DISDAG, Return("bukan", "DISHUB")))
    assert handed.office == "DISHUB"
    back = after(handed, rules, (CLERK, Return("bukan", "SATPOLPP")))
    assert (back.office, back.triage, len(back.bounces)) == ("DISKOMINFO", True, 3)


@pytest.mark.parametrize(
    ("reason", "office", "why"),
    [
        ("", "DISDAG", "refused.needs_reason"),
        (" ?! ", "", "refused.needs_reason"),
        ("bukan", "PUPR", "refused.same_office"),
        ("bukan", "TIDAK-ADA", "refused.same_office"),
    ],
)
def test_what_is_given_back_wrongly_stays(reason: str, office: str, why: str, rules: Rules) -> None:
    assert attempt(opened(), JOKO, Return(reason, office), rules).refused == why


def test_it_does_not_go_back_to_an_office_that_gave_it_back(rules: Rules) -> None:
    handed = after(opened(), rules, (JOKO, Return("bukan", "DISDAG")))
    assert attempt(handed, DISDAG, Return("bukan", "PUPR"), rules).refused == "refused.bounced_there"
    assert "PUPR" not in next_offices(handed, rules)
    chosen = after(handed, rules, (DISDAG, Return("bukan")), (RATNA, Assign("PUPR")))
    assert chosen.office == "PUPR", "but the coordinator may decide so"


@pytest.mark.parametrize(
    ("text", "office"),
    [("perdag", "DISDAG"), ("dishub", "DISHUB"), ("Dinas Perhubungan", "DISHUB"), ("hubung", "DISHUB")],
)
def test_an_office_is_found_by_part_of_its_name(text: str, office: str, rules: Rules) -> None:
    assert office in offices_like(text, rules)


def test_the_office_that_a_reason_names_is_found(rules: Rules) -> None:
    assert named_in("itu kewenangan Dinas Perdagangan, bukan kami", rules) == ("DISDAG",)
    assert named_in("bukan kami", rules) == ()
