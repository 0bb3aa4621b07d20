"""Conversations by key, in one read and one write a batch."""

from collections.abc import Iterable
from contextlib import suppress

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.conversation import Conversation, dump, load
from storage.database import insert
from storage.schema import conversations


async def read(connection: AsyncConnection, keys: Iterable[str]) -> dict[str, Conversation]:
    """Those that exist, locked in order of key where the database can, until the transaction ends."""
    query = select(conversations.c.data).where(conversations.c.key.in_(sorted(set(keys))))
    rows = await connection.execute(query.order_by(conversations.c.key).with_for_update())
    talks = (load(data) for data in rows.scalars())
    return {talk.key: talk for talk in talks}


async def write(connection: AsyncConnection, talks: Iterable[Conversation], at: int) -> None:
    statement = insert(connection, conversations)
    statement = statement.on_conflict_do_update(
        index_elements=["key"], set_={"data": statement.excluded.data, "at": statement.excluded.at}
    )
    rows = [{"key": talk.key, "data": dump(talk), "at": at} for talk in talks]
    if rows:
        await connection.execute(statement, rows)


async def languages(connection: AsyncConnection, persons: Iterable[str]) -> dict[str, str]:
    """The language each citizen talks in, for those who have talked."""
    query = select(conversations.c.data).where(conversations.c.key.in_(sorted(set(persons))))
    found = {}
    for data in (await connection.execute(query)).scalars():
        with suppress(msgspec.ValidationError):  # a broken talk must not stop the letters of everybody else
            talk = load(data)
            found[talk.key] = talk.language
    return found
