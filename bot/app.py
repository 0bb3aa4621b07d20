"""The only wiring: settings and a clock in, a running program out."""

import asyncio
from collections.abc import Coroutine, Iterator, Mapping
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.almanac import Almanac
from bot.arrival import CITIZEN, STAFF, WHATSAPP
from bot.bellman import Bellman
from bot.bucket import open_bucket
from bot.bureau import Bureau
from bot.channels import Channel, Refused
from bot.channels.telegram_citizen import TelegramCitizen
from bot.channels.telegram_staff import TelegramStaff
from bot.clock import Clock, system_clock
from bot.courier import Courier
from bot.desk import Desk
from bot.doors import Doors, commands, poll, until_done
from bot.folder import Folder
from bot.house import House
from bot.limits import Limiter
from bot.media import Media
from bot.postman import Postman
from bot.settings import Settings, for_serving
from bot.speech import Speech
from bot.start import Role, load_rules
from bot.sweeper import Sweeper
from bot.tutor import Tutor
from bot.watch import Watch
from bot.web import create_web, listen, serve_web
from bot.whatsapp_door import open_whatsapp, whatsapp_routes
from routing.trained import trained
from storage import outbox, rooms
from storage.database import Unavailable, transaction
from storage.nudges import listen as listen_for_nudges

PATIENCE = 3.0
"""Seconds a question about health waits for the database: whoever waits for a connection that can't be made is not
told, and would wait for a minute."""


log = structlog.get_logger(__name__)


def open_channels(settings: Settings) -> dict[str, Channel]:
    """By name, those that the settings are there for. Raises `BadToken` for a token that can't be one."""
    url = settings.telegram_api_url
    channels: dict[str, Channel] = {STAFF: TelegramStaff(settings.staff_bot_token.get_secret_value(), url)}
    if settings.on_telegram:
        channels[CITIZEN] = TelegramCitizen(settings.citizen_bot_token.get_secret_value(), url)
    if settings.on_whatsapp:
        channels[WHATSAPP] = open_whatsapp(settings)
    return channels


class App:
    """Everything that runs. It may be killed at any instruction; whatever it was doing goes on at the next start."""

    def __init__(
        self, settings: Settings, engine: AsyncEngine, clock: Clock = system_clock, role: Role = "all"
    ) -> None:
        self.role = role
        self.settings = for_serving(settings)
        self.engine = engine
        self.port = settings.port  # of the web server; any free one until it listens, if that is 0
        self.house = House(load_rules(settings), clock, pause=settings.whatsapp_pause)
        trained(self.house.rules.catalogue)  # takes a second, which the first message should not wait for
        self.secret = settings.webhook_secret.get_secret_value() if settings.public_url else ""
        self.channels = open_channels(settings)
        self.doors = Doors(self.channels)
        self.speech = Speech(self.house.rules)
        limiter = Limiter(second=settings.messages_per_second, group_minute=settings.group_messages_per_minute)
        media = Media(open_bucket(settings) if settings.media_url else Folder(settings.media_dir))
        self.bureau = Bureau(settings.database, self.house, self.speech)
        postman = Postman(self.house, self.doors.open, self.speech, media, limiter, self.bureau)
        self.courier = Courier(engine, self.house, postman)
        self.desk = Desk(engine, self.house, self.courier.nudge)
        self.almanac = Almanac(engine, self.house)
        sweeper = Sweeper(engine, self.house, media)
        self.bellman = Bellman(engine, self.house, self.courier.nudge, sweeper, self.almanac)
        self.tutor = Tutor(engine, self.house, self.settings.learn_rows)
        self.watch = Watch(engine)
        more = whatsapp_routes(self.desk, self.doors.open, settings)
        self.web = create_web(self.desk, self.doors.open, self.secret, self.health, more)

    async def run(self) -> None:
        """Until cancelled. Raises an `ExceptionGroup` with `BadToken` if Telegram does not know a token, or
        `BadSettings` if the port is taken."""
        socket = listen(self.settings.host, self.settings.port)
        self.port = socket.getsockname()[1]
        try:
            await self.tutor.look()
            await self.almanac.look()
            async with asyncio.TaskGroup() as group:
                group.create_task(serve_web(self.web, socket))
                for work in self._work():
                    group.create_task(work)
        finally:
            socket.close()
            for channel in self.channels.values():
                await channel.stop()
            await self.bureau.close()

    def _work(self) -> Iterator[Coroutine[Any, Any, None]]:
        """What this process does, by its role. Posts that only one may hold are left to the watch."""
        yield self.almanac.follow()
        if self.role in ("web", "all"):
            yield self.desk.run()
            yield self.tutor.follow()
        if self.role in ("courier", "all"):
            yield self.watch.hold("courier", self.courier.run)
            yield listen_for_nudges(self.engine, self.courier.nudge)
        if self.role in ("bellman", "all"):
            yield self.watch.hold("bellman", self.bellman.run)
            yield self.watch.hold("tutor", self.tutor.run)
        if self.role != "bellman":
            yield from (self._open_door(channel) for channel in self.channels.values())

    async def _open_door(self, channel: Channel) -> None:
        """Out for a courier; in, too, for a web process."""
        await self.doors.start(channel, commands(self.speech, channel.name, await self._home(channel)))
        self.courier.nudge()
        if self.role == "courier":
            return
        if channel.name == WHATSAPP:
            await self._be_called(channel)
        elif self.secret:
            url = f"{self.settings.public_url}/webhook/{channel.name}"
            await until_done(lambda: channel.set_webhook(url, self.secret))
        else:
            await until_done(channel.remove_webhook)
            await self.watch.hold(f"updates of {channel.name}", lambda: poll(channel, self.desk))

    async def _be_called(self, channel: Channel) -> None:
        """Meta can't be asked for news. Where it won't be told the address, the operator writes it there by hand."""
        if self.settings.public_url:
            url = f"{self.settings.public_url}/webhook/{channel.name}"
            try:
                await until_done(lambda: channel.set_webhook(url, ""))
            except Refused as trouble:
                log.warning("the webhook is not set", channel=channel.name, error=type(trouble).__name__)

    async def _home(self, channel: Channel) -> str:
        """The coordinator's group on this channel; "" if there is none, or nobody can say now."""
        try:
            async with transaction(self.engine) as connection:
                linked = await rooms.chats(connection)
        except Unavailable:
            return ""
        where, chat = linked.get(self.house.rules.catalogue.coordinator, ("", ""))
        return chat if where == channel.name else ""

    async def health(self) -> Mapping[str, object]:
        """Is the database there, are the doors open, how much waits."""
        try:
            async with asyncio.timeout(PATIENCE), transaction(self.engine) as connection:
                waiting, undeliverable = await outbox.count(connection)
        except (Unavailable, TimeoutError):
            return {"ok": False, "database": "unavailable"}
        doors = {name: name in self.doors.open for name in self.channels} if self.role != "bellman" else {}
        return {"ok": all(doors.values()), "doors": doors, "waiting": waiting, "undeliverable": undeliverable}
