"""An answer of more than 4,096 characters: phones send it in several messages, and the citizen gets all of it."""

from datetime import timedelta

import pytest

from tests.town import Town
from tests.witness import all_tickets, send_report

FIRST = "Langkah pertama kami periksa. " * 130
SECOND = "Langkah kedua kami kerjakan. " * 130
REST = "Demikian, terima kasih."


async def report(town: Town) -> tuple[str, int]:
    """The number of a new report, and the message of its card."""
    number = await send_report(town)
    return number, int((await town.last("PUPR", number, button="Ambil"))["id"])


def open_ears(town: Town) -> None:
    """As an administrator of the group a bot hears all of it; otherwise only what answers it."""
    for bot in town.world.bots.values():
        bot.privacy = False


async def answers(town: Town, number: str) -> list[str]:
    return [answer.text for each in await all_tickets(town) if each.number == number for answer in each.answers]


@pytest.mark.parametrize("every_part_answers", [True, False])
async def test_the_parts_of_one_text_are_one_answer(town: Town, every_part_answers: bool) -> None:
    open_ears(town)
    number, card = await report(town)
    await town.say("Joko", FIRST, "PUPR", reply_to=card)
    for part in (SECOND, REST):
        await town.say("Joko", part, "PUPR", **({"reply_to": card} if every_part_answers else {}))
    await town.quiet()
    assert REST in (await town.last("PUPR", button="Kirim & selesai"))["text"]
    await town.push("Joko", "Kirim & selesai", "PUPR")
    await town.quiet()
    assert await answers(town, number) == [f"{FIRST.strip()}\n{SECOND.strip()}\n{REST}"]


async def test_parts_that_come_with_a_breath_between_them_are_one_answer_too(town: Town) -> None:
    open_ears(town)
    number, card = await report(town)
    await town.say("Joko", FIRST, "PUPR", reply_to=card)
    await town.quiet()
    town.clock.now += timedelta(seconds=5)
    await town.say("Joko", REST, "PUPR")
    await town.quiet()
    await town.push("Joko", "Kirim & selesai", "PUPR")
    await town.quiet()
    assert await answers(town, number) == [f"{FIRST.strip()}\n{REST}"]


@pytest.mark.parametrize(
    ("first", "who", "seconds"),
    [("Besok kami tambal.", "Joko", 1), (FIRST, "Agus", 1), (FIRST, "Joko", 30)],
    ids=["nothing was cut", "a colleague", "half a minute later"],
)
async def test_talk_among_colleagues_joins_no_answer(town: Town, first: str, who: str, seconds: int) -> None:
    open_ears(town)
    number, card = await report(town)
    await town.say("Joko", first, "PUPR", reply_to=card)
    await town.quiet()
    before = await town.messages("PUPR")
    town.clock.now += timedelta(seconds=seconds)
    await town.say(who, "sudah makan?", "PUPR")
    await town.quiet()
    assert len(await town.messages("PUPR")) == len(before) + 1
    await town.push("Joko", "Kirim & selesai", "PUPR")
    await town.quiet()
    assert await answers(town, number) == [first.strip()]


async def test_the_second_look_shows_how_a_long_answer_ends(town: Town) -> None:
    _, card = await report(town)
    await town.say("Joko", f"{FIRST[:3900]} TAMAT.", "PUPR", reply_to=card)
    await town.quiet()
    shown = (await town.last("PUPR", button="Kirim & selesai"))["text"]
    assert "TAMAT." in shown
    assert "balas kartunya lagi dengan sisanya" in shown
