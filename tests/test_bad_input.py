"""What citizens send that no form foresaw, over the wire: a kind sentence, and nothing changes that should not."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import pytest_asyncio

from bot.sandbox.callbacks import Press
from routing.ticket import Draft
from tests.talks import PICTURE
from tests.town import CITIZEN_BOT, Town, town_of
from tests.witness import STORY, all_tickets, fragment, memory, parked, send_report, talks, toasts, told, unhurried

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """One town for all: each test brings a citizen of its own."""
    folder: Path = tmp_path_factory.mktemp("hall")
    async with town_of(folder) as found:
        unhurried(found)
        yield found
        assert found.refused_calls() == []
        assert await parked(found) == []


@pytest_asyncio.fixture(loop_scope="module")
async def ani(hall: Town) -> str:
    """Somebody new, who has said hello."""
    name = f"Ani-{len(hall.ids)}"
    await hall.citizen(name)
    await hall.say(name, "/start")
    await hall.quiet()
    return name


async def talk_of(town: Town, words: str) -> bool:
    return any(words in talk.draft.text for talk in (await talks(town)).values())


async def draft_of(town: Town, words: str) -> Draft:
    return next(talk.draft for talk in (await talks(town)).values() if words in talk.draft.text)


# ---- words


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("   ", "not_understood.kind"),
        ("\n\t\n", "not_understood.kind"),
        ("😭😭😭🙏", "complaint.need_words"),
        ("?!...", "complaint.need_words"),
        ("/", "help"),
        ("/tidakada", "help"),
        ("/bantuan@pendopo_kudus_bot", "help"),
    ],
)
async def test_what_says_nothing_is_asked_about_kindly(hall: Town, ani: str, text: str, key: str) -> None:
    before = await memory(hall)
    await hall.say(ani, text)
    await hall.quiet()
    assert await told(hall, ani, key)
    assert await memory(hall) == before


@pytest.mark.parametrize(
    "text",
    [
        "jalan berlubang <b> di Pasar Bitingan",
        "</i> jalan berlubang di Pasar Bitingan </b></pre>",
        "jalan berlubang &amp; &lt;b&gt; di Pasar Bitingan &",
        "*jalan* _berlubang_ [di](http://x) `Pasar Bitingan` *_[",
        "jalan berlubang {number} {0} {} %s di Pasar Bitingan }{",
        '<a href="tg://user?id=1">jalan berlubang</a> di Pasar Bitingan',
        "jalan berlubang\u202e di \u200bPasar Bitingan\ufeff",
    ],
)
async def test_words_that_look_like_markup_stay_words(hall: Town, ani: str, text: str) -> None:
    number = await send_report(hall, ani, text)
    review = await hall.last(ani, "Untuk: ")
    card = await hall.last("PUPR", number)
    assert f"“{text}”" in review["text"]
    assert f"“{text}”" in card["text"]


async def test_ten_thousand_characters_arrive_whole(hall: Town, ani: str) -> None:
    text = "jalan berlubang di Pasar Bitingan " + " ".join(f"lubang{place:05}" for place in range(830))
    number = await send_report(hall, ani, text)
    assert (await all_tickets(hall))[-1].draft.text == text
    card = await hall.last("PUPR", number, button="Ambil")
    parts = [each["text"] for each in await hall.messages("PUPR") if (each.get("reply_to") or 0) == card["id"]]
    full = [part.removeprefix(fragment(hall, "card.full")) for part in parts]
    assert " ".join(full).split() == text.split()


async def test_a_report_that_never_ends_is_told_so_and_loses_nothing(hall: Town, ani: str) -> None:
    await hall.say(ani, "jalan berlubang di Pasar Bitingan " + "a" * 29_000)
    await hall.quiet()
    before = await memory(hall)
    await hall.say(ani, "b" * 1_000)
    await hall.quiet()
    assert await told(hall, ani, "complaint.too_much")
    assert await memory(hall) == before


@pytest.mark.parametrize(
    "escape",
    [r"\u0000", r"\ud800", r"\udfff", r"\ud83d\u0000", r"\u0000\udc00\ud800"],
)
async def test_signs_that_no_database_takes_are_left_out(hall: Town, ani: str, escape: str) -> None:
    deliver(hall, ani, text=msgspec.Raw(f'"jalan berlubang {escape}di Pasar Bitingan"'.encode()))
    await hall.quiet()
    assert await talk_of(hall, "jalan berlubang di Pasar Bitingan")
    assert "“jalan berlubang di Pasar Bitingan”" in (await hall.messages(ani))[-1]["text"]


def deliver(town: Town, who: str, **body: Any) -> None:
    """A message exactly as given, past everything an app would do to it."""
    chat = town.world.chats[town.chats[who]]
    user = town.world.people[town.ids[who]].as_user()
    bot = town.world.bot(CITIZEN_BOT)
    message = {"message_id": 9_000, "date": town.world.now, "chat": chat.as_chat(), "from": user, **body}
    town.world.deliver(bot, "message", message, chat)


# ---- things that are no words


@pytest.mark.parametrize("kind", ["sticker", "contact", "poll"])
async def test_what_a_report_cannot_use_is_said_to_be_so(hall: Town, ani: str, kind: str) -> None:
    await hall.say(ani, STORY)
    await hall.quiet()
    before = await memory(hall)
    await hall.say(ani, "", kind=kind)
    await hall.quiet()
    assert await told(hall, ani, "not_understood.kind")
    assert await memory(hall) == before


@pytest.mark.parametrize("kind", ["photo", "video", "document", "voice", "audio"])
@pytest.mark.parametrize("megabytes", [1, 60])
async def test_a_caption_counts_as_words(hall: Town, ani: str, kind: str, megabytes: int) -> None:
    words = f"lampu jalan padam di Desa Getas Pejaten, lihat {kind} {megabytes}"
    await hall.say(ani, "", kind=kind, caption=words, file_size=megabytes * 1024 * 1024)
    await hall.quiet()
    draft = await draft_of(hall, words)
    assert (draft.text, [each.kind for each in draft.evidence]) == (words, [kind] if megabytes < 20 else [])


@pytest.mark.parametrize("kind", ["video", "document", "voice", "audio"])
async def test_what_is_too_large_is_refused_by_its_size_alone(hall: Town, ani: str, kind: str) -> None:
    before = await memory(hall)
    await hall.say(ani, "", kind=kind, file_size=60 * 1024 * 1024)
    await hall.quiet()
    last = (await hall.messages(ani))[-1]["text"]
    assert "60 MB" in last
    assert ("lebih pendek" in last) is (kind == "video")
    assert await memory(hall) == before


async def test_of_twenty_photos_ten_are_kept_and_this_is_said_once(hall: Town, ani: str) -> None:
    before = len(await hall.messages(ani))
    for place in range(20):
        album = {"album": f"{ani}-{place // 10}", "caption": "jalan berlubang di Desa Piji" if not place else ""}
        await hall.say(ani, "", kind="photo", file=PICTURE, **album)
    await hall.quiet()
    assert len((await draft_of(hall, "jalan berlubang di Desa Piji")).evidence) == 10
    said = [each["text"] for each in (await hall.messages(ani))[before:] if each.get("text")]
    assert len([each for each in said if fragment(hall, "complaint.too_many_files") in each]) == 1


async def test_words_under_the_eleventh_photo_are_kept(hall: Town, ani: str) -> None:
    for place in range(11):
        await hall.say(ani, "", kind="photo", caption="selokan mampet di Desa Rahtawu" if place == 10 else "")
    await hall.quiet()
    assert len((await draft_of(hall, "selokan mampet di Desa Rahtawu")).evidence) == 10


async def test_whoever_only_ever_talks_gets_through_to_the_coordinator(hall: Town, ani: str) -> None:
    for _ in range(3):
        await hall.say(ani, "", kind="voice", file=PICTURE)
        await hall.quiet()
    await hall.push(ani, "✅ Kirim")
    await hall.quiet()
    ticket = (await all_tickets(hall))[-1]
    assert (ticket.triage, ticket.draft.text, len(ticket.draft.evidence)) == (True, "", 3)
    heard = [each for each in await hall.messages("Diskominfo") if each.get("voice")]
    assert len(heard) == 3


async def test_a_file_that_can_not_be_had_any_more_is_told_of(hall: Town, ani: str) -> None:
    await hall.say(ani, "", kind="document", caption="jalan berlubang di Desa Puyoh")
    await hall.say(ani, "", kind="document", file=PICTURE, file_name="surat.pdf")
    await hall.quiet()
    first, second = (await draft_of(hall, "jalan berlubang di Desa Puyoh")).evidence
    hall.world.files.by_id.pop(first.file.rpartition("-")[0])
    await hall.push(ani, "Kirim")
    await unhindered(hall)
    sent = next(each for each in reversed(await hall.messages("PUPR")) if each.get("document"))
    assert sent["document"]["file_name"] == second.name == "surat.pdf"
    assert "1 berkas tidak dapat diambil" in sent["caption"]


async def unhindered(town: Town) -> None:
    """Quiet, and the call that was refused on purpose is forgotten."""
    await town.quiet()
    town.world.calls.clear()


async def test_a_pin_at_the_end_of_the_world_is_a_place(hall: Town, ani: str) -> None:
    await hall.say(ani, "", kind="location", latitude=-90.0, longitude=180.0)
    await hall.quiet()
    assert await told(hall, ani, "complaint.ask_story")


# ---- buttons


async def test_a_button_of_last_week_is_stale_and_the_draft_stays(hall: Town, ani: str) -> None:
    await hall.say(ani, STORY)
    await hall.quiet()
    old = await hall.last(ani, button="Kirim")
    await hall.say(ani, "sudah seminggu begini")
    await hall.quiet()
    before = await memory(hall)
    await hall.press(ani, old["id"], "send:1:")
    await hall.quiet()
    assert toasts(hall)[-1] == fragment(hall, "button.stale")
    assert await memory(hall) == before


FORGED = [
    ("", "button.unknown"),
    (":", "button.unknown"),
    ("::::", "button.unknown"),
    ("\x07\x1b[31m\u0000\u202e", "button.unknown"),
    ("x" * 64, "button.unknown"),
    ("🙏" * 16, "button.unknown"),
    ("send:999:", "button.stale"),
    ("send::", "button.stale"),
    ("topic:1:jalan", "button.stale"),
    ("take:KDS-26-00001-0:", "button.unknown"),
    ("assign:KDS-26-00001-0:PUPR", "button.unknown"),
    ("push:KDS-26-00001-0:", "button.unknown"),
    ("answer:KDS-26-00001-0:1-x", "button.unknown"),
    ("solved:KDS-26-99999-9:", "refused.not_yours"),
    ("solved::", "refused.not_yours"),
    ("unsolved::", "refused.not_yours"),
    ("unsolved:<b>:", "refused.not_yours"),
    ("rate::5", "refused.not_yours"),
    ("rate:KDS-26-00001-0:0", "button.unknown"),
    ("rate:KDS-26-00001-0:6", "button.unknown"),
    ("rate:KDS-26-00001-0:٥", "button.unknown"),
]


@pytest.mark.parametrize(("data", "key"), FORGED)
async def test_a_button_that_was_never_offered_changes_nothing(hall: Town, ani: str, data: str, key: str) -> None:
    before = await memory(hall)
    await hall.press(ani, (await hall.messages(ani))[-1]["id"], data)
    await hall.quiet()
    assert toasts(hall)[-1] == fragment(hall, key)
    assert await memory(hall) == before


@pytest.mark.parametrize("name", ["solved", "unsolved", "rate"])
async def test_another_persons_ticket_is_as_unknown_as_none(hall: Town, ani: str, name: str) -> None:
    number = await send_report(hall, "Siti")
    before = await memory(hall)
    await hall.press(ani, (await hall.messages(ani))[-1]["id"], f"{name}:{number}:5")
    await hall.quiet()
    assert toasts(hall)[-1] == fragment(hall, "refused.not_yours")
    assert await memory(hall) == before


async def test_another_persons_draft_button_sends_nothing(hall: Town, ani: str) -> None:
    """Budi's draft offers the same turn as Ani's; a button speaks only of the draft of whoever presses it."""
    await hall.citizen("Bu-Tejo")
    await hall.say("Bu-Tejo", "lampu jalan mati di Desa Getas Pejaten")
    await hall.quiet()
    mine = await hall.last("Bu-Tejo", button="Kirim")
    data = next(each["data"] for row in mine["buttons"] for each in row if "Kirim" in each["text"])
    before = await memory(hall)
    await hall.press(ani, (await hall.messages(ani))[-1]["id"], data)
    await hall.quiet()
    assert await memory(hall) == before


async def test_pressing_twice_sends_once(hall: Town, ani: str) -> None:
    await hall.say(ani, STORY)
    await hall.quiet()
    review = await hall.last(ani, button="Kirim")
    count = len(await all_tickets(hall))
    for _ in range(2):
        await hall.press(ani, review["id"], "send:1:")
    await hall.quiet()
    assert len(await all_tickets(hall)) == count + 1
    assert fragment(hall, "button.stale") in toasts(hall)[-2:]


async def test_pressing_not_solved_after_it_was_reopened_takes_no_words(hall: Town, ani: str) -> None:
    number = await send_report(hall, ani)
    await answer(hall, number, "Sudah kami tambal.")
    asked = await hall.last(ani, button="Belum selesai")
    await hall.push(ani, "Belum selesai")
    await hall.quiet()
    await hall.say(ani, "lubangnya masih ada")
    await hall.quiet()
    before = await memory(hall)
    await hall.press(ani, asked["id"], f"unsolved:{number}:")
    await hall.quiet()
    assert toasts(hall)[-1] == fragment(hall, "refused.already_reopened")
    assert await memory(hall) == before


async def answer(town: Town, number: str, text: str) -> None:
    """Joko's, confirmed."""
    card = await town.last("PUPR", number, button="Ambil")
    await town.say("Joko", text, "PUPR", reply_to=card["id"])
    await town.quiet()
    await town.push("Joko", "Kirim & selesai", "PUPR", number)
    await town.quiet()


async def test_an_old_message_that_telegram_shows_no_more_can_still_be_pressed(hall: Town, ani: str) -> None:
    """Telegram then gives only the message's id and a date of 0."""
    chat = hall.world.chats[hall.chats[ani]]
    query: dict[str, Any] = {
        "id": "4200000000000000",
        "from": hall.world.people[hall.ids[ani]].as_user(),
        "message": {"chat": chat.as_chat(), "message_id": 1, "date": 0},
        "chat_instance": "1",
        "data": "language::en",
    }
    press = Press(hall.ids[ani], chat.key, CITIZEN_BOT, hall.world.clock())
    hall.world.callbacks.add(query["id"], press)
    hall.world.deliver(hall.world.bot(CITIZEN_BOT), "callback_query", query, chat)
    await hall.quiet()
    assert fragment(hall, "language.chosen", "en") in (await hall.messages(ani))[-1]["text"]
