"""In a group with topics each ticket is one: named, all of it within, closed with it; elsewhere cards and replies."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from flows.card import title
from flows.effects import TopicName, Words
from routing.rules import Rules
from storage import rooms
from storage.database import transaction
from tests.forum import forum_town, give_topics, remove, solve, switch_off, threads_of, topics, withhold
from tests.talks import PICTURE, as_text
from tests.tickets import opened
from tests.town import STAFF_BOT, Town, data_of
from tests.witness import STORY, all_tickets, fragment, send_report, told


@pytest.fixture
async def town(database: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with forum_town(database, tmp_path) as found:
        yield found


async def test_each_report_is_a_topic_that_bears_its_name(town: Town) -> None:
    first, second = await send_report(town), await send_report(town, "Budi")
    made = topics(town)
    assert made[0].name == f"{first} Jalan rusak, depan Pasar Bitingan (Kec. Jati)"
    assert await threads_of(town, first) == [made[0].id]
    assert await threads_of(town, second) == [each.id for each in made[1:]]


def test_a_formal_request_is_named_as_one(rules: Rules) -> None:
    ticket = opened()
    formal = replace(ticket, draft=replace(ticket.draft, kind="ppid", topic=None))
    assert title(formal, "DISKOMINFO", rules).values["topic"] == Words("kind.ppid")
    assert title(ticket, "PUPR", rules).values["topic"] == TopicName("jalan-rusak")


async def test_everything_about_it_stands_in_its_topic(town: Town) -> None:
    number = await send_report(town)
    [topic] = topics(town)
    await solve(town, number)
    said = [each for each in await town.messages("PUPR") if each["from"] == STAFF_BOT and number in str(each)]
    assert {each.get("thread") for each in said} == {topic.id}
    assert await town.last("Siti", "Sudah kami tambal.")


async def test_it_is_closed_with_its_report_and_reopened_with_it(town: Town) -> None:
    number = await send_report(town)
    [topic] = topics(town)
    await solve(town, number)
    asked = await town.last("Siti", number, button="Belum selesai")
    not_yet = data_of(asked, "Belum selesai") or ""
    assert not topic.closed
    await town.push("Siti", "Sudah selesai")
    await town.quiet()
    assert topic.closed
    await town.press("Siti", asked["id"], not_yet)
    await town.quiet()
    await town.say("Siti", "Lubangnya terbuka lagi.")
    await town.quiet()
    assert not topic.closed
    assert {each.get("thread") for each in await town.messages("PUPR") if number in str(each)} == {topic.id}


async def test_without_the_right_cards_and_replies_go_on_and_it_is_told_what_is_missing(town: Town) -> None:
    await withhold(town, "can_manage_topics")
    number = await send_report(town)
    assert topics(town) == []
    assert await threads_of(town, number) == [None]
    await town.say("Ratna", "/sehat PUPR", "Diskominfo")
    await town.quiet()
    assert await told(town, "Diskominfo", "health.missing.topics")
    await withhold(town)
    await send_report(town, "Budi")
    assert len(topics(town)) == 1


async def test_a_deleted_topic_is_made_anew_with_its_card(town: Town) -> None:
    number = await send_report(town)
    [lost] = topics(town)
    await remove(town, lost)
    await town.say("Ratna", f"/eskalasi {number} sudah lama", "Diskominfo")
    await town.quiet()
    [topic] = topics(town)
    assert topic.name == lost.name
    card = await town.last("PUPR", number, button="Ambil")
    assert card["thread"] == topic.id


async def test_a_topic_deleted_after_it_was_closed_stays_deleted(town: Town) -> None:
    number = await send_report(town)
    [topic] = topics(town)
    await solve(town, number)
    await town.push("Siti", "Sudah selesai")
    await town.quiet()
    await remove(town, topic)
    before = len(await town.messages("PUPR"))
    await town.push("Siti", "4")
    await town.quiet()
    assert (topics(town), len(await town.messages("PUPR"))) == ([], before)


async def test_topics_that_are_switched_off_are_done_without(town: Town) -> None:
    old = await send_report(town)
    card = await town.last("PUPR", old, button="Ambil")
    await switch_off(town)
    number = await send_report(town, "Budi")
    assert await threads_of(town, number) == [None]
    async with transaction(town.engine) as connection:
        assert await rooms.forums(connection) == {}
    await town.push("Joko", "Ambil", "PUPR", old)
    await town.quiet()
    assert (await town.last("PUPR", old))["id"] == card["id"]


async def test_what_is_said_after_they_were_switched_off_stands_under_the_old_card(town: Town) -> None:
    number = await send_report(town)
    card = await town.last("PUPR", number, button="Ambil")
    await switch_off(town)
    await town.say("Ratna", f"/eskalasi {number} sudah lama", "Diskominfo")
    await town.quiet()
    assert (await town.last("PUPR"))["reply_to"] == card["id"]


async def test_a_command_is_answered_in_the_topic_where_it_was_written(town: Town) -> None:
    await send_report(town)
    [topic] = topics(town)
    await town.say("Joko", "/sehat", "PUPR", thread=topic.id)
    await town.quiet()
    assert await threads_of(town, fragment(town, "room.coordinator_only")) == [topic.id]


async def test_a_group_without_topics_stays_as_it_was(town: Town) -> None:
    await town.say("Ratna", "/eskalasi", "Diskominfo")
    await town.quiet()
    calls = town.world.calls.since(0, polls=False)
    assert not any("ForumTopic" in call["method"] or "message_thread_id" in call["params"] for call in calls)


# ---- what goes where


async def test_her_photos_and_a_long_report_stand_in_the_topic(town: Town) -> None:
    where = {"from": town.ids["Siti"], "chat": town.chats["Siti"]}
    await town.say("Siti", f"{STORY}. {'Mohon segera ditambal. ' * 80}")
    await town.quiet()
    for _ in range(3):
        photo = {"kind": "photo", "file": PICTURE, "file_name": "foto.png", "album": "a"}
        await town.puppets.call("send", **where, **photo)
    await town.quiet()
    await town.push("Siti", "Kirim")
    await town.quiet()
    [topic] = topics(town)
    said = [each for each in await town.messages("PUPR") if each["id"] >= topic.id]
    assert len([each for each in said if each.get("photo")]) == 3
    assert {each.get("thread") for each in said} == {topic.id}
    assert len(said) >= 6, "the beginning, the card, the words in full, three photos"


async def test_what_is_for_the_whole_group_stands_in_the_general_topic(town: Town) -> None:
    await send_report(town)
    await town.days_pass(6)
    await town.next_morning()
    await town.quiet()
    await town.say("Joko", "/terlambat", "PUPR")
    await town.quiet()
    assert await threads_of(town, "Selamat pagi") == [None]
    assert (await town.last("PUPR")).get("thread") is None


async def test_a_command_about_a_report_is_answered_where_it_was_written(town: Town) -> None:
    """And hangs under no card of another topic, which would draw it there."""
    await give_topics(town, "Diskominfo")
    await town.say("Budi", "lampu mati")
    await town.quiet()
    await town.push("Budi", "Bukan semua ini")
    await town.quiet()
    await town.push("Budi", "Kirim")
    await town.quiet()
    [ticket], [topic] = await all_tickets(town), topics(town, "Diskominfo")
    card = await town.last("Diskominfo", ticket.number, button="Dishub")
    await town.say("Ratna", f"/teruskan {ticket.number} DISHUB", "Diskominfo")
    await town.quiet()
    said = await town.last("Diskominfo")
    assert (card["thread"], topic.closed) == (topic.id, False)
    assert ticket.number in as_text(said)
    assert (said.get("thread"), said.get("reply_to")) == (None, None)


async def test_who_handed_it_on_sees_its_topic_closed(town: Town) -> None:
    number = await send_report(town)
    [topic] = topics(town)
    await town.say("Ratna", f"/teruskan {number} DISHUB", "Diskominfo")
    await town.quiet()
    assert topic.closed
    await town.say("Ratna", f"/teruskan {number} PUPR", "Diskominfo")
    await town.quiet()
    assert (topics(town), topic.closed) == ([topic], False)


async def test_a_report_that_was_erased_leaves_no_place_in_the_topics_name(town: Town) -> None:
    number = await send_report(town)
    [topic] = topics(town)
    assert "Bitingan" in topic.name
    await town.say("Siti", "/hapus")
    await town.quiet()
    await town.push("Siti", "Ya, hapus semua")
    await town.quiet()
    assert topic.name.startswith(number)
    assert "Bitingan" not in topic.name
    assert topic.closed


# ---- the right


async def test_a_group_that_lacks_the_right_is_told_what_to_do(town: Town) -> None:
    """At once when it is taken, for `/sehat`; in the group itself when a report would have needed it."""
    async with transaction(town.engine) as connection:
        await rooms.note_missing(connection, "telegram_staff", town.chats["PUPR"][2:], "")
    town.world.chats[town.chats["PUPR"]].withheld[STAFF_BOT] = {"can_manage_topics"}
    await send_report(town)
    await send_report(town, "Budi")
    assert await threads_of(town, fragment(town, "health.missing.topics")) == [None]


async def test_without_the_right_what_has_a_topic_still_goes_there_and_is_closed(town: Town) -> None:
    """Whoever made a topic may close it."""
    number = await send_report(town)
    [topic] = topics(town)
    await withhold(town, "can_manage_topics")
    await solve(town, number)
    await town.push("Siti", "Sudah selesai")
    await town.quiet()
    assert topic.closed
    assert set(await threads_of(town, number)) == {topic.id}
