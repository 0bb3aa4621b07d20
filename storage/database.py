"""The engine: SQLite in a data folder, or any other database by its address.

SQLite runs in WAL with synchronous=FULL, because NORMAL may undo a committed transaction when the power fails
(https://www.sqlite.org/pragma.html#pragma_synchronous), and through one connection, because it has one writer.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Insert, Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import one_trip

T = TypeVar("T")

PASSING = ("08", "40", "53", "55", "57")
"""Classes of SQLSTATE that pass by themselves: connection, rollback by conflict, resources, locks, intervention
(https://www.postgresql.org/docs/current/errcodes-appendix.html)."""


class Unavailable(Exception):
    """The database can't be reached or written now: gone, locked, disk full, or two transactions in each other's
    way. Nothing of the transaction was kept; the same again, later, may well go through."""


def connect(url: str, *, reading: bool = False) -> AsyncEngine:
    """An engine for `url`, e.g. `sqlite+aiosqlite:////srv/pendopo/pendopo.db`. Connects on first use. One for
    reading never holds up SQLite's writer."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_async_engine(url, pool_size=10, max_overflow=10)
    driver = {"async_creator_fn": one_trip.connect}
    engine = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=10, connect_args=driver)
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_to_read if reading else _begin_immediately)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver must not open transactions by itself: `_begin_immediately` does, as a writer from the start, so
    # that no transaction finds out halfway that another process was quicker.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediately(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_to_read(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """All or nothing: committed on leaving, rolled back if anything raised. Raises `Unavailable`."""
    try:
        async with engine.begin() as connection:
            yield connection
    except (OperationalError, InterfaceError, NoConnection, OSError) as error:
        raise Unavailable(_in_short(error)) from error
    except DBAPIError as error:
        if error.connection_invalidated or str(getattr(error.orig, "sqlstate", ""))[:2] in PASSING:
            raise Unavailable(_in_short(error)) from error
        raise


def _in_short(error: Exception) -> str:
    """The driver's own words, without the statement and its values: those may be somebody's."""
    return str(error.orig if isinstance(error, DBAPIError) else error)


async def whole(work: Coroutine[Any, Any, T]) -> T:
    """Let a transaction that has begun come to its end even while the program is being stopped."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # looked at: nobody is left who could do anything about it
        raise


def insert(connection: AsyncConnection, table: Table) -> Any:
    """`INSERT` that can say `ON CONFLICT`, in the words of the database at hand."""
    makers: dict[str, type[Insert]] = {"sqlite": sqlite.Insert, "postgresql": postgresql.Insert}
    return makers[connection.dialect.name](table)


def millis(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def moment(value: int) -> datetime:
    return datetime.fromtimestamp(value / 1000, UTC)
