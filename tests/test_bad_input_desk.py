"""What happens at the card that no form foresaw: two who answer at once, a closed report, an album, somebody else's
desk, and commands with the number of a report that is closed or another office's."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.talks import PICTURE
from tests.town import Town, data_of, town_of
from tests.witness import all_tickets, fragment, memory, parked, send_report, toasts, told, unhurried

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """Bowo is an officer of PUPR beside Joko, who also sits in Diskominfo's group."""
    folder: Path = tmp_path_factory.mktemp("desk")
    async with town_of(folder) as found:
        unhurried(found)
        found.ids["Bowo"] = await found.puppets.person("Bowo")
        for name, group in (("Bowo", "PUPR"), ("Joko", "Diskominfo")):
            await found.puppets.call(f"groups/{found.chats[group][2:]}/members", user=found.ids[name])
        hello = await found.say("Bowo", "saya siap membantu", "PUPR")
        await found.say("Joko", "/petugas", "PUPR", reply_to=hello)
        await found.quiet()
        yield found
        assert found.refused_calls() == []
        assert await parked(found) == []


async def report(town: Town) -> tuple[str, int]:
    """The number of a new report at PUPR, and the message of its card."""
    number = await send_report(town)
    return number, int((await town.last("PUPR", number, button="Ambil"))["id"])


async def reply(town: Town, who: str, text: str, card: int) -> int:
    """The message that shows the draft once more."""
    await town.say(who, text, "PUPR", reply_to=card)
    await town.quiet()
    return int((await town.last("PUPR", text, button="Kirim & selesai"))["id"])


async def send(town: Town, who: str, draft: int) -> None:
    message = next(each for each in await town.messages("PUPR") if each["id"] == draft)
    await town.press(who, draft, data_of(message, "Kirim & selesai") or "", "PUPR")
    await town.quiet()


async def answers(town: Town, number: str) -> list[str]:
    return [answer.text for each in await all_tickets(town) if each.number == number for answer in each.answers]


async def test_the_second_of_two_answers_is_shown_the_first_before_it_goes(hall: Town) -> None:
    number, card = await report(hall)
    one = await reply(hall, "Joko", "Besok kami tambal.", card)
    other = await reply(hall, "Bowo", "Lusa kami tambal.", card)
    await send(hall, "Joko", one)
    await send(hall, "Bowo", other)
    assert await answers(hall, number) == ["Besok kami tambal."]
    asked = await hall.last("PUPR", "Lusa kami tambal.", button="Kirim & selesai")
    assert fragment(hall, "office.overtaken") in asked["text"]
    assert "Besok kami tambal." in asked["text"]
    await send(hall, "Bowo", asked["id"])
    assert await answers(hall, number) == ["Besok kami tambal.", "Lusa kami tambal."]


async def test_an_answer_to_a_closed_report_is_not_sent_and_says_why(hall: Town) -> None:
    number, card = await report(hall)
    await send(hall, "Joko", await reply(hall, "Joko", "Sudah kami tambal.", card))
    await hall.push("Siti", "Sudah selesai")
    await hall.quiet()
    before = await memory(hall)
    await hall.say("Joko", "Terima kasih atas laporannya.", "PUPR", reply_to=card)
    await hall.quiet()
    assert await told(hall, "PUPR", "refused.when_closed")
    assert await memory(hall) == before
    for text in (f"/eskalasi {number} tolong dipercepat", f"/teruskan {number} Dishub"):
        await hall.say("Ratna", text, "Diskominfo")
        await hall.quiet()
        assert await told(hall, "Diskominfo", "refused.when_closed")
    assert await memory(hall) == before


async def test_an_album_is_one_answer_and_arrives_as_an_album(hall: Town) -> None:
    number, card = await report(hall)
    who = {"from": hall.ids["Joko"], "chat": hall.chats["PUPR"], "kind": "photo", "reply_to": card}
    for place in range(3):
        more = {} if place else {"caption": "Sebelum, selama, sesudah."}
        await hall.puppets.call("send", **who, **more, album="tambal", file=PICTURE, file_name="foto.png")
    await hall.quiet()
    asked = await hall.last("PUPR", "Sebelum, selama, sesudah.", button="Kirim & selesai")
    assert "Foto: 3" in asked["text"]
    said = (await hall.messages("Siti"))[-1]["id"]
    await send(hall, "Joko", asked["id"])
    *photos, words = [each for each in await hall.messages("Siti") if each["id"] > said]
    assert len({each["album"] for each in photos}) == 1
    assert len(photos) == 3
    assert "Sebelum, selama, sesudah." in words["text"]
    assert await answers(hall, number) == ["Sebelum, selama, sesudah."]


@pytest.mark.parametrize("button", ["take", "reply", "finish", "note", "ask", "prolong", "return"])
async def test_an_officer_of_another_office_presses_in_vain(hall: Town, button: str) -> None:
    """The report lies with Dishub, whose cards hang in Diskominfo's group, where Joko of PUPR sits too."""
    number = await send_report(hall, text="lampu merah di perempatan Jember mati total, macet")
    card = int((await hall.last("Diskominfo", number))["id"])
    before = await memory(hall)
    await hall.press("Joko", card, f"{button}:{number}:", "Diskominfo")
    await hall.quiet()
    assert toasts(hall)[-1] == fragment(hall, "refused.not_officer")
    assert await memory(hall) == before


@pytest.mark.parametrize("text", ["/riwayat {number}", "/riwayat {slip}"])
async def test_of_another_offices_report_a_group_learns_nothing(hall: Town, text: str) -> None:
    number = await send_report(hall, text="lampu merah di perempatan Jember mati total, macet")
    slip = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    before = await memory(hall)
    await hall.say("Joko", text.format(number=number, slip=slip), "PUPR")
    await hall.quiet()
    shown = (await hall.messages("PUPR"))[-1]["text"]
    assert "Dishub" not in shown
    assert "lampu" not in shown.lower()
    assert await memory(hall) == before


@pytest.mark.parametrize("reason", ["…", "??", "- -"])
async def test_a_reason_that_says_nothing_is_asked_for_again(hall: Town, reason: str) -> None:
    number, _ = await report(hall)
    await hall.push("Joko", "Bukan wewenang kami", "PUPR", number)
    await hall.quiet()
    asked = (await hall.last("PUPR", "bukan wewenang"))["id"]
    await hall.say("Joko", reason, "PUPR", reply_to=asked)
    await hall.quiet()
    assert await told(hall, "PUPR", "refused.needs_reason")
    assert [each.office for each in await all_tickets(hall) if each.number == number] == ["PUPR"]
