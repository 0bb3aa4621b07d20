"""Rings what is due, for tickets and for drafts: time itself comes in at the desk's door. Only a loop; what is due is
recomputed there. Between two bells it lets the sweeper sweep."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.almanac import Almanac
from bot.errands import Caller
from bot.house import House
from bot.metrics import BELLS
from bot.registrar import Registrar
from bot.rounds import Rounds
from bot.sitting import Sitting
from bot.sweeper import Sweeper
from flows.conversation import Conversation
from flows.events import Heard, Room, TimePassed
from routing.commands import PassDeadline
from routing.rights import HOUSE as PROGRAM
from routing.rights import Actor
from storage import bells, conversations
from storage.database import Unavailable, transaction, whole

MOST = 64
IDLE = 60.0

log = structlog.get_logger(__name__)


class Bellman:
    def __init__(
        self, engine: AsyncEngine, house: House, nudge: Callable[[], None], sweeper: Sweeper, almanac: Almanac
    ) -> None:
        self.engine = engine
        self.house = house
        self.nudge_courier = nudge
        self.sweeper = sweeper
        self.almanac = almanac
        self.rounds = Rounds(engine, house)
        self.registrar = Registrar(engine, house)
        self._wake = asyncio.Event()

    def nudge(self) -> None:
        """The clock was moved."""
        self._wake.set()

    async def run(self) -> None:
        while True:
            self._wake.clear()
            try:
                if await self.almanac.count_again():
                    self.nudge_courier()
                while await whole(self.ring_due()) or await whole(self.remind_due()):
                    self.nudge_courier()
                if await self.rounds.make_if_due():
                    self.nudge_courier()
                await self.sweeper.sweep_if_due()
                if await whole(self.registrar.announce()):
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
            moments = [await bells.next_moment(connection), await conversations.next_moment(connection)]
        following = min((each for each in moments if each), default=None)
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

    async def remind_due(self) -> int:
        """Drafts that wait too long, at most a batch; how many there were. One that fails keeps no other from it."""
        async with transaction(self.engine) as connection:
            keys = list(await conversations.due(connection, self.house.now(), MOST))
        try:
            await self._remind(keys)
        except Unavailable:
            raise
        except Exception:
            log.exception("drafts failed together", count=len(keys))
            for key in keys:
                await self._remind_or_silence(key)
        return len(keys)

    async def _remind(self, keys: Collection[str]) -> None:
        """What is due is looked up again, locked: somebody may have written meanwhile."""
        async with transaction(self.engine) as connection:
            due = await conversations.due(connection, self.house.now(), MOST)
            sitting = Sitting(connection, self.house)
            await remind(sitting, {key: talk for key, talk in due.items() if key in keys})
            await sitting.flush()

    async def _remind_or_silence(self, key: str) -> None:
        try:
            await self._remind([key])
        except Unavailable:
            raise
        except Exception:
            log.exception("a draft failed")
            async with transaction(self.engine) as connection:
                await conversations.silence(connection, [key])

    async def _ring(self, numbers: Iterable[str]) -> None:
        async with transaction(self.engine) as connection:
            sitting = Sitting(connection, self.house)
            await ring(sitting, numbers)
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


async def ring(sitting: Sitting, numbers: Iterable[str]) -> None:
    """The bells of these tickets rang; each gets its next bell even where nothing was due after all."""
    for number in numbers:
        ticket = await sitting.ticket(number)
        sitting.changed_tickets.setdefault(number, ticket)
        if ticket:
            sitting.act(ticket, PassDeadline(), PROGRAM)


async def remind(sitting: Sitting, talks: Mapping[str, Conversation]) -> None:
    """The bells of these citizens' talks rang."""
    for person, talk in talks.items():
        heard = Heard(TimePassed(), sitting.now, Actor(person), Room("private"))
        sitting.changed_talks[person] = await sitting.converse(talk, heard, Caller(person, heard.actor, None))
