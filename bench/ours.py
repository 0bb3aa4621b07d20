"""The whole program in one process: body parsed, deduplicated, stepped, ticket and letters written, committed,
acknowledged. What is left out is the wire on either side."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bench.updates import FIRST, WARM, conversations
from bot.channels.telegram_citizen import TelegramCitizen
from bot.demo import demo_settings
from bot.desk import Desk
from bot.doors import bring_in
from bot.house import House
from bot.start import load_rules, opened
from routing.trained import trained

BATCH = 64


@asynccontextmanager
async def desk_on(folder: Path, url: str) -> AsyncIterator[tuple[Desk, TelegramCitizen]]:
    """A desk at work; `url` empty means SQLite in `folder`."""
    settings = demo_settings("http://127.0.0.1:9", folder).model_copy(update={"database_url": url})
    async with opened(settings) as engine:
        house = House(load_rules(settings))
        trained(house.rules.catalogue)  # as the program does before its doors open
        desk = Desk(engine, house, lambda: None)
        channel = TelegramCitizen(settings.citizen_bot_token.get_secret_value(), settings.telegram_api_url)
        work = asyncio.create_task(desk.run())
        try:
            yield desk, channel
        finally:
            work.cancel()
            await channel.stop()


async def complaint_steps(
    folder: Path, url: str, people: int, first: int = FIRST, ready: Callable[[], None] = lambda: None
) -> dict[str, float]:
    """Steps a second, and the processor's microseconds a step. `first` is the first person's id; `ready` is called
    when the desk is warm."""
    bodies = list(conversations(people, first))
    async with desk_on(folder, url) as (desk, channel):
        await bring_in(channel, desk, [json.loads(body) for body in conversations(WARM, first - WARM)])
        ready()
        began, busy = time.perf_counter(), time.process_time()
        for start in range(0, len(bodies), BATCH):
            updates = [json.loads(body) for body in bodies[start : start + BATCH]]
            await bring_in(channel, desk, updates)
        seconds, cpu = time.perf_counter() - began, time.process_time() - busy
    return {"steps/s": len(bodies) / seconds, "cpu µs/step": cpu / len(bodies) * 1e6}
