"""One bell a ticket: the next moment at which time alone changes it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import millis, moment
from storage.many import Many
from storage.schema import bells

_PUT = Many(bells, ("ticket", "at"), keys=("ticket",), replacing=("at",))


async def put(connection: AsyncConnection, moments: Mapping[str, datetime | None]) -> None:
    """Set each ticket's bell; None takes it away."""
    gone = [number for number, at in moments.items() if at is None]
    rows = [(number, millis(at)) for number, at in moments.items() if at is not None]
    if gone:
        await connection.execute(delete(bells).where(bells.c.ticket.in_(gone)))
    if rows:
        await _PUT.write(connection, rows)


async def due(connection: AsyncConnection, now: datetime, most: int) -> tuple[str, ...]:
    """Tickets whose bell should have rung, the earliest first."""
    query = select(bells.c.ticket).where(bells.c.at <= millis(now)).order_by(bells.c.at, bells.c.ticket).limit(most)
    return tuple((await connection.execute(query)).scalars())


async def postpone(connection: AsyncConnection, numbers: Iterable[str], until: datetime) -> None:
    """Bells that could not be rung: later, so that a broken ticket does not stop the others."""
    await put(connection, dict.fromkeys(numbers, until))


async def next_moment(connection: AsyncConnection) -> datetime | None:
    found = (await connection.execute(select(func.min(bells.c.at)))).scalar()
    return moment(found) if found is not None else None
