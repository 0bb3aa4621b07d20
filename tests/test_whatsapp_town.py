"""A citizen on WhatsApp and the offices on Telegram, the program between them, over both messengers' own wires."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo_whatsapp import submit_templates
from bot.templates import wordings
from tests.town import Town, town_of


@pytest.fixture
async def town(database: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with town_of(tmp_path, whatsapp=True, database_url=database) as found:
        yield found
        assert found.refused_calls() == []


COMPLAINT = "jalan berlubang di depan Pasar Bitingan, kemarin ada yang jatuh"


async def filed(town: Town) -> str:
    """Sri has sent a report; the number of its card in the office's group."""
    await town.say("Sri", COMPLAINT)
    await town.quiet()
    await town.push("Sri", "Kirim")
    await town.quiet()
    found = re.search(r"KDS-\d\d-\d{5}-\d", (await town.last("PUPR", "KDS-"))["text"])
    assert found
    return found[0]


async def answered(town: Town) -> None:
    """Joko has taken the report and answered it."""
    card = await town.last("PUPR", "KDS-")
    await town.push("Joko", "Ambil", "PUPR")
    await town.quiet()
    await town.say("Joko", "Besok pagi kami tambal.", "PUPR", reply_to=card["id"])
    await town.quiet()
    await town.push("Joko", "Kirim & selesai", "PUPR")
    await town.quiet()


async def test_a_report_from_whatsapp_is_answered_there(town: Town) -> None:
    await filed(town)
    await answered(town)
    assert await town.last("Sri", "Besok pagi kami tambal.")


async def test_whoever_keeps_her_number_to_herself_is_answered_by_her_user_id(town: Town) -> None:
    await town.puppets.call("whatsapp/contacts", person=town.ids["Sri"], username="sri.jati", hidden=True)
    await filed(town)
    await answered(town)
    assert await town.last("Sri", "Besok pagi kami tambal.")


@pytest.mark.parametrize("trouble", ["duplicate", "batch"])
async def test_news_that_comes_twice_or_in_a_heap_makes_one_report(town: Town, trouble: str) -> None:
    await town.puppets.call("whatsapp/faults", kind=trouble, times=2)
    await town.say("Sri", COMPLAINT)
    await town.say("Sri", "lubangnya dalam")
    await town.quiet()
    await town.push("Sri", "Kirim")
    await town.quiet()
    cards = [each for each in await town.messages("PUPR") if "KDS-" in (each.get("text") or "")]
    assert len(cards) == 1


async def test_news_of_hours_ago_in_another_order_does_no_harm(town: Town) -> None:
    await town.puppets.call("whatsapp/faults", kind="hold", times=3)
    for text in (COMPLAINT, "lubangnya dalam", "dekat toko emas"):
        await town.say("Sri", text)
    town.clock.now += timedelta(hours=20)
    await town.puppets.call("whatsapp/release", shuffle=4)
    await town.quiet()
    await town.push("Sri", "Kirim")
    await town.quiet()
    assert await town.last("PUPR", "KDS-")


async def test_what_is_said_in_one_breath_is_answered_by_one_summary(tmp_path: Path) -> None:
    async with town_of(tmp_path, whatsapp=True, whatsapp_pause=3.0) as town:
        for words in ("jalan berlubang", "di depan Pasar Bitingan", "kemarin ada yang jatuh"):
            await town.say("Sri", words)
        await town.quiet()
        [summary] = [each for each in await town.messages("Sri") if each["from"] != town.ids["Sri"]]
        assert all(words in summary["text"] for words in ("jalan berlubang", "Pasar Bitingan", "ada yang jatuh"))


@pytest.mark.parametrize("change", [{"wa_id": "62800777"}, {}], ids=["number", "user id alone"])
async def test_who_changes_her_number_keeps_her_report(town: Town, change: dict[str, str]) -> None:
    number = await filed(town)
    await town.puppets.call("whatsapp/renumber", person=town.ids["Sri"], user_id="ID.4242", **change)
    await town.quiet()
    await answered(town)
    assert number in (await town.last("Sri", "Besok pagi kami tambal."))["text"]


async def test_every_template_is_taken_in_all_its_languages(town: Town) -> None:
    await submit_templates(town.app)
    [business] = town.world.whatsapp.businesses.values()
    assert set(business.templates) == {(each.name, each.language) for each in wordings(town.app.speech)}


async def test_a_message_that_fails_is_told_to_the_office(town: Town) -> None:
    await filed(town)
    card = await town.last("PUPR", "KDS-")
    await town.push("Joko", "Ambil", "PUPR")
    await town.say("Joko", "Besok pagi kami tambal.", "PUPR", reply_to=card["id"])
    await town.quiet()
    await town.puppets.call("whatsapp/faults", kind="fail", code=131026)
    await town.push("Joko", "Kirim & selesai", "PUPR")
    await town.quiet()
    assert await town.last("PUPR", "tidak")
