"""How arrivals come in: asked for (long polling) or brought (webhooks). Both acknowledge only what is committed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import takewhile
from typing import TypeVar

import structlog

from bot.arrival import CITIZEN, CITIZENS, STAFF, Arrival, News
from bot.channels import BadToken, Channel, Later, Menu, Raw, Scope, Trouble
from bot.desk import Desk
from bot.metrics import UNREADABLE
from bot.speech import HOME, Speech
from flows.conversation import LANGUAGES
from flows.room import COORDINATORS
from storage.database import Unavailable

LONGEST_PAUSE = 30.0

T = TypeVar("T")

log = structlog.get_logger(__name__)


async def bring_in(channel: Channel, desk: Desk, raws: Sequence[Raw]) -> None:
    """Read updates and hand them to the desk, in their order; returns when they are committed. Raises
    `Unavailable`."""
    told = [each for raw in raws for each in read_safely(channel, raw)]
    while told:
        arrivals = list(takewhile(lambda each: isinstance(each, Arrival), told))
        news = list(takewhile(lambda each: not isinstance(each, Arrival), told[len(arrivals) :]))
        told = told[len(arrivals) + len(news) :]
        await desk.take([each for each in arrivals if isinstance(each, Arrival)])
        await desk.note([each for each in news if not isinstance(each, Arrival)])


def read_safely(channel: Channel, raw: Raw) -> Sequence[Arrival | News]:
    """An update of a shape nobody knows is counted and passed over; it would never become readable."""
    try:
        return channel.read(raw)
    except Exception as error:
        UNREADABLE.labels(channel.name).inc()
        log.warning(
            "unreadable update",
            channel=channel.name,
            update=raw.get("update_id"),
            keys=sorted(raw),
            error=type(error).__name__,
        )
        return ()


async def poll(channel: Channel, desk: Desk) -> None:
    """Ask for updates for ever. Asking with an offset confirms what came before it, so that happens only after
    the commit. Raises `BadToken` when the platform does not know us any more."""
    offset: int | None = None
    pause = 1.0
    while True:
        try:
            raws = await channel.fetch(offset)
            await bring_in(channel, desk, raws)
            if raws:
                offset = int(raws[-1]["update_id"]) + 1
            pause = 1.0
        except BadToken:
            raise
        except (Trouble, Unavailable) as trouble:
            log.warning("no updates now", channel=channel.name, error=type(trouble).__name__, detail=_why(trouble))
            await asyncio.sleep(trouble.seconds if isinstance(trouble, Later) and trouble.seconds else pause)
            pause = min(LONGEST_PAUSE, pause * 2)


def _why(trouble: Exception) -> str:
    return str(trouble) if isinstance(trouble, Trouble) else ""


async def until_done(call: Callable[[], Awaitable[T]]) -> T:
    """Again and again while the platform says later. Raises `BadToken` and other refusals."""
    pause = 1.0
    while True:
        try:
            return await call()
        except Later as later:
            await asyncio.sleep(later.seconds or pause)
            pause = min(LONGEST_PAUSE, pause * 2)


class Doors:
    """The channels, and which of them are open. Letters for a door that is still shut wait."""

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self.channels = channels
        self.open: dict[str, Channel] = {}
        self.all_open = asyncio.Event()

    async def start(self, channel: Channel, menus: Sequence[Menu]) -> None:
        """Raises `BadToken`."""
        name = await until_done(channel.start)
        log.info("door open", channel=channel.name, bot=name)
        for menu in menus:
            try:
                await channel.set_commands(menu)
            except Trouble as trouble:
                log.warning("no command menu", channel=channel.name, scope=menu.scope, error=type(trouble).__name__)
        self.open[channel.name] = channel
        if len(self.open) == len(self.channels):
            self.all_open.set()


MENUS = {
    CITIZEN: ("laporan", "keberatan", "batal", "bahasa", "bantuan", "dataku", "perbaiki", "cabut", "hapus", "sambung"),
    STAFF: (
        "terlambat",
        "libur",
        "cari",
        "riwayat",
        "kinerja",
        "rekap",
        "eskalasi",
        "teruskan",
        "tutup",
        "gabung",
        "pisah",
        "identitas",
        "siaran",
        "undang",
        "petugas",
        "cuti",
        "templat",
        "konsultasi",
        "sehat",
        "hubungkan",
        "bantuan",
    ),
}


def commands(speech: Speech, channel: str, home: str = "") -> Sequence[Menu]:
    """The menus Telegram shows beside the input line: citizens' in the language of their app, the groups' in
    Indonesian. `home` is the coordinator's group, if it is linked."""
    if channel in CITIZENS:
        others = [(code, code) for code in LANGUAGES if code != HOME]
        return [citizens(speech, spoken, "private", language=code) for code, spoken in [("", HOME), *others]]
    plain = tuple(name for name in MENUS[STAFF] if name not in COORDINATORS)
    groups = Menu(worded(speech, plain, HOME), "groups")
    return [groups, coordinators(speech, home)] if home else [groups]


def coordinators(speech: Speech, chat: str) -> Menu:
    """What may be done in the coordinator's group alone stands in its menu alone."""
    return Menu(worded(speech, MENUS[STAFF], HOME), "chat", chat)


def citizens(speech: Speech, spoken: str, scope: Scope, chat: str = "", language: str = "") -> Menu:
    """In the words of one language, for apps of `language` (empty: of any), everywhere or in one chat."""
    return Menu(worded(speech, MENUS[CITIZEN], spoken), scope, chat, language)


def worded(speech: Speech, names: Sequence[str], language: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, speech.sentence(f"command.{name}", language)) for name in names)
