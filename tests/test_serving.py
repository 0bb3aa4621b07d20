"""`pendopo serve` from outside: how it starts, what stops it from starting, and how it ends."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.demo import demo_settings
from bot.faults import explain, fault_in
from bot.sandbox.client import Puppeteer
from bot.sandbox.server import create_app, serve
from bot.sandbox.world import World
from bot.settings import Settings
from bot.start import opened
from storage.database import Unavailable

PROGRAM = Path(sys.executable).with_name("pendopo")


@asynccontextmanager
async def messenger(folder: Path, **changes: Any) -> AsyncIterator[tuple[Settings, Puppeteer]]:
    """A messenger that knows both bots, and settings that fit it."""
    async with serve(create_app(World())) as url:
        settings = demo_settings(url, folder).model_copy(update=changes)
        puppets = Puppeteer(url)
        await puppets.bot(settings.citizen_bot_token.get_secret_value(), "pendopo_kudus_bot", "Pendopo Kudus")
        await puppets.bot(settings.staff_bot_token.get_secret_value(), "pendopo_opd_bot", "Pendopo OPD")
        yield settings, puppets
        await puppets.close()


async def refusal(settings: Settings) -> str:
    """What the operator reads when the program can't run."""
    with pytest.raises(Exception) as caught:
        async with opened(settings) as engine:
            await App(settings, engine).run()
    fault = fault_in(caught.value)
    assert fault is not None
    return explain(fault)


# ---- what stops it


async def test_a_token_that_telegram_does_not_know_is_to_be_copied_again(tmp_path: Path) -> None:
    async with serve(create_app(World())) as url:
        settings = demo_settings(url, tmp_path)
        said = await refusal(settings)
    assert said.startswith("Telegram does not accept a bot token (the ")
    assert "Copy it again from @BotFather" in said
    assert settings.citizen_bot_token.get_secret_value() not in said
    assert settings.staff_bot_token.get_secret_value() not in said


async def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with messenger(tmp_path, port=port) as (settings, _):
            said = await refusal(settings)
    assert said.startswith(f"PENDOPO_HOST, PENDOPO_PORT: can't listen on 127.0.0.1:{port} (")
    assert "choose another port" in said


async def test_a_webhook_that_telegram_refuses_is_explained(tmp_path: Path) -> None:
    async with messenger(tmp_path, public_url="ftp://kudus.example") as (settings, _):
        said = await refusal(settings.model_copy(update={"webhook_secret": settings.staff_bot_token}))
    # whichever bot came first: one of the libraries changes the capitals of what Telegram said
    assert "invalid webhook url specified" in said.lower() or "unallowed characters" in said
    assert "PENDOPO_PUBLIC_URL must be an https address" in said


@pytest.mark.parametrize("address", ["sqlite+aiosqlite:////nowhere/at/all/pendopo.db"])
async def test_a_database_that_is_not_there_is_named(tmp_path: Path, address: str) -> None:
    async with messenger(tmp_path, database_url=address) as (settings, _):
        said = await refusal(settings)
    assert said.startswith("The database can't be opened (")
    assert "PENDOPO_DATABASE_URL" in said


def test_what_is_ours_to_mend_shows_its_traceback() -> None:
    ours, theirs = ValueError("a bug"), Unavailable("away")
    assert fault_in(ours) is None
    assert fault_in(ExceptionGroup("both", [ours, theirs])) is None
    assert fault_in(ExceptionGroup("theirs", [ExceptionGroup("inner", [theirs])])) is theirs


# ---- as the operator runs it


@asynccontextmanager
async def started(settings: Settings) -> AsyncIterator[asyncio.subprocess.Process]:
    """The command itself, from the moment both doors are open."""
    process = await run(settings)
    assert process.stderr is not None
    for _ in range(2):
        assert b'"door open"' in await process.stderr.readline()
    yield process
    if process.returncode is None:
        process.kill()
        await process.wait()


async def run(settings: Settings) -> asyncio.subprocess.Process:
    environment = {
        "PATH": os.environ["PATH"],
        "PENDOPO_CITIZEN_BOT_TOKEN": settings.citizen_bot_token.get_secret_value(),
        "PENDOPO_STAFF_BOT_TOKEN": settings.staff_bot_token.get_secret_value(),
        "PENDOPO_TELEGRAM_API_URL": settings.telegram_api_url,
        "PENDOPO_DATA_DIR": str(settings.data_dir),
        "PENDOPO_PORT": "0",
    }
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        PROGRAM, "serve", cwd=settings.data_dir, env=environment, stdout=pipe, stderr=pipe
    )


async def test_it_answers_refuses_a_second_one_and_ends_quietly(tmp_path: Path) -> None:
    async with messenger(tmp_path) as (settings, puppets), started(settings) as program:
        siti = await puppets.person("Siti")
        chat = f"p:{siti}:7000000001"
        said = await puppets.say(siti, chat, "jalan berlubang di depan Pasar Bitingan")
        await puppets.wait_for(chat, lambda message: "Sudah benar?" in (message.get("text") or ""), after=said)
        second = await run(settings)
        _, words = await second.communicate()
        assert second.returncode == 1
        assert b"another Pendopo is already serving the data folder" in words
        assert b"Traceback" not in words
        program.terminate()
        out, err = await program.communicate()
    assert (program.returncode, out, err.splitlines()) == (0, b"", [b"Stopped."])
