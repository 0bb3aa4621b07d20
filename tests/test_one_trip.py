"""Specifies the driver of SQLite: what is read is whole however much it is, and what fails says so."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import connect, transaction
from storage.one_trip import FIRST

MANY = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {most}) SELECT x FROM n"


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    made = connect(f"sqlite+aiosqlite:///{tmp_path / 'one.db'}")
    yield made
    await made.dispose()


@pytest.mark.parametrize("most", [1, FIRST - 1, FIRST, FIRST + 1, 3 * FIRST])
async def test_all_rows_arrive_in_order(engine: AsyncEngine, most: int) -> None:
    async with transaction(engine) as connection:
        rows = (await connection.execute(text(MANY.format(most=most)))).scalars().all()
    assert rows == list(range(1, most + 1))


@pytest.mark.parametrize("part", [7, FIRST, FIRST + 1])
async def test_they_can_be_read_some_at_a_time(engine: AsyncEngine, part: int) -> None:
    async with transaction(engine) as connection:
        result = await connection.stream(text(MANY.format(most=2 * FIRST + 5)))
        parts = [[row.x for row in some] async for some in result.partitions(part)]
    assert [x for some in parts for x in some] == list(range(1, 2 * FIRST + 6))
    assert {len(some) for some in parts[:-1]} == {part}


async def test_one_who_stops_reading_holds_nothing(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        result = await connection.stream(text(MANY.format(most=3 * FIRST)))
        async for _ in result.partitions(FIRST // 2):
            break
        await result.close()
        await connection.execute(text("CREATE TABLE t (x)"))
        await connection.execute(text("INSERT INTO t VALUES (:x)"), [{"x": 1}, {"x": 2}])
    async with transaction(engine) as connection:
        assert (await connection.execute(text("SELECT count(*) FROM t"))).scalar_one() == 2


async def test_a_statement_that_fails_says_why(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        with pytest.raises(OperationalError, match="no such table"):
            await connection.execute(text("SELECT * FROM nowhere"))
