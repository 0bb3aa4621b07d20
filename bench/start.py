"""From `pendopo serve` to the first answer of a bot, and what merely importing the libraries takes."""

import subprocess
import sys
import time
from pathlib import Path

from bench.crowd import Crowd
from bench.program import messenger, program
from bot.demo import CITIZEN_BOT
from bot.sandbox.client import private


def import_seconds() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import aiogram, telegram, sqlalchemy"], check=True)
    return time.perf_counter() - began


async def first_answer_seconds(folder: Path) -> float:
    """A citizen has written already; the program is started; she reads the answer."""
    async with messenger() as puppets, Crowd(str(puppets.http.base_url)) as crowd:
        siti = await puppets.person("Siti")
        chat = private(siti, CITIZEN_BOT)
        await crowd.say(siti, chat, "jalan berlubang di depan Pasar Bitingan")
        began = time.perf_counter()
        async with program(crowd.url, folder):
            await crowd.wait_for([chat])
            return crowd.answered[chat] - began
