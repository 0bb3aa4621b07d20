"""A crowd that does random things at the desk, on a real database, with a post that delivers at once.

Everything random comes from one seed, so the same seed gives the same arrivals, person ids and codes.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.arrival import CITIZEN, STAFF, Arrival
from bot.bellman import ring
from bot.house import ALPHABET, House
from bot.sitting import Sitting
from flows.effects import Say
from flows.events import Chose, Invited, PersonEvent, Said, SentFile, SentOther, SentPlace
from routing.pieces import Evidence
from routing.register import Appointment
from routing.rules import Rules
from storage import bells, links, officers, outbox, people, rooms, threads
from storage.database import connect, transaction
from storage.links import Link
from storage.migrate import migrate
from storage.outbox import Letter
from storage.people import Sender
from storage.schema import metadata
from storage.threads import Thread
from tests.town import TUESDAY, Clock

FORUM = "-2"
GROUPS = {"-1": "DISKOMINFO", "-2": "PUPR", "-3": "DISHUB", "-9": ""}

WORDS = (
    "jalan berlubang di depan Pasar Bitingan",
    "lampu jalan mati di Desa Gondangmanis",
    "lampu mati",
    "minta salinan dokumen APBD 2026",
    "3319014101850002",
    "Budi Santosa",
    "Dukuh Krajan RT 2, Desa Jepang",
    "0812 3456 7890",
    "min tlg sampah numpuk di ds Getas Pejaten bau banget",
    "selokan mampet",
    "assalamualaikum",
    "terima kasih",
    "batal",
    "🙏🙏🙏",
    "   ",
    "?",
    "<b>tebal</b> & {nomor} %s \\ *_[",
    "kebakaran di pasar kliwon",
    "a" * 5000,
    "/start",
    "/laporan",
    "/keberatan",
    "/bahasa",
    "/bantuan",
    "/batal",
    "/",
    "/tidakada",
    "/terlambat",
    "/eskalasi",
    "/eskalasi KDS-26-00001-0",
    "/eskalasi KDS-26-00001-0 sudah lama",
    "/cari jalan",
    "/cari sampah november belum selesai",
    "/riwayat KDS-26-00001-0",
    "/riwayat KDS-26-00001-1",
    "/tutup KDS-26-00002-9 bukan urusan Kabupaten",
    "/eskalasi 12345678",
    "/teruskan KDS-26-00001-0 dishub",
    "/teruskan KDS-26-00002-9 PUPR",
    "/undang PUPR",
    "/undang",
    "/hubungkan",
    "/hubungkan AAAA-BBBB",
    "/petugas",
)

USEFUL = ("send", "answer", "solved", "topic", "agree", "submit", "obtain", "deliver", "decide")
"""Buttons that bring a talk on."""

ON_CARDS = ("take", "return", "push", "give", "refuse", "extend")

FORGED = (
    "send",
    "take",
    "answer:KDS-26-00001-0:1-",
    "rate:KDS-26-00001-0:5",
    "rate:KDS-26-00001-0:x",
    "topic:1:jalan-rusak",
    "::",
    "",
)


@dataclass
class Crowd:
    """Eight people, four groups, and whatever buttons they have been shown."""

    engine: AsyncEngine
    house: House
    clock: Clock
    random: Random
    shown: list[tuple[str, str, str]] = field(default_factory=list)
    """(chat, message id, button data) of everything the bot has said."""
    posted: list[tuple[str, str]] = field(default_factory=list)
    """(chat, message id) of the same."""
    topics: list[str] = field(default_factory=list)
    """Those of the one group that has some."""
    count: int = 0

    async def found(self) -> None:
        """Groups are linked, two officers an office."""
        async with transaction(self.engine) as connection:
            for chat, office in GROUPS.items():
                if office:
                    await rooms.link(connection, STAFF, chat, office, 0, "nobody")
            staff = [Sender(STAFF, str(number), f"Petugas {number}") for number in range(1, 4)]
            met = await people.meet(connection, staff, self.house.new_person, 0)
            for officer, office in zip(staff, ("DISKOMINFO", "PUPR", "DISHUB"), strict=True):
                await officers.appoint(connection, Appointment(met[officer.key].person, office), 0, "nobody")

    async def act(self, steps: int) -> None:
        """`steps` arrivals in batches of random size; now and then some days pass."""
        left = steps
        while left:
            size = min(left, self.random.randint(1, 20))
            batch = [self.arrival() for _ in range(size)]
            if self.random.random() < 0.2:
                batch.append(self.random.choice(batch))  # delivered twice
            await self.sit(batch)
            left -= size
            if self.random.random() < 0.15:
                await self.pass_time()

    async def sit(self, batch: list[Arrival]) -> None:
        async with transaction(self.engine) as connection:
            sitting = Sitting(connection, self.house)
            await sitting.hear(batch)
            await sitting.flush()
        await self.deliver()

    async def pass_time(self) -> None:
        self.clock.now += timedelta(hours=self.random.randint(1, 120))
        async with transaction(self.engine) as connection:
            sitting = Sitting(connection, self.house)
            await ring(sitting, await bells.due(connection, self.clock.now, 64))
            await sitting.flush()
        await self.deliver()

    async def deliver(self) -> None:
        """What the courier does, without a wire: letters arrive, messages are linked, answers are noted."""
        for _ in range(1000):
            async with transaction(self.engine) as connection:
                claimed = await outbox.claim(connection, 1, 2, 64)
                if not claimed:
                    return
                sitting = Sitting(connection, self.house)
                for letter in claimed:
                    await self.receive(connection, sitting, letter)
                await outbox.drop(connection, [letter.id for letter in claimed])
                await sitting.flush()
        raise AssertionError("letters beget letters for ever")

    async def receive(self, connection: AsyncConnection, sitting: Sitting, letter: Letter) -> None:
        chat = await self.chat_of(connection, letter.recipient)
        message = f"m{letter.id}"
        self.posted.append((chat, message))
        if isinstance(letter.body, Say):
            self.shown += [(chat, message, choice.wire) for row in letter.body.choices for choice in row]
            if letter.body.answer is not None and letter.ticket:
                await sitting.note_delivery(letter.ticket, letter.body.answer, self.random.choice(["", "", "blocked"]))
        if letter.ticket:
            channel = STAFF if chat.startswith("-") else CITIZEN
            await links.remember(connection, [Link(channel, chat, message, letter.ticket, letter.kind == "show_card")])
        if letter.kind == "show_card":
            await self.open_topic(connection, chat, letter)
            self.shown += [
                (chat, message, f"{name}:{letter.ticket}:")
                for name in ("take", "return", "push", "give", "refuse", "extend")
            ]

    async def open_topic(self, connection: AsyncConnection, chat: str, letter: Letter) -> None:
        topic = f"t{letter.ticket}"
        if chat == FORUM and letter.ticket and topic not in self.topics:
            self.topics.append(topic)
            await threads.note(connection, Thread(STAFF, chat, letter.ticket, topic))

    async def chat_of(self, connection: AsyncConnection, recipient: str) -> str:
        kind, _, rest = recipient.partition(":")
        if kind == "person":
            return (await people.identities_of(connection, [rest]))[rest].address
        if kind == "office":
            return next((chat for chat, office in GROUPS.items() if office == rest), "-1")
        return rest.rpartition(":")[2]

    # ---- what people do

    def arrival(self) -> Arrival:
        self.count += 1
        staff = self.random.random() < 0.45
        number = self.random.randint(1, 4) if staff else self.random.randint(11, 16)
        at_home = ["-1", "-2", "-3"][number - 1] if number < 4 else "-2"
        elsewhere = self.random.choice([*GROUPS, str(number)])
        chat = (at_home if self.random.random() < 0.7 else elsewhere) if staff else str(number)
        event, message = self.event(chat)
        answered = (
            self.random.choice([m for c, m in self.posted if c == chat] or [""]) if self.random.random() < 0.4 else ""
        )
        return Arrival(
            id=f"a{self.count}",
            sender=Sender(STAFF if staff else CITIZEN, str(number), f"Orang {number}"),
            chat=chat,
            private=not chat.startswith("-"),
            event=event,
            message=message or f"p{self.count}",
            press=f"press{self.count}" if isinstance(event, Chose) else "",
            reply_to="" if isinstance(event, Chose) else answered,
            quoted=Sender(STAFF, "4", "Orang 4") if staff and not answered and self.random.random() < 0.3 else None,
            quotes_bot=bool(answered),
            forum=chat == FORUM,
            thread=self.random.choice(["", *self.topics[-5:]]) if chat == FORUM else "",
        )

    def event(self, chat: str) -> tuple[PersonEvent, str]:
        buttons = [(message, data) for where, message, data in self.shown if where == chat][-30:]
        if buttons and self.random.random() < 0.8:
            buttons = [button for button in buttons if button[0] == buttons[-1][0]]
        useful = [button for button in buttons if button[1].startswith(USEFUL)]
        buttons = useful if useful and self.random.random() < 0.5 else buttons
        kind = self.random.random()
        if kind < 0.55 and buttons:
            message, data = self.random.choice(buttons)
            return read(data), message
        if kind < 0.6:
            return read(self.random.choice(FORGED)), "m1"
        if kind < 0.9:
            return Said(self.random.choice(WORDS)), ""
        others: list[PersonEvent] = [
            SentFile(Evidence("photo", CITIZEN, f"file{self.count}"), self.random.choice(["", "jalan rusak"])),
            SentPlace(-6.8, 110.8),
            SentOther("sticker"),
            Invited(),
        ]
        return self.random.choice(others), ""


def read(data: str) -> Chose:
    name, _, rest = data.partition(":")
    ref, _, value = rest.partition(":")
    return Chose(name, ref, value)


@asynccontextmanager
async def gathered(url: str, rules: Rules, seed: int) -> AsyncIterator[Crowd]:
    random, clock = Random(seed), Clock(TUESDAY)
    chance = Random(seed + 1)
    house = House(rules, clock, lambda length: "".join(chance.choice(ALPHABET) for _ in range(length)))
    engine = connect(url)
    try:
        await migrate(engine)
        crowd = Crowd(engine, house, clock, random)
        await crowd.found()
        yield crowd
    finally:
        await engine.dispose()


async def everything(engine: AsyncEngine) -> dict[str, list[Any]]:
    """All rows of all tables, to compare two ends."""
    async with transaction(engine) as connection:
        return {
            table.name: sorted(map(repr, (await connection.execute(select(table))).all()))
            for table in metadata.sorted_tables
        }
