"""Tickets by what somebody remembers of them. The database narrows them down; the words are compared by the rules.

A ticket is kept as JSON, so a word is looked for in that text, newest first and among at most `MOST_FOUND`.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from routing.seeking import Sought
from routing.ticket import Ticket
from storage.database import millis
from storage.schema import tickets

MOST_FOUND = 500
"""Beyond this nobody reads on; a better question is wanted."""

_read_ticket = msgspec.json.Decoder(Ticket)


async def search(
    connection: AsyncConnection,
    sought: Sought,
    words: Sequence[tuple[str, Sequence[str]]],
    within: str | None,
    now: datetime,
    zone: ZoneInfo,
    most: int = MOST_FOUND,
) -> tuple[Ticket, ...]:
    """Candidates, the newest first. `words` come with the codes of the topics whose names hold them; `within` is the
    one office whose tickets may be seen."""
    query = select(tickets.c.data)
    for office in (within, sought.office):
        query = query.where(tickets.c.office == office) if office else query
    query = _in_state(query, sought, now)
    if sought.since:
        query = query.where(tickets.c.opened >= _start(sought.since, zone))
    if sought.until:
        query = query.where(tickets.c.opened < _start(sought.until + timedelta(days=1), zone))
    text = func.lower(_as_text(connection))
    for word, topics in words:
        named = [text.contains(f'"topic":"{code}"', autoescape=True) for code in topics]
        query = query.where(or_(text.contains(word, autoescape=True), *named))
    query = query.order_by(tickets.c.opened.desc(), tickets.c.number.desc()).limit(most)
    return tuple(_read_ticket.decode(data) for data in (await connection.execute(query)).scalars())


def _in_state(query: Select[bytes], sought: Sought, now: datetime) -> Select[bytes]:
    match sought.state:
        case "":
            return query
        case "running":
            return query.where(tickets.c.state != "closed")
        case "late":
            return query.where(tickets.c.state.in_(("open", "taken")), tickets.c.due <= millis(now))
        case state:
            return query.where(tickets.c.state == state)


def _as_text(connection: AsyncConnection) -> ColumnElement[str]:
    if connection.dialect.name == "postgresql":
        return func.convert_from(tickets.c.data, "UTF8")
    return cast(tickets.c.data, Text)


def _start(day: date, zone: ZoneInfo) -> int:
    return millis(datetime.combine(day, time(), zone))
