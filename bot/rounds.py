"""The morning round: at half past seven of each working day, every group that something waits for gets one message.

Each office's round is one transaction, begun at most once a day: killed in between, the others go on at the next start.
Offices without a group of their own are spoken of in the coordinator's.
"""

import asyncio
from datetime import date, time

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.house import House
from bot.mailbag import Mailbag
from flows.morning import MOST_LINES, Figures, Reason, morning, undecreed
from routing.deadlines import working_days_later
from storage import bells, digest, outbox, reminders, rooms, tickets
from storage.database import Unavailable, millis, transaction, whole

BEGINS = time(7, 30)
MOST = 200
"""Tickets looked at for one message; it names far fewer."""

log = structlog.get_logger(__name__)


class Rounds:
    def __init__(self, engine: AsyncEngine, house: House) -> None:
        self.engine = engine
        self.house = house
        self.done: date | None = None
        """The last day whose round is over."""
        self.over = asyncio.Event()
        """Set when a day's round is over, for whoever cleared it before."""

    async def make_if_due(self) -> int:
        """How many messages were written. Bells that are due ring first: they make what is told. Raises
        `Unavailable`."""
        day = self.due_day()
        if day is None or day == self.done or await whole(self._bells_wait()):
            return 0
        made = 0
        for office in await self._offices():
            try:
                made += await whole(self._make(office, day))
            except Unavailable:
                raise
            except Exception:
                log.exception("a morning round failed", office=office)
        self.done = day
        self.over.set()
        return made

    async def _bells_wait(self) -> bool:
        async with transaction(self.engine) as connection:
            return bool(await bells.due(connection, self.house.now(), 1))

    def due_day(self) -> date | None:
        """Today, while its round may be made: from half past seven to the close of office hours."""
        rules = self.house.rules
        local = self.house.now().astimezone(rules.zone)
        closes = time.fromisoformat(rules.catalogue.hours.closes.replace(".", ":"))
        open_now = rules.calendar.is_working(local.date()) and BEGINS <= local.time() < closes
        return local.date() if open_now else None

    async def _offices(self) -> tuple[str, ...]:
        """Those with a group and something to read, the coordinator last and always."""
        home = self.house.rules.catalogue.coordinator
        async with transaction(self.engine) as connection:
            linked, waiting = await rooms.chats(connection), await reminders.waiting(connection)
        return (*(office for office in sorted(waiting) if office in linked and office != home), home)

    async def _make(self, office: str, day: date) -> int:
        rules, now = self.house.rules, self.house.now()
        async with transaction(self.engine) as connection:
            if not await reminders.begin(connection, office, day.isoformat()):
                return 0
            home = office == rules.catalogue.coordinator
            reasons = await self._reasons(connection, await self._read_here(connection, office) if home else [office])
            figures = await self._figures(connection) if home else None
            said = morning(office, reasons, rules, figures)
            if said is None:
                return 0
            bag = Mailbag(lambda _: "", ())
            bag.post(said)
            letters = [outbox.Letter(each.recipient, each.body, made=millis(now)) for each in bag.empty()]
            await outbox.post(connection, letters)
        return 1

    async def _read_here(self, connection: AsyncConnection, home: str) -> list[str]:
        """The coordinator's own, and offices that have no group."""
        linked = await rooms.chats(connection)
        return [home, *(each for each in await reminders.waiting(connection) if each not in linked)]

    async def _reasons(self, connection: AsyncConnection, offices: list[str]) -> list[Reason]:
        taken = await reminders.take(connection, offices)
        rank = {rung.name: place for place, rung in enumerate(self.house.rules.catalogue.ladder, 1)}
        urgent = sorted(taken, key=lambda row: (-rank.get(row[2], 0), row[1]))
        found = await tickets.peek(connection, [number for _, number, _ in urgent[:MOST]])
        return [Reason(found[number], why, office) for office, number, why in urgent if number in found]

    async def _figures(self, connection: AsyncConnection) -> Figures:
        rules, now = self.house.rules, self.house.now()
        today, tomorrow = (working_days_later(now, ahead, rules) for ahead in (0, 1))
        falls_due, count = await digest.due_between(connection, now, today, MOST_LINES)
        _, later = await digest.due_between(connection, max(now, today), tomorrow, 0)
        _, undeliverable = await outbox.count(connection)
        return Figures(
            today=falls_due,
            today_count=count,
            tomorrow_count=later,
            overdue=await digest.overdue(connection, now),
            asked=await digest.asked(connection, now),
            undeliverable=undeliverable,
            undecreed=undecreed(now, rules),
        )
