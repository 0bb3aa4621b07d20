"""Arrivals by their id: a repeat is known and changes nothing; one that could not be handled is parked, not lost."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import insert
from storage.schema import inbox


async def take_in(connection: AsyncConnection, ids: Sequence[str], at: int) -> set[str]:
    """Note the ids; return those that were not known before."""
    statement = insert(connection, inbox).on_conflict_do_nothing().returning(inbox.c.id)
    fresh = await connection.execute(statement, [{"id": each, "at": at} for each in dict.fromkeys(ids)])
    return set(fresh.scalars())


async def park(connection: AsyncConnection, id_: str, at: int, arrival: bytes, trouble: str) -> None:
    """Keep an arrival whose handling failed, with the traceback, for somebody to look at."""
    await connection.execute(insert(connection, inbox).values(id=id_, at=at).on_conflict_do_nothing())
    await connection.execute(update(inbox).where(inbox.c.id == id_).values(parked=arrival, trouble=trouble))


async def count_parked(connection: AsyncConnection) -> int:
    found = await connection.execute(select(func.count()).select_from(inbox).where(inbox.c.trouble.is_not(None)))
    return found.scalar_one()


async def forget(connection: AsyncConnection, before: int) -> None:
    """Drop ids that no platform repeats any more; parked arrivals stay."""
    await connection.execute(delete(inbox).where(inbox.c.at < before, inbox.c.trouble.is_(None)))
