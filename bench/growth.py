"""Does it stay quick as it fills? The questions people ask, on few tickets and on many, in turns."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from statistics import median
from typing import Any

from msgspec.structs import replace
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from flows.effects import HERE, Line, Say
from routing.commands import Open
from routing.duplicates import lies_in
from routing.lifecycle import open_ticket
from routing.numbers import make_number
from routing.pieces import Spot
from routing.rights import Actor
from routing.ticket import Draft, Ticket
from storage import bells, outbox, tickets
from storage.database import connect, transaction
from storage.migrate import migrate
from storage.outbox import Letter

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
OFFICES = ("PUPR", "DISHUB", "PKPLH", "TIRTAMURIA", "SATPOLPP", "DISDUKCAPIL")
EACH = 5
"""Tickets of one person: more tickets are more people, not more talkative ones."""
A_YEAR = 90_000
"""Tickets of one year: more tickets are more years."""
APART = timedelta(days=365) / A_YEAR
VILLAGES = 132
"""As many as the regency has."""
FRESH = timedelta(days=14)
ROWS = 5_000
ROUNDS = 5
ASKED = 40
TOPIC = "jalan-rusak"
TEXT = "jalan berlubang di depan Pasar Bitingan, kemarin ada yang jatuh"

Question = Callable[[AsyncConnection], Awaitable[Any]]


def number_of(index: int) -> str:
    return make_number(2000 + index // A_YEAR, index % A_YEAR)


def village_of(index: int) -> str:
    return f"desa-{index % VILLAGES}"


def made(count: int) -> Iterator[tuple[Ticket, datetime | None]]:
    """The newest first. What is fresh is open, of the rest one in a hundred is overdue, and all else is closed."""
    for index in range(count):
        opened = NOW - index * APART
        draft = Draft(text=TEXT, spot=Spot("depan pasar", village_of(index)), topic=TOPIC, settled=True)
        command = Open(number_of(index), draft, OFFICES[index % len(OFFICES)], False)
        ticket = open_ticket(command, Actor(f"person{index // EACH}"), opened).ticket
        due = opened + FRESH
        if due > NOW or index % 100 == 0:
            yield ticket, due
        else:
            yield replace(ticket, state="closed"), None


def questions(count: int) -> Mapping[str, Question]:
    number, person = number_of(count // 2), f"person{count // EACH // 2}"
    return {
        "overdue list": lambda connection: tickets.find_overdue(connection, "PUPR", NOW, 10),
        "find mine": lambda connection: tickets.find_mine(connection, person, 10),
        "card": lambda connection: tickets.peek(connection, [number]),
        "neighbours": lambda connection: tickets.around(connection, TOPIC, [village_of(7)], NOW - FRESH),
        "next letter": lambda connection: outbox.claim(connection, 1, 0, 32),
        "next bell": lambda connection: bells.due(connection, NOW, 64),
    }


async def answer_times(databases: Mapping[int, str]) -> dict[str, float]:
    """Median milliseconds of each question with that many tickets in each database, as `question, count`."""
    engines = {count: await filled(url, count) for count, url in databases.items()}
    times: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for count, engine in engines.items():
            async with transaction(engine) as connection:
                for name, question in questions(count).items():
                    times.setdefault(f"{name}, {count}", []).extend(await asked(connection, question))
    for engine in engines.values():
        await engine.dispose()
    return {name: median(each) for name, each in times.items()}


async def filled(url: str, count: int) -> AsyncEngine:
    engine = connect(url)
    await migrate(engine)
    rows = made(count)
    while part := list(islice(rows, ROWS)):
        async with transaction(engine) as connection:
            await tickets.write(connection, part)
            await tickets.place(connection, [(ticket, lies_in(ticket.draft.spot)) for ticket, _ in part])
            await bells.put(connection, {ticket.number: due for ticket, due in part if due})
    async with transaction(engine) as connection:
        waiting = [Letter(f"person:{index}", Say(HERE, (Line("welcome"),))) for index in range(100)]
        await outbox.post(connection, waiting)
    await settle(engine)
    return engine


async def settle(engine: AsyncEngine) -> None:
    """What PostgreSQL does by itself within minutes: statistics, and a note of which pages everybody sees."""
    how = "ANALYZE" if engine.dialect.name == "sqlite" else "VACUUM (ANALYZE)"
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text(how))


async def asked(connection: AsyncConnection, question: Question) -> list[float]:
    """Milliseconds of each answer; the first, which finds the page cache cold, is not counted."""
    times = []
    for _ in range(ASKED + 1):
        began = time.perf_counter()
        await question(connection)
        times.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0)
    return times[1:]
