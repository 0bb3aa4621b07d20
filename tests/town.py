"""A whole town for tests: the messenger, the program against it over real HTTP, a clock, and people.

Nothing is replaced: the program is `bot.app.App` as `pendopo serve` runs it, on a real SQLite file.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import App
from bot.demo import CITIZEN_BOT, STAFF_BOT, demo_settings, set_the_stage
from bot.demo_whatsapp import give_whatsapp, on_whatsapp, open_number
from bot.limits import Limiter
from bot.sandbox.client import Puppeteer, private
from bot.sandbox.server import create_app, serve
from bot.sandbox.world import World
from bot.settings import DATABASE, Settings
from bot.start import opened
from routing.deadlines import working_days_later
from storage import bells, conversations, outbox
from storage.database import connect, transaction
from storage.migrate import migrate

TUESDAY = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""Nine in the morning in Kudus."""

PATIENCE = 15.0
PAUSE = 0.015


def hasty() -> float:
    """People of a town write as fast as they can; for the pace of writing to them, a real second is a minute."""
    return time.monotonic() * 60


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = TUESDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Town:
    """People are known by name; `ids` are the messenger's, `chats` its keys (`Siti`, `PUPR`, `Diskominfo` …)."""

    url: str
    world: World
    puppets: Puppeteer
    clock: Clock
    app: App
    engine: AsyncEngine
    ids: dict[str, int] = field(default_factory=dict)
    chats: dict[str, str] = field(default_factory=dict)

    async def say(self, who: str, text: str, chat: str | None = None, **more: Any) -> int:
        return await self.puppets.say(self.ids[who], self.chats[chat or who], text, **more)

    async def press(self, who: str, message: int, data: str, chat: str | None = None) -> None:
        await self.puppets.press(self.ids[who], self.chats[chat or who], message, data)

    async def messages(self, chat: str) -> list[dict[str, Any]]:
        return await self.puppets.messages(self.chats[chat])

    async def last(self, chat: str, text: str = "", *, button: str = "") -> dict[str, Any]:
        """The last message there that holds `text` and a button with `button` in it."""
        return next(
            message
            for message in reversed(await self.messages(chat))
            if text in (message.get("text") or "") and (not button or data_of(message, button))
        )

    async def push(self, who: str, button: str, chat: str | None = None, text: str = "") -> None:
        """Press the button that bears these words, on the last message that has it."""
        message = await self.last(chat or who, text, button=button)
        await self.press(who, message["id"], data_of(message, button) or "", chat)

    async def citizen(self, name: str) -> None:
        """Somebody new with a phone."""
        self.ids[name] = await self.puppets.person(name)
        self.chats[name] = private(self.ids[name], CITIZEN_BOT)

    async def citizen_on_whatsapp(self, name: str) -> None:
        """Somebody new with WhatsApp; for a town that has it."""
        self.ids[name] = await self.puppets.person(name)
        self.chats[name] = await give_whatsapp(self.puppets, self.ids[name])

    async def quiet(self) -> None:
        """Until every update is committed and acknowledged and every letter has left."""
        await until(self._is_quiet)

    async def _is_quiet(self) -> bool:
        if any(updates.pending for updates in self.world.updates.values()) or self.app.courier.busy:
            return False
        if self.world.whatsapp.hook.waiting:
            return False
        async with transaction(self.engine) as connection:
            waiting, _ = await outbox.count(connection)
        return waiting == 0

    async def days_pass(self, days: int) -> None:
        """To half an hour after office hours of that working day."""
        self.clock.now = working_days_later(self.clock.now, days, self.app.house.rules) + timedelta(minutes=30)
        self.app.bellman.nudge()
        await until(self._rang)

    async def next_morning(self) -> None:
        """To a quarter to eight of the next working day: bells have rung and the morning round was made."""
        rules = self.app.house.rules
        day = working_days_later(self.clock.now, 1, rules).astimezone(rules.zone)
        self.clock.now = day.replace(hour=7, minute=45).astimezone(UTC)
        self.app.bellman.nudge()
        await until(self._rang)
        await until(self._read_round)

    async def holidays_followed(self) -> None:
        """Until the working days are those of the operator's table, and every open report stands by them."""
        await self.app.almanac.look()
        self.app.bellman.nudge()
        await until(self._counted)

    async def _counted(self) -> bool:
        return self.app.almanac.counted is self.app.house.rules.calendar

    async def _read_round(self) -> bool:
        day = self.clock.now.astimezone(self.app.house.rules.zone).date()
        return self.app.bellman.rounds.done == day

    async def _rang(self) -> bool:
        async with transaction(self.engine) as connection:
            drafts = await conversations.due(connection, self.clock.now, 1)
            return not drafts and not await bells.due(connection, self.clock.now, 1)

    def refused_calls(self) -> list[dict[str, Any]]:
        """What no bot may ever do: a call the messenger refused, or one with parameters it does not know."""
        calls = self.world.calls.since(0, polls=True) + self.world.whatsapp.calls.since(0, polls=True)
        return [call for call in calls if not call["ok"] or call.get("unknown")]


def data_of(message: dict[str, Any], button: str) -> str | None:
    """What the first button, or row of a list, with these words sends when pressed."""
    return next((data for text, data in choices_of(message) if says(text, button)), None)


def says(text: str, button: str) -> bool:
    """Whether a button's words hold these, or were cut short of them."""
    return button in text or (text.endswith("…") and text[:-1].split(" ", 1)[-1] in button)


def choices_of(message: dict[str, Any]) -> list[tuple[str, str]]:
    """Words and data of everything that can be pressed or chosen."""
    pressed = [(each["text"], each.get("data", "")) for row in message.get("buttons") or [] for each in row]
    sections = message.get("list", {}).get("sections", [])
    rows = [(f"{row['title']} {row.get('description', '')}".strip(), row["id"]) for s in sections for row in s["rows"]]
    return pressed + rows


async def until(true: Callable[[], Awaitable[bool]], patience: float = PATIENCE) -> None:
    """Wait for a condition, patiently but not for ever."""
    async with asyncio.timeout(patience):
        while not await true():
            await asyncio.sleep(PAUSE)


@cache
def migrated() -> bytes:
    """An empty SQLite database of today's shape: made once, as the template on PostgreSQL is, and copied."""

    async def make(folder: str) -> bytes:
        file = Path(folder) / DATABASE
        engine = connect(f"sqlite+aiosqlite:///{file}")
        await migrate(engine)
        await engine.dispose()  # the last connection takes the journal in
        return file.read_bytes()

    with TemporaryDirectory() as folder, ThreadPoolExecutor(1) as aside:  # a loop runs here already
        return aside.submit(asyncio.run, make(folder)).result()


@asynccontextmanager
async def town_of(folder: Path, *, whatsapp: bool = False, **changes: Any) -> AsyncIterator[Town]:
    """A town with Siti and Budi, PUPR (officer Joko; Agus is none) and Diskominfo (officer Ratna).

    With `whatsapp` also Sri, who writes to the office's number there; drafts are answered without a pause.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / DATABASE).exists():
        (folder / DATABASE).write_bytes(migrated())
    clock = Clock()
    world = World(clock=lambda: clock().timestamp())
    async with serve(create_app(world)) as url:
        number = {**on_whatsapp(url), "whatsapp_pause": 0.0} if whatsapp else {}
        settings = demo_settings(url, folder).model_copy(update={**number, **changes})
        async with running(settings, world, clock, url) as town:
            cast = await set_the_stage(town.app, town.puppets)
            town.ids, town.chats = dict(cast.people), dict(cast.chats)
            await town.quiet()
            yield town


@asynccontextmanager
async def running(settings: Settings, world: World, clock: Clock, url: str) -> AsyncIterator[Town]:
    """The program with its bots registered, from the moment both doors are open."""
    puppets = Puppeteer(url)
    await puppets.bot(settings.citizen_bot_token.get_secret_value(), "pendopo_kudus_bot", "Pendopo Kudus")
    await puppets.bot(settings.staff_bot_token.get_secret_value(), "pendopo_opd_bot", "Pendopo OPD")
    if settings.on_whatsapp:
        await open_number(puppets, settings)
    async with opened(settings) as engine:
        app = App(settings, engine, clock)
        app.courier.postman.limiter = Limiter(hasty, settings.messages_per_second, settings.group_messages_per_minute)
        task = asyncio.create_task(app.run())
        opening = asyncio.create_task(app.doors.all_open.wait())
        await asyncio.wait({task, opening}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            opening.cancel()
            task.result()
        if settings.on_whatsapp:
            await open_number(puppets, settings, app.port)
        try:
            yield Town(url, world, puppets, clock, app, engine)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await puppets.close()


__all__ = ["CITIZEN_BOT", "STAFF_BOT", "Clock", "Town", "data_of", "running", "town_of", "until"]
