"""WhatsApp's day: within it everything is said freely; later a template announces, and the rest waits for her word."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from routing.retention import kept
from storage import outbox, parking
from storage.database import transaction
from tests.town import Town
from tests.whatsapp_town import hours_pass, push_templates, texts, whatsapp_town
from tests.witness import send_report

STORY = "jalan berlubang di depan Pasar Bitingan, kemarin ada yang jatuh"


@pytest.fixture
async def town(database: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with whatsapp_town(tmp_path, database_url=database) as found:
        await push_templates(found)
        yield found


async def answer(town: Town, number: str, text: str) -> None:
    card = await town.last("PUPR", number, button="Bukan wewenang")
    await town.say("Joko", text, "PUPR", reply_to=card["id"])
    await town.quiet()
    await town.push("Joko", "Kirim & selesai", "PUPR", number)
    await town.quiet()


async def say(town: Town, text: str, who: str = "Wati") -> list[str]:
    """What she is told for it."""
    before = len(await texts(town, who))
    await town.say(who, text)
    await town.quiet()
    return (await texts(town, who))[before:]


async def card(town: Town) -> str:
    return str((await town.last("PUPR", "Pelapor:"))["text"])


async def parked(town: Town) -> dict[str, int]:
    async with transaction(town.engine) as connection:
        return await parking.count(connection)


async def test_within_a_day_an_answer_is_said_freely(town: Town) -> None:
    number = await send_report(town, "Wati", STORY)
    await hours_pass(town, 23)
    await answer(town, number, "Besok kami tambal.")
    assert "Besok kami tambal." in (await texts(town, "Wati"))[-1]
    assert await parked(town) == {}


@pytest.mark.parametrize("word", ["BUKA", "buka", "bka", "halo"])
async def test_later_an_answer_is_announced_and_waits_for_any_word_of_hers(town: Town, word: str) -> None:
    number = await send_report(town, "Wati", STORY)
    await hours_pass(town, 25)
    await answer(town, number, "Besok kami tambal.")
    said = await texts(town, "Wati")
    assert f"Laporan {number} sudah dijawab oleh Dinas PUPR" in said[-1]
    assert not any("tambal" in each for each in said)
    assert "terparkir" in await card(town)
    assert await parked(town) == {"window": 1}
    told = await say(town, word)
    assert "Besok kami tambal." in told[0]
    assert len(told) == (2 if word == "halo" else 1), "what opens letters is answered by the letters"
    assert "sudah sampai" in await card(town)
    assert await parked(town) == {}


async def test_a_long_answer_with_files_is_announced_once_and_opens_in_its_order(town: Town) -> None:
    number = await send_report(town, "Wati", STORY)
    await hours_pass(town, 25)
    before = len(await texts(town, "Wati"))
    await answer(town, number, "Pertama. " + "panjang " * 600 + "Terakhir.")
    assert len(await texts(town, "Wati")) == before + 1
    assert (await parked(town))["window"] > 1
    told = "\n".join(await say(town, "Buka"))
    assert told.index("Pertama.") < told.index("Terakhir.")


async def test_a_short_piece_of_news_travels_in_the_template_whole(town: Town) -> None:
    number = await send_report(town, "Wati", STORY)
    await hours_pass(town, 25)
    await town.push("Joko", "Ambil", "PUPR", number)
    await town.quiet()
    said = (await texts(town, "Wati"))[-1]
    assert f"Ada kabar tentang laporan {number}: Laporan {number} sedang ditangani petugas Dinas PUPR." in said
    assert await parked(town) == {}
    assert await say(town, "buka") == [await sentence(town, "contact.nothing_waits")]


async def sentence(town: Town, key: str) -> str:
    return town.app.speech.sentence(key, "id")


async def test_news_of_a_second_answer_is_announced_only_when_the_first_was_opened(town: Town) -> None:
    number = await send_report(town, "Wati", STORY)
    await hours_pass(town, 25)
    await answer(town, number, "Besok kami tambal.")
    before = len(await texts(town, "Wati"))
    card_ = await town.last("PUPR", number)
    await town.say("Joko", "Jadinya lusa.", "PUPR", reply_to=card_["id"])
    await town.quiet()
    await town.push("Joko", "Kirim & selesai", "PUPR", number)
    await town.quiet()
    assert len(await texts(town, "Wati")) == before, "she knows already that there is something to read"
    told = await say(town, "buka")
    assert [("besok" in each.lower(), "lusa" in each) for each in told] == [(True, False), (False, True)]


async def test_without_a_template_it_is_parked_and_the_coordinator_is_called(town: Town) -> None:
    number = await send_report(town, "Wati", STORY)
    next(iter(town.world.whatsapp.businesses.values())).templates.clear()
    await hours_pass(town, 25)
    await answer(town, number, "Besok kami tambal.")
    assert await parked(town) == {"untold": 1}
    assert "pemberitahuan belum bisa dikirim" in await card(town)
    assert "pendopo_answer" in (await town.last("Diskominfo", "Template WhatsApp"))["text"]
    await push_templates(town)
    await town.app.bellman.sweeper.announce_again()
    town.app.courier.nudge()
    await town.quiet()
    assert await parked(town) == {"window": 1}
    assert "Besok kami tambal." in (await say(town, "buka"))[0]


async def test_parked_letters_are_neither_waiting_nor_failed_and_no_retry_moves_them(town: Town) -> None:
    number = await send_report(town, "Wati", STORY)
    await hours_pass(town, 25)
    await answer(town, number, "Besok kami tambal.")
    async with transaction(town.engine) as connection:
        assert await outbox.count(connection) == (0, 0)
        [stuck] = await outbox.undeliverable(connection, 9)
        assert (stuck.ticket, stuck.trouble) == (number, "parked:window:answer")
        assert await outbox.try_all_again(connection) == 0
        await outbox.try_again(connection, [stuck.recipient])
    assert await parked(town) == {"window": 1}


async def test_what_is_never_opened_is_told_on_the_card_and_goes(town: Town) -> None:
    number = await send_report(town, "Wati", STORY)
    await hours_pass(town, 25)
    await answer(town, number, "Besok kami tambal.")
    town.clock.now += kept("failure", town.app.house.rules)
    await town.app.bellman.sweeper.forget_unopened()
    assert await parked(town) == {"window": 1}
    await hours_pass(town, 1)
    await town.app.bellman.sweeper.forget_unopened()
    town.app.courier.nudge()
    await town.quiet()
    assert await parked(town) == {}
    assert "tidak pernah dibuka" in await card(town)
