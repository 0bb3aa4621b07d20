"""What is kept, for how long, and that it goes by itself when the time has come: one table, a clock that is moved."""

from datetime import timedelta
from typing import get_args

import pytest
from sqlalchemy import func, select

from flows.conversation import Conversation
from flows.waiting import next_nudge
from routing.commands import Add, Dispute, Join, Leave, Open, Reply, Solve
from routing.erasing import BLANK, photos, without, without_person
from routing.facts import Entry, Erased, Fact
from routing.history import replay
from routing.lifecycle import act, open_ticket
from routing.pieces import Evidence, Spot
from routing.retention import expires
from routing.rules import Rules
from routing.ticket import Draft, Ticket
from storage import inbox, tickets
from storage.database import millis, transaction
from storage.schema import conversations, facts, identities
from tests.tickets import BUDI, JOKO, MONDAY, SITI, opened
from tests.town import Town, until
from tests.witness import all_tickets, parked, send_report

PHOTO = Evidence("photo", "telegram", "p")
TOLD = Draft(
    text="jalan berlubang", spot=Spot("depan pasar", "Gribig", "Gebog"), topic="jalan-rusak", evidence=(PHOTO,)
)
YEAR = timedelta(days=365)


def history(rules: Rules, draft: Draft = TOLD) -> tuple[Entry, ...]:
    """Told, joined, added to, left, answered, disputed, answered again, closed: everybody's words are in it."""
    outcome = open_ticket(Open("KDS-26-00001-0", draft, "PUPR", triage=False), SITI, MONDAY)
    entries, ticket = list(outcome.entries), outcome.ticket
    steps = (
        (BUDI, Join(TOLD)),
        (SITI, Add(TOLD)),
        (BUDI, Add(TOLD)),
        (BUDI, Leave()),
        (JOKO, Reply("kata petugas", final=True)),
        (SITI, Dispute("kata Siti")),
        (JOKO, Reply("kata petugas", final=True)),
        (SITI, Solve()),
    )
    for actor, command in steps:
        outcome = act(ticket, command, actor, MONDAY, rules)
        assert outcome.refused is None
        entries, ticket = [*entries, *outcome.entries], outcome.ticket
    return tuple(entries)


def closed(rules: Rules, draft: Draft = TOLD) -> Ticket:
    return replay(history(rules, draft))


# ---- the decision


def test_an_open_ticket_expires_never(rules: Rules) -> None:
    assert expires(opened(), rules) is None


def test_photos_go_after_two_years_and_words_after_five(rules: Rules) -> None:
    entries = history(rules)
    assert expires(replay(entries), rules) == (MONDAY + 2 * YEAR, "photos")
    then = MONDAY + 2 * YEAR
    bare = (*without(entries, "photos"), Entry(then, "system", "closed", Erased("photos")))
    assert expires(replay(bare), rules) == (MONDAY + 5 * YEAR, "words")
    blank = (*without(bare, "words"), Entry(then, "system", "closed", Erased("words")))
    assert expires(replay(blank), rules) is None


# ---- what erasing leaves

WORDS = {"text", "reason", "draft", "test"}
"""Fields in which people's words stand."""


@pytest.mark.parametrize("fact", get_args(Fact), ids=lambda fact: fact.__name__)
def test_every_fact_that_holds_words_is_known_to_the_eraser(fact: type) -> None:
    assert bool(WORDS.intersection(fact.__struct_fields__)) is (fact in BLANK)  # type: ignore[attr-defined]


def words_in(entries: tuple[Entry, ...]) -> str:
    return str([entry.fact for entry in entries])


def test_after_words_nothing_of_anybody_is_left_and_the_shape_is_the_same(rules: Rules) -> None:
    before = history(rules)
    after = without(before, "words")
    assert not [word for word in ("berlubang", "pasar", "Gribig", "petugas", "kata", "'p'") if word in words_in(after)]
    shape = [(each.at, each.by, each.state, type(each.fact)) for each in before]
    assert [(each.at, each.by, each.state, type(each.fact)) for each in after] == shape
    old, new = replay(before), replay(after)
    for name in ("state", "office", "opened", "closed", "reopened", "added", "replied", "entries"):
        assert getattr(old, name) == getattr(new, name)


def test_her_words_go_and_the_neighbours_stay(rules: Rules) -> None:
    hers = without_person(history(rules), "siti")
    assert "kata" not in words_in(hers)
    assert words_in(hers).count("berlubang") == 2, "what Budi joined with, and what he added"
    his = without_person(history(rules), "budi")
    assert words_in(his).count("berlubang") == 2
    assert words_in(his).count("kata") == 3
    assert photos(his) == (PHOTO,)


# ---- a draft that waits


def test_only_a_draft_has_a_bell(rules: Rules) -> None:
    assert next_nudge(Conversation("siti"), MONDAY, rules) is None
    assert next_nudge(Conversation("siti", draft=TOLD), MONDAY, rules) == MONDAY + timedelta(days=1)
    gone = MONDAY + timedelta(days=6)
    assert next_nudge(Conversation("siti", draft=TOLD, gone=gone), MONDAY, rules) == gone


# ---- it goes by itself


async def pass_time(town: Town, by: timedelta) -> None:
    town.clock.now += by
    await town.app.bellman.sweeper.sweep_if_due()


async def rows(town: Town, table: object) -> int:
    async with transaction(town.engine) as connection:
        counted = await connection.execute(select(func.count()).select_from(table))  # type: ignore[arg-type]
        return int(counted.scalar_one())


async def test_a_closed_ticket_loses_its_words_and_keeps_its_history(town: Town) -> None:
    await send_report(town)
    town.clock.now += timedelta(days=60)
    town.app.bellman.nudge()
    await until(lambda: is_quiet(town))
    card = await town.last("PUPR", "Pelapor:")
    await town.say("Joko", "Sudah kami tambal.", "PUPR", reply_to=card["id"])
    await town.quiet()
    await town.push("Joko", "Kirim & selesai", "PUPR")
    await town.quiet()
    await town.push("Siti", "Sudah selesai")
    await town.quiet()
    before = await rows(town, facts)
    await pass_time(town, 5 * YEAR - timedelta(days=1))
    assert (await all_tickets(town))[0].draft.text
    await pass_time(town, timedelta(days=2))
    [ticket] = await all_tickets(town)
    assert (ticket.state, ticket.draft.text, ticket.erased) == ("closed", "", "words")
    async with transaction(town.engine) as connection:
        entries = await tickets.history(connection, ticket.number)
    assert replay(entries) == ticket
    assert len(entries) == before + 1
    assert entries[-1].by == "system"
    await pass_time(town, timedelta(days=400))
    assert await rows(town, facts) == before + 1, "once"


async def is_quiet(town: Town) -> bool:
    await town.quiet()
    return (await all_tickets(town))[0].overdue


async def test_who_only_said_hello_is_forgotten_after_a_year(town: Town) -> None:
    await send_report(town, "Budi")
    await town.say("Siti", "halo")
    await town.quiet()
    known, talked = await rows(town, identities), await rows(town, conversations)
    await pass_time(town, timedelta(days=364))
    assert await rows(town, conversations) == talked
    await pass_time(town, timedelta(days=2))
    assert await rows(town, conversations) == 0
    assert await rows(town, identities) == known - 1, "Budi has a ticket, and officers have an office"


@pytest.mark.parametrize(("days", "left"), [(89, 1), (91, 0)])
async def test_what_failed_is_kept_for_somebody_to_look_at(town: Town, days: int, left: int) -> None:
    async with transaction(town.engine) as connection:
        await inbox.park(connection, "poison", millis(town.clock.now), b"{}", "Traceback …")
    await pass_time(town, timedelta(days=days))
    assert len(await parked(town)) == left
