"""Takes out what is kept no longer, by the catalogue's `[keep.…]`: a little at a time, once an hour.

Each chore is one short transaction that may be done twice without harm; what is left over waits for the next one.
"""

from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.house import House
from bot.media import Media
from bot.rights import GRACE
from bot.sitting import Sitting
from flows.effects import Say
from routing.erasing import photos, without
from routing.facts import Entry, Erased
from routing.history import replay
from routing.retention import expires, kept
from routing.ticket import SYSTEM, Ticket
from storage import conversations, forgetting, inbox, outbox, parking, people, sealing, sent, tickets
from storage.database import Unavailable, millis, transaction, whole

MOST = 50
PAUSE = timedelta(hours=1)
KEEP_IDS = timedelta(days=8)
"""WhatsApp repeats an update for seven days; an id is remembered for one more, and so is what was sent and never said
to have arrived."""

log = structlog.get_logger(__name__)


class Sweeper:
    def __init__(self, engine: AsyncEngine, house: House, media: Media) -> None:
        self.engine = engine
        self.house = house
        self.media = media
        self._swept: datetime | None = None

    async def sweep_if_due(self) -> None:
        """Raises `Unavailable`; whatever else goes wrong is told and tried again in an hour. The chain is closed up at
        every call: what is not in it yet could still be changed unseen."""
        await self._do(self.seal)
        now = self.house.now()
        if self._swept and now - self._swept < PAUSE:
            return
        self._swept = now
        for chore in (self.forget_failures, self.forget_talks, self.forget_strangers, self.age_tickets, self.throw_out):
            await self._do(chore)
        for chore in (self.announce_again, self.forget_unopened):
            await self._do(chore)

    async def _do(self, chore: Callable[[], Coroutine[Any, Any, int]]) -> None:
        try:
            while await whole(chore()) >= MOST:
                pass
        except Unavailable:
            raise
        except Exception:
            log.exception("a chore failed", chore=chore.__name__)

    async def seal(self) -> int:
        async with transaction(self.engine) as connection:
            return await sealing.seal_next(connection, self.house.now())

    async def forget_failures(self) -> int:
        """Ids of what came, and what failed and was looked at by nobody."""
        now = self.house.now()
        old = millis(now - kept("failure", self.house.rules))
        async with transaction(self.engine) as connection:
            await inbox.forget(connection, millis(now - KEEP_IDS))
            await inbox.forget_parked(connection, old)
            await outbox.forget_failed(connection, old)
            await sent.forget(connection, millis(now - KEEP_IDS))
        return 0

    async def announce_again(self) -> int:
        """Letters whose readers could not be told that they wait (`bot/window.py`)."""
        async with transaction(self.engine) as connection:
            await parking.release_untold(connection)
        return 0

    async def forget_unopened(self) -> int:
        """What nobody wrote for, for as long as failures are kept; the card says so, and `/laporan` still shows it."""
        old = millis(self.house.now() - kept("failure", self.house.rules))
        async with transaction(self.engine) as connection:
            letters = await outbox.unopened(connection, old, MOST)
            sitting = Sitting(connection, self.house)
            for letter in letters:
                if isinstance(letter.body, Say) and letter.body.answer is not None and letter.ticket:
                    await sitting.note_delivery(letter.ticket, letter.body.answer, "unopened")
            await sitting.flush()
            await outbox.drop(connection, [letter.id for letter in letters])
        return len(letters)

    async def forget_talks(self) -> int:
        old = millis(self.house.now() - kept("talk", self.house.rules))
        async with transaction(self.engine) as connection:
            return await conversations.forget_idle(connection, old, MOST)

    async def forget_strangers(self) -> int:
        async with transaction(self.engine) as connection:
            return await people.forget_strangers(connection, MOST)

    async def age_tickets(self) -> int:
        """Photos and words of tickets that have been closed for as long as they are kept."""
        now = self.house.now()
        async with transaction(self.engine) as connection:
            numbers = await forgetting.expired(connection, now, MOST)
            for ticket in (await tickets.read(connection, numbers)).values():
                await self._age(connection, ticket, now)
        return len(numbers)

    async def _age(self, connection: AsyncConnection, ticket: Ticket, now: datetime) -> None:
        due = expires(ticket, self.house.rules)
        if due and due[0] <= now:
            before = await tickets.history(connection, ticket.number)
            entry = Entry(now, SYSTEM, ticket.state, Erased(due[1]))
            after = (*without(before, due[1]), entry)
            await forgetting.rewrite(connection, ticket.number, before, after[:-1])
            await tickets.add_facts(connection, [(ticket.number, len(before), entry)])
            await forgetting.discard(connection, set(photos(before)) - set(photos(after)), millis(now + GRACE))
            ticket = replay(after)
            due = expires(ticket, self.house.rules)
            log.info("grown old", ticket=ticket.number, gone=entry.fact)
        await tickets.write(connection, [(ticket, None)], {ticket.number: due[0]} if due else {})

    async def throw_out(self) -> int:
        """Files from the data folder. One that is gone already is gone."""
        now = millis(self.house.now())
        async with transaction(self.engine) as connection:
            files = await forgetting.to_discard(connection, now, MOST)
        for file in files.values():
            await self.media.discard(file)
        async with transaction(self.engine) as connection:
            await forgetting.discarded(connection, files)
        return len(files)
