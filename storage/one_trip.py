"""SQLite by way of aiosqlite, one trip to its thread a statement.

A cursor of aiosqlite goes there to be made, to execute, to fetch and to be closed. Each trip hands the interpreter
over twice, which costs as much as a small statement does, so here one trip does all four.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from aiosqlite import Connection

FIRST = 1000
"""Rows that come along with the statement. Whatever reads more reads on from there."""

Rows = list[Any]


class OneTripCursor:
    """The part of an asynchronous DBAPI cursor that SQLAlchemy uses."""

    arraysize = 1
    description: Any = None
    rowcount = -1
    lastrowid: int | None = None

    def __init__(self, connection: "OneTripConnection") -> None:
        self._connection = connection
        self._cursor: sqlite3.Cursor | None = None
        self._rows: Rows = []

    async def __aenter__(self) -> "OneTripCursor":
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> None:
        await self._run(sqlite3.Connection.execute, sql, parameters)

    async def executemany(self, sql: str, parameters: Sequence[Iterable[Any]]) -> None:
        await self._run(sqlite3.Connection.executemany, sql, parameters)

    async def _run(self, run: Callable[..., sqlite3.Cursor], sql: str, parameters: Any) -> None:
        cursor, self._rows = await self._connection.trip(_first, run, self._connection.raw, sql, parameters)
        self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
        self._cursor = cursor if len(self._rows) == FIRST else None

    async def fetchall(self) -> Rows:
        rows, self._rows = self._rows, []
        if self._cursor:
            rows += await self._connection.trip(self._cursor.fetchall)
            self._cursor = None
        return rows

    async def fetchmany(self, size: int) -> Rows:
        rows, self._rows = self._rows[:size], self._rows[size:]
        if self._cursor and len(rows) < size:
            rows += await self._connection.trip(self._cursor.fetchmany, size - len(rows))
        return rows

    async def close(self) -> None:
        if self._cursor:
            await self._connection.trip(self._cursor.close)
            self._cursor = None


class OneTripConnection(Connection):
    """aiosqlite's connection and thread, with cursors that go there once."""

    @property
    def raw(self) -> sqlite3.Connection:
        """Raises ValueError once it is closed."""
        return self._conn

    def cursor(self) -> OneTripCursor:  # type: ignore[override]
        return OneTripCursor(self)

    async def trip(self, errand: Callable[..., Any], *arguments: Any) -> Any:
        """What `errand` gives when it is done in the connection's thread."""
        return await self._execute(errand, *arguments)  # type: ignore[no-untyped-call]


def connect(database: str | Path, **options: Any) -> OneTripConnection:
    """As `aiosqlite.connect`; a program that is killed does not wait for its thread."""
    made = OneTripConnection(lambda: sqlite3.connect(database, **options), iter_chunk_size=FIRST)
    made._thread.daemon = True
    return made


def _first(
    run: Callable[..., sqlite3.Cursor], connection: sqlite3.Connection, sql: str, parameters: Any
) -> tuple[sqlite3.Cursor, Rows]:
    cursor = run(connection, sql, parameters)
    return cursor, cursor.fetchmany(FIRST) if cursor.description else []
