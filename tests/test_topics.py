"""In a group with topics each ticket is one: named, all of it within, closed with it; elsewhere cards and replies."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from storage import rooms
from storage.database import transaction
from tests.town import STAFF_BOT, Town, data_of, town_of
from tests.witness import fragment, parked, send_report, told, unhurried


@pytest.fixture
async def town(database: str, tmp_path: Path) -> AsyncIterator[Town]:
    """A town where calls may be refused, because that is what is told of here. PUPR's group has topics."""
    async with town_of(tmp_path, database_url=database) as found:
        unhurried(found)
        group = found.chats["PUPR"].removeprefix("g:")
        moved = await found.puppets.call(f"groups/{group}/migrate", forum=True)
        found.chats["PUPR"] = moved["chat"]["key"]
        await found.puppets.call(f"groups/{found.chats['PUPR'][2:]}/admins", user=STAFF_BOT)
        await found.quiet()
        yield found
        assert await parked(found) == []


def topics(town: Town) -> list[Any]:
    return list(town.world.chats[town.chats["PUPR"]].topics.values())


async def threads_of(town: Town, text: str) -> list[int | None]:
    return [each.get("thread") for each in await town.messages("PUPR") if text in (each.get("text") or "")]


async def solve(town: Town, number: str) -> None:
    card = await town.last("PUPR", number, button="Ambil")
    await town.say("Joko", "Sudah kami tambal.", "PUPR", reply_to=card["id"])
    await town.quiet()
    await town.push("Joko", "Kirim & selesai", "PUPR", number)
    await town.quiet()


async def test_each_report_is_a_topic_that_bears_its_name(town: Town) -> None:
    first, second = await send_report(town), await send_report(town, "Budi")
    made = topics(town)
    assert made[0].name == f"{first} Jalan rusak, depan Pasar Bitingan (Kec. Jati)"
    assert await threads_of(town, first) == [made[0].id]
    assert await threads_of(town, second) == [each.id for each in made[1:]]


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
    group = town.chats["PUPR"][2:]
    await town.puppets.call(f"groups/{group}/rights", user=STAFF_BOT, withheld=["can_manage_topics"])
    number = await send_report(town)
    assert topics(town) == []
    assert await threads_of(town, number) == [None]
    await town.say("Ratna", "/sehat PUPR", "Diskominfo")
    await town.quiet()
    assert await told(town, "Diskominfo", "health.missing.topics")
    await town.puppets.call(f"groups/{group}/rights", user=STAFF_BOT, withheld=[])
    await send_report(town, "Budi")
    assert len(topics(town)) == 1


async def test_a_deleted_topic_is_made_anew_with_its_card(town: Town) -> None:
    number = await send_report(town)
    [lost] = topics(town)
    await town.puppets.http.delete(f"/sandbox/groups/{town.chats['PUPR'][2:]}/topics/{lost.id}")
    await town.say("Ratna", f"/eskalasi {number} sudah lama", "Diskominfo")
    await town.quiet()
    [topic] = topics(town)
    assert topic.name == lost.name
    card = await town.last("PUPR", number, button="Ambil")
    assert card["thread"] == topic.id


async def test_topics_that_are_switched_off_are_done_without(town: Town) -> None:
    await send_report(town)
    await town.puppets.call(f"groups/{town.chats['PUPR'][2:]}/forum", forum=False)
    number = await send_report(town, "Budi")
    assert await threads_of(town, number) == [None]
    async with transaction(town.engine) as connection:
        assert await rooms.forums(connection) == {}


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
