"""`/terlambat` with ten thousand overdue tickets: one message, pages turned in place, and each office its own."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from flows.asked import Find
from flows.conversation import Conversation
from flows.effects import Effect, Say
from flows.events import Chose, Event, Heard, Room, TicketsFound
from flows.step import step
from routing.deadlines import deadline
from routing.rights import Actor
from routing.rules import Rules
from storage import tickets
from storage.database import transaction
from tests.tickets import JOKO, MONDAY, RATNA, opened
from tests.town import TUESDAY, Town, data_of

MANY = 10_000
OFFICES = ("PUPR", "PUPR", "PUPR", "DISHUB")


async def let_them_be_late(town: Town) -> None:
    """Every fourth of them is Dishub's."""
    late = opened(at=TUESDAY - timedelta(days=30))
    limit = deadline(late, town.app.house.rules)
    assert limit is not None
    many = [replace(late, number=f"KDS-26-{place:05}-0", office=OFFICES[place % 4]) for place in range(MANY)]
    async with transaction(town.engine) as connection:
        await tickets.write(connection, [(each, limit.due) for each in many])


async def ask(town: Town, who: str, text: str, chat: str) -> dict[str, Any]:
    await town.say(who, text, chat)
    await town.quiet()
    return (await town.messages(chat))[-1]


async def press(town: Town, who: str, shown: dict[str, Any], data: str, chat: str) -> dict[str, Any]:
    """The same message as it is then."""
    await town.press(who, shown["id"], data, chat)
    await town.quiet()
    return next(message for message in await town.messages(chat) if message["id"] == shown["id"])


async def test_ten_thousand_late_reports_are_told_truly_and_paged_in_place(town: Town) -> None:
    await let_them_be_late(town)
    first = await ask(town, "Ratna", "/terlambat", "Diskominfo")
    assert "10.000 laporan lewat batas" in first["text"]
    assert "Ditampilkan 1–10," in first["text"]
    assert data_of(first, "Sebelumnya") is None
    second = await press(town, "Ratna", first, data_of(first, "Berikutnya") or "", "Diskominfo")
    assert "Ditampilkan 11–20," in second["text"]
    assert "KDS-26-00010-0" in second["text"]
    last = await press(town, "Ratna", first, "late:999999:", "Diskominfo")
    assert "Ditampilkan 9.991–10.000," in last["text"]
    assert data_of(last, "Berikutnya") is None
    assert (await town.messages("Diskominfo"))[-1]["id"] == first["id"]
    one = await ask(town, "Ratna", "/terlambat dishub", "Diskominfo")
    assert "2.500 laporan lewat batas" in one["text"]
    on = await press(town, "Ratna", one, data_of(one, "Berikutnya") or "", "Diskominfo")
    assert (on["text"].count("🔴"), on["text"].count("Dishub")) == (10, 10)


async def test_an_office_sees_its_own_alone_whatever_a_button_says(town: Town) -> None:
    await let_them_be_late(town)
    own = await ask(town, "Joko", "/terlambat pupr", "PUPR")
    assert "7.500 laporan lewat batas" in own["text"]
    for data in ("late:10:DISHUB", "late:20:", "late:x:PUPR", "late::"):
        shown = await press(town, "Joko", own, data, "PUPR")
        assert "7.500 laporan lewat batas" in shown["text"]
        assert "Dishub" not in shown["text"]
    before = shown["text"]
    assert (await press(town, "Agus", own, "late:30:PUPR", "PUPR"))["text"] == before
    assert "OPD-nya sendiri" in (await ask(town, "Joko", "/terlambat dishub", "PUPR"))["text"]
    assert "“dinas angkasa” tidak ada" in (await ask(town, "Ratna", "/terlambat dinas angkasa", "Diskominfo"))["text"]
    assert "Tidak ada laporan Dinkes" in (await ask(town, "Ratna", "/terlambat dinkes", "Diskominfo"))["text"]


# ---- a page by itself


def hear(rules: Rules, event: Event, actor: Actor = RATNA, office: str = "DISKOMINFO") -> list[Effect]:
    """What comes of it with nothing remembered, as after a restart."""
    heard = Heard(event, MONDAY + timedelta(days=30), actor, Room("office", office), button="late")
    return list(step(Conversation("k", flow="room"), heard, rules)[1])


@pytest.mark.parametrize(
    ("ref", "value", "actor", "office", "asked"),
    [
        ("20", "", RATNA, "DISKOMINFO", Find("overdue", None, 20)),
        ("20", "DISHUB", RATNA, "DISKOMINFO", Find("overdue", "DISHUB", 20)),
        ("20", "DISHUB", JOKO, "PUPR", Find("overdue", "PUPR", 20)),
        ("9" * 50, "", RATNA, "DISKOMINFO", Find("overdue", None, 1_000_000)),
    ],
)
def test_the_button_alone_says_which_page(
    rules: Rules, ref: str, value: str, actor: Actor, office: str, asked: Find
) -> None:
    assert hear(rules, Chose("late", ref, value), actor, office) == [asked]


def test_a_page_that_is_no_longer_there_becomes_the_last_one(rules: Rules) -> None:
    assert hear(rules, TicketsFound("overdue", (), 20, 500, "PUPR")) == [Find("overdue", "PUPR", 10)]
    (said,) = hear(rules, TicketsFound("overdue", (), 0, 500))
    assert isinstance(said, Say)
    assert (said.edits, said.choices) == ("pressed", ())


@pytest.mark.parametrize(("office", "told"), [("DISKOMINFO", "words"), ("PUPR", "topic")])
def test_of_a_secret_one_only_its_own_group_reads_the_topic(rules: Rules, office: str, told: str) -> None:
    secret = replace(opened(), secret=True)
    (said,) = hear(rules, TicketsFound("overdue", (secret,), 1), office=office)
    assert isinstance(said, Say)
    topic = said.lines[-1].values["topic"]
    assert not isinstance(topic, str | int)
    assert topic.__struct_config__.tag == told
