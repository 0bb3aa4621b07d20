"""WhatsApp's day: within it everything is said freely; later a template announces, and the rest waits for her word."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import outbox, parking
from storage.database import transaction
from tests.town import Town, data_of
from tests.whatsapp_town import enrol, hours_pass, push_templates, whatsapp_town
from tests.witness import send_report


@pytest.fixture
async def town(database: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with whatsapp_town(tmp_path, database_url=database) as found:
        await push_templates(found)
        yield found


async def texts(town: Town, who: str) -> list[str]:
    return [message.get("text") or "" for message in await town.messages(who) if message["from"] != town.ids[who]]


async def answer(town: Town, number: str, text: str) -> None:
    card = await town.last("PUPR", number, button="Bukan wewenang")
    await town.say("Joko", text, "PUPR", reply_to=card["id"])
    await town.quiet()
    await town.push("Joko", "Kirim jawaban", "PUPR", number)
    await town.quiet()


async def report(town: Town, who: str = "Wati") -> str:
    return await send_report(town, who, "jalan berlubang di depan Pasar Bitingan, kemarin ada yang jatuh")


async def card(town: Town, number: str) -> str:
    return str((await town.last("PUPR", "Pelapor:"))["text"])


async def test_within_a_day_an_answer_is_said_freely(town: Town) -> None:
    number = await report(town)
    await answer(town, number, "Besok kami tambal.")
    assert "Besok kami tambal." in (await texts(town, "Wati"))[-1]


async def test_later_an_answer_is_announced_and_waits_for_her_word(town: Town) -> None:
    number = await report(town)
    await hours_pass(town, 25)
    await answer(town, number, "Besok kami tambal.")
    said = await texts(town, "Wati")
    assert f"Laporan {number} sudah dijawab oleh Dinas PUPR" in said[-1]
    assert not any("tambal" in each for each in said)
    assert "terparkir" in await card(town, number)
    await town.say("Wati", "BUKA")
    await town.quiet()
    said = await texts(town, "Wati")
    assert "Besok kami tambal." in said[-1]
    assert "sudah sampai" in await card(town, number)
