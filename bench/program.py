"""The messenger and `pendopo serve`, each a process of its own, as a machine in service runs them."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx

from bot.demo import CITIZEN_BOT, STAFF_BOT
from bot.sandbox.client import PAUSE, Puppeteer

CITIZEN_TOKEN, STAFF_TOKEN = (f"{bot}:{'A' * 35}" for bot in (CITIZEN_BOT, STAFF_BOT))


@asynccontextmanager
async def process(command: Sequence[str | Path], folder: Path, more: Mapping[str, str]) -> AsyncIterator[None]:
    """Until the block ends. No setting of the program shines through from outside."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PENDOPO_")}
    running = await asyncio.create_subprocess_exec(*command, env={**own, **more}, cwd=folder, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        running.terminate()
        await running.wait()


@asynccontextmanager
async def messenger() -> AsyncIterator[Puppeteer]:
    """With both bots registered and nobody there."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    puppets = Puppeteer(f"http://127.0.0.1:{port}")
    home = Path(__file__).parent.parent
    try:
        async with process((sys.executable, "-m", "bot.sandbox", "--port", str(port)), home, {}):
            await _until_there(puppets)
            await puppets.bot(CITIZEN_TOKEN, "warga_bot", "Warga")
            await puppets.bot(STAFF_TOKEN, "opd_bot", "OPD")
            yield puppets
    finally:
        await puppets.close()


async def _until_there(puppets: Puppeteer) -> None:
    async with asyncio.timeout(30):
        while True:
            with suppress(httpx.TransportError):
                await puppets.state()
                return
            await asyncio.sleep(PAUSE)


@asynccontextmanager
async def program(url: str, folder: Path, **settings: str) -> AsyncIterator[None]:
    """`pendopo serve` on SQLite in `folder` against the messenger at `url`; more settings by their short names."""
    given = {
        "citizen_bot_token": CITIZEN_TOKEN,
        "staff_bot_token": STAFF_TOKEN,
        "telegram_api_url": url,
        "data_dir": str(folder),
        "port": "0",
        **settings,
    }
    command = (Path(sys.executable).with_name("pendopo"), "serve")
    async with process(command, folder, {f"PENDOPO_{name.upper()}": value for name, value in given.items()}):
        yield
