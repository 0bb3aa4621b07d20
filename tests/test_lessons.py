"""What a ticket's facts teach the router: who said where it belongs, whose word counts, and what teaches nothing."""

import pytest
from msgspec.structs import replace

from routing.commands import Assign, Command, Escalate, Open, Reply, Return, Take
from routing.lessons import WITHDRAWN, Lesson, Taught, lesson, settled
from routing.lifecycle import Outcome, act, open_ticket
from routing.pieces import Spot
from routing.rights import Actor
from routing.rules import Rules
from routing.ticket import Draft, Ticket
from tests.tickets import DRAFT, JOKO, MONDAY, RATNA, SITI, after, opened

UNKNOWN = Draft(text="gapura roboh", office="DISKOMINFO")
VILLAGE = Draft(text="jalan desa", spot=Spot("Desa Bae", "Bae", "Bae"), topic="jalan-desa", office="KEC-BAE")
OUTSIDE = Draft(text="listrik padam", spot=Spot("Desa Bae"), topic="listrik-padam", office="DISKOMINFO")
OWN = Draft(text="wifi desa mati", topic="internet", office="DISKOMINFO")
SECRET = Draft(text="pungli", topic="pungutan-liar", office="INSPEKTORAT")
PERHAPS_SECRET = replace(UNKNOWN, options=("taman", "kekerasan"))


def new(draft: Draft) -> Outcome:
    triage = draft.topic is None
    return open_ticket(Open("KDS-26-00001-0", draft, draft.office or "", triage), SITI, MONDAY)


def taught(ticket: Ticket, actor: Actor, command: Command, rules: Rules) -> Taught | None:
    outcome = act(ticket, command, actor, MONDAY, rules)
    assert outcome.refused is None, outcome.refused
    return lesson(outcome.ticket, outcome.entries, rules.catalogue)


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (replace(DRAFT, settled=True), Lesson("PUPR", "chosen")),
        (DRAFT, None),
        (replace(UNKNOWN, settled=True), None),
        (replace(VILLAGE, settled=True), Lesson("PMD", "chosen")),
        (replace(OUTSIDE, settled=True), Lesson("X-PLN", "chosen")),
        (replace(SECRET, settled=True), None),
    ],
    ids=["chosen", "the router's own", "none of these", "a village's matter", "a body outside", "sensitive"],
)
def test_a_reporter_who_chose_the_topic_teaches_its_office(draft: Draft, expected: Taught | None, rules: Rules) -> None:
    outcome = new(draft)
    assert lesson(outcome.ticket, outcome.entries, rules.catalogue) == expected


@pytest.mark.parametrize(
    ("draft", "actor", "command", "expected"),
    [
        (DRAFT, JOKO, Take(), Lesson("PUPR", "taken")),
        (DRAFT, JOKO, Reply("sudah", final=True), Lesson("PUPR", "answered")),
        (DRAFT, JOKO, Reply("sebentar", final=False), None),
        (DRAFT, JOKO, Return("bukan kami"), WITHDRAWN),
        (DRAFT, RATNA, Assign("DISHUB"), Lesson("DISHUB", "assigned")),
        (DRAFT, RATNA, Escalate(), None),
        (UNKNOWN, RATNA, Assign("PKPLH"), Lesson("PKPLH", "assigned")),
        (UNKNOWN, RATNA, Assign("DISKOMINFO"), Lesson("DISKOMINFO", "assigned")),
        (UNKNOWN, RATNA, Take(), None),
        (UNKNOWN, RATNA, Reply("sudah", final=True), None),
        (OWN, RATNA, Reply("sudah", final=True), Lesson("DISKOMINFO", "answered")),
        (OUTSIDE, RATNA, Reply("sudah", final=True), Lesson("X-PLN", "answered")),
        (VILLAGE, RATNA, Take(), Lesson("PMD", "taken")),
        (VILLAGE, RATNA, Assign("PUPR"), Lesson("PUPR", "assigned")),
        (DRAFT, RATNA, Assign("KEC-BAE"), WITHDRAWN),
        (UNKNOWN, RATNA, Assign("INSPEKTORAT"), WITHDRAWN),
        (SECRET, RATNA, Take(), None),
        (SECRET, RATNA, Assign("PUPR"), None),
        (PERHAPS_SECRET, RATNA, Assign("DINSOSP3AP2KB"), None),
    ],
    ids=[
        "taken",
        "answered",
        "mere news",
        "given back",
        "forwarded",
        "pushed",
        "sorted",
        "sorted: the coordinator's own",
        "the coordinator takes what nobody knows",
        "the coordinator answers what nobody knows",
        "the coordinator's own topic",
        "the coordinator answers for a body outside",
        "a kecamatan takes a village's matter",
        "a village's matter forwarded",
        "forwarded to a kecamatan",
        "sorted: the inspectorate's",
        "sensitive, taken",
        "sensitive, forwarded",
        "perhaps sensitive",
    ],
)
def test_what_people_do_with_a_ticket_teaches_where_it_belongs(
    draft: Draft, actor: Actor, command: Command, expected: Taught | None, rules: Rules
) -> None:
    assert taught(new(draft).ticket, actor, command, rules) == expected


def test_what_was_given_back_is_taught_again_once_it_is_forwarded(rules: Rules) -> None:
    returned = after(opened(), rules, (JOKO, Take()), (JOKO, Return("bukan kami")))
    assert taught(returned, RATNA, Assign("DISHUB"), rules) == Lesson("DISHUB", "assigned")


A, A2, B = Lesson("A", "chosen"), Lesson("A", "taken"), Lesson("B", "assigned")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([A, A2], A),
        ([A, B], B),
        ([A, WITHDRAWN], WITHDRAWN),
        ([A, WITHDRAWN, A2], A2),
        ([WITHDRAWN, A, A2], A),
    ],
)
def test_the_last_word_on_the_office_counts_and_the_first_who_said_it(told: list[Taught], expected: Taught) -> None:
    assert settled(("x", each) for each in told) == {"x": expected}
    assert settled([("y", B), *(("x", each) for each in told)]) == {"y": B, "x": expected}
