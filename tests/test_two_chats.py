"""One person, two chats: joined by a code that both confirm, parted again, STOP and erasing for both."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.audit_command import prove, seal_all
from bot.contact import GOOD_FOR
from routing.history import replay
from storage import forgetting, people, tickets
from storage.database import transaction
from tests.town import Town
from tests.whatsapp_town import push_templates, texts, whatsapp_town
from tests.witness import all_tickets, send_report

HOLE = "jalan berlubang di depan Pasar Bitingan, kemarin ada yang jatuh"
LAMP = "lampu jalan mati di Desa Gribig depan balai desa"


@pytest.fixture
async def town(database: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with whatsapp_town(tmp_path, database_url=database) as found:
        await push_templates(found)
        yield found


async def say(town: Town, who: str, text: str) -> str:
    """The last thing she is told for it. Each word takes a second."""
    town.clock.now += timedelta(seconds=1)
    await town.say(who, text)
    await town.quiet()
    return (await texts(town, who))[-1]


async def press(town: Town, who: str, button: str) -> str:
    town.clock.now += timedelta(seconds=1)
    await town.push(who, button)
    await town.quiet()
    return (await texts(town, who))[-1]


async def code_of(town: Town, who: str) -> str:
    told = await say(town, who, "sambung")
    return next(word.strip("*") for word in told.split() if len(word.strip("*")) == 9 and word.strip("*")[4] == "-")


async def join(town: Town, owner: str = "Siti", typist: str = "Wati") -> str:
    code = await code_of(town, owner)
    await say(town, typist, f"sambung {code.lower()}")
    await press(town, typist, "Ya, dua-duanya saya")
    return await press(town, owner, "Ya, itu saya")


async def reporters(town: Town) -> set[str]:
    """Also: every ticket is exactly what its history tells."""
    found = await all_tickets(town)
    async with transaction(town.engine) as connection:
        for ticket in found:
            assert replay(await tickets.history(connection, ticket.number)) == ticket
    return {ticket.reporter for ticket in found}


async def test_tickets_drafts_and_news_come_together(town: Town) -> None:
    first, second = await send_report(town, "Siti", HOLE), await send_report(town, "Wati", LAMP)
    await say(town, "Wati", "selokan mampet di Desa Rahtawu depan balai desa")
    assert "Laporan Bapak/Ibu: 2" in "\n".join([await join(town), *await texts(town, "Siti")])
    assert len(await reporters(town)) == 1
    assert any("selokan mampet" in each for each in await texts(town, "Siti")), "the other chat's draft comes up here"
    town.clock.now += 2 * GOOD_FOR
    told = await say(town, "Wati", "/laporan")
    assert first in told
    assert second in told
    await town.push("Joko", "Ambil", "PUPR", first)
    await town.quiet()
    assert "sedang ditangani" in (await texts(town, "Wati"))[-1], "the chat used last"
    assert "sedang ditangani" not in (await texts(town, "Siti"))[-1]


async def test_parted_each_chat_has_what_was_sent_from_it(town: Town) -> None:
    first, second = await send_report(town, "Siti", HOLE), await send_report(town, "Wati", LAMP)
    await join(town)
    await say(town, "Wati", "pisahkan")
    await press(town, "Wati", "Ya, pisahkan")
    assert len(await reporters(town)) == 2
    siti, wati = await say(town, "Siti", "/laporan"), await say(town, "Wati", "/laporan")
    assert (first in siti, second in siti, first in wati, second in wati) == (True, False, False, True)
    assert "tidak sedang menyatu" in await split(town, "Siti")


async def split(town: Town, who: str) -> str:
    await say(town, who, "pisahkan")
    return await press(town, who, "Ya, pisahkan")


async def test_a_code_is_nothing_without_both_and_nothing_twice(town: Town) -> None:
    await send_report(town, "Siti", HOLE)
    code = await code_of(town, "Siti")
    assert "Itu kode dari chat ini sendiri" in await say(town, "Siti", f"sambung {code}")
    told = await say(town, "Wati", f"sambung {code}")
    assert "chat Telegram atas nama “Siti”" in told
    assert "Belum ada laporan" in await say(town, "Wati", "/laporan"), "typing it alone opens nothing"
    await town.push("Wati", "Ya, dua-duanya saya")
    await town.quiet()
    assert "Belum ada laporan" in await say(town, "Wati", "/laporan"), "the other chat has the last word"
    await press(town, "Siti", "Bukan saya")
    await say(town, "Wati", f"sambung {code}")
    assert "Kode itu tidak berlaku" in (await texts(town, "Wati"))[-1]
    assert len(await reporters(town)) == 1


async def test_a_code_is_good_for_minutes_and_only_the_newest(town: Town) -> None:
    old, new = await code_of(town, "Siti"), await code_of(town, "Siti")
    assert "tidak berlaku" in await say(town, "Wati", f"sambung {old}")
    town.clock.now += GOOD_FOR
    assert "tidak berlaku" in await say(town, "Wati", f"sambung {new}")


async def test_erasing_forgets_both(town: Town) -> None:
    await send_report(town, "Siti", HOLE)
    await send_report(town, "Wati", LAMP)
    await join(town)
    await say(town, "Wati", "/hapus")
    await town.push("Wati", "Ya, hapus semua")
    await town.quiet()
    found = await all_tickets(town)
    assert [ticket.erased for ticket in found] == ["words", "words"]
    await reporters(town)
    async with transaction(town.engine) as connection:
        assert await people.accounts_of(connection, found[0].reporter) == ()
        assert set(await forgetting.written_in(connection, found[0].reporter)) == {each.number for each in found}


async def test_the_history_proves_itself_when_chats_were_joined_parted_and_erased(town: Town) -> None:
    await send_report(town, "Siti", HOLE)
    await proved(town)
    await send_report(town, "Wati", LAMP)
    await join(town)
    await proved(town)
    await split(town, "Wati")
    await proved(town)
    await join(town)
    await say(town, "Wati", "/hapus")
    await town.push("Wati", "Ya, hapus semua")
    await town.quiet()
    await proved(town)


async def proved(town: Town) -> None:
    """As `pendopo audit` says it, of what is chained by now."""
    await seal_all(town.engine)
    verdict = await prove(town.engine)
    assert verdict.broken == ()
    assert (verdict.totals.facts > 0, verdict.totals.unsealed) == (True, 0)


async def test_stop_said_in_one_chat_ends_news_in_all_and_mulai_brings_what_waited(town: Town) -> None:
    number = await send_report(town, "Siti", HOLE)
    await join(town)
    assert "tidak akan mengabari lagi" in await say(town, "Wati", "STOP")
    await town.push("Joko", "Ambil", "PUPR", number)
    await town.quiet()
    everything = "\n".join([*await texts(town, "Wati"), *await texts(town, "Siti")])
    assert "sedang ditangani" not in everything
    assert number in await say(town, "Wati", "/laporan"), "what she asks for is answered"
    assert "mengabari lagi" in await say(town, "Wati", "mulai")
    assert any("sedang ditangani" in each for each in await texts(town, "Wati"))
