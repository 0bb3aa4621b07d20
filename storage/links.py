"""Which message of ours speaks of which ticket. Cards are found by message id, never by their text."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import astuple
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.many import Many
from storage.schema import links


class Link(Struct, frozen=True):
    """`card` marks the ticket's card; `shown` is a digest of what it showed last. `ticket` is a ticket's number, or
    `draft_of(person)` for the card of a draft that is still being told. `called` is the message's name among those of
    its ticket (`flows.effects.Say.called`), if it has one."""

    channel: str
    chat: str
    message: str
    ticket: str
    card: bool = False
    shown: str = ""
    called: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.channel, self.chat, self.message)


_CHANGING = ("card", "shown", "called")
_REMEMBER = Many(links, Link.__struct_fields__, keys=("channel", "chat", "message"), replacing=_CHANGING)


def draft_of(person: str) -> str:
    return f"draft:{person}"


async def of(connection: AsyncConnection, messages: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], Link]:
    """(channel, chat, message) -> what it speaks of, for messages that speak of a ticket."""
    wanted = set(messages)
    columns = (links.c.channel, links.c.chat, links.c.message)
    # Three lists and not a list of triples: quick on every database. What they find too much is sorted out below.
    where = (column.in_(sorted({key[place] for key in wanted})) for place, column in enumerate(columns))
    rows = await connection.execute(select(links).where(*where))
    found = [Link(**row) for row in rows.mappings()]
    return {link.key: link for link in found if link.key in wanted}


async def cards(connection: AsyncConnection, numbers: Iterable[str]) -> tuple[Link, ...]:
    """Every card of these tickets, wherever it hangs."""
    query = select(links).where(links.c.ticket.in_(sorted(set(numbers))), links.c.card)
    query = query.order_by(links.c.ticket, links.c.channel, links.c.chat, links.c.message)
    return tuple(Link(**row) for row in (await connection.execute(query)).mappings())


async def called(connection: AsyncConnection, numbers: Iterable[str]) -> tuple[Link, ...]:
    """Every message of these tickets that has a name, in the order of its chat."""
    query = select(links).where(links.c.ticket.in_(sorted(set(numbers))), links.c.called != "")
    found = [Link(**row) for row in (await connection.execute(query)).mappings()]
    return tuple(sorted(found, key=lambda link: (link.chat, len(link.message), link.message)))


async def forget(connection: AsyncConnection, drafts: Iterable[str]) -> None:
    """The cards of these drafts (`draft_of`) live no more."""
    if gone := sorted(set(drafts)):
        await connection.execute(delete(links).where(links.c.ticket.in_(gone)))


async def remember(connection: AsyncConnection, made: Iterable[Link]) -> None:
    await _REMEMBER.write(connection, [astuple(link) for link in {link.key: link for link in made}.values()])


async def move(connection: AsyncConnection, channel: str, old: str, new: str) -> None:
    """The chat has another name; what was said in it speaks of the same tickets."""
    here = (links.c.channel == channel, links.c.chat == old)
    await connection.execute(update(links).where(*here).values(chat=new))


async def forget_chat(connection: AsyncConnection, channel: str, chat: str) -> None:
    """Which messages in a private chat spoke of which ticket: that is who reported it."""
    await connection.execute(delete(links).where(links.c.channel == channel, links.c.chat == chat))
