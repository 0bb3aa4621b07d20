"""The program's clock, moved from outside: an hour passes in seconds, or the wall clock jumps under its feet.

Two numbers in a shared file are added to the machine's clocks, inside the child only: to the time of day, and to the
time that passes (`time.monotonic`, by which asyncio, aiohttp and httpx wait). Waiting is looked at anew a few times a
second, so a moved clock wakes whoever waited for it.
"""

import asyncio
import mmap
import selectors
import struct
import time
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import bot.clock

NOBODY = struct.pack("dd", 0.0, 0.0)
GLANCE = 0.05


class SharedClock:
    """The hand that moves it. `step` seconds pass at a time, so that nothing waits for longer than it would."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(NOBODY)
        self.path = path
        with path.open("r+b") as file:
            self._shared = memoryview(mmap.mmap(file.fileno(), len(NOBODY))).cast("d")

    def jump(self, seconds: float) -> None:
        """The time of day alone, as when somebody sets the machine's clock."""
        self._shared[0] += seconds

    async def forward(self, seconds: float, step: float) -> None:
        """Time passes, a real twentieth of a second a step."""
        passed = 0.0
        while passed < seconds:
            self._shared[0] += step
            self._shared[1] += step
            passed += step
            await asyncio.sleep(GLANCE)


class Impatient(selectors.DefaultSelector):
    """Never waits for longer than a glance, because the clock may have been moved."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(GLANCE if timeout is None else min(timeout, GLANCE))


def install(path: str) -> None:
    """In the child, before anything has looked at a clock. An empty path leaves the machine's clocks alone."""
    if not path:
        return
    with Path(path).open("r+b") as file:
        added = memoryview(mmap.mmap(file.fileno(), len(NOBODY))).cast("d")
    wall, passing = time.time, time.monotonic

    class Moved(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return datetime.fromtimestamp(wall() + added[0], tz)

    vars(time).update(time=lambda: wall() + added[0], monotonic=lambda: passing() + added[1])
    vars(bot.clock).update(datetime=Moved)
    vars(selectors).update(DefaultSelector=Impatient)
