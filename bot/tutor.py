"""Keeps the router learning: by night a new model is made of what people taught by day, and every process follows
the current one. Only loops; what is learned, and whether it is good, is decided in `bot/learning.py`."""

import asyncio
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.house import House
from bot.learning import enough, opened, study
from bot.metrics import MODEL_ROWS, MODELS
from routing.learned import BadModel
from storage import models
from storage.database import Unavailable, transaction, whole

LOOK = 5.0
"""Seconds until a model that another process made, or went back to, is followed."""

ASK = 60.0
HOUR = 2
"""Of the local night, when hardly anybody writes."""

log = structlog.get_logger(__name__)


class Tutor:
    """`least` is how many new rows a night's work needs; 0: never by itself."""

    def __init__(self, engine: AsyncEngine, house: House, least: int) -> None:
        self.engine = engine
        self.house = house
        self.least = least
        self._followed: int | None = None
        self._done: datetime | None = None

    async def follow(self) -> None:
        """Every process that answers people does this."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK)

    async def run(self) -> None:
        """One process does this."""
        while True:
            await self.work()
            await asyncio.sleep(ASK)

    async def look(self) -> None:
        """Route by the current model from now on."""
        try:
            await whole(self._look())
        except Unavailable as error:
            log.warning("the database is away", error=type(error).__name__)

    async def _look(self) -> None:
        async with transaction(self.engine) as connection:
            using = await models.current(connection)
            number = using.id if using else None
            if number == self._followed:
                return
            data = await models.data(connection, number) if number else b""
        self._followed = number
        try:
            learned = await asyncio.to_thread(opened, data, self.house.rules.catalogue)
        except BadModel as error:
            log.warning("the model can't be read; the catalogue routes alone", model=number, error=str(error))
            learned = None
        self.house.learn(learned)
        MODEL_ROWS.set(learned.rows if learned else 0)
        log.info("routing by", model=number, rows=learned.rows if learned else 0)

    async def work(self) -> None:
        """Learn, if the night has come and enough is new. What fails is tried again the next night."""
        night = self.last_night()
        if not self.least or self._done == night:
            return
        try:
            if await enough(self.engine, night, self.least):
                await self._learn()
                self._done = night
        except Unavailable as error:
            log.warning("the database is away", error=type(error).__name__)
        except Exception:
            log.exception("learning failed")
            self._done = night

    async def _learn(self) -> None:
        found = await study(self.engine, self.house.rules.catalogue, self.house.now(), unproved=False)
        compared = found.comparison
        log.info(
            "learned",
            outcome=found.outcome,
            model=found.number,
            rows=sum(found.taught.values()),
            compared=compared.rows if compared else 0,
            before=compared.before.right if compared else 0,
            after=compared.after.right if compared else 0,
        )
        MODELS.labels(found.outcome).inc()
        await self.look()

    def last_night(self) -> datetime:
        """Two o'clock of the night that began last."""
        local = self.house.now().astimezone(self.house.rules.zone)
        night = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
        return night if night <= local else night - timedelta(days=1)
