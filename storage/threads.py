"""Which topic of a group with topics is whose ticket's.

A topic that was deleted leaves its row with an empty `thread`: the next letter of the ticket makes a new one.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import astuple
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.many import Many
from storage.schema import links, threads


class Thread(Struct, frozen=True):
    channel: str
    chat: str
    ticket: str
    thread: str
    closed: bool = False


_NOTE = Many(
    threads,
    Thread.__struct_fields__,
    keys=("channel", "chat", "ticket"),
    replacing=("thread", "closed"),
)


async def of(connection: AsyncConnection, numbers: Iterable[str]) -> dict[tuple[str, str, str], Thread]:
    """(channel, chat, ticket) -> its topic there, for these tickets."""
    query = select(threads).where(threads.c.ticket.in_(sorted(set(numbers))))
    found = [Thread(**row) for row in (await connection.execute(query)).mappings()]
    return {(each.channel, each.chat, each.ticket): each for each in found}


async def note(connection: AsyncConnection, thread: Thread) -> None:
    await _NOTE.write(connection, [astuple(thread)])


async def lose(connection: AsyncConnection, channel: str, chat: str, number: str) -> None:
    """It was deleted, with everything that stood in it."""
    here = (threads.c.channel == channel, threads.c.chat == chat, threads.c.ticket == number)
    await connection.execute(update(threads).where(*here).values(thread="", closed=False))
    there = (links.c.channel == channel, links.c.chat == chat, links.c.ticket == number)
    await connection.execute(delete(links).where(*there))


async def forget_chat(connection: AsyncConnection, channel: str, chat: str) -> None:
    """The group has no topics any more."""
    await connection.execute(delete(threads).where(threads.c.channel == channel, threads.c.chat == chat))
