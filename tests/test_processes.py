"""Several processes on one PostgreSQL: they share the work, and one that is killed or frozen is followed by another
within fifteen seconds."""

import asyncio
import os
import re
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.arrival import CITIZEN, Arrival
from bot.demo import CITIZEN_BOT, STAFF_BOT
from bot.desk import Desk
from bot.house import House
from bot.sandbox.client import Puppeteer, private
from bot.sandbox.server import create_app, serve
from bot.sandbox.world import World
from bot.settings import BadSettings
from bot.start import ROLES, as_role
from flows.events import Said
from routing.rules import Rules
from storage import conversations
from storage.database import connect, transaction
from storage.people import Sender
from tests.chaos_program import Program, nursery
from tests.postgres import Server
from tests.test_keeping import settings_in
from tests.town import Clock, data_of, until

TOKENS = {CITIZEN_BOT: "C" * 35, STAFF_BOT: "S" * 35}

TAKEN_OVER = 15.0


@asynccontextmanager
async def stage(postgres: Server, folder: Path) -> AsyncIterator[tuple[Puppeteer, dict[str, str], int]]:
    """A messenger with both bots, and the settings for any number of processes."""
    url = await postgres.new_database()
    async with serve(create_app(World())) as messenger:
        puppets = Puppeteer(messenger)
        for bot, secret in TOKENS.items():
            await puppets.bot(f"{bot}:{secret}", f"b{bot}_bot", "Pendopo")
        settings = {
            "citizen_bot_token": f"{CITIZEN_BOT}:{TOKENS[CITIZEN_BOT]}",
            "staff_bot_token": f"{STAFF_BOT}:{TOKENS[STAFF_BOT]}",
            "telegram_api_url": messenger,
            "database_url": url,
            "data_dir": str(folder),
            "port": "0",
        }
        siti = await puppets.person("Siti")
        try:
            yield puppets, settings, siti
        finally:
            await puppets.close()


@asynccontextmanager
async def processes(folder: Path, settings: dict[str, str], *roles: str) -> AsyncIterator[list[Program]]:
    async with nursery(folder) as born:
        programs = [Program(born, folder, settings) for _ in roles]
        try:
            for program, role in zip(programs, roles, strict=True):
                await program.start(f"serve --role {role}")
            yield programs
        finally:
            for program in programs:
                await program.close()


async def files_a_complaint(puppets: Puppeteer, siti: int) -> float:
    """From her first word to her number; the seconds it took."""
    chat, began = private(siti, CITIZEN_BOT), time.monotonic()
    said = await puppets.say(siti, chat, "jalan berlubang di depan Pasar Bitingan")
    review = await patiently(puppets, chat, "Jalan rusak", said)
    await puppets.press(siti, chat, review["id"], data_of(review, "Kirim") or "")
    await patiently(puppets, chat, "Terkirim", said)
    return time.monotonic() - began


async def patiently(puppets: Puppeteer, chat: str, words: str, after: int) -> dict:  # type: ignore[type-arg]
    found: list[dict] = []  # type: ignore[type-arg]

    async def there() -> bool:
        found[:] = [m for m in await puppets.messages(chat) if m["id"] > after and words in (m.get("text") or "")]
        return bool(found)

    await until(there, patience=2 * TAKEN_OVER)
    return found[0]


async def test_each_role_is_a_process_and_together_they_serve(postgres: Server, tmp_path: Path) -> None:
    async with stage(postgres, tmp_path) as (puppets, settings, siti):
        async with processes(tmp_path, settings, "web", "courier", "bellman"):
            await files_a_complaint(puppets, siti)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "frozen"])
async def test_a_process_that_falls_out_is_followed_by_another(
    how: signal.Signals, postgres: Server, tmp_path: Path
) -> None:
    async with stage(postgres, tmp_path) as (puppets, settings, siti):
        async with processes(tmp_path, settings, "all") as (first,):
            await files_a_complaint(puppets, siti)  # the first holds every post by now
            (tmp_path / "more").mkdir()
            async with processes(tmp_path / "more", settings, "all") as (second,):
                await until(lambda: standing_by(second), patience=2 * TAKEN_OVER)
                os.kill(first.pid, how)
                assert await files_a_complaint(puppets, siti) < TAKEN_OVER + 3


async def standing_by(program: Program) -> bool:
    return program.errors.read_text().count("door open") == 2


async def test_one_persons_messages_stay_in_order_whoever_takes_them(
    postgres: Server, tmp_path: Path, rules: Rules
) -> None:
    """Two desks at once on one database: every word of one person is in her draft, in order, none twice."""
    url = await postgres.new_database()
    engines = [connect(url), connect(url)]
    desks = [Desk(engine, House(rules, Clock()), lambda: None) for engine in engines]
    running = [asyncio.create_task(desk.run()) for desk in desks]
    words = [f"lubang{number:02}" for number in range(40)]
    said = [
        Arrival(
            id=word, sender=Sender(CITIZEN, "1", "Siti"), chat="1", private=True, event=Said(f"jalan berlubang {word}")
        )
        for word in words
    ]
    first = Said("jalan berlubang di depan Pasar Bitingan")  # nothing is asked after this, so the rest is story
    await desks[0].take([replace(said[0], id="first", event=first)])
    for pair in zip(said[::2], said[1::2], strict=True):
        await asyncio.gather(desks[0].take([pair[0]]), desks[1].take([pair[1], pair[0]]))
    async with transaction(engines[0]) as connection:
        rows = await connection.exec_driver_sql("SELECT key FROM conversations")
        (talk,) = (await conversations.read(connection, rows.scalars())).values()
    for task in running:
        task.cancel()
    for engine in engines:
        await engine.dispose()
    told = re.findall(r"lubang\d+", talk.draft.text)
    assert sorted(told) == words


def test_roles_are_for_postgresql(tmp_path: Path) -> None:
    for role in ROLES:
        assert as_role(role, settings_in(tmp_path, "postgresql+asyncpg://x/y")) == role
    with pytest.raises(BadSettings, match="need PostgreSQL"):
        as_role("web", settings_in(tmp_path))
    with pytest.raises(BadSettings, match="web, courier, bellman, all"):
        as_role("cook", settings_in(tmp_path))
