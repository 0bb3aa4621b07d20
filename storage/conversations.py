"""Conversations by key, in one read and one write a batch."""

from collections.abc import Iterable
from contextlib import suppress

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.conversation import Conversation, dump, load
from storage.many import Many
from storage.schema import conversations

_AMONG = select(conversations.c.data).where(conversations.c.key.in_(bindparam("keys", expanding=True)))
_READ = _AMONG.order_by(conversations.c.key).with_for_update()
_WRITE = Many(conversations, ("key", "data", "at"), keys=("key",), replacing=("data", "at"))


async def read(connection: AsyncConnection, keys: Iterable[str]) -> dict[str, Conversation]:
    """Those that exist, locked in order of key where the database can, until the transaction ends."""
    rows = await connection.execute(_READ, {"keys": sorted(set(keys))})
    talks = (load(data) for data in rows.scalars())
    return {talk.key: talk for talk in talks}


async def write(connection: AsyncConnection, talks: Iterable[Conversation], at: int) -> None:
    await _WRITE.write(connection, [(talk.key, dump(talk), at) for talk in talks])


async def languages(connection: AsyncConnection, persons: Iterable[str]) -> dict[str, str]:
    """The language each citizen talks in, for those who have talked."""
    found = {}
    for data in (await connection.execute(_AMONG, {"keys": sorted(set(persons))})).scalars():
        with suppress(msgspec.ValidationError):  # a broken talk must not stop the letters of everybody else
            talk = load(data)
            found[talk.key] = talk.language
    return found
