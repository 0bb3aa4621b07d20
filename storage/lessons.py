"""What tickets teach: one office each, and how it was learned. The words are read from the tickets when they are
needed, so that whose words are erased there teaches no more."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from routing.lessons import Lesson, Taught, Withdrawn, settled
from storage.database import insert, millis
from storage.schema import lessons, tickets


class Words(Struct, frozen=True):
    """What is read of a ticket's draft."""

    text: str = ""


class Told(Struct, frozen=True):
    """What is read of a ticket."""

    draft: Words


class Row(Struct, frozen=True):
    """A report to learn from. `at` is when it was first said that it belongs there, in milliseconds."""

    text: str
    office: str
    how: str
    at: int


_read = msgspec.json.Decoder(Told)


async def put(connection: AsyncConnection, told: Sequence[tuple[str, Taught]], at: datetime) -> None:
    """Lessons of tickets, in their order. Who said the same office before is kept; another office replaces it."""
    gone = {number for number, taught in told if isinstance(taught, Withdrawn)} | _wavering(told)
    if gone:
        await connection.execute(delete(lessons).where(lessons.c.ticket.in_(sorted(gone))))
    rows = [
        {"ticket": number, "office": taught.office, "how": taught.how, "at": millis(at)}
        for number, taught in settled(told).items()
        if isinstance(taught, Lesson)
    ]
    if rows:
        statement = insert(connection, lessons)
        columns = ("office", "how", "at")
        statement = statement.on_conflict_do_update(
            index_elements=["ticket"],
            set_={name: statement.excluded[name] for name in columns},
            where=lessons.c.office != statement.excluded.office,
        )
        await connection.execute(statement, rows)


def _wavering(told: Sequence[tuple[str, Taught]]) -> set[str]:
    """Tickets that went to one office and on to another at once: what was known of them before is overtaken."""
    pairs = {(number, taught.office) for number, taught in told if isinstance(taught, Lesson)}
    counts = Counter(number for number, _ in pairs)
    return {number for number, offices in counts.items() if offices > 1}


async def newest(connection: AsyncConnection, most: int) -> tuple[Row, ...]:
    """The newest lessons that still have words, the oldest of them first."""
    query = (
        select(tickets.c.data, lessons.c.office, lessons.c.how, lessons.c.at)
        .join(tickets, tickets.c.number == lessons.c.ticket)
        .order_by(lessons.c.at.desc(), lessons.c.ticket.desc())
        .limit(most)
    )
    found = [
        Row(_read.decode(row.data).draft.text, row.office, row.how, row.at) for row in await connection.execute(query)
    ]
    return tuple(row for row in reversed(found) if row.text.strip())


async def count(connection: AsyncConnection, after: int = -1, before: int | None = None) -> int:
    """How many there are, of those learned after one moment and up to another."""
    query = select(func.count()).select_from(lessons).where(lessons.c.at > after)
    if before is not None:
        query = query.where(lessons.c.at <= before)
    return (await connection.execute(query)).scalar_one()
