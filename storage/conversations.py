"""Conversations by key, in one read and one write a batch."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.conversation import Conversation, dump, load
from storage.database import millis, moment
from storage.many import Many
from storage.schema import conversations, tickets

_AMONG = select(conversations.c.data).where(conversations.c.key.in_(bindparam("keys", expanding=True)))
_READ = _AMONG.order_by(conversations.c.key).with_for_update()
_QUESTION = select(tickets.c.asked).where(tickets.c.reporter == conversations.c.key, tickets.c.asked.is_not(None))
_READ_AND_ASK = _READ.add_columns(_QUESTION.exists())
_WRITE = Many(conversations, ("key", "data", "at", "bell"), keys=("key",), replacing=("data", "at", "bell"))


async def read(connection: AsyncConnection, keys: Iterable[str]) -> dict[str, Conversation]:
    """Those that exist, locked in order of key where the database can, until the transaction ends."""
    rows = await connection.execute(_READ, {"keys": sorted(set(keys))})
    talks = (load(data) for data in rows.scalars())
    return {talk.key: talk for talk in talks}


async def lately(connection: AsyncConnection, persons: Iterable[str], since: int) -> dict[str, Conversation]:
    """What these officers have said of tickets since then, locked like `read`."""
    theirs = [conversations.c.key.between(f"{person}/", f"{person}0") for person in sorted(persons)]  # 0 follows /
    query = select(conversations.c.data).where(or_(*theirs), conversations.c.at >= since)
    rows = await connection.execute(query.order_by(conversations.c.key).with_for_update())
    talks = (load(data) for data in rows.scalars())
    return {talk.key: talk for talk in talks}


async def read_asked(
    connection: AsyncConnection, keys: Iterable[str]
) -> tuple[dict[str, Conversation], frozenset[str]]:
    """As `read`, and the keys of people whom an office has asked something that is open: no statement more, and an
    index that holds nothing but open questions."""
    rows = await connection.execute(_READ_AND_ASK, {"keys": sorted(set(keys))})
    talks = [(load(data), asked) for data, asked in rows]
    return {talk.key: talk for talk, _ in talks}, frozenset(talk.key for talk, asked in talks if asked)


async def write(
    connection: AsyncConnection, talks: Iterable[Conversation], at: int, bells: Mapping[str, datetime] = {}
) -> None:
    """`bells`: by key, when time alone changes a talk. Whoever has none there has none any more."""
    rings = {key: millis(moment) for key, moment in bells.items()}
    await _WRITE.write(connection, [(talk.key, dump(talk), at, rings.get(talk.key)) for talk in talks])


async def languages(connection: AsyncConnection, persons: Iterable[str]) -> dict[str, str]:
    """The language each citizen talks in, for those who have talked."""
    found = {}
    for data in (await connection.execute(_AMONG, {"keys": sorted(set(persons))})).scalars():
        with suppress(msgspec.ValidationError):  # a broken talk must not stop the letters of everybody else
            talk = load(data)
            found[talk.key] = talk.language
    return found


# ---- what time does to them


async def due(connection: AsyncConnection, now: datetime, most: int) -> dict[str, Conversation]:
    """Talks whose bell should have rung, the earliest first, locked like `read`. One that can't be read loses its
    bell and stops nobody else's."""
    query = select(conversations.c.key, conversations.c.data).where(conversations.c.bell <= millis(now))
    query = query.order_by(conversations.c.bell, conversations.c.key).limit(most).with_for_update()
    found, broken = {}, []
    for key, data in await connection.execute(query):
        try:
            found[key] = load(data)
        except msgspec.ValidationError:
            broken.append(key)
    if broken:
        await connection.execute(update(conversations).where(conversations.c.key.in_(broken)).values(bell=None))
    return found


async def next_moment(connection: AsyncConnection) -> datetime | None:
    found = (await connection.execute(select(func.min(conversations.c.bell)))).scalar()
    return moment(found) if found is not None else None


async def silence(connection: AsyncConnection, keys: Iterable[str]) -> None:
    """Their bells don't ring any more, until something is said again."""
    await connection.execute(update(conversations).where(conversations.c.key.in_(sorted(keys))).values(bell=None))


async def forget(connection: AsyncConnection, person: str) -> None:
    await connection.execute(delete(conversations).where(conversations.c.key == person))


async def forget_idle(connection: AsyncConnection, before: int, most: int) -> int:
    """Talks in which nothing was said since; how many they were."""
    old = select(conversations.c.key).where(conversations.c.at < before).order_by(conversations.c.at).limit(most)
    return (await connection.execute(delete(conversations).where(conversations.c.key.in_(old)))).rowcount
