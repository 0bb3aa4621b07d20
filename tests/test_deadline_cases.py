"""Sixty deadlines worked out by hand (`tests/deadline_cases.toml`), each with its legal basis and the counting."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from routing.commands import Add, Assign, Command, Dispute, Open, PassDeadline, Reply, Return
from routing.deadlines import deadlines
from routing.formal import Decide, Extend, Object
from routing.lifecycle import act, open_ticket
from routing.pausing import Ask, Prolong, Unask
from routing.rights import Actor
from routing.rules import Rules
from routing.ticket import Draft, Ticket
from tests.tickets import CLOCK, DRAFT, JOKO, RATNA, SITI

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("deadline_cases.toml").read_text())["case"]

WHAT: dict[str, tuple[Draft, str]] = {
    "complaint": (DRAFT, "PUPR"),
    "inspection": (Draft(text="pungli", topic="kriminal", office="PUPR"), "PUPR"),
    "information": (Draft(text="jam buka?", kind="information", office="PUPR"), "PUPR"),
    "ppid": (Draft(text="salinan APBD", kind="ppid", kind_settled=True), "DISKOMINFO"),
    "triage": (Draft(text="aneh"), "DISKOMINFO"),
}

DONE: dict[str, tuple[Actor, Command]] = {
    "news": (JOKO, Reply("kami survei", final=False)),
    "answers": (RATNA, Reply("beres", final=True)),
    "returns": (JOKO, Return("bukan kami")),
    "assigns": (RATNA, Assign("DISHUB")),
    "asks": (RATNA, Ask("di mana tepatnya?")),
    "adds": (SITI, Add(DRAFT)),
    "drops": (JOKO, Unask()),
    "silence": (CLOCK, PassDeadline()),
    "prolongs": (JOKO, Prolong("menunggu alat")),
    "disputes": (SITI, Dispute("belum")),
    "extends": (RATNA, Extend("masih dihimpun")),
    "decides": (RATNA, Decide("whole", "terlampir")),
    "objects": (SITI, Object("d", "bukan yang diminta")),
}


def moment(text: str) -> datetime:
    return datetime.strptime(f"{text} +0700", "%Y-%m-%d %H.%M %z")


def told(case: dict[str, Any], rules: Rules) -> Ticket:
    draft, office = WHAT[case["what"]]
    opening = Open("KDS-26-00001-0", draft, office, triage=case["what"] == "triage")
    ticket = open_ticket(opening, SITI, moment(case["opened"])).ticket
    for step in case.get("done", ()):
        day, hour, verb = step.split()
        actor, command = DONE[verb]
        outcome = act(ticket, command, actor, moment(f"{day} {hour}"), rules)
        assert outcome.refused is None, f"{step}: {outcome.refused}"
        ticket = outcome.ticket
    return ticket


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_clock_says_what_the_wall_calendar_says(case: dict[str, Any], rules: Rules) -> None:
    limits = {limit.clock: limit.due for limit in deadlines(told(case, rules), rules)}
    assert limits.get(case["clock"]) == moment(f"{case['due']} 15.30"), case["why"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_basis_is_the_catalogues(case: dict[str, Any], rules: Rules) -> None:
    assert case["basis"] in rules.catalogue.clocks[case["clock"]].basis


def test_there_are_sixty_and_every_clock_is_among_them(rules: Rules) -> None:
    assert len(CASES) >= 60
    assert {case["clock"] for case in CASES} == set(rules.catalogue.clocks)
