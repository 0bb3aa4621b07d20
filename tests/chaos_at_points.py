"""kill -9 between any two writes, by name: every point that was met is died at once."""

import asyncio
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.demo import CITIZEN_BOT
from tests.chaos_faults import fault
from tests.chaos_program import Program
from tests.chaos_stage import Stage

PATIENCE = 8.0
"""Seconds for a point to be passed again."""

GOES_ROUND = 3

LONG_PATIENCE = 400.0


class Hunt:
    """Points still to be died at, those done, and how often each was waited for in vain."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.met = stage.folder / "met.txt"
        self.met.touch()
        self.calls: dict[str, None] = {}
        self.done: set[str] = set()
        self.vain: dict[str, int] = {}
        self.target = ""
        stage.faults.asked = self.on_asked
        stage.calls.obeyed = self.on_obeyed

    def on_asked(self, method: str, bot: int) -> bool:
        return self._pass(f"call {method} of {whose(bot)}: on its way")

    def on_obeyed(self, method: str, bot: int) -> None:
        self._pass(f"call {method} of {whose(bot)}: obeyed, not yet answered")

    def _pass(self, name: str) -> bool:
        self.calls[name] = None
        struck = name == self.target
        if struck:
            self.target = ""
            self.stage.programs[0].signal(signal.SIGKILL)
        return struck

    def todo(self) -> list[str]:
        known = [*dict.fromkeys(self.met.read_text().splitlines()), *self.calls]
        return [name for name in known if name not in self.done and self.vain.get(name, 0) < GOES_ROUND]

    async def die_at(self, name: str) -> bool:
        """Start the program so that it dies there; False if the point was not passed again for a while."""
        calls = name.startswith("call ")
        self.target = name if calls else ""
        nth = "1" if name in self.vain else str(self.stage.random.randint(1, 2))
        await self.stage.start(CHAOS_MET=str(self.met), CHAOS_STRIKE="" if calls else name, CHAOS_NTH=nth)
        self.stage.torn()
        self.stage.faults.add({"kind": "500", "method": "sendMessage"})
        self.stage.faults.add({"kind": "duplicate"})
        return await ends(self.stage.programs[0], PATIENCE)


def whose(bot: int) -> str:
    return "the citizens' bot" if bot == CITIZEN_BOT else "the officers' bot"


async def ends(program: Program, patience: float) -> bool:
    """Whether it dies by itself in time; it is dead afterwards in any case."""
    death = program.nursery.deaths[program.pid]
    await asyncio.wait({death}, timeout=patience)
    died = death.done()
    program.signal(signal.SIGKILL)
    await program.ended()
    return died


@fault("named points", strikes=100, size=4)
async def named_points(stage: Stage, strikes: int) -> None:
    """kill -9 before each write, before and after each commit, before and after each call to the messenger."""
    hunt = Hunt(stage)
    stage.crowd.patience = LONG_PATIENCE  # it dies at the first passage, again and again
    stage.programs[0].signal(signal.SIGKILL)
    await stage.programs[0].ended()
    await stage.start(CHAOS_MET=str(hunt.met))
    await one_is_done(stage)
    stage.programs[0].signal(signal.SIGKILL)
    await stage.programs[0].ended()
    while len(hunt.done) < strikes and (todo := hunt.todo()):
        name = stage.random.choice(todo)
        if await hunt.die_at(name):
            hunt.done.add(name)
            stage.struck()
        else:
            hunt.vain[name] = hunt.vain.get(name, 0) + 1
            stage.crowd.seats.release()
    await stage.start()
    stage.torn()
    vain = sorted(name for name in hunt.vain if name not in hunt.done)
    stage.row.notes.append(f"died at {len(hunt.done)} points" + (f"; not passed again: {vain}" if vain else ""))


async def one_is_done(stage: Stage) -> None:
    """The dry run: until somebody with a photo has been through it all."""
    while not any(story.done and story.photo for story in stage.stories):
        await asyncio.sleep(0.05)


@fault("named points of a new database", strikes=60, size=0.25)
async def of_a_new_database(stage: Stage, strikes: int) -> None:
    """kill -9 before each statement that makes the database: the next start finds none of it, and makes it."""
    met = stage.folder / "met_new.txt"
    first = newcomer(stage, "first")
    await first.run("migrate", CHAOS_MET=str(met))
    wanted = shape(stage.folder / "first")
    names = list(dict.fromkeys(met.read_text().splitlines()))
    for place, name in enumerate(names[:strikes]):
        program = newcomer(stage, f"new{place}")
        code, _ = await program.run("migrate", CHAOS_STRIKE=name)
        again, _ = await program.run("migrate")
        if (code, again) != (-9, 0) or shape(stage.folder / f"new{place}") != wanted:
            stage.row.breaches.append(f"killed at “{name}” ({code}), the next start ended with {again}")
        stage.struck()
    stage.row.notes.append(f"died at {len(names[:strikes])} of {len(names)} points")


def newcomer(stage: Stage, name: str) -> Program:
    settings = stage.settings | {"data_dir": str(stage.folder / name)}
    return Program(stage.nursery, stage.folder, settings)


def shape(folder: Path) -> list[str]:
    return list(schema(folder / "pendopo.db"))


def schema(file: Path) -> Iterator[str]:
    with sqlite3.connect(file) as connection:
        yield from (str(row) for row in connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name"))
    connection.close()
