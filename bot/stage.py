"""A stage in time: people's acts come in at the desk, each at its own moment, and nothing is sent to anybody.

What they do goes the way of every arrival (`bot.sitting.Sitting`): the same talk, the same rights, the same clocks and
bells. Letters are opened on the spot: whoever acts next presses the buttons in them, and answers count as delivered.
"""

import heapq
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import count

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.arrival import CITIZEN, STAFF, Arrival
from bot.bellman import MOST, ring
from bot.house import House
from bot.sitting import Sitting
from flows.effects import Choice, Line, Say, SendFiles, ShowCard
from flows.events import Chose, PersonEvent, Said
from storage import bells
from storage.database import transaction
from storage.outbox import Letter
from storage.people import Sender

TOGETHER = 50
"""Turns of lives in one transaction."""

Life = AsyncGenerator[datetime, None]
"""Yields when it goes on."""

Waiting = tuple[datetime, int, Life]


class Person(Struct, frozen=True):
    """`chat` is where she writes: her own chat with the bot, or her office's group."""

    sender: Sender
    chat: str
    private: bool


class Heard(Struct, frozen=True):
    """What came of an act: the letters that would have gone out."""

    letters: tuple[Letter, ...]

    @property
    def says(self) -> list[Say]:
        return [letter.body for letter in self.letters if isinstance(letter.body, Say)]

    @property
    def choices(self) -> list[Choice]:
        return [choice for say in self.says for row in say.choices for choice in row]

    @property
    def lines(self) -> list[Line]:
        return [line for say in self.says for line in say.lines]

    @property
    def number(self) -> str | None:
        """The ticket that a card shows."""
        return next((letter.ticket for letter in self.letters if isinstance(letter.body, ShowCard)), None)

    @property
    def office(self) -> str:
        """Whose card that is."""
        return next(each.recipient.split(":")[1] for each in self.letters if isinstance(each.body, ShowCard))

    def offers(self, *names: str, value: str = "") -> Choice | None:
        """The first of these buttons that is there, in the order of their names."""
        fits = [each for each in self.choices if value in ("", each.value)]
        return next((each for name in names for each in fits if each.name == name), None)

    def asks(self, key: str) -> bool:
        return any(line.key == key for line in self.lines)


class StandingClock:
    """Stands until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Stage:
    """`house` goes by `clock`, which is moved from act to act and never back."""

    def __init__(self, engine: AsyncEngine, house: House, clock: StandingClock) -> None:
        self.engine = engine
        self.house = house
        self.clock = clock
        self.acts = 0
        self._bell: datetime | None = None
        self._connection: AsyncConnection | None = None

    # ---- acts

    async def say(self, who: Person, text: str, about: str = "") -> Heard:
        """`about` is the ticket whose message is answered."""
        return await self._hear(who, Said(text), reply_to="card" if about else "", hint=about)

    async def press(self, who: Person, choice: Choice) -> Heard:
        event = Chose(choice.name, choice.ref, choice.value)
        return await self._hear(who, event, message="shown", press=f"press-{self.acts}")

    async def _hear(
        self, who: Person, event: PersonEvent, *, message: str = "", press: str = "", reply_to: str = "", hint: str = ""
    ) -> Heard:
        self.acts += 1
        arrival = Arrival(
            id=f"month-{self.acts}",
            sender=who.sender,
            chat=who.chat,
            private=who.private,
            event=event,
            message=message,
            press=press,
            reply_to=reply_to,
            hint=hint,
        )
        sitting = Sitting(self.connection, self.house)
        await sitting.hear([arrival])
        return await self._close(sitting)

    async def _close(self, sitting: Sitting) -> Heard:
        """Letters are taken out of the bag before they would be posted. What an office answered has arrived."""
        letters = sitting.mail.empty()
        for letter in letters:
            if isinstance(letter.body, Say) and letter.body.answer is not None and letter.ticket:
                await sitting.note_delivery(letter.ticket, letter.body.answer, "")
        letters += sitting.mail.empty()
        await sitting.flush()
        self._bell = await bells.next_moment(sitting.connection)
        return Heard(tuple(each for each in letters if not isinstance(each.body, SendFiles)))

    # ---- time

    async def play(self, lives: Sequence[tuple[datetime, Life]], until: datetime) -> None:
        """Every life goes on at its moments; between them the bells ring at theirs. At the end it is `until`."""
        order = count()
        waiting = [(start, next(order), life) for start, life in lives]
        heapq.heapify(waiting)
        while waiting and waiting[0][0] <= until:
            async with self.writing():
                for _ in range(TOGETHER):
                    await self._one(waiting, order, until)
        async with self.writing():
            await self.pass_to(until)
        for _, _, life in waiting:
            await life.aclose()

    async def _one(self, waiting: list[Waiting], order: Iterator[int], until: datetime) -> None:
        if waiting and waiting[0][0] <= until:
            moment, _, life = heapq.heappop(waiting)
            await self.pass_to(moment)
            if following := await anext(life, None):
                heapq.heappush(waiting, (max(following, moment), next(order), life))

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        """One transaction for all that is done in it: a commit an act would cost more than the acts."""
        async with transaction(self.engine) as self._connection:
            yield
        self._connection = None

    @property
    def connection(self) -> AsyncConnection:
        assert self._connection, "acts happen while it is writing"
        return self._connection

    async def pass_to(self, moment: datetime) -> None:
        """Time passes, and what is due on the way happens when it is due."""
        while self._bell and self._bell <= moment:
            self.clock.now = max(self.clock.now, self._bell)
            sitting = Sitting(self.connection, self.house)
            await ring(sitting, await bells.due(self.connection, self.clock.now, MOST))
            await self._close(sitting)
        self.clock.now = max(self.clock.now, moment)


def citizen(address: int, name: str) -> Person:
    return Person(Sender(CITIZEN, str(address), name), str(address), True)


def officer(address: int, name: str, group: str) -> Person:
    return Person(Sender(STAFF, str(address), name), group, False)
