"""What a month is counted from: the histories of its tickets, found by index and read some at a time."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from routing.cases import Case, case_of
from routing.facts import Entry
from storage.database import millis, moment
from storage.schema import facts, tickets

AT_ONCE = 500
"""Tickets whose histories are read in one go: neither database takes a list of any length."""

_read_entry = msgspec.json.Decoder(Entry)

_START, _END = bindparam("start", type_=BigInteger), bindparam("end", type_=BigInteger)
_OPENED = select(tickets.c.number).where(tickets.c.opened >= _START, tickets.c.opened < _END)
_CLOSED = select(tickets.c.number).where(tickets.c.closed >= _START, tickets.c.closed < _END)
_OF_MONTH = _OPENED.union(_CLOSED)
_FORMAL = _OPENED.where(tickets.c.kind == "ppid")
_HISTORIES = (
    select(facts.c.ticket, facts.c.data)
    .where(facts.c.ticket.in_(bindparam("numbers", expanding=True)))
    .order_by(facts.c.ticket, facts.c.seq)
)


async def of_month(connection: AsyncConnection, start: datetime, end: datetime) -> tuple[Case, ...]:
    """Every ticket that was opened or closed from `start` on, before `end`, in order of number."""
    rows = await connection.execute(_OF_MONTH, {"start": millis(start), "end": millis(end)})
    return await cases(connection, rows.scalars())


async def formal(connection: AsyncConnection, start: datetime, end: datetime) -> tuple[Case, ...]:
    """Every formal request that was registered in that time, in order of number."""
    rows = await connection.execute(_FORMAL, {"start": millis(start), "end": millis(end)})
    return await cases(connection, rows.scalars())


async def cases(connection: AsyncConnection, numbers: Iterable[str]) -> tuple[Case, ...]:
    wanted = sorted(numbers)
    found: list[Case] = []
    for place in range(0, len(wanted), AT_ONCE):
        found += await _some(connection, wanted[place : place + AT_ONCE])
    return tuple(found)


async def _some(connection: AsyncConnection, numbers: list[str]) -> list[Case]:
    entries: dict[str, list[Entry]] = {number: [] for number in numbers}
    for ticket, data in await connection.execute(_HISTORIES, {"numbers": numbers}):
        entries[ticket].append(_read_entry.decode(data))
    return [case_of(history) for history in entries.values()]


async def first_opened(connection: AsyncConnection) -> datetime | None:
    """When the very first ticket came; None while there is none."""
    found: int | None = (await connection.execute(select(func.min(tickets.c.opened)))).scalar()
    return None if found is None else moment(found)
