"""The yardsticks that remember as we do, one update a transaction: the ORM on aiosqlite, and bare asyncpg.

An update there is: its id noted, the conversation read and written, a letter added, a ticket and its fact for every
second one. No parsing, no flow, no words.
"""

import asyncio
import time
from pathlib import Path

import asyncpg
from sqlalchemy import String, event
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

DATA = b'{"key":"x","state":"reviewing","draft":{"text":"jalan berlubang di depan Pasar Bitingan"}}' * 3
TASKS = 8


class Base(DeclarativeBase):
    pass


class Inbox(Base):
    __tablename__ = "inbox"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)


class Talk(Base):
    __tablename__ = "talks"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes]


class Letter(Base):
    __tablename__ = "letters"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    recipient: Mapped[str]
    data: Mapped[bytes]


class Ticket(Base):
    __tablename__ = "tickets"
    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes]


class Fact(Base):
    __tablename__ = "facts"
    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes]


async def orm_steps(folder: Path, people: int) -> dict[str, float]:
    """Updates a second, one ORM transaction each, SQLite in WAL with synchronous=FULL."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{folder / 'orm.db'}")

    @event.listens_for(engine.sync_engine, "connect")
    def durable(connection, _):  # type: ignore[no-untyped-def]
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    session = async_sessionmaker(engine, expire_on_commit=False)
    began = time.perf_counter()
    for number in range(2 * people):
        async with session() as one, one.begin():
            await _orm_update(one, number, people)
    seconds = time.perf_counter() - began
    await engine.dispose()
    return {"steps/s": 2 * people / seconds}


async def _orm_update(one: AsyncSession, number: int, people: int) -> None:
    person = number % people
    one.add(Inbox(id=str(number)))
    talk = await one.get(Talk, str(person))
    if talk is None:
        one.add(Talk(key=str(person), data=DATA))
    else:
        talk.data = DATA[::-1]
        one.add(Ticket(number=str(number), data=DATA))
        one.add(Fact(number=str(number), data=DATA))
    one.add(Letter(recipient=str(person), data=DATA))


async def asyncpg_steps(url: str, people: int) -> dict[str, float]:
    """Updates a second, one bare transaction each, eight at a time."""
    pool = await asyncpg.create_pool(url.replace("+asyncpg", ""), min_size=TASKS, max_size=TASKS)
    async with pool.acquire() as connection:
        await connection.execute(
            "CREATE TABLE y_inbox (id text PRIMARY KEY); CREATE TABLE y_talks (key text PRIMARY KEY, data bytea);"
            "CREATE TABLE y_letters (id bigserial PRIMARY KEY, recipient text, data bytea);"
            "CREATE TABLE y_tickets (number text PRIMARY KEY, data bytea);"
            "CREATE TABLE y_facts (number text PRIMARY KEY, data bytea);"
        )
    numbers = iter(range(2 * people))

    async def work() -> None:
        for number in numbers:
            async with pool.acquire() as connection, connection.transaction():
                await _bare_update(connection, number, people)

    began = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(TASKS)))
    seconds = time.perf_counter() - began
    await pool.close()
    return {"steps/s": 2 * people / seconds}


async def _bare_update(connection: asyncpg.Connection, number: int, people: int) -> None:
    person = str(number % people)
    await connection.execute("INSERT INTO y_inbox VALUES ($1) ON CONFLICT DO NOTHING", str(number))
    talk = await connection.fetchrow("SELECT data FROM y_talks WHERE key = $1 FOR UPDATE", person)
    if talk is None:
        await connection.execute("INSERT INTO y_talks VALUES ($1, $2) ON CONFLICT DO NOTHING", person, DATA)
    else:
        await connection.execute("UPDATE y_talks SET data = $2 WHERE key = $1", person, DATA)
        await connection.execute("INSERT INTO y_tickets VALUES ($1, $2)", str(number), DATA)
        await connection.execute("INSERT INTO y_facts VALUES ($1, $2)", str(number), DATA)
    await connection.execute("INSERT INTO y_letters (recipient, data) VALUES ($1, $2)", person, DATA)
