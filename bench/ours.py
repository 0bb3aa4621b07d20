"""The whole program in one process: body parsed, deduplicated, stepped, ticket and letters written, committed,
acknowledged. What is left out is the wire on either side."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import updates, webhooks
from bench.updates import FIRST, WARM
from bot.channels import Channel, Raw
from bot.channels.telegram_citizen import TelegramCitizen
from bot.demo import demo_settings
from bot.demo_whatsapp import on_whatsapp
from bot.desk import Desk
from bot.doors import bring_in
from bot.house import House
from bot.settings import Settings
from bot.start import load_rules, opened
from bot.whatsapp_door import open_whatsapp
from routing.trained import trained

BATCH = 64
NOWHERE = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Door:
    """Where citizens come in: its channel, what is brought there (people, the first one's id), and what the channel
    is given of it."""

    channel: Callable[[Settings], Channel]
    brought: Callable[[int, int], Iterable[bytes]]
    opened: Callable[[bytes], Iterable[Raw]]
    settings: Mapping[str, Any] = field(default_factory=dict)


def open_telegram(settings: Settings) -> Channel:
    return TelegramCitizen(settings.citizen_bot_token.get_secret_value(), settings.telegram_api_url)


TELEGRAM = Door(open_telegram, updates.conversations, lambda body: [json.loads(body)])
WHATSAPP = Door(open_whatsapp, webhooks.conversations, webhooks.opened, on_whatsapp(NOWHERE))


@asynccontextmanager
async def desk_on(folder: Path, url: str, door: Door = TELEGRAM) -> AsyncIterator[tuple[Desk, Channel]]:
    """A desk at work; `url` empty means SQLite in `folder`."""
    settings = demo_settings(NOWHERE, folder).model_copy(update={"database_url": url, **door.settings})
    async with opened(settings) as engine:
        house = House(load_rules(settings))
        trained(house.rules.catalogue)  # as the program does before its doors open
        desk = Desk(engine, house, lambda: None)
        channel = door.channel(settings)
        work = asyncio.create_task(desk.run())
        try:
            yield desk, channel
        finally:
            work.cancel()
            await channel.stop()


async def complaint_steps(
    folder: Path,
    url: str,
    people: int,
    first: int = FIRST,
    ready: Callable[[], None] = lambda: None,
    door: Door = TELEGRAM,
) -> dict[str, float]:
    """Steps a second, and the processor's microseconds a step. `first` is the first person's id; `ready` is called
    when the desk is warm."""
    bodies = list(door.brought(people, first))
    async with desk_on(folder, url, door) as (desk, channel):
        await bring_in(channel, desk, [raw for body in door.brought(WARM, first - WARM) for raw in door.opened(body)])
        ready()
        began, busy = time.perf_counter(), time.process_time()
        for start in range(0, len(bodies), BATCH):
            raws = [raw for body in bodies[start : start + BATCH] for raw in door.opened(body)]
            await bring_in(channel, desk, raws)
        seconds, cpu = time.perf_counter() - began, time.process_time() - busy
    return {"steps/s": len(bodies) / seconds, "cpu µs/step": cpu / len(bodies) * 1e6}
