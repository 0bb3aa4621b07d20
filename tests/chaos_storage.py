"""Faults of what lies beneath the database: the power, the disk; and backups taken in the middle of it."""

import asyncio
import resource
import signal
import sqlite3
from pathlib import Path
from random import Random

from sqlalchemy import select

from storage import tickets
from storage.database import connect
from storage.schema import inbox
from tests.chaos_at_points import ends
from tests.chaos_audit import all_tickets, histories
from tests.chaos_faults import fault
from tests.chaos_program import Program
from tests.chaos_stage import Stage

SECTOR = 512
ROOM = 128 * 1024
"""Bytes a file may have while the disk is full: less than the database has, more than the log of errors."""


@fault("power cut", strikes=12)
async def power_cut(stage: Stage, strikes: int) -> None:
    """The power fails in a commit: of what was written and not yet synced, only random sectors reached the disk."""
    for number in range(strikes):
        copies = stage.folder / f"power{number}"
        copies.mkdir()
        stage.programs[0].signal(signal.SIGKILL)
        await stage.see_end(-9)
        await stage.start(CHAOS_POWER=str(copies), CHAOS_NTH=str(stage.random.randint(1, 25)))
        stage.torn()
        if not await ends(stage.programs[0], 20.0):
            stage.row.notes.append("one cut did not come: nobody wrote")
        else:
            how = lay_down(copies, stage.database, stage.random)
            stage.row.breaches += [f"{how}: {fault}" for fault in integrity(stage.database)]
            stage.struck()
        await stage.start()
        stage.torn()


def lay_down(copies: Path, database: Path, random: Random) -> str:
    """Put the files as the power cut left them. The log is synced before the database itself is written, so
    either the log is torn, or the log is whole and the database is torn."""
    torn_log = random.random() < 0.7
    before, after = ({end: (copies / f"{moment}.db{end}").read_bytes() for end in ("", "-wal")} for moment in MOMENTS)
    log = mixed(before["-wal"], after["-wal"], random) if torn_log else after["-wal"]
    data = before[""] if torn_log else mixed(before[""], after[""], random)
    database.write_bytes(data)
    Path(f"{database}-wal").write_bytes(log)
    Path(f"{database}-shm").unlink(missing_ok=True)
    return "with a torn log" if torn_log else "with a torn database"


MOMENTS = ("before", "after")


def mixed(before: bytes, after: bytes, random: Random) -> bytes:
    """Sector by sector one or the other; all of the old ones, now and then. A file that grew ends anywhere."""
    if random.random() < 0.2:
        return before
    length = random.randint(len(before), len(after)) if len(after) > len(before) else len(after)
    old = before.ljust(length, b"\0")
    parts = (
        (old if random.random() < 0.3 else after)[at : min(at + SECTOR, length)] for at in range(0, length, SECTOR)
    )
    return b"".join(parts)


def integrity(database: Path) -> list[str]:
    """What SQLite itself finds wrong."""
    connection = sqlite3.connect(database)
    try:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    except sqlite3.DatabaseError as error:
        found = [str(error)]
    finally:
        connection.close()
    return [each for each in found if each != "ok"]


@fault("disk full", strikes=4)
async def disk_full(stage: Stage, strikes: int) -> None:
    """No file may grow beyond 128 KB for some seconds: what can't be kept is not acknowledged."""
    pid = stage.programs[0].pid
    for _ in range(strikes):
        await stage.busy(stage.random.uniform(0, 0.5))
        soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        seen = refusals(stage)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (ROOM, hard))
        stage.struck()
        async with asyncio.timeout(20):
            while refusals(stage) == seen:
                await asyncio.sleep(0.05)
        await asyncio.sleep(stage.random.uniform(0.5, 2))
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))


def refusals(stage: Stage) -> int:
    """How often the program has said that it could not write."""
    said = stage.programs[0].errors.read_text()
    return said.count("the database is away") + said.count('"Unavailable"')


@fault("backup and restore", strikes=4)
async def backup_and_restore(stage: Stage, strikes: int) -> None:
    """`pendopo backup` while people write, restored elsewhere: a whole installation as it was at one moment."""
    for number in range(strikes):
        await stage.busy(stage.random.uniform(0, 1))
        known, media = await kept(stage.url), files(stage.folder / "data" / "media")
        file = stage.folder / f"backup{number}.tar.gz"
        code, said = await Program(stage.nursery, stage.folder, stage.settings).run(f"backup {file}")
        place = stage.folder / f"restored{number}"
        elsewhere = Program(stage.nursery, stage.folder, stage.settings | {"data_dir": str(place)})
        again, more = await elsewhere.run(f"restore {file}")
        if code or again:
            stage.row.breaches.append(f"backup ended with {code}, restore with {again}: {said[-3:]} {more[-3:]}")
            continue
        url = f"sqlite+aiosqlite:///{place / 'pendopo.db'}"
        stage.row.breaches += await is_a_beginning(url, stage.url)
        if missing := known - await kept(url):
            stage.row.breaches.append(f"acknowledged before the backup and not in it: {sorted(missing)}")
        if not media.items() <= files(place / "media").items():
            stage.row.breaches.append("a photo kept before the backup is not in it")
        stage.struck()


async def kept(url: str) -> set[str]:
    engine = connect(url, reading=True)
    try:
        async with engine.connect() as connection:
            return set((await connection.execute(select(inbox.c.id))).scalars())
    finally:
        await engine.dispose()


async def is_a_beginning(url: str, live: str) -> list[str]:
    """Every ticket is what its facts say, and its facts are the first ones of the living installation's."""
    old, new = connect(url, reading=True), connect(live, reading=True)
    faults = []
    try:
        async with old.connect() as then, new.connect() as now:
            found = await all_tickets(then)
            faults += [each async for each in histories(then, found)]
            for number in found:
                first, all_ = await tickets.history(then, number), await tickets.history(now, number)
                if all_[: len(first)] != first:
                    faults.append(f"{number}: the backup tells what did not happen")
    finally:
        await old.dispose()
        await new.dispose()
    return faults


def files(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*.jpg")}
