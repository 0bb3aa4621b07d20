"""How many messages a platform counted by what it charges for: a month and a category a row, and nobody's name."""

from collections.abc import Mapping

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import insert
from storage.schema import traffic


class Traffic(Struct, frozen=True, order=True):
    """`month` as 2026-11, `category` in the platform's word."""

    month: str
    category: str
    billable: bool


async def add(connection: AsyncConnection, counted: Mapping[Traffic, int]) -> None:
    """In the order of the keys, so that two processes never wait for each other."""
    if not counted:
        return
    rows = [
        {"month": of.month, "category": of.category, "billable": of.billable, "messages": counted[of]}
        for of in sorted(counted)
    ]
    adding = insert(connection, traffic).values(rows)
    more = {"messages": traffic.c.messages + adding.excluded.messages}
    await connection.execute(adding.on_conflict_do_update(index_elements=["month", "category", "billable"], set_=more))


async def of_month(connection: AsyncConnection, month: str) -> dict[Traffic, int]:
    """What was counted in that month."""
    query = select(traffic).where(traffic.c.month == month).order_by(traffic.c.category, traffic.c.billable)
    rows = await connection.execute(query)
    return {Traffic(row.month, row.category, row.billable): row.messages for row in rows}
