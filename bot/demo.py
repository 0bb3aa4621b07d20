"""`pendopo demo`: the local messenger, this very program against it, and a stage with people on it.

The program runs as in production. It differs by the base URL of the Bot API and by the clock it is handed; the
groups are linked by the same commands that officers type.
"""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from bot.app import App
from bot.clock import MovableClock
from bot.demo_whatsapp import give_whatsapp, on_whatsapp, open_number, submit_templates
from bot.errands import invite
from bot.learning import study
from bot.rounds import BEGINS
from bot.sandbox.client import Puppeteer, private
from bot.sandbox.server import Control, create_app, serve
from bot.sandbox.world import World
from bot.settings import Settings
from bot.start import opened
from bot.theatre import Theatre
from routing.deadlines import working_days_later
from routing.rules import Rules
from storage.database import transaction

CITIZEN_BOT, STAFF_BOT = 7000000001, 7000000002

LONGEST_MORNING = 10.0
"""Seconds that a press of the page waits for the morning's messages to be written."""

STEPS = (1, 5, 14)
"""Working days by which the page can move the clock: one, the first answer's time, the whole handling's."""


def demo_settings(url: str, data_dir: Path) -> Settings:
    """Nothing of the machine's own environment shines through."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        citizen_bot_token=SecretStr(f"{CITIZEN_BOT}:{secrets.token_urlsafe(26)}"),
        staff_bot_token=SecretStr(f"{STAFF_BOT}:{secrets.token_urlsafe(26)}"),
        telegram_api_url=url,
        database_url="",
        data_dir=data_dir,
        catalogue=None,
        whatsapp_token=SecretStr(""),
        whatsapp_phone_id="",
        whatsapp_business_id="",
        whatsapp_app_secret=SecretStr(""),
        whatsapp_verify_token=SecretStr(""),
        public_url="",
        webhook_secret=SecretStr(""),
        host="127.0.0.1",
        port=0,
    )


async def run_demo(port: int, data_dir: Path | None, announce: Callable[[str], None], *, month: bool = False) -> None:
    """Until cancelled. `announce` gets the page's address once the stage is set; with a `month`, after all of it was
    played."""
    clock = MovableClock()
    program: list[App] = []
    world = World(clock=lambda: clock().timestamp())
    controls = [Control(f"days-{days}", f"+{days} hari kerja", _mover(clock, program, days)) for days in STEPS]
    controls.insert(0, Control("day", "Sehari berlalu", _day(clock, program)))
    controls.append(Control("learn", "Belajar dari koreksi", _teacher(program)))
    keep = nullcontext(data_dir) if data_dir else TemporaryDirectory(prefix="pendopo-demo-")
    with keep as folder:
        async with serve(create_app(world, controls), port=port) as url:
            settings = demo_settings(url, Path(folder)).model_copy(update=on_whatsapp(url))
            async with opened(settings) as engine:
                program.append(App(settings, engine, clock))
                await _play(program[0], url, announce, Theatre(world, clock, CITIZEN_BOT, STAFF_BOT) if month else None)


def _mover(clock: MovableClock, program: list[App], days: int) -> Callable[[], Awaitable[None]]:
    async def move() -> None:
        """To half an hour after office hours, so that what was due on that day is overdue; by way of its morning,
        which has a message for each group."""
        app = program[0]
        evening = working_days_later(clock(), days, app.house.rules) + timedelta(minutes=30)
        await _wake(app, clock, evening.replace(hour=7, minute=45))
        clock.forward_to(evening)
        app.bellman.nudge()

    return move


async def _wake(app: App, clock: MovableClock, morning: datetime) -> None:
    """Until the morning's round is made; not for ever, should the database be away."""
    app.bellman.rounds.over.clear()
    clock.forward_to(morning)
    app.bellman.nudge()
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_MORNING):
            await app.bellman.rounds.over.wait()


def _day(clock: MovableClock, program: list[App]) -> Callable[[], Awaitable[None]]:
    async def pass_day() -> None:
        clock.forward_to(a_day_later(clock(), program[0].house.rules))
        program[0].bellman.nudge()

    return pass_day


def a_day_later(now: datetime, rules: Rules) -> datetime:
    """A whole day and a minute: WhatsApp's window closes behind everybody's last word. Where nobody is at the office
    then, eight o'clock of the next working day: a morning has a message for each group."""
    later = (now + timedelta(days=1, minutes=1)).astimezone(rules.zone)
    today = working_days_later(later, 0, rules)
    if today.date() == later.date() and BEGINS <= later.time() < today.time():
        return later
    over = today.date() == later.date() and later.time() >= today.time()
    return working_days_later(later, 1 if over else 0, rules).replace(hour=8, minute=0)


def _teacher(program: list[App]) -> Callable[[], Awaitable[None]]:
    async def teach() -> None:
        """What `pendopo learn` does, at once."""
        app = program[0]
        await study(app.engine, app.house.rules.catalogue, app.house.now(), unproved=True)
        await app.tutor.look()

    return teach


async def _play(app: App, url: str, announce: Callable[[str], None], theatre: Theatre | None) -> None:
    puppets = Puppeteer(url)
    try:
        await puppets.bot(app.settings.citizen_bot_token.get_secret_value(), "pendopo_kudus_bot", "Pendopo Kudus")
        await puppets.bot(app.settings.staff_bot_token.get_secret_value(), "pendopo_opd_bot", "Pendopo OPD")
        await open_number(puppets, app.settings)
        await submit_templates(app)
        cast = Cast(*await theatre.play(app, puppets)) if theatre else None
        async with asyncio.TaskGroup() as running:
            running.create_task(app.run())
            await app.doors.all_open.wait()
            await open_number(puppets, app.settings, app.port)
            if theatre:
                await theatre.hang_cards(app)
            await set_out_phones(cast or await set_the_stage(app, puppets), puppets)
            announce(url)
    finally:
        await puppets.close()


@dataclass(frozen=True)
class Cast:
    """Who is on stage: the messenger's ids of people and keys of chats, by name."""

    people: Mapping[str, int]
    chats: Mapping[str, str]


async def set_the_stage(app: App, puppets: Puppeteer) -> Cast:
    """Two citizens (three with WhatsApp), two groups, and the words by which the groups become offices."""
    people = {name: await puppets.person(name) for name in ("Siti", "Budi", "Ratna", "Joko", "Agus")}
    chats = {name: private(people[name], CITIZEN_BOT) for name in ("Siti", "Budi")}
    chats["Diskominfo"] = await puppets.group("Diskominfo · Koordinator", [people["Ratna"], STAFF_BOT])
    chats["PUPR"] = await puppets.group("Dinas PUPR", [people["Joko"], people["Agus"], STAFF_BOT])
    if app.settings.on_whatsapp:
        people["Sri"] = await puppets.person("Sri")
        chats["Sri"] = await give_whatsapp(puppets, people["Sri"])
    await _hear(puppets, chats["Diskominfo"], "belum terhubung")
    async with transaction(app.engine) as connection:
        code = await invite(connection, app.house, app.house.rules.catalogue.coordinator)
    await _ask(puppets, people["Ratna"], chats["Diskominfo"], f"/hubungkan {code}", "Terhubung")
    code = await _ask(puppets, people["Ratna"], chats["Diskominfo"], "/undang PUPR", "/hubungkan")
    await _ask(puppets, people["Joko"], chats["PUPR"], f"/hubungkan {code}", "Terhubung")
    return Cast(people, chats)


async def set_out_phones(cast: Cast, puppets: Puppeteer) -> None:
    """What the page shows side by side."""
    for owner, chat, title, hint in (
        ("Siti", "Siti", "Siti", "Tulis: jalan berlubang di depan Pasar Bitingan, kemarin ada yang jatuh"),
        ("Budi", "Budi", "Budi", "Tulis aduan lain, atau ketik /bantuan"),
        ("Sri", "Sri", "Sri · WhatsApp", "Tulis: lampu jalan mati di depan balai desa Jati Wetan, sudah tiga malam"),
        ("Joko", "PUPR", "Grup Dinas PUPR", "Tekan Ambil, lalu balas kartunya untuk menjawab warga"),
        ("Ratna", "Diskominfo", "Grup Diskominfo", "Majukan waktu di atas, lalu ketik /terlambat; atau /kinerja"),
    ):
        phone = {"owner": cast.people[owner], "title": title, "subtitle": hint, "chats": [cast.chats[chat]]}
        await puppets.call("phones", **phone)


async def _ask(puppets: Puppeteer, who: int, chat: str, text: str, expected: str) -> str:
    """Write, wait for the answer; the code in it, if it holds one."""
    said = await puppets.say(who, chat, text)
    found = re.search(r"/hubungkan (\S+)", await _hear(puppets, chat, expected, after=said))
    return found[1] if found else ""


async def _hear(puppets: Puppeteer, chat: str, expected: str, after: int = 0) -> str:
    """The first message there that holds these words."""
    message = await puppets.wait_for(chat, lambda message: expected in (message.get("text") or ""), after=after)
    return str(message["text"])
