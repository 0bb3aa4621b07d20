"""Does it stay quick as it fills? The questions an office asks, on few tickets and on many."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from flows.effects import HERE, Line, Say
from routing.lifecycle import open_ticket
from routing.numbers import make_number
from routing.rights import Actor
from routing.ticket import Draft, Open, Spot, Ticket
from storage import bells, outbox, tickets
from storage.database import connect, transaction
from storage.migrate import migrate
from storage.outbox import Letter

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
OFFICES = ("PUPR", "DISHUB", "PKPLH", "TIRTAMURIA", "SATPOLPP", "DISDUKCAPIL")
ROWS = 5_000
ASKED = 40
DRAFT = Draft(
    text="jalan berlubang di depan Pasar Bitingan", spot=Spot("depan pasar"), topic="jalan-rusak", settled=True
)


def made(count: int) -> Iterator[tuple[Ticket, datetime]]:
    """One in fifty is open and one in a hundred overdue, as in a regency that keeps up; the rest is closed."""
    for number in range(count):
        opened = NOW - timedelta(minutes=number % 500_000)
        command = Open(make_number(2000 + number // 90_000 % 100, number % 90_000), DRAFT, OFFICES[number % 6], False)
        ticket = open_ticket(command, Actor(f"person{number % 50_000}"), opened).ticket
        late = NOW - timedelta(hours=1) if number % 100 == 0 else NOW + timedelta(days=3)
        yield (ticket if number % 50 == 0 else closed(ticket)), late


def closed(ticket: Ticket) -> Ticket:
    from msgspec.structs import replace

    return replace(ticket, state="closed")


async def answer_times(folder: Path, count: int) -> dict[str, float]:
    """Median milliseconds of each question with `count` tickets there."""
    engine = connect(f"sqlite+aiosqlite:///{folder / f'{count}.db'}")
    await migrate(engine)
    await _fill(engine, count)
    number = make_number(2000, count // 2 % 90_000)
    questions: dict[str, Callable[[AsyncConnection], Awaitable[Any]]] = {
        "overdue list": lambda connection: tickets.find_overdue(connection, "PUPR", NOW, 10),
        "find mine": lambda connection: tickets.find_mine(connection, "person7", 10),
        "card": lambda connection: tickets.peek(connection, [number]),
        "next letter": lambda connection: outbox.claim(connection, 1, 0, 32),
        "next bell": lambda connection: bells.due(connection, NOW, 64),
    }
    async with transaction(engine) as connection:
        found = {name: await _time(connection, question) for name, question in questions.items()}
    await engine.dispose()
    return found


async def _fill(engine: Any, count: int) -> None:
    rows = list(made(count))
    for start in range(0, count, ROWS):
        part = rows[start : start + ROWS]
        async with transaction(engine) as connection:
            await tickets.write(connection, [(t, due if t.state != "closed" else None) for t, due in part])
            await bells.put(connection, {t.number: due for t, due in part if t.state != "closed"})
    async with transaction(engine) as connection:
        waiting = [Letter(f"person:{n}", Say(HERE, (Line("welcome"),))) for n in range(100)]
        await outbox.post(connection, waiting)


async def _time(connection: AsyncConnection, question: Callable[[AsyncConnection], Awaitable[Any]]) -> float:
    times = []
    for _ in range(ASKED):
        began = time.perf_counter()
        await question(connection)
        times.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0)
    return median(times)
