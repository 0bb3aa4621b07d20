"""What officers write in a ticket's topic: an answer without replying to anything, and talk among colleagues."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.forum import forum_town, threads_of, topics, write
from tests.talks import FOLDER, PICTURE, Player, as_text
from tests.town import Town, data_of
from tests.witness import all_tickets, fragment, send_report


@pytest.fixture
async def town(database: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with forum_town(database, tmp_path) as found:
        yield found


async def test_what_an_officer_writes_in_it_is_an_answer_to_be_confirmed(town: Town) -> None:
    number = await send_report(town)
    [topic] = topics(town)
    await write(town, "Joko", "Besok kami tambal.", topic)
    shown = await town.last("PUPR", "Besok kami tambal.", button="Catatan internal")
    assert (shown["thread"], data_of(shown, "Kirim") is not None, data_of(shown, "Batal") is not None) == (
        topic.id,
        True,
        True,
    )
    await town.push("Joko", "Kirim", "PUPR")
    await town.quiet()
    assert "Besok kami tambal." in as_text(await town.last("Siti", number))


async def test_and_edited_there_it_is_edited_at_the_citizens(town: Town) -> None:
    await send_report(town)
    [topic] = topics(town)
    wrote = await town.say("Joko", "Besok kami tambal.", "PUPR", thread=topic.id)
    await town.quiet()
    await town.push("Joko", "Kirim", "PUPR")
    await town.quiet()
    where = {"from": town.ids["Joko"], "chat": town.chats["PUPR"]}
    await town.puppets.call("edit", **where, id=wrote, text="Lusa kami tambal.")
    await town.quiet()
    assert "Lusa kami tambal." in as_text(await town.last("Siti"))


async def test_photos_count_and_a_note_may_become_of_it(town: Town) -> None:
    await send_report(town)
    [topic] = topics(town)
    photo = {"kind": "photo", "file": PICTURE, "file_name": "foto.png", "caption": "Aspal habis."}
    await write(town, "Joko", "", topic, **photo)
    await town.push("Joko", "Catatan internal", "PUPR")
    await town.quiet()
    [ticket] = await all_tickets(town)
    assert [(note.text, len(note.files)) for note in ticket.notes] == [("Aspal habis.", 1)]


async def test_what_answers_a_colleague_and_a_sticker_is_talk(town: Town) -> None:
    await send_report(town)
    [topic] = topics(town)
    await write(town, "Agus", "Siapa yang ke sana?", topic)
    before = len(await town.messages("PUPR"))
    question = await town.last("PUPR", "Siapa yang ke sana?")
    await write(town, "Joko", "Saya saja.", topic, reply_to=question["id"])
    await write(town, "Joko", "", topic, kind="sticker")
    assert len(await town.messages("PUPR")) == before + 2


async def test_who_is_no_officer_is_told_once_that_nothing_goes_out(town: Town) -> None:
    await send_report(town)
    [topic] = topics(town)
    await write(town, "Agus", "Besok kami tambal.", topic)
    await write(town, "Agus", "Atau lusa.", topic)
    assert await threads_of(town, fragment(town, "refused.not_officer")) == [topic.id]


async def test_a_question_is_answered_without_replying_to_it(town: Town) -> None:
    await send_report(town)
    [topic] = topics(town)
    await town.push("Joko", "Catatan", "PUPR")
    await town.quiet()
    await write(town, "Joko", "Aspal habis.", topic)
    [ticket] = await all_tickets(town)
    assert [note.text for note in ticket.notes] == ["Aspal habis."]


async def test_advice_is_asked_for_by_a_command_in_the_topic(town: Town) -> None:
    number = await send_report(town)
    [topic] = topics(town)
    await write(town, "Joko", "/konsultasi Boleh ditutup dulu?", topic)
    assert "Boleh ditutup dulu?" in as_text(await town.last("Diskominfo", number))


async def test_in_the_general_topic_talk_goes_nowhere(town: Town) -> None:
    await send_report(town)
    before = len(await town.messages("PUPR"))
    await town.say("Joko", "Besok kami tambal.", "PUPR")
    await town.quiet()
    assert len(await town.messages("PUPR")) == before + 1


# ---- whole talks


@pytest.mark.parametrize("talk", ["bukan_wewenang", "catatan", "janji", "jawaban_foto", "minta_data", "templat"])
async def test_the_talks_of_an_office_go_the_same_with_topics(town: Town, talk: str) -> None:
    await Player(town, FOLDER / f"{talk}.txt").play()
