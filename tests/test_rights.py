"""What a citizen may ask about herself (UU 27/2022): a copy, a correction, her consent back, to be forgotten.

Forgetting is proved on the whole house: after it, no row of any table and no file holds what she was or wrote.
"""

import json
import re
from base64 import b64encode
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from bot.arrival import CITIZEN, Arrival
from flows.events import Chose, Said
from routing.history import replay
from routing.ticket import Ticket
from storage import consents, outbox, tickets
from storage.database import transaction
from storage.people import Sender
from storage.schema import identities, metadata
from tests.town import Town, until
from tests.witness import all_tickets, fragment, send_report, told

WORDS = "jalan berlubang di Desa Gribig depan warung Mak Sarinem"
SARINEM = "Sarinem"


async def press(town: Town, who: str, button: str) -> None:
    await town.push(who, button)
    await town.quiet()


async def say(town: Town, who: str, text: str) -> None:
    await town.say(who, text)
    await town.quiet()


async def forget(town: Town, who: str = "Siti") -> None:
    await say(town, who, "/hapus")
    await press(town, who, "Ya, hapus semua")


async def photo(town: Town, content: bytes, caption: str = WORDS) -> None:
    sent: dict[str, Any] = {"kind": "photo", "file": b64encode(content).decode(), "file_name": "f.jpg"}
    siti, chat = town.ids["Siti"], town.chats["Siti"]
    await town.puppets.call("send", **{"from": siti, "chat": chat, "caption": caption, **sent})
    await town.quiet()


def snapshot() -> bytes:
    """With the place where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "KameraRahasia"
    exif.get_ifd(0x8825)[2] = (6.0, 48.0, 17.0)
    target = BytesIO()
    Image.new("RGB", (64, 48), "brown").save(target, "JPEG", exif=exif)
    return target.getvalue()


async def everything(town: Town) -> str:
    """All rows of all tables, as one would read them with a knife in the file."""
    async with transaction(town.engine) as connection:
        rows = [row for table in metadata.sorted_tables for row in await connection.execute(select(table))]
    return "\n".join(b.decode(errors="replace") if isinstance(b, bytes) else str(b) for row in rows for b in row)


def stands_in(word: str, text: str) -> bool:
    """As a whole: a random id or a moment may well hold a short number."""
    return bool(re.search(rf"(?<![0-9A-Za-z]){re.escape(word)}(?![0-9A-Za-z])", text))


async def is_exactly_its_history(town: Town, ticket: Ticket) -> bool:
    async with transaction(town.engine) as connection:
        return replay(await tickets.history(connection, ticket.number)) == ticket


async def file_of(town: Town, who: str) -> Any:
    """The last document in a private chat, read."""
    documents = [each["document"] for each in await town.messages(who) if each.get("document")]
    answer = await town.puppets.http.get(documents[-1]["url"])
    return json.loads(answer.content)


async def answer(town: Town, number: str, text: str) -> None:
    card = await town.last("PUPR", number, button="Bukan wewenang")
    await town.say("Joko", text, "PUPR", reply_to=card["id"])
    await town.quiet()
    await town.push("Joko", "Kirim & selesai", "PUPR", number)
    await town.quiet()


# ---- a copy


async def test_the_copy_holds_all_that_is_hers_and_nothing_of_others(town: Town) -> None:
    number = await send_report(town, text=WORDS)
    await answer(town, number, "Besok kami tambal.")
    await press(town, "Siti", "Sudah selesai")
    await send_report(town, "Budi", "selokan mampet di Desa Rahtawu depan balai desa")
    await say(town, "Siti", "mampet lagi selokan Desa Rahtawu depan balai desa")
    await press(town, "Siti", "Ikut memantau")
    await say(town, "Siti", "lampu jalan mati di depan Pasar Bitingan")
    await say(town, "Siti", "/dataku")
    copy = await file_of(town, "Siti")
    assert copy["identitas"] == [{"saluran": "telegram_citizen", "nama": "Siti"}]
    assert copy["bahasa"] == "id"
    assert copy["draf"][0]["isi"] == "lampu jalan mati di depan Pasar Bitingan"
    [report] = copy["laporan"]
    assert (report["nomor"], report["isi"], report["keadaan"]) == (number, WORDS, "Selesai")
    assert [(each["oleh"], each["apa"]) for each in report["riwayat"]][:2] == [
        ("Bapak/Ibu", "dikirim"),
        ("petugas", "dijawab"),
    ]
    assert report["riwayat"][1]["isi"] == "Besok kami tambal."
    [followed] = copy["laporan_yang_dipantau"]
    assert followed["laporan"][0]["isi"] == "mampet lagi selokan Desa Rahtawu depan balai desa"
    assert [each["apa"] for each in copy["persetujuan"]] == ["notice"]
    assert "Joko" not in json.dumps(copy)
    assert "selokan mampet di Desa Rahtawu" not in json.dumps(copy), "the neighbour's words are the neighbour's"


async def test_the_copy_speaks_her_language(town: Town) -> None:
    await say(town, "Siti", "/language")
    await press(town, "Siti", "English")
    await say(town, "Siti", "/mydata")
    assert (await file_of(town, "Siti"))["identity"] == [{"channel": "telegram_citizen", "name": "Siti"}]
    assert fragment(town, "rights.copy", "en") in (await town.messages("Siti"))[-1]["caption"]


# ---- a correction


async def test_a_corrected_name_stays_whatever_the_platform_says(town: Town) -> None:
    await say(town, "Siti", "/perbaiki")
    await press(town, "Siti", "Nama saya")
    await say(town, "Siti", "x" * 101)
    assert await told(town, "Siti", "rights.ask_name")
    await say(town, "Siti", "Siti Aminah")
    await say(town, "Siti", "/bantuan")
    async with transaction(town.engine) as connection:
        names = (await connection.execute(select(identities.c.name).where(identities.c.channel == CITIZEN))).scalars()
    assert "Siti Aminah" in set(names)


async def test_what_else_is_wrong_goes_to_the_coordinator_without_her_name(town: Town) -> None:
    await say(town, "Siti", "/perbaiki")
    await press(town, "Siti", "Hal lain")
    await say(town, "Siti", "alamat saya bukan Jl. Jenderal Sudirman")
    text = (await town.messages("Diskominfo"))[-1]["text"]
    assert "bukan Jl. Jenderal Sudirman" in text
    assert "Siti" not in text


# ---- consent


async def test_sending_is_consent_to_the_notice_and_can_be_taken_back(town: Town) -> None:
    await send_report(town)
    siti = (await all_tickets(town))[0].reporter
    async with transaction(town.engine) as connection:
        [given] = await consents.of(connection, siti)
    assert (given.what, given.version, given.withdrawn) == ("notice", "1", None)
    await say(town, "Siti", "/cabut")
    await press(town, "Siti", "Ya, cabut")
    assert await told(town, "Siti", "rights.withdrawn")
    async with transaction(town.engine) as connection:
        [given] = await consents.of(connection, siti)
    assert given.withdrawn is not None
    await say(town, "Siti", "/cabut")
    await press(town, "Siti", "Ya, cabut")
    assert await told(town, "Siti", "rights.nothing_to_withdraw")


async def test_the_notice_stands_on_the_first_review_alone(town: Town) -> None:
    await say(town, "Siti", WORDS)
    assert await told(town, "Siti", "review.notice")
    await press(town, "Siti", "Kirim")
    await say(town, "Siti", "lampu jalan mati di depan Pasar Bitingan")
    assert await told(town, "Siti", "review.confirm")
    assert not await told(town, "Siti", "review.notice")


# ---- to be forgotten


async def test_nothing_of_her_is_left_in_the_house(town: Town) -> None:
    await photo(town, snapshot())
    await press(town, "Siti", "Kirim")
    number = (await all_tickets(town))[0].number
    await answer(town, number, f"Sudah di depan warung Mak {SARINEM}.")
    await press(town, "Siti", "Belum selesai")
    await say(town, "Siti", f"masih berlubang, Mak {SARINEM} jatuh")
    await say(town, "Siti", f"lampu jalan mati di depan warung {SARINEM}")
    [kept] = town.app.settings.media_dir.glob("??/*")
    hers = ("Siti", str(town.ids["Siti"]), SARINEM, "Gribig")
    before = await everything(town)
    assert all(stands_in(each, before) for each in hers)
    await forget(town)
    assert await told(town, "Siti", "rights.forgotten")
    after = await everything(town)
    assert not [each for each in hers if stands_in(each, after)]
    town.clock.now += timedelta(hours=2)
    town.app.bellman.nudge()
    await until(lambda: gone(town))
    assert not kept.exists()
    assert kept.stem not in await everything(town)


async def gone(town: Town) -> bool:
    return not list(town.app.settings.media_dir.glob("??/*"))


async def test_what_is_counted_stays_true(town: Town) -> None:
    number = await send_report(town, text=WORDS)
    await answer(town, number, "Sudah kami tambal.")
    await press(town, "Siti", "Sudah selesai")
    await press(town, "Siti", "4 ⭐")
    [before] = await all_tickets(town)
    await forget(town)
    [after] = await all_tickets(town)
    assert await is_exactly_its_history(town, after)
    same = ("number", "state", "office", "reporter", "opened", "replied", "closed", "stars", "reopened")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert (after.draft.topic, after.draft.kind, after.draft.text) == ("jalan-rusak", "complaint", "")
    assert after.draft.spot
    assert (after.draft.spot.district, after.draft.spot.village) == ("Gebog", None) or after.draft.spot.village is None
    assert after.answers[0].text == ""
    assert after.erased == "words"


async def test_an_open_report_ends_with_her_and_its_office_cleans_up(town: Town) -> None:
    await send_report(town, text=WORDS)
    await forget(town)
    [ticket] = await all_tickets(town)
    assert ticket.state == "closed"
    assert await told(town, "PUPR", "notice.erased")
    card = (await town.last("PUPR", "Pelapor:"))["text"]
    assert fragment(town, "card.erased") in card
    assert SARINEM not in card


async def test_a_report_that_a_neighbour_follows_goes_on_without_her(town: Town) -> None:
    number = await send_report(town, text="selokan mampet di Desa Rahtawu depan balai desa")
    await say(town, "Budi", "mampet lagi selokan Desa Rahtawu depan balai desa")
    await press(town, "Budi", "Ikut memantau")
    await forget(town)
    [ticket] = await all_tickets(town)
    assert (ticket.state, ticket.draft.text, len(ticket.followers)) == ("open", "", 1)
    assert fragment(town, "notice.erased.followed") in (await town.messages("Budi"))[-1]["text"]
    await answer(town, number, "Sudah kami keruk.")
    assert "Sudah kami keruk." in (await town.messages("Budi"))[-1]["text"]
    assert "Sudah kami keruk." not in str(await town.messages("Siti"))
    async with transaction(town.engine) as connection:
        assert await outbox.count(connection) == (0, 0), "what is for nobody is not kept"
    await forget(town, "Budi")
    [ticket] = await all_tickets(town)
    assert (ticket.state, ticket.followers) == ("closed", ())
    assert await is_exactly_its_history(town, ticket)
    assert "Rahtawu" not in await everything(town)


async def test_a_follower_takes_her_own_words_out_and_nothing_else(town: Town) -> None:
    await send_report(town, "Budi", "selokan mampet di Desa Rahtawu depan balai desa")
    await say(town, "Siti", "mampet lagi selokan Desa Rahtawu depan rumah Sarinem")
    await press(town, "Siti", "Ikut memantau")
    await forget(town)
    [ticket] = await all_tickets(town)
    assert (ticket.state, ticket.followers) == ("open", ())
    assert ticket.draft.text == "selokan mampet di Desa Rahtawu depan balai desa"
    assert await is_exactly_its_history(town, ticket)
    assert SARINEM not in await everything(town)


async def test_what_she_wrote_in_the_same_moment_is_somebody_news(town: Town) -> None:
    """A press and a message taken together, in one transaction."""
    await send_report(town, text=WORDS)
    siti, chat = Sender(CITIZEN, str(town.ids["Siti"]), "Siti"), str(town.ids["Siti"])
    asked = Chose("erase", "", str(round(town.clock.now.timestamp())))
    erase = Arrival(id="t:1", sender=siti, chat=chat, private=True, event=asked)
    more = Arrival(id="t:2", sender=siti, chat=chat, private=True, event=Said("lampu jalan mati di Desa Gribig"))
    await town.app.desk.take([erase, more])
    await town.quiet()
    await press(town, "Siti", "Kirim")
    old, new = await all_tickets(town)
    assert (old.draft.text, new.draft.text) == ("", "lampu jalan mati di Desa Gribig")
    assert old.reporter != new.reporter


async def test_a_question_that_can_not_be_undone_stands_for_a_day(town: Town) -> None:
    await send_report(town, text=WORDS)
    await say(town, "Siti", "/hapus")
    town.clock.now += timedelta(days=1, minutes=1)
    await press(town, "Siti", "Ya, hapus semua")
    assert (await all_tickets(town))[0].draft.text == WORDS


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 40, "99999999999", "١"])
async def test_a_forged_answer_to_it_is_an_old_one(town: Town, value: str) -> None:
    message = await town.say("Siti", "/hapus")
    await town.quiet()
    await town.press("Siti", message + 1, f"erase::{value}")
    await town.quiet()
    async with transaction(town.engine) as connection:
        addresses = (await connection.execute(select(identities.c.address))).scalars().all()
    assert str(town.ids["Siti"]) in addresses


# ---- what a group sees of a photo


async def test_a_group_sees_the_picture_and_not_where_it_was_taken(town: Town) -> None:
    await photo(town, snapshot())
    await press(town, "Siti", "Kirim")
    shown = (await town.last("PUPR", button=""))["photo"]
    content = (await town.puppets.http.get(shown["url"])).content
    assert b"KameraRahasia" not in content
    assert Image.open(BytesIO(content)).size == (64, 48)


async def test_a_photo_that_can_not_be_read_is_told_of_and_kept(town: Town) -> None:
    await photo(town, snapshot()[:300])
    await press(town, "Siti", "Kirim")
    assert fragment(town, "card.photo_unreadable") in (await town.messages("PUPR"))[-1]["text"]
    assert len(list(town.app.settings.media_dir.glob("??/*"))) == 1
