"""A town where PUPR's group has topics, and what people do there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.talks import as_text
from tests.town import STAFF_BOT, Town, town_of
from tests.witness import parked, unhurried


@asynccontextmanager
async def forum_town(database: str, folder: Path) -> AsyncIterator[Town]:
    """Calls may be refused there, because that is what is told of."""
    async with town_of(folder, database_url=database) as found:
        unhurried(found)
        await give_topics(found, "PUPR")
        yield found
        assert await parked(found) == []


async def give_topics(town: Town, office: str) -> None:
    """Its group is made a supergroup with topics, where the officers' bot is an administrator."""
    moved = await town.puppets.call(f"groups/{town.chats[office][2:]}/migrate", forum=True)
    town.chats[office] = moved["chat"]["key"]
    await town.puppets.call(f"groups/{town.chats[office][2:]}/admins", user=STAFF_BOT)
    await town.quiet()


async def withhold(town: Town, *rights: str) -> None:
    await town.puppets.call(f"groups/{town.chats['PUPR'][2:]}/rights", user=STAFF_BOT, withheld=list(rights))
    await town.quiet()


async def remove(town: Town, topic: Any) -> None:
    """Somebody deletes it by hand; the bot is not told."""
    await town.puppets.http.delete(f"/sandbox/groups/{town.chats['PUPR'][2:]}/topics/{topic.id}")


async def switch_off(town: Town) -> None:
    await town.puppets.call(f"groups/{town.chats['PUPR'][2:]}/forum", forum=False)


def topics(town: Town, office: str = "PUPR") -> list[Any]:
    return list(town.world.chats[town.chats[office]].topics.values())


async def threads_of(town: Town, text: str, office: str = "PUPR") -> list[int | None]:
    return [each.get("thread") for each in await town.messages(office) if text in as_text(each)]


async def write(town: Town, who: str, text: str, topic: Any, office: str = "PUPR", **more: Any) -> None:
    """A message in a topic which answers nothing, unless `reply_to` says so."""
    await town.say(who, text, office, thread=topic.id, **more)
    await town.quiet()


async def solve(town: Town, number: str) -> None:
    card = await town.last("PUPR", number, button="Ambil")
    await town.say("Joko", "Sudah kami tambal.", "PUPR", reply_to=card["id"])
    await town.quiet()
    await town.push("Joko", "Kirim & selesai", "PUPR", number)
    await town.quiet()
