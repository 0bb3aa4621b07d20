"""Keeps every process by the operator's table of holidays, and counts open reports again when working days change.

Following is a look every few seconds, as with the router's model (`bot/tutor.py`). Counting again is the bellman's: a
report whose due day is no longer what the rules say is written anew, with a fact that its reporter is told of. It does
so at every start too, so a catalogue with other days, or a death in between, is made good the same way.
"""

import asyncio

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.house import House
from bot.sitting import Sitting
from routing.calendar import Calendar
from routing.holiday_table import Holiday, calendar_of
from routing.reckoning import Reckon
from routing.rights import HOUSE as PROGRAM
from routing.rules import Rules
from storage import holidays, reckoned
from storage.database import Unavailable, transaction, whole

LOOK = 5.0
"""Seconds until a change that another process took in is followed."""

MOST = 64

log = structlog.get_logger(__name__)


class Almanac:
    def __init__(self, engine: AsyncEngine, house: House) -> None:
        self.engine = engine
        self.house = house
        self.followed: tuple[Holiday, ...] = ()
        self.counted: Calendar | None = None
        """The calendar by which every open report stands."""

    async def follow(self) -> None:
        """Every process does this."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK)

    async def look(self) -> None:
        """Count by the current table from now on."""
        try:
            async with transaction(self.engine) as connection:
                table = await holidays.table(connection)
        except Unavailable as error:
            log.warning("the database is away", error=type(error).__name__)
            return
        if table != self.followed:
            self.followed = table
            self.house.mark_days(calendar_of(table))
            log.info("working days by the operator's table", days=len(table))

    async def count_again(self) -> int:
        """Once for each calendar, the open reports whose due day is another now; how many they were. Raises
        `Unavailable`."""
        rules = self.house.rules
        if self.counted is rules.calendar:
            return 0
        moved, after = 0, ""
        while batch := await whole(self._stale(rules, after)):
            numbers, after = batch
            moved += len(numbers)
            await self._write_all(numbers)
        self.counted = rules.calendar
        return moved

    async def _stale(self, rules: Rules, after: str) -> tuple[list[str], str] | None:
        """The numbers among the next open reports whose moments have moved, and the last number looked at."""
        async with transaction(self.engine) as connection:
            return await reckoned.stale(connection, rules, after, MOST)

    async def _write_all(self, numbers: list[str]) -> None:
        """Together, or each alone where one can't be."""
        try:
            await whole(self._write(numbers))
        except Unavailable:
            raise
        except Exception:
            log.exception("reports were not counted again together", count=len(numbers))
            if len(numbers) > 1:
                for number in numbers:
                    await self._write_all([number])

    async def _write(self, numbers: list[str]) -> None:
        if not numbers:
            return
        async with transaction(self.engine) as connection:
            sitting = Sitting(connection, self.house)
            told = await reckoned.told(connection, numbers)
            for number in numbers:
                ticket = await sitting.ticket(number)
                sitting.changed_tickets.setdefault(number, ticket)
                if ticket and number in told:
                    sitting.act(ticket, Reckon(told[number]), PROGRAM)
            await sitting.flush()
