"""The coordinator's figures of a day, by set-based queries over the tickets that run."""

from datetime import datetime

import msgspec
from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from routing.ticket import Ticket
from storage.database import millis
from storage.schema import tickets
from storage.tickets import LIVE

MOST_ASKED = 2_000
"""Tickets looked at for an open question; nobody reads the difference beyond."""


class Waits(Struct, frozen=True):
    """What is read of a ticket."""

    asked: dict[str, object] | None = None


_read_waits = msgspec.json.Decoder(Waits)
_read_ticket = msgspec.json.Decoder(Ticket)


async def due_between(
    connection: AsyncConnection, after: datetime, until: datetime, most: int
) -> tuple[tuple[Ticket, ...], int]:
    """Tickets an office owes something by then, the earliest first: the first few, and how many."""
    where = (tickets.c.state.in_(LIVE), tickets.c.due > millis(after), tickets.c.due <= millis(until))
    count = (await connection.execute(select(func.count()).select_from(tickets).where(*where))).scalar_one()
    query = select(tickets.c.data).where(*where).order_by(tickets.c.due, tickets.c.number).limit(most)
    return tuple(_read_ticket.decode(data) for data in (await connection.execute(query)).scalars()), count


async def overdue(connection: AsyncConnection, now: datetime) -> tuple[tuple[str, int], ...]:
    """(office, how many are late), the most first."""
    late = func.count().label("late")
    query = (
        select(tickets.c.office, late)
        .where(tickets.c.state.in_(LIVE), tickets.c.due <= millis(now))
        .group_by(tickets.c.office)
        .order_by(late.desc(), tickets.c.office)
    )
    return tuple((office, count) for office, count in await connection.execute(query))


async def asked(connection: AsyncConnection, now: datetime) -> int:
    """How many tickets wait for their reporter's answer to a question, of those next due."""
    query = (
        select(tickets.c.data)
        .where(tickets.c.state == "taken", tickets.c.due > millis(now))
        .order_by(tickets.c.due)
        .limit(MOST_ASKED)
    )
    rows = (await connection.execute(query)).scalars()
    return sum(_read_waits.decode(data).asked is not None for data in rows)
