"""Does it stay quick as it fills? The questions people ask, on few tickets and on many, in turns."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from flows.effects import HERE, Line, Say
from routing.lifecycle import open_ticket
from routing.rights import Actor
from routing.ticket import Draft, Open, Spot, Ticket, make_number
from storage import bells, outbox, tickets
from storage.database import connect, transaction
from storage.migrate import migrate
from storage.outbox import Letter

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
OFFICES = ("PUPR", "DISHUB", "PKPLH", "TIRTAMURIA", "SATPOLPP", "DISDUKCAPIL")
EACH = 5
"""Tickets of one person: more tickets are more people, not more talkative ones."""
A_YEAR = 90_000
"""Numbers of one year: more tickets are more years."""
ROWS = 5_000
ROUNDS = 5
ASKED = 40
DRAFT = Draft(
    text="jalan berlubang di depan Pasar Bitingan", spot=Spot("depan pasar"), topic="jalan-rusak", settled=True
)

Question = Callable[[AsyncConnection], Awaitable[Any]]


def number_of(index: int) -> str:
    return make_number(2000 + index // A_YEAR, index % A_YEAR)


def made(count: int) -> Iterator[tuple[Ticket, datetime | None]]:
    """One in fifty is open and one in a hundred overdue, as in a regency that keeps up; the rest is closed."""
    for index in range(count):
        opened = NOW - timedelta(minutes=index % 500_000)
        command = Open(number_of(index), DRAFT, OFFICES[index % 6], False)
        ticket = open_ticket(command, Actor(f"person{index // EACH}"), opened).ticket
        if index % 50:
            yield replace(ticket, state="closed"), None
        else:
            yield ticket, opened if index % 100 == 0 else NOW + timedelta(days=3)


def questions(count: int) -> Mapping[str, Question]:
    number, person = number_of(count // 2), f"person{count // EACH // 2}"
    return {
        "overdue list": lambda connection: tickets.find_overdue(connection, "PUPR", NOW, 10),
        "find mine": lambda connection: tickets.find_mine(connection, person, 10),
        "card": lambda connection: tickets.peek(connection, [number]),
        "next letter": lambda connection: outbox.claim(connection, 1, 0, 32),
        "next bell": lambda connection: bells.due(connection, NOW, 64),
    }


async def answer_times(folder: Path, *counts: int) -> dict[str, float]:
    """Median milliseconds of each question with that many tickets there, as `question, count`."""
    engines = {count: await filled(folder, count) for count in counts}
    times: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for count, engine in engines.items():
            async with transaction(engine) as connection:
                for name, question in questions(count).items():
                    times.setdefault(f"{name}, {count}", []).extend(await asked(connection, question))
    for engine in engines.values():
        await engine.dispose()
    return {name: median(each) for name, each in times.items()}


async def filled(folder: Path, count: int) -> AsyncEngine:
    engine = connect(f"sqlite+aiosqlite:///{folder / f'{count}.db'}")
    await migrate(engine)
    rows = made(count)
    while part := list(islice(rows, ROWS)):
        async with transaction(engine) as connection:
            await tickets.write(connection, part)
            await bells.put(connection, {ticket.number: due for ticket, due in part if due})
    async with transaction(engine) as connection:
        waiting = [Letter(f"person:{index}", Say(HERE, (Line("welcome"),))) for index in range(100)]
        await outbox.post(connection, waiting)
    return engine


async def asked(connection: AsyncConnection, question: Question) -> list[float]:
    """Milliseconds of each answer; the first, which finds the page cache cold, is not counted."""
    times = []
    for _ in range(ASKED + 1):
        began = time.perf_counter()
        await question(connection)
        times.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0)
    return times[1:]
