"""Open tickets whose due moment or bell is no longer what the rules say."""

from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from routing.deadlines import deadline, next_bell
from routing.rules import Rules
from routing.ticket import Ticket
from storage.database import millis, moment
from storage.schema import bells, tickets

LOOKED_AT = 500
"""Tickets read for one batch."""

_read_ticket = msgspec.json.Decoder(Ticket)


async def stale(connection: AsyncConnection, rules: Rules, after: str, most: int) -> tuple[list[str], str] | None:
    """The numbers (at most `most`) among the next open tickets behind `after`, and the last that was looked at; None
    when there are no more. A ticket that can't be read is left to its bell."""
    query = (
        select(tickets.c.number, tickets.c.due, tickets.c.data, bells.c.at)
        .outerjoin(bells, bells.c.ticket == tickets.c.number)
        .where(tickets.c.due.is_not(None), tickets.c.number > after)
        .order_by(tickets.c.number)
        .limit(LOOKED_AT)
    )
    found: list[str] = []
    last = ""
    for number, due, data, rings in await connection.execute(query):
        last = number
        if _moved(data, due, rings, rules):
            found.append(number)
            if len(found) == most:
                break
    return (found, last) if last else None


def _moved(data: bytes, due: int, rings: int | None, rules: Rules) -> bool:
    try:
        ticket = _read_ticket.decode(data)
    except msgspec.MsgspecError:
        return False
    limit, bell = deadline(ticket, rules), next_bell(ticket, rules)
    return (limit is not None and millis(limit.due) != due) or (bell is not None and millis(bell) != rings)


async def told(connection: AsyncConnection, numbers: Collection[str]) -> dict[str, datetime]:
    """The due moment that was written of each."""
    query = select(tickets.c.number, tickets.c.due).where(tickets.c.number.in_(sorted(numbers)))
    rows = await connection.execute(query.where(tickets.c.due.is_not(None)))
    return {number: moment(due) for number, due in rows}
