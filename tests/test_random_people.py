"""Random people do random things for a thousand steps: nobody's talk ever raises, no step changes what it was
given, histories stay true, and the same arrivals lead to the same end."""

import asyncio
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import step as steps
from flows.applicant import PRIVACY, Applicant
from flows.conversation import Conversation, dump, load
from flows.events import (
    Acted,
    ActRefused,
    ApplicantFound,
    Chose,
    Event,
    GroupLinked,
    Heard,
    Invited,
    InviteMade,
    Room,
    RoomRefused,
    Said,
    SentFile,
    SentOther,
    SentPlace,
    SentTooLarge,
    TicketOpened,
    TicketsFound,
)
from flows.register_events import DismissalDoubted, Dismissed, Enrolled, LeaveSet, OfficersFound
from routing.commands import Reply
from routing.formal import DELIVER, OBTAIN, RULINGS, Decide, Request
from routing.history import replay
from routing.numbers import make_number
from routing.pieces import Evidence, Spot
from routing.register import Appointment, Leave
from routing.rights import Actor
from routing.rules import Rules
from routing.ticket import Draft, Ticket
from storage import inbox, tickets
from storage.database import transaction
from tests.crowd import Crowd, everything, gathered
from tests.postgres import Server
from tests.tickets import MONDAY, after, opened

SEEDS = (1, 2, 4)

AWAY = Appointment(
    "joko", "PUPR", "head", "800/1", date(2026, 12, 1), Leave(date(2026, 11, 1), date(2026, 11, 30), "p")
)
ABOUT_OFFICERS = (
    OfficersFound("PUPR", ()),
    OfficersFound("PUPR", (AWAY, Appointment("p", "PUPR")), "joko"),
    Enrolled(AWAY, "changed"),
    DismissalDoubted(AWAY, last=True),
    Dismissed("joko", "PUPR", left=True, remaining=0),
    LeaveSet(AWAY, alone=True),
    LeaveSet(Appointment("p", "PUPR"), alone=False),
)


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_thousand_random_steps_never_raise_and_replay_to_the_same_end(
    seed: int, rules: Rules, tmp_path: Path
) -> None:
    first = await a_thousand_steps(f"sqlite+aiosqlite:///{tmp_path / 'first.db'}", rules, seed)
    assert first == await a_thousand_steps(f"sqlite+aiosqlite:///{tmp_path / 'second.db'}", rules, seed)
    assert len(first["tickets"]) >= 10, "a crowd that files nothing proves nothing"
    assert len(first["facts"]) >= 40, "nor one to whom nothing happens"


def test_both_databases_come_to_the_same_end(rules: Rules, postgres: Server, tmp_path: Path) -> None:
    url = asyncio.run(postgres.new_database())
    there = asyncio.run(a_thousand_steps(url, rules, SEEDS[0]))
    assert there == asyncio.run(a_thousand_steps(f"sqlite+aiosqlite:///{tmp_path / 'here.db'}", rules, SEEDS[0]))


async def a_thousand_steps(url: str, rules: Rules, seed: int) -> dict[str, list[object]]:
    async with gathered(url, rules, seed) as crowd:
        await crowd.act(1000)
        await histories_are_true(crowd)
        return await everything(crowd.engine)


async def histories_are_true(crowd: Crowd) -> None:
    async with transaction(crowd.engine) as connection:
        assert await inbox.count_parked(connection) == 0
        for number, ticket in (await tickets.peek(connection, NUMBERS)).items():
            assert replay(await tickets.history(connection, number)) == ticket


NUMBERS = [make_number(year, count) for year in (2026, 2027) for count in range(1, 1000)]


# ---- one step, any state, any event

TEXTS = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        ["jalan berlubang di depan pasar", "lampu mati", "/start", "/batal", "batal", "terima kasih", "/", "🙏"]
    ),
)
SPOTS = st.one_of(st.none(), st.builds(Spot, st.text(max_size=20), latitude=st.one_of(st.none(), st.just(-6.8))))
FILES = st.builds(Evidence, st.sampled_from(["photo", "voice", "document"]), st.just("c"), st.text(max_size=5))
TOPICS = st.one_of(st.none(), st.sampled_from(["jalan-rusak", "lampu-jalan", "tidak-ada"]))
DRAFTS = st.builds(
    Draft,
    text=TEXTS,
    spot=SPOTS,
    kind=st.sampled_from(["complaint", "ppid"]),
    kind_settled=st.booleans(),
    request=st.builds(Request, st.text(max_size=9), st.sampled_from(["", *OBTAIN]), st.sampled_from(["", *DELIVER])),
    spot_waived=st.booleans(),
    topic=TOPICS,
    office=st.one_of(st.none(), st.sampled_from(["PUPR", "DISKOMINFO", "TIDAK-ADA"])),
    settled=st.booleans(),
    options=st.lists(st.sampled_from(["jalan-rusak", "lampu-jalan", "tidak-ada"]), max_size=3).map(tuple),
    reasons=st.lists(st.text(max_size=10), max_size=3).map(tuple),
    evidence=st.lists(FILES, max_size=12).map(tuple),
    wordless=st.booleans(),
)
STATES = sorted({state for machine in steps.MACHINES.values() for state in machine.states} | {"of another version"})
TALKS = st.builds(
    Conversation,
    key=st.just("k"),
    flow=st.sampled_from([*steps.MACHINES, "room", "of another version"]),
    state=st.sampled_from(STATES),
    language=st.sampled_from(["id", "jv", "en", "xx"]),
    draft=DRAFTS,
    applicant=st.one_of(st.none(), st.builds(Applicant, name=TEXTS, consent=st.sampled_from(["", PRIVACY]))),
    ruling=st.one_of(st.none(), st.builds(Decide, st.sampled_from(RULINGS), st.text(max_size=10))),
    ground=st.sampled_from(["", "a"]),
    turn=st.integers(0, 3),
    about=st.sampled_from(["", "KDS-26-00001-0"]),
    words=TEXTS,
    files=st.lists(FILES, max_size=12).map(tuple),
)
CHOICES = st.sampled_from(
    [
        *sorted({row.on.removeprefix("chose_") for machine in steps.MACHINES.values() for row in machine.rows}),
        "language",
        "nonsense",
        "",
    ]
)


COMMANDS = ["take", "reply", "return", "assign", "escalate", "solve", "dispute", "rate", "decide", "extend", "object"]


def events(ticket: Ticket) -> st.SearchStrategy[Event]:
    commands = st.sampled_from(COMMANDS)
    return st.one_of(
        st.builds(Said, TEXTS),
        st.builds(Chose, CHOICES, st.sampled_from(["", "0", "1", "2", "KDS-26-00001-0"]), st.text(max_size=10)),
        st.builds(SentFile, FILES, TEXTS),
        st.just(SentTooLarge("video", 60_000_000, 20_000_000)),
        st.builds(SentPlace, st.floats(-90, 90), st.floats(-180, 180)),
        st.builds(SentOther, st.text(max_size=10)),
        st.just(Invited()),
        st.just(ApplicantFound(None)),
        st.just(ApplicantFound(Applicant("Siti", "3319014101850002"))),
        st.just(TicketOpened(ticket, MONDAY)),
        st.builds(Acted, commands, st.just(ticket)),
        st.builds(ActRefused, commands, st.just("refused.when_open")),
        st.builds(
            TicketsFound, st.sampled_from(["mine", "overdue"]), st.sampled_from([(), (ticket,)]), st.integers(0, 30)
        ),
        st.just(InviteMade("PUPR", "AAAA-BBBB", 72)),
        st.just(GroupLinked("PUPR")),
        st.sampled_from(ABOUT_OFFICERS),
        st.just(RoomRefused("room.code.used")),
    )


ROOMS = st.sampled_from([Room("private"), Room("stranger"), Room("office", "PUPR"), Room("office", "DISKOMINFO")])
ACTORS = st.sampled_from([Actor("siti"), Actor("joko", ("PUPR",)), Actor("ratna", ("DISKOMINFO",))])


@given(
    data=st.data(),
    talk=TALKS,
    room=ROOMS,
    actor=ACTORS,
    known=st.booleans(),
    button=st.sampled_from(["", "send", "topic"]),
)
@settings(max_examples=400)
def test_one_step_never_raises_never_changes_its_input_and_survives_being_stored(
    rules: Rules, data: st.DataObject, talk: Conversation, room: Room, actor: Actor, known: bool, button: str
) -> None:
    answered = after(opened(), rules, (Actor("joko", ("PUPR",)), Reply("Besok kami tambal.", final=False)))
    event = data.draw(events(answered))
    ticket = answered if isinstance(event, Acted) else data.draw(st.sampled_from([opened(), answered]))
    heard = Heard(event, MONDAY, actor, room, ticket if known else None, "someone", True, button)
    if is_out_of_turn(talk, event):
        return
    before = (dump(talk), msgspec.json.encode(heard))
    result, effects = steps.step(talk, heard, rules)
    assert (dump(talk), msgspec.json.encode(heard)) == before
    assert load(dump(result)) == result
    assert (result, effects) == steps.step(load(dump(talk)), heard, rules)


def is_out_of_turn(talk: Conversation, event: Event) -> bool:
    """The house answers only what a flow has asked: TicketsFound about what is overdue goes to a room."""
    return isinstance(event, TicketsFound) and (event.what == "overdue") != (talk.flow == "room")


async def test_a_talk_of_a_newer_program_starts_over_and_keeps_the_draft(rules: Rules) -> None:
    talk = Conversation("k", flow="horoscope", state="gazing", draft=Draft(text="jalan berlubang"))
    heard = Heard(Said("/laporan"), MONDAY, Actor("siti"), Room("private"))
    result, _ = steps.step(talk, heard, rules)
    assert (result.flow, result.draft.text) == ("complaint", "jalan berlubang")
