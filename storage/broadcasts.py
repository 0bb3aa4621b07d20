"""Announcements to many: planned, then sent or dropped once; and who wants none."""

from collections.abc import Collection
from datetime import datetime

import msgspec
from msgspec import Struct
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from routing.seeking import Sought
from storage.database import insert, millis
from storage.schema_acts import broadcasts, mutes


class Broadcast(Struct, frozen=True):
    """`sought` says whose reports it is about, `target` how that was typed."""

    id: str
    by: str
    target: str
    sought: Sought
    text: str


_read = msgspec.json.Decoder(Broadcast)
_writer = msgspec.json.Encoder()


async def plan(connection: AsyncConnection, broadcast: Broadcast, at: datetime) -> None:
    values = {"id": broadcast.id, "at": millis(at), "data": _writer.encode(broadcast)}
    await connection.execute(broadcasts.insert().values(**values))


async def finish(connection: AsyncConnection, number: str, at: datetime) -> Broadcast | None:
    """Take it, to send or to drop it; None when somebody did already, or there is none."""
    waits = (broadcasts.c.id == number, broadcasts.c.done.is_(None))
    taken = update(broadcasts).where(*waits).values(done=millis(at)).returning(broadcasts.c.data)
    data = (await connection.execute(taken)).scalar_one_or_none()
    return _read.decode(data) if data else None


async def mute(connection: AsyncConnection, person: str, at: datetime) -> None:
    statement = insert(connection, mutes).values(person=person, at=millis(at))
    await connection.execute(statement.on_conflict_do_nothing())


async def unmute(connection: AsyncConnection, person: str) -> None:
    await connection.execute(delete(mutes).where(mutes.c.person == person))


async def muted(connection: AsyncConnection, persons: Collection[str]) -> set[str]:
    """Those of them who want no announcements."""
    found: set[str] = set()
    wanted = sorted(persons)
    for at in range(0, len(wanted), 500):
        rows = await connection.execute(select(mutes.c.person).where(mutes.c.person.in_(wanted[at : at + 500])))
        found |= set(rows.scalars())
    return found
