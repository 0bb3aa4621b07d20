"""What is committed stays, what is not leaves no trace: a break at every single statement, a full disk, a power cut."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.arrival import CITIZEN, Arrival
from bot.house import House
from bot.sitting import Sitting
from flows.events import Chose, PersonEvent, Said
from routing.rules import Rules
from storage import inbox, tickets
from storage.database import Unavailable, connect, transaction
from storage.migrate import migrate
from storage.people import Sender
from tests.crowd import everything
from tests.town import Clock, Town, until


class Break(Exception):
    """The program is gone at this very statement."""


def arrival(number: int, event_: PersonEvent) -> Arrival:
    press = f"p{number}" if isinstance(event_, Chose) else ""
    sender = Sender(CITIZEN, "1", "Siti")
    return Arrival(id=f"a{number}", sender=sender, chat="1", private=True, event=event_, message="m", press=press)


STORY = (
    arrival(1, Said("jalan berlubang di depan Pasar Bitingan")),
    arrival(2, Chose("send", "1")),
)


async def sit(engine: AsyncEngine, house: House, *arrivals: Arrival) -> None:
    async with transaction(engine) as connection:
        sitting = Sitting(connection, house)
        await sitting.hear(arrivals)
        await sitting.flush()


async def fresh(url: str) -> AsyncEngine:
    engine = connect(url)
    await migrate(engine)
    return engine


def break_at(engine: AsyncEngine, statement: int) -> list[int]:
    """The n-th statement from now on raises, once. The list holds how many have been seen."""
    seen = [0]

    def count(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        if sql.startswith("BEGIN"):
            return
        seen[0] += 1
        if seen[0] == statement:
            raise Break

    event.listen(engine.sync_engine, "before_cursor_execute", count)
    return seen


async def test_a_break_at_any_statement_leaves_nothing_and_the_repeat_comes_to_the_same_end(
    rules: Rules, tmp_path: Path
) -> None:
    house = House(rules, Clock(), lambda length: "A" * length)
    whole = await fresh(f"sqlite+aiosqlite:///{tmp_path / 'whole.db'}")
    seen = break_at(whole, 0)
    for one in STORY:
        await sit(whole, house, one)
    statements, wanted = seen[0], await everything(whole)
    await whole.dispose()
    assert statements > 15
    for statement in range(1, statements + 1):
        engine = await fresh(f"sqlite+aiosqlite:///{tmp_path / f'{statement}.db'}")
        break_at(engine, statement)
        for one in (*STORY, *STORY):
            try:
                await sit(engine, house, one)
            except Break:
                await sit(engine, house, one)  # nobody acknowledged it, so it is delivered again
        assert await everything(engine) == wanted, f"broken at statement {statement}"
        await engine.dispose()


@pytest.mark.parametrize("database", [""], ids=["sqlite"])
async def test_while_the_disk_is_full_nothing_is_acknowledged_and_afterwards_nothing_is_missing(town: Town) -> None:
    await set_limit(town.engine, "(SELECT 1)")
    for number in range(10):
        await town.say("Siti", f"jalan berlubang di depan Pasar Bitingan {number} " + "x" * 2500)
    pending = next(updates for updates in town.world.updates.values() if updates.pending)
    await until(lambda: refused_once(town))
    assert pending.pending, "Telegram still has what could not be kept"
    await set_limit(town.engine, "1000000")
    await town.quiet()
    await town.push("Siti", "Kirim")
    await town.quiet()
    async with transaction(town.engine) as connection:
        (ticket,) = (await tickets.peek(connection, ["KDS-26-00001-0"])).values()
        assert await inbox.count_parked(connection) == 0
    assert all(f"Bitingan {number} " in ticket.draft.text for number in range(10))


async def set_limit(engine: AsyncEngine, pages: str) -> None:
    """SQLite's own way to run out of room: the file may not grow beyond so many pages."""
    async with transaction(engine) as connection:
        if pages.startswith("("):
            pages = str((await connection.execute(text("PRAGMA page_count"))).scalar())
        await connection.execute(text(f"PRAGMA max_page_count = {pages}"))


async def refused_once(town: Town) -> bool:
    """The disk is full for us, too."""
    try:
        async with transaction(town.engine) as connection:
            await connection.execute(text("CREATE TABLE too_much AS SELECT randomblob(100000) AS x"))
            await connection.execute(text("DROP TABLE too_much"))
    except Unavailable:
        return True
    return False


async def test_a_power_cut_after_the_acknowledgement_loses_nothing(rules: Rules, tmp_path: Path) -> None:
    """The log as it stood when `sit` returned, whatever was written later cut off, opens with everything kept."""
    house = House(rules, Clock(), lambda length: "A" * length)
    file = tmp_path / "live.db"
    engine = await fresh(f"sqlite+aiosqlite:///{file}")
    for count, one in enumerate(STORY, 1):
        await sit(engine, house, one)
        kept = Path(f"{file}-wal").stat().st_size
        await sit(engine, house, arrival(100 + count, Said("yang ini belum diakui")))
        after = tmp_path / f"after{count}.db"
        shutil.copy(file, after)
        Path(f"{after}-wal").write_bytes(Path(f"{file}-wal").read_bytes()[:kept])
        restored = await fresh(f"sqlite+aiosqlite:///{after}")
        async with transaction(restored) as connection:
            assert await inbox.take_in(connection, [one.id], 1) == set(), "it is known"
        await restored.dispose()
    await engine.dispose()
