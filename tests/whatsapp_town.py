"""The town with WhatsApp: the same program with a number there too, called by the messenger at its webhook.

People who have it are known by name like everybody: `Wati` writes on WhatsApp, Siti and Budi on Telegram.
"""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.demo import demo_settings, set_the_stage
from bot.sandbox.server import create_app, serve
from bot.sandbox.world import World
from bot.speech import Speech
from bot.templates import wordings
from tests.town import Clock, Town, running
from tests.whatsapp_client import ACCOUNT, BUSINESS, PHONE, SECRET, TOKEN, VERIFY


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def enrol(town: Town, name: str) -> None:
    """Somebody with a phone that has WhatsApp; who is in town already gets it as well, as `<name>_wa`."""
    known = name in town.ids
    who = town.ids[name] if known else await town.puppets.person(name)
    await town.puppets.call("whatsapp/contacts", person=who)
    key = f"{name}_wa" if known else name
    town.ids[key] = who
    town.chats[key] = f"w:{who}:{PHONE}"


async def push_templates(town: Town) -> None:
    """As `pendopo templates push` does; Meta approves at once."""
    from bot.graph import Account

    account = Account(town.url, TOKEN, ACCOUNT)
    for wording in wordings(Speech(town.app.house.rules)):
        await account.create(wording)
    await account.close()


async def texts(town: Town, who: str) -> list[str]:
    """What the program has written to somebody, the oldest first."""
    return [each.get("text") or "" for each in await town.messages(who) if each["from"] != town.ids[who]]


async def hours_pass(town: Town, hours: int) -> None:
    town.clock.now += timedelta(hours=hours)


@asynccontextmanager
async def whatsapp_town(folder: Path, **changes: Any) -> AsyncIterator[Town]:
    """Joko's PUPR and Ratna's Diskominfo on Telegram, Siti and Budi there, Wati on WhatsApp."""
    clock, port = Clock(), free_port()
    world = World(clock=lambda: clock().timestamp())
    async with serve(create_app(world)) as url:
        more = {
            "whatsapp_token": SecretStr(TOKEN),
            "whatsapp_phone_id": PHONE,
            "whatsapp_business_id": ACCOUNT,
            "whatsapp_app_secret": SecretStr(SECRET),
            "whatsapp_verify_token": SecretStr(VERIFY),
            "whatsapp_pause": 0,
            "graph_api_url": url,
            "port": port,
        }
        settings = demo_settings(url, folder).model_copy(update={**more, **changes})
        async with _with_number(url, port), running(settings, world, clock, url) as town:
            await town.puppets.call("whatsapp/businesses", **BUSINESS, url=f"http://127.0.0.1:{port}/webhook/whatsapp")
            cast = await set_the_stage(town.app, town.puppets)
            town.ids, town.chats = dict(cast.people), dict(cast.chats)
            await enrol(town, "Wati")
            await town.quiet()
            yield town
        await world.whatsapp.hook.close()


@asynccontextmanager
async def _with_number(url: str, port: int) -> AsyncIterator[None]:
    """The number is there before the program asks for it; who is called, the program says once it listens."""
    from bot.sandbox.client import Puppeteer

    puppets = Puppeteer(url)
    await puppets.call("whatsapp/businesses", **BUSINESS)
    await puppets.close()
    yield
