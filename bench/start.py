"""From `pendopo serve` to the first answer of a bot, and what merely importing the libraries takes."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

from bot.demo import CITIZEN_BOT, STAFF_BOT
from bot.sandbox.client import Puppeteer, private
from bot.sandbox.server import create_app, serve
from bot.sandbox.world import World

TOKENS = {f"{bot}:{'A' * 35}": name for bot, name in ((CITIZEN_BOT, "warga_bot"), (STAFF_BOT, "opd_bot"))}


def import_seconds() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import aiogram, telegram, sqlalchemy"], check=True)
    return time.perf_counter() - began


async def first_answer_seconds(folder: Path) -> float:
    """A citizen has written already; the program is started; she reads the answer."""
    async with serve(create_app(World())) as url:
        puppets = Puppeteer(url)
        for token, name in TOKENS.items():
            await puppets.bot(token, name, name)
        siti = await puppets.person("Siti")
        chat = private(siti, CITIZEN_BOT)
        said = await puppets.say(siti, chat, "jalan berlubang di depan Pasar Bitingan")
        citizen, staff = TOKENS
        settings = {
            "PENDOPO_CITIZEN_BOT_TOKEN": citizen,
            "PENDOPO_STAFF_BOT_TOKEN": staff,
            "PENDOPO_TELEGRAM_API_URL": url,
            "PENDOPO_DATA_DIR": str(folder),
            "PENDOPO_PORT": "0",
        }
        program = Path(sys.executable).with_name("pendopo")
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            program, "serve", env={**os.environ, **settings}, stderr=subprocess.DEVNULL, cwd=folder
        )
        try:
            await puppets.wait_for(chat, lambda message: bool(message.get("buttons")), after=said)
            return time.perf_counter() - began
        finally:
            process.terminate()
            await process.wait()
            await puppets.close()
