"""Specifies the writing of many rows at once, on every database, and that a wrong order of columns is found at once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, select
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import connect, transaction
from storage.many import Many

KEPT = Table(
    "kept", MetaData(), Column("key", String, primary_key=True), Column("data", LargeBinary), Column("n", Integer)
)
PUT = Many(KEPT, ("key", "data", "n"), keys=("key",), replacing=("data",))
NOTE = Many(KEPT, ("key", "data", "n"), keys=("key",))


@pytest.fixture
async def engine(database: str, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    made = connect(database or f"sqlite+aiosqlite:///{tmp_path / 'many.db'}")
    async with made.begin() as connection:
        await connection.run_sync(KEPT.metadata.create_all)
    yield made
    await made.dispose()


async def test_rows_are_added_and_only_what_may_be_replaced_is(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        await PUT.write(connection, [("a", b"\x00\xff", 1), ("b", None, 2)])
        await PUT.write(connection, [("b", b"new", 9), ("c", b"", None)])
        await PUT.write(connection, [])
        rows = (await connection.execute(select(KEPT).order_by(KEPT.c.key))).all()
    assert [tuple(row) for row in rows] == [("a", b"\x00\xff", 1), ("b", b"new", 2), ("c", b"", None)]


async def test_where_nothing_may_be_replaced_what_is_there_stays(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        await NOTE.write(connection, [("a", b"first", 1)])
        await NOTE.write(connection, [("a", b"again", 2), ("b", b"new", 3)])
        rows = (await connection.execute(select(KEPT).order_by(KEPT.c.key))).all()
    assert [tuple(row) for row in rows] == [("a", b"first", 1), ("b", b"new", 3)]


def test_columns_in_another_order_than_the_table_s_are_refused() -> None:
    with pytest.raises(ValueError, match="another order"):
        Many(KEPT, ("data", "key"))
