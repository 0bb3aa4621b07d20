"""Who wants no news of our own accord. It is said of a person, whichever of her chats she said it in."""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import insert
from storage.schema import stops


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
    query = select(stops.c.person).where(stops.c.person.in_(sorted(set(persons))))
    return frozenset((await connection.execute(query)).scalars())
