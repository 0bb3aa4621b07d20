"""Every row of one database into another, and the proof that nothing changed: what backup, restore and move share.

The source is read in one snapshot, so a program may go on writing to it meanwhile.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Table, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.database import transaction
from storage.schema import leases, metadata, outbox
from storage.schema_acts import acts

ROWS = 1000
TABLES = tuple(table for table in metadata.sorted_tables if table is not leases)
"""Leases are of processes, not of the installation: they stay behind."""

_encode = msgspec.json.Encoder().encode


class Contents(Struct, frozen=True):
    """How many rows a table has, and a digest over all of them that does not ask in which order: databases sort
    text each in their own way."""

    rows: int
    digest: str


class NotEmpty(Exception):
    """There are rows already where others shall be written."""


class Changed(Exception):
    """What arrived is not what was sent."""


@asynccontextmanager
async def snapshot(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """All reads see the same moment; writers are not held up (SQLite: of an engine for reading)."""
    async with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execution_options(isolation_level="REPEATABLE READ")
        await connection.execute(text("SELECT 1"))
        yield connection


async def rows_of(connection: AsyncConnection, table: Table) -> AsyncIterator[list[dict[str, Any]]]:
    """Some at a time, in order of the primary key, whatever the size of the table."""
    result = await connection.stream(select(table).order_by(*table.primary_key.columns))
    async for part in result.mappings().partitions(ROWS):
        yield [dict(row) for row in part]


async def contents(connection: AsyncConnection) -> dict[str, Contents]:
    return {table.name: await _contents(connection, table) for table in TABLES}


async def _contents(connection: AsyncConnection, table: Table) -> Contents:
    total, count = 0, 0
    async for rows in rows_of(connection, table):
        count += len(rows)
        total += sum(int.from_bytes(sha256(_encode(row)).digest()) for row in rows)
    return Contents(count, f"{total % 2**256:064x}")


async def copy(source: AsyncEngine, target: AsyncEngine) -> Mapping[str, Contents]:
    """Copy everything into an empty, migrated database, in one transaction there, and prove it.

    Raises `NotEmpty` or `Changed`; then the target is as it was.
    """
    async with snapshot(source) as reading, transaction(target) as writing:
        await _refuse_if_used(writing)
        for table in TABLES:
            async for rows in rows_of(reading, table):
                await writing.execute(table.insert(), rows)
        await _count_on(writing)
        before, after = await contents(reading), await contents(writing)
        if wrong := [name for name in before if before[name] != after[name]]:
            raise Changed(f"the tables {', '.join(wrong)} did not arrive as they were; nothing was kept")
    return after


async def _refuse_if_used(connection: AsyncConnection) -> None:
    for table in TABLES:
        if (await connection.execute(select(func.count()).select_from(table))).scalar_one():
            raise NotEmpty(f"the target holds {table.name} already; give an empty database")


async def _count_on(connection: AsyncConnection) -> None:
    """PostgreSQL numbers new letters and acts from a sequence, which must begin after those that came along."""
    for table in (outbox, acts) if connection.dialect.name == "postgresql" else ():
        last = (await connection.execute(select(func.max(table.c.id)))).scalar()
        if last is not None:
            sequence = text("SELECT setval(pg_get_serial_sequence(:of, 'id'), :last)")
            await connection.execute(sequence, {"of": table.name, "last": last})
