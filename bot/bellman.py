"""Rings what is due: time itself comes in at the desk's door. Only a loop; what is due is recomputed there."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.house import House
from bot.metrics import BELLS
from bot.sitting import Sitting
from storage import bells, inbox
from storage.database import Unavailable, millis, transaction, whole

MOST = 64
IDLE = 60.0
KEEP_IDS = timedelta(days=8)
"""WhatsApp repeats an update for seven days; an id is remembered for one more."""

log = structlog.get_logger(__name__)


class Bellman:
    def __init__(self, engine: AsyncEngine, house: House, nudge: Callable[[], None]) -> None:
        self.engine = engine
        self.house = house
        self.nudge_courier = nudge
        self._wake = asyncio.Event()

    def nudge(self) -> None:
        """The clock was moved."""
        self._wake.set()

    async def run(self) -> None:
        while True:
            self._wake.clear()
            try:
                while await whole(self.ring_due()):
                    self.nudge_courier()
                wait = await whole(self._until_next())
            except Unavailable as error:
                log.warning("the database is away", error=type(error).__name__)
                wait = 1.0
            await self._sleep(wait)

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            pass

    async def _until_next(self) -> float:
        now = self.house.now()
        async with transaction(self.engine) as connection:
            await inbox.forget(connection, millis(now - KEEP_IDS))
            following = await bells.next_moment(connection)
        return IDLE if following is None else min(IDLE, max(0.0, (following - now).total_seconds()))

    async def ring_due(self) -> int:
        """Ring the bells that are due, at most a batch; how many there were."""
        async with transaction(self.engine) as connection:
            numbers = await bells.due(connection, self.house.now(), MOST)
        try:
            await self._ring(numbers)
        except Unavailable:
            raise
        except Exception:
            log.exception("bells failed together", count=len(numbers))
            await self._ring_one_by_one(numbers)
        BELLS.inc(len(numbers))
        return len(numbers)

    async def _ring(self, numbers: Iterable[str]) -> None:
        async with transaction(self.engine) as connection:
            sitting = Sitting(connection, self.house)
            await sitting.ring(numbers)
            await sitting.flush()

    async def _ring_one_by_one(self, numbers: Iterable[str]) -> None:
        """A broken ticket rings again in an hour and does not stop the others."""
        for number in numbers:
            try:
                await self._ring([number])
            except Unavailable:
                raise
            except Exception:
                log.exception("a bell failed", ticket=number)
                async with transaction(self.engine) as connection:
                    await bells.postpone(connection, [number], self.house.now() + timedelta(hours=1))
