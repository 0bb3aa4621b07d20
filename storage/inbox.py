"""Arrivals by their id: a repeat is known and changes nothing; one that could not be handled is parked, not lost."""

from collections.abc import Sequence

from msgspec.json import encode
from sqlalchemy import ARRAY, BigInteger, Text, bindparam, delete, func, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import insert
from storage.schema import inbox

_NOW = bindparam("now", type_=BigInteger)
_TAKE_IN = (
    postgresql.insert(inbox)
    .from_select(["id", "at"], select(func.unnest(bindparam("ids", type_=ARRAY(Text))), _NOW))
    .on_conflict_do_nothing()
    .returning(inbox.c.id)
)
_LISTED = func.json_each(bindparam("ids", type_=Text)).table_valued("value")
_SQLITE_TAKE_IN = (
    sqlite.insert(inbox)
    .from_select(["id", "at"], select(_LISTED.c.value, _NOW).where(true()))
    .on_conflict_do_nothing()
    .returning(inbox.c.id)
)
"""`WHERE true`: without it SQLite reads ON CONFLICT as part of the SELECT (https://sqlite.org/lang_upsert.html)."""


async def take_in(connection: AsyncConnection, ids: Sequence[str], at: int) -> set[str]:
    """Note the ids; return those that were not known before."""
    once = list(dict.fromkeys(ids))
    if connection.dialect.name == "sqlite":
        fresh = await connection.execute(_SQLITE_TAKE_IN, {"ids": encode(once).decode(), "now": at})
    else:
        fresh = await connection.execute(_TAKE_IN, {"ids": once, "now": at})
    return set(fresh.scalars())


async def park(connection: AsyncConnection, id_: str, at: int, arrival: bytes, trouble: str) -> None:
    """Keep an arrival whose handling failed, with the traceback, for somebody to look at."""
    await connection.execute(insert(connection, inbox).values(id=id_, at=at).on_conflict_do_nothing())
    await connection.execute(update(inbox).where(inbox.c.id == id_).values(parked=arrival, trouble=trouble))


OVER_QUOTA = "over quota"
"""The trouble of an arrival that was only one too many."""


async def count_parked(connection: AsyncConnection) -> int:
    """Arrivals that failed through our fault; those over a sender's quota are not among them."""
    failed = select(func.count()).select_from(inbox).where(inbox.c.trouble != OVER_QUOTA)
    count: int = (await connection.execute(failed)).scalar_one()
    return count


async def forget(connection: AsyncConnection, before: int) -> None:
    """Drop ids that no platform repeats any more, and floods with them; arrivals that failed stay."""
    old = or_(inbox.c.trouble.is_(None), inbox.c.trouble == OVER_QUOTA)
    await connection.execute(delete(inbox).where(inbox.c.at < before, old))


async def parked(connection: AsyncConnection) -> dict[str, bytes]:
    """What could not be handled, or was one too many, by id."""
    rows = await connection.execute(select(inbox.c.id, inbox.c.parked).where(inbox.c.parked.is_not(None)))
    return {row.id: row.parked for row in rows}


async def unpark(connection: AsyncConnection, ids: Sequence[str]) -> None:
    """Nothing of them is kept but that they came."""
    await connection.execute(update(inbox).where(inbox.c.id.in_(ids)).values(parked=None, trouble=None))


async def forget_parked(connection: AsyncConnection, before: int) -> int:
    """What nobody looked at for so long; how many they were."""
    old = (inbox.c.parked.is_not(None), inbox.c.at < before)
    return (await connection.execute(delete(inbox).where(*old))).rowcount
