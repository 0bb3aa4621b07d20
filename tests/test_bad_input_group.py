"""What happens in groups that no form foresaw, over the wire: wrong people, wrong numbers, wrong codes, late codes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from bot.errands import invite
from bot.sandbox.client import private
from routing.facts import Taken
from storage.database import transaction
from storage.tickets import history
from tests.town import STAFF_BOT, Town, data_of, town_of
from tests.witness import all_tickets, fragment, memory, parked, send_report, toasts, told, unhurried

pytestmark = pytest.mark.asyncio(loop_scope="module")

new = count(1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """One town for all. In PUPR's group Agus is no officer and Bowo is one; in Diskominfo's sit Joko of PUPR, and Wati,
    who is no officer at all."""
    folder: Path = tmp_path_factory.mktemp("hall")
    async with town_of(folder) as found:
        unhurried(found)
        for name, group in (("Bowo", "PUPR"), ("Wati", "Diskominfo"), ("Joko", "Diskominfo")):
            found.ids.setdefault(name, 0)
            found.ids[name] = found.ids[name] or await found.puppets.person(name)
            await found.puppets.call(f"groups/{found.chats[group][2:]}/members", user=found.ids[name])
        hello = await found.say("Bowo", "saya siap membantu", "PUPR")
        await found.say("Joko", "/petugas", "PUPR", reply_to=hello)
        await found.quiet()
        assert await told(found, "PUPR", "room.appointed")
        yield found
        assert found.refused_calls() == []
        assert await parked(found) == []


async def code_for(town: Town, office: str) -> str:
    async with transaction(town.engine) as connection:
        return await invite(connection, town.app.house, office)


async def new_group(town: Town, *members: str) -> str:
    name = f"group-{next(new)}"
    town.chats[name] = await town.puppets.group(name, [*(town.ids[each] for each in members), STAFF_BOT])
    await town.quiet()
    return name


async def card_of(town: Town, number: str) -> int:
    return int((await town.last("PUPR", number, button="Ambil"))["id"])


# ---- who may


async def test_an_answer_by_somebody_who_is_no_officer_is_not_sent(hall: Town) -> None:
    card = await card_of(hall, await send_report(hall))
    before = await memory(hall)
    await hall.say("Agus", "Nanti saya lihat.", "PUPR", reply_to=card)
    await hall.quiet()
    assert await told(hall, "PUPR", "refused.not_officer")
    assert await memory(hall) == before


@pytest.mark.parametrize("button", ["take", "return", "push", "assign", "answer", "news", "drop"])
async def test_a_press_by_somebody_who_is_no_officer_does_nothing(hall: Town, button: str) -> None:
    number = await send_report(hall)
    card = await card_of(hall, number)
    before = await memory(hall)
    await hall.press("Agus", card, f"{button}:{number}:PUPR", "PUPR")
    await hall.quiet()
    kinds = ("refused.not_officer", "refused.not_coordinator", "button.stale")
    assert toasts(hall)[-1] in [fragment(hall, kind) for kind in kinds]
    assert await memory(hall) == before


async def test_two_officers_who_take_at_once_are_told_who_has_it(hall: Town) -> None:
    number = await send_report(hall)
    card = await card_of(hall, number)
    await asyncio.gather(*(hall.press(who, card, f"take:{number}:", "PUPR") for who in ("Joko", "Bowo")))
    await hall.quiet()
    async with transaction(hall.engine) as connection:
        facts = [entry.fact for entry in await history(connection, number)]
    assert facts.count(Taken()) == 1
    assert fragment(hall, "refused.already_taken") in toasts(hall)[-2:]


@pytest.mark.parametrize("button", ["Kirim & selesai", "💬 Kirim", "Batal"])
async def test_a_colleagues_draft_is_not_ours_to_send(hall: Town, button: str) -> None:
    number = await send_report(hall)
    await hall.say("Joko", "Besok kami tambal.", "PUPR", reply_to=await card_of(hall, number))
    await hall.quiet()
    before = await memory(hall)
    await hall.push("Bowo", button, "PUPR", number)
    await hall.quiet()
    assert toasts(hall)[-1] == fragment(hall, "button.stale")
    assert await memory(hall) == before
    await hall.push("Joko", "Kirim & selesai", "PUPR", number)
    await hall.quiet()
    assert "Besok kami tambal." in (await hall.messages("Siti"))[-1]["text"]


async def test_a_confirmation_pressed_twice_answers_once(hall: Town) -> None:
    number = await send_report(hall)
    await hall.say("Joko", "Besok kami tambal.", "PUPR", reply_to=await card_of(hall, number))
    await hall.quiet()
    asked = await hall.last("PUPR", number, button="Kirim & selesai")
    for _ in range(2):
        await hall.press("Joko", asked["id"], data_of(asked, "Kirim & selesai") or "", "PUPR")
    await hall.quiet()
    assert [len(each.answers) for each in await all_tickets(hall) if each.number == number] == [1]


async def test_of_two_who_answer_at_once_the_second_reads_the_first_before_sending(hall: Town) -> None:
    number = await send_report(hall)
    card = await card_of(hall, number)
    await hall.say("Joko", "Besok kami tambal.", "PUPR", reply_to=card)
    await hall.say("Bowo", "Lusa kami tambal.", "PUPR", reply_to=card)
    await hall.quiet()
    first = await hall.last("PUPR", "Besok kami tambal.", button="💬 Kirim")
    second = await hall.last("PUPR", "Lusa kami tambal.", button="💬 Kirim")
    await hall.press("Joko", first["id"], data_of(first, "💬 Kirim") or "", "PUPR")
    await hall.quiet()
    await hall.press("Bowo", second["id"], data_of(second, "💬 Kirim") or "", "PUPR")
    await hall.quiet()
    warned = await hall.last("PUPR", "Lusa kami tambal.", button="💬 Kirim")
    assert fragment(hall, "office.overtaken") in warned["text"]
    assert "Besok kami tambal." in warned["text"]
    assert [each.text for each in (await all_tickets(hall))[-1].answers] == ["Besok kami tambal."]
    await hall.press("Bowo", warned["id"], data_of(warned, "💬 Kirim") or "", "PUPR")
    await hall.quiet()
    assert [each.text for each in (await all_tickets(hall))[-1].answers] == ["Besok kami tambal.", "Lusa kami tambal."]


# ---- answers of other kinds


@pytest.mark.parametrize("kind", ["sticker", "location", "contact", "poll"])
async def test_what_cannot_be_sent_on_to_a_citizen_is_said_to_be_so(hall: Town, kind: str) -> None:
    card = await card_of(hall, await send_report(hall))
    before = await memory(hall)
    more = {"latitude": -6.8, "longitude": 110.8} if kind == "location" else {"caption": "sudah selesai"}
    await hall.puppets.call(
        "send", **{"from": hall.ids["Joko"], "chat": hall.chats["PUPR"]}, kind=kind, reply_to=card, **more
    )
    await hall.quiet()
    assert await told(hall, "PUPR", "not_understood.office")
    assert await memory(hall) == before


async def test_a_reply_to_what_is_no_card_is_told_where_the_card_is(hall: Town) -> None:
    await hall.say("Joko", "/bantuan", "PUPR")
    await hall.quiet()
    before = await memory(hall)
    await hall.say("Joko", "sudah kami kerjakan", "PUPR", reply_to=(await hall.messages("PUPR"))[-1]["id"])
    await hall.quiet()
    assert await told(hall, "PUPR", "room.reply_to_card")
    assert await memory(hall) == before


async def test_talk_among_colleagues_is_left_alone(hall: Town) -> None:
    before = await memory(hall)
    said = await hall.say("Joko", "siapa piket besok?", "PUPR")
    reply = await hall.say("Agus", "saya", "PUPR", reply_to=said)
    await hall.quiet()
    assert (await hall.messages("PUPR"))[-1]["id"] == reply
    assert await memory(hall) == before


async def test_a_long_answer_arrives_whole_and_in_order(hall: Town) -> None:
    number = await send_report(hall)
    words = [f"langkah{place:04}" for place in range(750)]
    await hall.say("Joko", " ".join(words), "PUPR", reply_to=await card_of(hall, number))
    await hall.quiet()
    said = (await hall.messages("Siti"))[-1]["id"]
    await hall.push("Joko", "Kirim & selesai", "PUPR", number)
    await hall.quiet()
    news = [each["text"] for each in await hall.messages("Siti") if each["id"] > said]
    assert len(news) == 3
    assert [word for each in news for word in each.split() if word.startswith("langkah")] == words
    assert fragment(hall, "notice.answered") in news[-1]


# ---- commands

NUMBERS = [
    ("/eskalasi", "room.number_needed"),
    ("/eskalasi   ", "room.number_needed"),
    ("/eskalasi KDS-62-00001-9", "room.number_wrong"),
    ("/eskalasi siapa saja", "room.number_wrong"),
    ("/eskalasi KDS-26-99999-6", "room.reason_needed"),
    ("/eskalasi KDS-26-99999-6   ", "room.reason_needed"),
    ("/eskalasi KDS-26-99999-6 ya", "room.reason_needed"),
    ("/eskalasi kds 26 99999 6 pelapor menelepon", "room.number_unknown"),
    (f"/eskalasi KDS-26-99999-6 {'lama ' * 300}", "room.reason_long"),
    ("/tutup", "room.number_needed"),
    ("/tutup KDS-26-99999-6", "room.reason_needed"),
    ("/tutup KDS-26-99999-6 bukan urusan Kabupaten", "room.number_unknown"),
    ("/riwayat", "room.number_needed"),
    ("/riwayat KDS-26-99999-6", "room.number_unknown"),
    ("/riwayat entah", "room.number_wrong"),
    ("/cari", "search.help"),
    ("/cari 30 februari", "search.bad_date"),
    ("/cari 1-13-2026", "search.bad_date"),
    ("/cari sihir_%", "search.none"),
    ("/cari maret 2019", "search.none"),
    (f"/cari {'panjang ' * 400}", "search.none"),
    ("/teruskan", "room.number_needed"),
    ("/teruskan KDS-26-99999-6", "room.office_unknown"),
    ("/teruskan KDS-26-99999-6 Kementerian", "room.office_unknown"),
    ("/teruskan KDS-26-99999-6 PUPR", "room.number_unknown"),
    ("/undang", "room.office_unknown"),
    ("/undang <b>Sihir</b>", "room.office_unknown"),
    ("/petugas SK 800/12/2026", "room.appoint_needs_reply"),
    ("/petugas sampai kapan", "register.date.impossible"),
    ("/petugas sampai 1-1-2020", "register.date.past"),
    ("/petugas Kementerian", "room.office_unknown"),
    ("/petugas berhenti", "register.dismiss_needs_reply"),
    ("/cuti", "leave.date.missing"),
    ("/cuti 31-02", "leave.date.impossible"),
    ("/cuti 1-1-2020 sampai 2-1-2020", "leave.date.past"),
    ("/cuti 5-12-2026 sampai 1-12-2026", "leave.date.backwards"),
    ("/hubungkan", "room.linked_already"),
    ("/apa_ini", "room.help.coordinator"),
]


@pytest.mark.parametrize(("text", "key"), NUMBERS)
async def test_a_command_that_is_not_whole_tells_what_it_needs(hall: Town, text: str, key: str) -> None:
    before = await memory(hall)
    await hall.say("Ratna", text, "Diskominfo")
    await hall.quiet()
    assert await told(hall, "Diskominfo", key)
    assert await memory(hall) == before


@pytest.mark.parametrize(
    ("who", "chat", "key"),
    [
        ("Joko", "PUPR", "room.coordinator_only"),
        ("Wati", "Diskominfo", "refused.not_officer"),
        ("Joko", "Diskominfo", "refused.not_coordinator"),
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "/eskalasi {number} lama",
        "/teruskan {number} Dishub",
        "/tutup {number} lama sekali",
        "/undang Dishub",
        "/eskalasi",
    ],
)
async def test_the_coordinators_commands_are_for_the_coordinator(
    hall: Town, who: str, chat: str, key: str, text: str
) -> None:
    number = await send_report(hall)
    before = await memory(hall)
    await hall.say(who, text.format(number=number), chat)
    await hall.quiet()
    assert await told(hall, chat, key)
    assert await memory(hall) == before


@pytest.mark.parametrize(("who", "chat"), [("Wati", "Diskominfo"), ("Joko", "Diskominfo"), ("Agus", "PUPR")])
async def test_officers_are_appointed_by_officers_of_the_office_alone(hall: Town, who: str, chat: str) -> None:
    hello = await hall.say("Wati" if chat == "Diskominfo" else "Agus", "halo", chat)
    before = await memory(hall)
    await hall.say(who, "/petugas", chat, reply_to=hello)
    await hall.quiet()
    assert await told(hall, chat, "refused.not_officer")
    assert await memory(hall) == before


# ---- groups


async def test_a_code_links_once_and_in_time(hall: Town) -> None:
    code, group, other = await code_for(hall, "DISHUB"), await new_group(hall, "Wati"), await new_group(hall, "Wati")
    for text, key in (
        ("/hubungkan", "link_needs_code"),
        ("/hubungkan ABCD-EFGH", "code.unknown"),
        ("/hubungkan ?", "code.unknown"),
    ):
        before = await memory(hall)
        await hall.say("Wati", text, group)
        await hall.quiet()
        assert await told(hall, group, f"room.{key}")
        assert await memory(hall) == before
    await hall.say("Wati", f"/hubungkan {code.lower().replace('-', ' ')}", group)
    await hall.quiet()
    assert await told(hall, group, "room.linked")
    before = await memory(hall)
    await hall.say("Wati", f"/hubungkan {code}", other)
    await hall.quiet()
    assert await told(hall, other, "room.code.used")
    assert await memory(hall) == before


async def test_a_code_does_not_outlive_its_days(hall: Town) -> None:
    code, group = await code_for(hall, "SATPOLPP"), await new_group(hall, "Wati")
    hall.clock.now += timedelta(hours=73)
    await hall.say("Wati", f"/hubungkan {code}", group)
    await hall.quiet()
    assert await told(hall, group, "room.code.expired")


async def test_a_group_that_is_linked_keeps_its_office_and_the_code_stays_good(hall: Town) -> None:
    code = await code_for(hall, "DISDIKPORA")
    before = await memory(hall)
    await hall.say("Joko", f"/hubungkan {code}", "PUPR")
    await hall.quiet()
    assert await told(hall, "PUPR", "room.linked_already")
    assert await memory(hall) == before


@pytest.mark.parametrize("text", ["/terlambat", "/undang PUPR", "/eskalasi KDS-26-00001-6", "/bantuan", "/petugas"])
async def test_a_strangers_group_learns_nothing_but_how_to_be_linked(hall: Town, text: str) -> None:
    group = await new_group(hall, "Ratna", "Agus")
    assert await told(hall, group, "room.stranger")
    before = await memory(hall)
    await hall.say("Ratna", text, group)
    await hall.quiet()
    assert await told(hall, group, "room.stranger")
    assert await memory(hall) == before


@pytest.mark.parametrize("text", ["halo", "/start", "/terlambat", "/hubungkan ABCD-EFGH"])
@pytest.mark.parametrize("who", ["Ratna", "Siti"])
async def test_the_officers_bot_sends_everybody_elsewhere_in_private(hall: Town, who: str, text: str) -> None:
    hall.chats[f"{who} alone"] = private(hall.ids[who], STAFF_BOT)
    before = await memory(hall)
    await hall.say(who, text, f"{who} alone")
    await hall.quiet()
    assert await told(hall, f"{who} alone", "room.private")
    assert await memory(hall) == before
