"""The operator's table of days that nobody works, or that everybody does after all."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from routing.holiday_table import Holiday
from storage.database import insert
from storage.schema import holidays


async def table(connection: AsyncConnection) -> tuple[Holiday, ...]:
    """All of it, in order of days."""
    rows = await connection.execute(select(holidays).order_by(holidays.c.day))
    return tuple(Holiday(date.fromisoformat(row.day), row.title, row.kind, row.sure, row.decree) for row in rows)


async def put(connection: AsyncConnection, holiday: Holiday, at: int, by: str) -> None:
    """One row a day: a newer word replaces the older."""
    values = {"title": holiday.name, "kind": holiday.kind, "sure": holiday.sure, "decree": holiday.decree}
    written = {**values, "by": by, "at": at}
    statement = insert(connection, holidays).values(day=holiday.day.isoformat(), **written)
    await connection.execute(statement.on_conflict_do_update(index_elements=["day"], set_=written))


async def remove(connection: AsyncConnection, days: Collection[date]) -> int:
    """How many rows there were."""
    gone = delete(holidays).where(holidays.c.day.in_([day.isoformat() for day in days]))
    return (await connection.execute(gone)).rowcount
