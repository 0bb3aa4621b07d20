"""The one meeting place. Whatever waits is taken together: a batch of arrivals is one transaction.

Alone, an arrival never waits for company; under load, sixty-four share one commit. `take` returns only when what
it was given is committed, so whoever calls it may acknowledge to the platform afterwards, and only then.
"""

import asyncio
import gc
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

import msgspec
import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.arrival import CITIZENS, Arrival, News
from bot.costs import count_prices
from bot.house import House
from bot.limits import Quota
from bot.metrics import ARRIVALS, PARKED, STEP_SECONDS
from bot.news import take_news
from bot.sitting import Sitting
from storage import inbox
from storage.database import Unavailable, millis, transaction, whole

MOST = 64
MOST_OF_ONE = 16
"""Arrivals of one sender in a batch: a flood fills its own time, not that of the others."""

log = structlog.get_logger(__name__)

Waiting = tuple[Arrival, asyncio.Future[None]]


class Desk:
    """`nudge` is called after every commit: there may be letters to send."""

    def __init__(self, engine: AsyncEngine, house: House, nudge: Callable[[], None]) -> None:
        self.engine = engine
        self.house = house
        self.nudge = nudge
        self.quota = Quota()
        self._waiting: list[Waiting] = []
        self._wake = asyncio.Event()

    async def take(self, arrivals: Sequence[Arrival]) -> None:
        """Handle arrivals in their order; returns when all are committed (or parked).

        Raises `storage.database.Unavailable` when the database can't be reached; nothing was kept then, and the
        arrivals must come again.
        """
        if not arrivals:
            return
        waiting = [(arrival, asyncio.get_running_loop().create_future()) for arrival in arrivals]
        self._waiting += waiting
        self._wake.set()
        results = await asyncio.gather(*(done for _, done in waiting), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result

    async def run(self) -> None:
        spare_the_collector()
        while True:
            await self._wake.wait()
            while self._waiting:
                batch, self._waiting = fair(self._waiting)
                await self._handle(batch)
            self._wake.clear()

    async def _handle(self, batch: list[Waiting]) -> None:
        try:
            await whole(self._sit([arrival for arrival, _ in batch]))
        except Unavailable as error:
            for _, done in batch:
                tell(done, error)
        except Exception:
            log.exception("batch failed", size=len(batch))
            await self._one_by_one(batch)
        else:
            for _, done in batch:
                tell(done)
        self.nudge()

    async def _one_by_one(self, batch: list[Waiting]) -> None:
        """A poisonous arrival hurts nobody else."""
        for arrival, done in batch:
            try:
                await self._sit_or_park(arrival)
            except Unavailable as error:
                tell(done, error)
            else:
                tell(done)

    async def _sit_or_park(self, arrival: Arrival) -> None:
        try:
            await whole(self._sit([arrival]))
        except Unavailable:
            raise
        except Exception:
            log.exception("arrival parked", arrival=arrival.id)
            await whole(self._park(arrival, traceback.format_exc()))

    async def _sit(self, arrivals: list[Arrival]) -> None:
        with STEP_SECONDS.time():
            async with transaction(self.engine) as connection:
                sitting = Sitting(connection, self.house)
                await sitting.hear(arrivals, over_quota=self._over_quota(arrivals))
                await sitting.flush()
        for channel, count in Counter(arrival.sender.channel for arrival in arrivals).items():
            ARRIVALS.labels(channel).inc(count)

    def _over_quota(self, arrivals: Sequence[Arrival]) -> set[str]:
        """Officers have none: a group that works through its tickets is no flood."""
        citizens = [each for each in arrivals if each.sender.channel in CITIZENS]
        return {each.id for each in citizens if not self.quota.allows(each.sender.channel, each.sender.address)}

    async def _park(self, arrival: Arrival, trouble: str) -> None:
        """Ours went wrong: kept with its traceback, counted, apologised for."""
        async with transaction(self.engine) as connection:
            sitting = Sitting(connection, self.house)
            await inbox.park(connection, arrival.id, millis(sitting.now), msgspec.json.encode(arrival), trouble)
            await sitting.apologise(arrival)
            await sitting.flush()
        PARKED.inc()

    async def note(self, news: Sequence[News]) -> None:
        """What platforms tell besides what people say; each is harmless when told twice. Raises `Unavailable`."""
        if news:
            await whole(self._note(news))
            self.nudge()

    async def _note(self, news: Sequence[News]) -> None:
        async with transaction(self.engine) as connection:
            sitting = Sitting(connection, self.house)
            await count_prices(sitting, news)
            for each in news:
                await take_news(sitting, each)
            await sitting.flush()


@cache
def spare_the_collector() -> None:
    """What is loaded when a desk first opens, libraries above all, stays as long as the process: some 300,000 objects
    that every full collection would walk through, for a fifth of a second, while everybody waits."""
    gc.freeze()


def tell(done: asyncio.Future[None], error: Unavailable | None = None) -> None:
    """Whoever gave the arrival hears what came of it, unless they have gone: a webhook's caller hung up, or the post
    of asking for updates went to another process. Nothing is lost then: it was not acknowledged, and comes again."""
    if done.done():
        return
    if error:
        done.set_exception(error)
    else:
        done.set_result(None)


def fair(waiting: list[Waiting]) -> tuple[list[Waiting], list[Waiting]]:
    """The next batch, with at most a few arrivals of each sender, and the rest. Everybody's order is kept."""
    taken: list[Waiting] = []
    rest: list[Waiting] = []
    counts: dict[tuple[str, str], int] = {}
    for pair in waiting:
        sender = pair[0].sender.key
        if len(taken) < MOST and counts.get(sender, 0) < MOST_OF_ONE:
            counts[sender] = counts.get(sender, 0) + 1
            taken.append(pair)
        else:
            counts[sender] = MOST_OF_ONE  # what comes later must not overtake
            rest.append(pair)
    return taken, rest
