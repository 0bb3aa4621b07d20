"""Who wants no news of our own accord. It is said of a person, whichever of her chats she said it in."""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import insert
from storage.schema import stops

AT_ONCE = 500
"""People asked about in one statement: an announcement asks about all of a town."""


async def stop(connection: AsyncConnection, person: str, at: int) -> None:
    """Twice is once."""
    statement = insert(connection, stops).values(person=person, at=at)
    await connection.execute(statement.on_conflict_do_nothing())


async def resume(connection: AsyncConnection, person: str) -> bool:
    """False if she had not stopped."""
    gone = delete(stops).where(stops.c.person == person).returning(stops.c.person)
    return (await connection.execute(gone)).first() is not None


async def among(connection: AsyncConnection, persons: Iterable[str]) -> frozenset[str]:
    """Those of them who stopped."""
    found: set[str] = set()
    wanted = sorted(set(persons))
    for at in range(0, len(wanted), AT_ONCE):
        query = select(stops.c.person).where(stops.c.person.in_(wanted[at : at + AT_ONCE]))
        found |= set((await connection.execute(query)).scalars())
    return frozenset(found)
