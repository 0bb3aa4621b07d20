"""One person's messages in order, whichever process takes them: PostgreSQL's advisory locks, until the commit.

A row can't serve, because at the first message there is none. SQLite has one writer anyway.
"""

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(CAST(:keys AS text[])) AS key")


async def hold_people(connection: AsyncConnection, keys: Iterable[str]) -> None:
    """Waits until nobody else works for these people. Always in the same order, so that no two wait in a circle."""
    if connection.dialect.name == "postgresql":
        await connection.execute(_LOCK, {"keys": sorted(set(keys))})
