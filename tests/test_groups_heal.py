"""Groups that are lost come home: the bot put out, silenced, the group deleted or upgraded; and what `/sehat` says."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errands import invite
from storage import rooms
from storage.database import transaction
from tests.town import STAFF_BOT, Town, town_of, until
from tests.witness import fragment, parked, send_report, told, unhurried


@pytest.fixture
async def town(database: str, tmp_path: Path) -> AsyncIterator[Town]:
    """A town where calls may be refused, because that is what is told of here."""
    async with town_of(tmp_path, database_url=database) as found:
        unhurried(found)
        yield found
        assert await parked(found) == []


def group(town: Town, name: str = "PUPR") -> str:
    return town.chats[name].removeprefix("g:")


async def put_out(town: Town) -> None:
    await town.puppets.http.delete(f"/sandbox/groups/{group(town)}/members/{STAFF_BOT}")
    await town.quiet()


async def mute(town: Town, *, muted: bool) -> None:
    await town.puppets.call(f"groups/{group(town)}/rights", user=STAFF_BOT, muted=muted)
    await town.quiet()


async def heard(town: Town, chat: str, key: str) -> int:
    """How many messages there hold this sentence."""
    return sum(fragment(town, key) in (each.get("text") or "") for each in await town.messages(chat))


async def test_a_bot_that_is_put_out_is_missed_at_once_and_its_reports_come_home_with_it(town: Town) -> None:
    number = await send_report(town)
    await put_out(town)
    assert await heard(town, "Diskominfo", "room.lost.out") == 1
    second = await send_report(town, "Budi")
    assert await town.last("Diskominfo", second, button="Ambil")
    assert await heard(town, "Diskominfo", "room.lost.out") == 1
    await town.puppets.call(f"groups/{group(town)}/members", user=STAFF_BOT)
    await town.quiet()
    assert await heard(town, "PUPR", "room.back") == 1
    assert await heard(town, "Diskominfo", "room.back") == 1
    for each in (number, second):
        assert await town.last("PUPR", each, button="Ambil")
    await town.push("Joko", "Ambil", "PUPR", second)
    await town.quiet()
    assert "ditangani Joko" in (await town.last("PUPR", second, button="Bukan"))["text"]


async def test_a_bot_that_may_not_write_hands_over_until_it_may(town: Town) -> None:
    await mute(town, muted=True)
    assert await heard(town, "Diskominfo", "room.lost.muted") == 1
    number = await send_report(town)
    assert await town.last("Diskominfo", number, button="Ambil")
    await mute(town, muted=False)
    assert await heard(town, "PUPR", "room.back") == 1
    assert await town.last("PUPR", number, button="Ambil")


async def test_a_right_that_was_taken_unseen_is_found_out_by_the_first_letter(town: Town) -> None:
    chat = town.world.chats[town.chats["PUPR"]]
    chat.muted.add(STAFF_BOT)
    number = await send_report(town)
    assert await heard(town, "Diskominfo", "room.lost.muted") == 1
    assert await town.last("Diskominfo", number, button="Ambil")
    chat.muted.discard(STAFF_BOT)
    await town.say("Joko", "/hubungkan", "PUPR")
    await town.quiet()
    assert await town.last("PUPR", number, button="Ambil")


async def test_a_deleted_group_is_followed_by_another(town: Town) -> None:
    number = await send_report(town)
    await town.puppets.http.delete(f"/sandbox/groups/{group(town)}")
    await town.quiet()
    assert await heard(town, "Diskominfo", "room.lost.out") == 1
    async with transaction(town.engine) as connection:
        code = await invite(connection, town.app.house, "PUPR")
    town.chats["baru"] = await town.puppets.group("PUPR baru", [town.ids["Joko"], STAFF_BOT])
    await town.quiet()
    await town.say("Joko", f"/hubungkan {code}", "baru")
    await town.quiet()
    assert await town.last("baru", number, button="Ambil")


async def test_a_strange_group_stays_strange(town: Town) -> None:
    town.chats["lain"] = await town.puppets.group("Arisan", [town.ids["Joko"], STAFF_BOT])
    await town.quiet()
    assert await told(town, "lain", "room.stranger")
    await town.say("Joko", "/hubungkan", "lain")
    await town.quiet()
    assert await told(town, "lain", "room.link_needs_code")


async def health(town: Town, text: str = "/sehat") -> str:
    await town.say("Ratna", text, "Diskominfo")
    await town.quiet()
    return str((await town.messages("Diskominfo"))[-1]["text"])


async def test_sehat_tells_how_every_group_stands_and_what_to_do(town: Town) -> None:
    well = await health(town)
    assert "Semua grup sehat" in well
    assert "✅ Dinas PUPR" in well
    assert "petugas: 1" in well
    assert "OPD lain belum punya grup" in well
    await put_out(town)
    ill = await health(town)
    assert ill.startswith("🩺 1 grup perlu perhatian:\n\n⚠️ Dinas PUPR")
    assert "Masukkan bot lagi ke grup Dinas PUPR" in ill
    assert "/undang Dishub" in await health(town, "/sehat Dishub")


async def test_sehat_is_the_coordinators_alone(town: Town) -> None:
    await town.say("Joko", "/sehat", "PUPR")
    await town.quiet()
    assert await told(town, "PUPR", "room.coordinator_only")


async def test_a_decree_that_ends_is_spoken_of_two_weeks_before_and_when_it_has_ended(town: Town) -> None:
    hello = await town.say("Agus", "halo", "PUPR")
    await town.say("Joko", "/petugas SK 800/1 sampai 11-12-2026", "PUPR", reply_to=hello)
    await town.quiet()
    await town.days_pass(2)
    await town.quiet()
    assert await heard(town, "PUPR", "register.soon") == 0
    for chat in ("PUPR", "Diskominfo"):
        await town.days_pass(1)
        await until_heard(town, chat, "register.soon")
    await town.days_pass(10)
    await until_heard(town, "PUPR", "register.over")
    await until_heard(town, "Diskominfo", "register.over")
    assert [await heard(town, "PUPR", f"register.{each}") for each in ("soon", "over")] == [1, 1]
    assert "SK berakhir: 1 petugas" in await health(town)


async def until_heard(town: Town, chat: str, key: str) -> None:
    async def said() -> bool:
        return await heard(town, chat, key) > 0

    await until(said)
    await town.quiet()


async def test_a_group_is_lost_once_and_found_once(town: Town) -> None:
    where = ("telegram_staff", group(town))
    async with transaction(town.engine) as connection:
        assert [await rooms.lose(connection, *where, "out") for _ in range(2)] == ["PUPR", None]
        assert await rooms.offices(connection, [where]) == {}
        assert "PUPR" not in await rooms.chats(connection)
        assert [await rooms.regain(connection, *where) for _ in range(2)] == ["PUPR", None]
        assert "PUPR" in await rooms.chats(connection)
