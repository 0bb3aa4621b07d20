"""Speaks of decrees that end: two weeks before, and when they have ended. By day, once each."""

from datetime import datetime, time, timedelta

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.house import House
from flows.effects import Day, Line, OfficeName, Officer, Say, Words, to_office
from routing.register import WARNED, Appointment
from storage import officers, outbox
from storage.database import millis, transaction
from storage.outbox import Letter

DAY = (time(7), time(18))
"""In Kudus. Nobody renews a decree at night."""

PAUSE = timedelta(minutes=30)


class Registrar:
    def __init__(self, engine: AsyncEngine, house: House) -> None:
        self.engine = engine
        self.house = house
        self._looked: datetime | None = None

    async def announce(self) -> int:
        """How many were spoken of. Raises `Unavailable`."""
        now = self.house.now()
        here = now.astimezone(self.house.rules.zone)
        if (self._looked and timedelta() <= now - self._looked < PAUSE) or not DAY[0] <= here.time() <= DAY[1]:
            return 0
        self._looked = now
        async with transaction(self.engine) as connection:
            due = await officers.unannounced(connection, here.date(), here.date() + WARNED)
            for officer in due:
                await self._tell(connection, officer, now)
        return len(due)

    async def _tell(self, connection: AsyncConnection, officer: Appointment, now: datetime) -> None:
        over = officer.ran_out(now.astimezone(self.house.rules.zone).date())
        await officers.note_announced(connection, officer, over=over)
        line = self._line(officer, over=over)
        homes = dict.fromkeys((officer.office, self.house.rules.catalogue.coordinator))
        letters = [Letter(to_office(office), Say(to_office(office), (line,))) for office in homes]
        await outbox.post(connection, [replace(letter, made=millis(now)) for letter in letters])

    def _line(self, officer: Appointment, *, over: bool) -> Line:
        key = "register.over" if over else "register.soon"
        until = officer.until
        assert until, "what has no end does not end"
        noon = datetime.combine(until, time(12), self.house.rules.zone)
        decree = officer.decree or Words("register.no_decree")
        name, office = Officer(officer.person), OfficeName(officer.office)
        return Line(key, {"name": name, "office": office, "decree": decree, "until": Day(noon)})
