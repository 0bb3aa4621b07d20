"""When things pile up, or somebody can't be reached: many late tickets, a citizen who blocked the bot, a lost group."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from routing.ticket import Ticket
from tests.talks import PICTURE
from tests.town import CITIZEN_BOT, STAFF_BOT, Town, town_of
from tests.witness import STORY, all_tickets, fragment, parked, send_report, told, unhurried


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A town where calls may be refused, because that is what is told of here."""
    async with town_of(tmp_path) as found:
        unhurried(found)
        yield found
        assert await parked(found) == []


async def ticket(town: Town, number: str) -> Ticket:
    return next(each for each in await all_tickets(town) if each.number == number)


async def answer(town: Town, number: str, text: str) -> None:
    card = await town.last("PUPR", number, button="Ambil")
    await town.say("Joko", text, "PUPR", reply_to=card["id"])
    await town.quiet()
    await town.push("Joko", "Kirim & selesai", "PUPR", number)
    await town.quiet()


async def test_a_long_list_of_late_tickets_is_paged_and_says_so(town: Town) -> None:
    for _ in range(15):
        await send_report(town)
    await town.days_pass(6)
    await town.quiet()
    for who, chat in (("Joko", "PUPR"), ("Ratna", "Diskominfo")):
        await town.say(who, "/terlambat", chat)
        await town.quiet()
        listed = (await town.messages(chat))[-1]["text"]
        assert listed.startswith("15 laporan lewat batas:")
        assert listed.count("🔴 KDS-26-") == 10
        assert "Ditampilkan 1–10," in listed
        await town.push(who, "Berikutnya", chat)
        await town.quiet()
        listed = (await town.messages(chat))[-1]["text"]
        assert listed.startswith("15 laporan lewat batas:")
        assert listed.count("🔴 KDS-26-") == 5
    assert town.refused_calls() == []


async def test_nothing_late_is_said_in_one_line(town: Town) -> None:
    await town.say("Joko", "/terlambat", "PUPR")
    await town.quiet()
    assert await told(town, "PUPR", "overdue.none")


async def block(town: Town, who: str) -> None:
    await town.puppets.call("block", user=town.ids[who], bot=CITIZEN_BOT, blocked=True)


async def test_an_answer_that_a_block_held_up_arrives_when_she_writes_again(town: Town) -> None:
    number = await send_report(town)
    await block(town, "Siti")
    await answer(town, number, "Besok pagi kami tambal.")
    card = (await town.last("PUPR", "Pelapor:"))["text"]
    assert fragment(town, "card.answer.undeliverable") in card
    assert fragment(town, "trouble.blocked") in card
    assert await told(town, "PUPR", "notice.undeliverable")
    assert (await ticket(town, number)).answers[0].delivery == "undeliverable"
    await town.say("Siti", "/laporan")
    await town.quiet()
    texts = [each["text"] for each in await town.messages("Siti")]
    assert sum("Besok pagi kami tambal." in text for text in texts) == 1
    assert texts[-1].startswith("Laporan Bapak/Ibu")
    assert (await ticket(town, number)).answers[0].delivery == "delivered"
    assert fragment(town, "card.answer.delivered") in (await town.last("PUPR", "Pelapor:"))["text"]


async def test_whoever_blocks_the_bot_is_not_called_again_and_again(town: Town) -> None:
    number = await send_report(town)
    await block(town, "Siti")
    await town.push("Joko", "Ambil", "PUPR")
    await town.quiet()
    refused = len(town.refused_calls())
    await answer_taken(town, number)
    assert [refused, len(town.refused_calls())] == [1, 1]


async def answer_taken(town: Town, number: str) -> None:
    card = await town.last("PUPR", "Pelapor:")
    await town.say("Joko", "Sudah.", "PUPR", reply_to=card["id"])
    await town.quiet()
    await town.push("Joko", "Kirim & selesai", "PUPR", number)
    await town.quiet()


async def test_a_group_that_put_the_bot_out_is_told_of_and_the_coordinator_takes_over(town: Town) -> None:
    group = town.chats["PUPR"][2:]
    await town.puppets.http.delete(f"/sandbox/groups/{group}/members/{STAFF_BOT}")
    number = await send_report(town)
    texts = [each.get("text") or "" for each in await town.messages("Diskominfo")]
    assert any(number in text and "Status: menunggu diambil" in text for text in texts)
    assert any(fragment(town, "room.lost.out") in text for text in texts)
    card = await town.last("Diskominfo", number, button="Ambil")
    await town.say("Ratna", "Kami teruskan sendiri.", "Diskominfo", reply_to=card["id"])
    await town.quiet()
    await town.push("Ratna", "Kirim & selesai", "Diskominfo", number)
    await town.quiet()
    assert "Kami teruskan sendiri." in (await town.messages("Siti"))[-1]["text"]


async def test_a_deleted_card_is_hung_again(town: Town) -> None:
    number = await send_report(town)
    card = await town.last("PUPR", number)
    chat = town.world.chats[town.chats["PUPR"]]
    chat.messages[card["id"]].deleted = True
    await town.press("Joko", card["id"], f"take:{number}:", "PUPR")
    await town.quiet()
    fresh = await town.last("PUPR", number)
    assert fresh["id"] > card["id"]
    assert "Status: ditangani Joko" in fresh["text"]


async def test_a_group_that_became_a_supergroup_goes_on(town: Town) -> None:
    await send_report(town)
    moved = (await town.puppets.call(f"groups/{town.chats['PUPR'][2:]}/migrate"))["chat"]["key"]
    await town.quiet()
    town.chats["PUPR"] = moved
    number = await send_report(town, "Budi")
    await answer(town, number, "Kami periksa.")
    assert "Kami periksa." in (await town.messages("Budi"))[-1]["text"]


@pytest.mark.parametrize("trouble", ["cut", "500"])
async def test_a_photo_whose_fetching_fails_is_fetched_again(trouble: str, town: Town) -> None:
    await town.puppets.call("faults", kind=trouble, method="download")
    photo = {"kind": "photo", "file": PICTURE, "file_name": "foto.png", "caption": STORY}
    await town.puppets.call("send", **{"from": town.ids["Siti"], "chat": town.chats["Siti"], **photo})
    await town.quiet()
    await town.push("Siti", "Kirim")
    await town.quiet()
    assert [each["photo"] for each in await town.messages("PUPR") if each.get("photo")]
    assert town.world.faults.open == []
