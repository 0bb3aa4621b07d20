"""People who do not know that the program is being killed: each citizen's story, told once and waited for."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol

from bot.sandbox.client import Puppeteer
from bot.sandbox.messages import Message
from bot.sandbox.views import buttons
from bot.sandbox.world import World
from tests.talks import PICTURE

COMPLAINTS = {
    "PUPR": "jalan berlubang di depan Pasar Bitingan",
    "DISHUB": "lampu merah mati di perempatan Jember",
    "PKPLH": "sampah menumpuk di depan Pasar Bitingan",
    "DISDUKCAPIL": "KTP belum jadi sudah dua bulan",
    "TIRTAMURIA": "air PDAM mati di depan Pasar Kliwon",
    "SATPOLPP": "pedagang kaki lima memenuhi trotoar di depan Pasar Kliwon",
}
"""A complaint the router gives to that office without asking anything back."""

PATIENCE = 80.0
"""Seconds a person waits before trying again. Shorter than any lease of the courier, so that one left lying shows."""

GLANCE = 0.05
THINKING = 0.4

MARK = re.compile(r"penanda (\d{4})")


class Stuck(Exception):
    """What a person waited for did not come, although they tried again."""


class Legible(Protocol):
    """A message, of whichever messenger."""

    @property
    def id(self) -> int: ...
    @property
    def body(self) -> dict[str, Any]: ...
    @property
    def markup(self) -> dict[str, Any] | None: ...


class Board:
    """Messages of a chat by the marker in their text; each is read once, edits change it in place."""

    def __init__(self, world: World, key: str) -> None:
        self.chat = world.chats[key]
        self._read = 0
        self._marked: dict[str, list[Message]] = {}

    def about(self, marker: str) -> list[Message]:
        for number in range(self._read + 1, max(self.chat.messages, default=0) + 1):
            message = self.chat.messages.get(number)
            if message and message.sender.is_bot and (found := MARK.search(text_of(message))):
                self._marked.setdefault(found[1], []).append(message)
        self._read = max(self.chat.messages, default=0)
        return self._marked.get(marker, [])


def text_of(message: Legible) -> str:
    return str(message.body.get("text", ""))


def data_of(message: Legible, button: str) -> str:
    rows = buttons(message.markup)
    return next((each.get("data", "") for row in rows for each in row if button in each["text"]), "")


@dataclass
class Office:
    """An office's group with its one officer."""

    code: str
    officer: int
    key: str
    board: Board


@dataclass
class Crowd:
    """What all stories share. `repeats` are the things somebody had to do twice."""

    world: World
    puppets: Puppeteer
    random: Random
    offices: list[Office]
    bot: int
    seats: asyncio.Semaphore
    repeats: list[str] = field(default_factory=list)
    patience: float = PATIENCE

    async def think(self) -> None:
        await asyncio.sleep(self.random.uniform(0, THINKING))


class Story:
    """One complaint from the first word to the stars, with the officer's part in it. Every third citizen sends a
    photo with it; every ninth blocks the bot before she is answered."""

    arrived = "delivered"
    """What is known in the end of an answer that arrived."""

    def __init__(self, crowd: Crowd, index: int) -> None:
        self.crowd = crowd
        self.marker = f"{index:04d}"
        self.office = crowd.offices[index % len(crowd.offices)]
        self.name = f"Siti{self.marker}"
        self.complaint = f"{COMPLAINTS[self.office.code]}, penanda {self.marker}"
        self.answer = f"Besok pagi kami kerjakan, penanda {self.marker}."
        self.stars = crowd.random.randint(1, 5)
        self.photo = index % 3 == 1
        self.blocks = index % 9 == 4
        self.began = self.done = self.again = False

    async def run(self) -> None:
        """Raises `Stuck`."""
        await self.crowd.seats.acquire()  # and never gives it back: seats are handed out strike by strike
        self.began = True
        await self._arrive()
        await self._report()
        await self._serve()
        if not self.blocks:
            await self._rate()
        self.done = True

    async def _arrive(self) -> None:
        self.person = await self.crowd.puppets.person(self.name)
        self.key = f"p:{self.person}:{self.crowd.bot}"

    def read(self) -> Sequence[Legible]:
        """What the bot has written to her."""
        chat = self.crowd.world.chats.get(self.key)
        return [each for each in chat.messages.values() if each.sender.is_bot] if chat else []

    async def _report(self) -> None:
        await self._step(self._complain, self._mine("Tekan Kirim", "Kirim"))
        await self._step(lambda: self._press("Tekan Kirim", "Kirim"), self._mine("Nomor laporan"))

    async def _serve(self) -> None:
        await self._step(self.crowd.think, self._card("menunggu diambil"))
        await self._step(lambda: self._push("Ambil"), self._card("Status: ditangani"))
        if self.blocks:
            await self._step(self.crowd.think, self._mine("sedang ditangani petugas"))
            await self.crowd.puppets.call("block", user=self.person, bot=self.crowd.bot, blocked=True)
        await self._step(self._reply, self._card("Kirim ke pelapor"))
        sign = self._card("tidak sampai") if self.blocks else self._mine("Jawaban", "Sudah selesai")
        await self._step(lambda: self._push("Kirim & selesai"), sign)

    async def _rate(self) -> None:
        await self._step(lambda: self._press("Jawaban", "Sudah selesai"), self._mine("Seberapa puas", "5 ⭐"))
        star = "⭐" * self.stars if self.stars < 3 else f"{self.stars} ⭐"
        await self._step(lambda: self._press("Seberapa puas", star), self._mine("Penilaian"))

    async def _step(self, act: Callable[[], Awaitable[None]], sign: Callable[[], Sequence[Legible]]) -> None:
        """Do something and wait for its sign; do it again, once, if there is none."""
        await self.crowd.think()
        for self.again in (False, True):
            await act()
            try:
                async with asyncio.timeout(self.crowd.patience):
                    while not sign():
                        await asyncio.sleep(GLANCE)
            except TimeoutError:
                self.crowd.repeats.append(
                    f"{self.marker}: {sign.__name__} did not come within {self.crowd.patience:.0f} s"
                )
            else:
                return
        raise Stuck(f"{self.marker}: {sign.__name__} never came")

    # ---- the citizen's phone

    def _mine(self, words: str, button: str = "") -> Callable[[], Sequence[Legible]]:
        def sign() -> Sequence[Legible]:
            return [m for m in self.read() if words in text_of(m) and (not button or data_of(m, button))]

        sign.__name__ = f"“{words}” on the citizen's phone"
        return sign

    async def _complain(self) -> None:
        if self.photo:
            sent = {"from": self.person, "chat": self.key, "kind": "photo", "file": PICTURE, "caption": self.complaint}
            await self.crowd.puppets.call("send", **sent)
        else:
            await self.crowd.puppets.say(self.person, self.key, self.complaint)

    async def _press(self, words: str, button: str) -> None:
        """On any message that bears the button: after a repeat there may be two."""
        await self._touch(self.person, self.key, self._mine(words, button)(), button)

    async def _touch(self, who: int, key: str, bearing: Sequence[Legible], button: str) -> None:
        """Any of those that bear it, as people do; when that was of no use, the last one."""
        if bearing:
            message = bearing[-1] if self.again else self.crowd.random.choice(bearing)
            await self.crowd.puppets.press(who, key, message.id, data_of(message, button))

    # ---- the officer's

    def _card(self, words: str) -> Callable[[], list[Message]]:
        def sign() -> list[Message]:
            return [each for each in self.office.board.about(self.marker) if words in text_of(each)]

        sign.__name__ = f"“{words}” in the group"
        return sign

    async def _push(self, button: str) -> None:
        bearing = [each for each in self.office.board.about(self.marker) if data_of(each, button)]
        await self._touch(self.office.officer, self.office.key, bearing, button)

    async def _reply(self) -> None:
        card = self.crowd.random.choice(self._card("Pelapor:")())
        await self.crowd.puppets.say(self.office.officer, self.office.key, self.answer, reply_to=card.id)
