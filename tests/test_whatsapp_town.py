"""A citizen on WhatsApp and the offices on Telegram, the program between them, over both messengers' own wires."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.town import Town, town_of


@pytest.fixture
async def town(database: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with town_of(tmp_path, whatsapp=True, database_url=database) as found:
        yield found
        assert found.refused_calls() == []


async def test_a_report_from_whatsapp_is_answered_there(town: Town) -> None:
    await town.say("Sri", "jalan berlubang di depan Pasar Bitingan, kemarin ada yang jatuh")
    await town.quiet()
    await town.push("Sri", "Kirim")
    await town.quiet()
    card = await town.last("PUPR", "KDS-")
    await town.push("Joko", "Ambil", "PUPR")
    await town.quiet()
    await town.say("Joko", "Besok pagi kami tambal.", "PUPR", reply_to=card["id"])
    await town.quiet()
    await town.push("Joko", "Kirim & selesai", "PUPR")
    await town.quiet()
    assert await town.last("Sri", "Besok pagi kami tambal.")
