"""Which topic of a group with topics is whose ticket's.

A topic that was deleted leaves its row with an empty `thread`: the next letter of the ticket makes a new one, and only
then what hung in the old one is forgotten. For what seems deleted may hang in a group whose topics were switched off.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import astuple
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.many import Many
from storage.schema import links, threads


class Thread(Struct, frozen=True):
    """`shown` is a digest of the name it bears."""

    channel: str
    chat: str
    ticket: str
    thread: str
    closed: bool = False
    shown: str = ""


_NOTE = Many(
    threads,
    Thread.__struct_fields__,
    keys=("channel", "chat", "ticket"),
    replacing=("thread", "closed", "shown"),
)


async def of(connection: AsyncConnection, numbers: Iterable[str]) -> dict[tuple[str, str, str], Thread]:
    """(channel, chat, ticket) -> its topic there, for these tickets."""
    query = select(threads).where(threads.c.ticket.in_(sorted(set(numbers))))
    found = [Thread(**row) for row in (await connection.execute(query)).mappings()]
    return {(each.channel, each.chat, each.ticket): each for each in found}


async def at(connection: AsyncConnection, places: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], str]:
    """(channel, chat, thread) -> the ticket whose topic it is."""
    wanted = set(places)
    query = select(threads.c.channel, threads.c.chat, threads.c.thread, threads.c.ticket)
    query = query.where(threads.c.thread.in_(sorted({thread for _, _, thread in wanted})))
    rows = await connection.execute(query)
    found = {(channel, chat, thread): ticket for channel, chat, thread, ticket in rows}
    return {place: ticket for place, ticket in found.items() if place in wanted}


async def note(connection: AsyncConnection, thread: Thread) -> None:
    await _NOTE.write(connection, [astuple(thread)])


async def lose(connection: AsyncConnection, channel: str, chat: str, number: str) -> None:
    """It was deleted."""
    here = (threads.c.channel == channel, threads.c.chat == chat, threads.c.ticket == number)
    await connection.execute(update(threads).where(*here).values(thread="", closed=False))


async def forget_links(connection: AsyncConnection, channel: str, chat: str, number: str) -> None:
    """What stood in the topic before this one went with it."""
    there = (links.c.channel == channel, links.c.chat == chat, links.c.ticket == number)
    await connection.execute(delete(links).where(*there))


async def forget_chat(connection: AsyncConnection, channel: str, chat: str) -> None:
    """The group has no topics any more."""
    await connection.execute(delete(threads).where(threads.c.channel == channel, threads.c.chat == chat))
