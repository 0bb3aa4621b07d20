"""The stage of one fault: a messenger of its own, an installation of its own, and people who talk through it all.

The messenger and the people live in this process; the program is one process or several, born in the nursery.
"""

import asyncio
import secrets
import signal
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from math import ceil
from pathlib import Path
from random import Random
from socket import create_server

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.demo import CITIZEN_BOT, STAFF_BOT
from bot.demo_whatsapp import open_number
from bot.sandbox.client import Puppeteer
from bot.sandbox.server import create_app, serve
from bot.sandbox.world import World
from bot.settings import Settings
from storage import outbox
from storage.database import connect, transaction
from tests import chaos_audit as audit
from tests.chaos_calls import Calls, WatchedFaults
from tests.chaos_clock import SharedClock
from tests.chaos_people import COMPLAINTS, Board, Crowd, Office, Story, Stuck
from tests.chaos_program import Nursery, Program
from tests.chaos_report import Row
from tests.chaos_whatsapp_people import GraphCalls, WhatsAppStory, numbered, plainly
from tests.chaos_wire import Wire
from tests.postgres import Server

STOPPING = 30.0
"""Seconds after which an end has taken too long, on a machine that is busy with other things as well."""
DEADLINE = 900.0
OPENING = 30.0

SECRET = "a" * 40


class Stage:
    """`programs` serve; the first of them is the one that most faults strike."""

    def __init__(self, world: World, wire: Wire, folder: Path, row: Row, seed: int, nursery: Nursery) -> None:
        self.world, self.wire, self.folder, self.row, self.nursery = world, wire, folder, row, nursery
        self.calls, self.faults = Calls(), WatchedFaults()
        world.calls, world.faults = self.calls, self.faults
        world.whatsapp.calls = GraphCalls(self.calls)
        self.random = Random(f"{row.fault}:{seed}")
        self.clock = SharedClock(folder / "clock")
        self.puppets = Puppeteer(f"http://127.0.0.1:{wire.messenger}")
        self.tokens = {bot: f"{bot}:{secrets.token_urlsafe(26)}" for bot in (CITIZEN_BOT, STAFF_BOT)}
        self.crowd = Crowd(world, self.puppets, self.random, [], CITIZEN_BOT, asyncio.Semaphore(0))
        self.stories: list[Story] = []
        self.programs: list[Program] = []
        self.share = 1
        self.server: Server | None = None
        self.number: Settings | None = None

    def settle_in(self, database: str, *, webhook: bool, roles: Sequence[str], whatsapp: bool) -> None:
        """A group takes more here than Telegram lets it, or the run would last for hours."""
        self.settings = {
            "citizen_bot_token": self.tokens[CITIZEN_BOT],
            "staff_bot_token": self.tokens[STAFF_BOT],
            "telegram_api_url": self.wire.url,
            "data_dir": str(self.folder / "data"),
            "database_url": database,
            "port": "0",
            "group_messages_per_minute": "1200",
        }
        if webhook:
            port = free_port()
            address = {"port": str(port), "public_url": f"http://127.0.0.1:{port}", "webhook_secret": SECRET}
            self.settings |= address
        if whatsapp:
            self.number = numbered(self.wire.url, self.folder, free_port())
            self.settings |= plainly(self.number)
        self.url = database or f"sqlite+aiosqlite:///{self.database}"
        self.roles = roles
        self.programs = [self.program() for _ in roles]

    @property
    def database(self) -> Path:
        return self.folder / "data" / "pendopo.db"

    def program(self) -> Program:
        """Another process of this installation, not yet born."""
        return Program(self.nursery, self.folder, self.settings, CHAOS_CLOCK=str(self.clock.path))

    # ---- the stage

    async def set_up(self) -> None:
        """Both bots, the coordinator's group by an operator's code, and the offices' groups by the coordinator's."""
        await self.puppets.bot(self.tokens[CITIZEN_BOT], "pendopo_kudus_bot", "Pendopo Kudus")
        await self.puppets.bot(self.tokens[STAFF_BOT], "pendopo_opd_bot", "Pendopo OPD")
        if self.number:
            await open_number(self.puppets, self.number)
        _, said = await self.programs[0].run("invite coordinator")
        await self.start_all()
        home = await self._office("DISKOMINFO")
        await self._ask(home, said[-1], "Terhubung")
        for code in COMPLAINTS:
            office = await self._office(code)
            invitation = await self._ask(home, f"/undang {code}", "/hubungkan")
            await self._ask(office, "/hubungkan " + invitation.split("/hubungkan ")[1].split()[0], "Terhubung")
            self.crowd.offices.append(office)
        if self.number:  # the program listens by now
            await open_number(self.puppets, self.number, self.number.port)
        teller = WhatsAppStory if self.number else Story
        self.stories = [teller(self.crowd, index) for index in range(self.row.conversations)]
        self.first = {bot: updates.next_id for bot, updates in self.world.updates.items()}

    async def _office(self, code: str) -> Office:
        officer = await self.puppets.person(f"Joko{code}")
        key = await self.puppets.group(f"Grup {code}", [officer, STAFF_BOT])
        return Office(code, officer, key, Board(self.world, key))

    async def _ask(self, office: Office, text: str, expected: str) -> str:
        said = await self.puppets.say(office.officer, office.key, text)
        answer = await self.puppets.wait_for(office.key, lambda m: expected in (m.get("text") or ""), after=said)
        return str(answer["text"])

    async def close(self) -> None:
        for program in self.programs:
            program.signal(signal.SIGCONT)
            await program.close()
        await self.world.whatsapp.hook.close()
        await self.puppets.close()
        await self.wire.cut()

    # ---- the program

    async def start(self, **more: str) -> None:
        """The first program; does not wait for its doors. `more` is environment for this once."""
        self.calls.shut()
        await self.programs[0].start(self.command(0), **more)

    async def start_all(self) -> None:
        self.calls.shut()
        for number, program in enumerate(self.programs):
            await program.start(self.command(number))

    def command(self, number: int) -> str:
        return f"serve --role {self.roles[number]}"

    async def opened(self) -> None:
        async with asyncio.timeout(OPENING):
            await self.calls.opened.wait()

    def torn(self) -> None:
        """From here on what was sent before may come once more."""
        self.row.breaks.append(self.calls.next)

    async def time_passes(self, seconds: float, step: float) -> None:
        """Of the program's clock, far quicker than real time: a call under way may run out of its time although it
        was obeyed, and is made again."""
        first = self.calls.next
        await self.clock.forward(seconds, step)
        self.row.breaks.extend(range(first, self.calls.next + 1))

    def struck(self) -> None:
        """Once more. Some more people begin to talk, so that no strike hits an empty hall."""
        self.row.struck += 1
        for _ in range(self.share):
            self.crowd.seats.release()

    async def kill(self) -> None:
        """kill -9 of the first program, unless it has just died of itself; then it is started again."""
        self.programs[0].signal(signal.SIGKILL)
        await self.see_end(-9)
        await self.start()
        self.torn()

    async def stop(self) -> None:
        self.programs[0].signal(signal.SIGTERM)
        await self.see_end(0)

    async def see_end(self, wanted: int) -> None:
        began = time.monotonic()
        code, _ = await self.programs[0].ended()
        if code != wanted:
            self.row.breaches.append(f"the program ended with {code} and not with {wanted}")
        if (took := time.monotonic() - began) > STOPPING:
            self.row.breaches.append(f"it took {took:.0f} s to end")

    # ---- the people

    def seat_first(self, strikes: int) -> None:
        """A third begins at once, the others strike by strike."""
        first = ceil(len(self.stories) / 3)
        self.share = ceil((len(self.stories) - first) / max(1, strikes))
        for _ in range(first):
            self.crowd.seats.release()

    def seat_all(self) -> None:
        for _ in self.stories:
            self.crowd.seats.release()

    async def talk(self) -> None:
        """All stories. One that got stuck is a breach and stops no other."""
        ends = await asyncio.gather(*(story.run() for story in self.stories), return_exceptions=True)
        self.row.breaches += [str(end) if isinstance(end, Stuck) else repr(end) for end in ends if end]
        self.row.breaches += [f"had to be done twice: {repeat}" for repeat in self.crowd.repeats]

    async def busy(self, seconds: float = 0.0) -> None:
        """A moment later, with somebody in the middle of a talk: if there are few, some more begin."""
        for _ in range(3 - len(self.under_way())):
            self.crowd.seats.release()
        await asyncio.sleep(0.1 + seconds)

    def under_way(self) -> list[Story]:
        return [story for story in self.stories if story.began and not story.done]

    # ---- the end

    async def quiet(self) -> None:
        """Until every update is confirmed, every webhook was taken, and no letter waits."""
        engine, waiting, hook = connect(self.url), 1, self.world.whatsapp.hook
        try:
            while waiting or hook.waiting or any(updates.pending for updates in self.world.updates.values()):
                await asyncio.sleep(0.2)
                async with transaction(engine) as connection:
                    waiting, _ = await outbox.count(connection)
        finally:
            await engine.dispose()

    async def end_in_peace(self) -> None:
        """Plain stops. A plain restart with nothing to do sends nothing."""
        for program in self.programs[1:]:
            program.signal(signal.SIGTERM)
            await program.ended()
        await self.stop()
        if len(self.programs) > 1:
            return
        before = self.calls.next
        await self.start()
        await self.opened()
        await asyncio.sleep(0.5)
        await self.stop()
        sent = [call["method"] for call in self.calls.since(before, polls=False)]
        if again := [method for method in sent if method.startswith(("send", "edit", "answer"))]:
            self.row.breaches.append(f"a plain restart with nothing to do made the calls {again}")

    async def audit(self) -> None:
        row, engine = self.row, connect(self.url)
        async with transaction(engine) as connection:
            await audit.audit_database(connection, self.stories, row)
            await audit.audit_inbox(connection, self.world, self.first, row)
        await engine.dispose()
        row.breaches += audit.audit_chats([story for story in self.stories if story.done])
        calls = self.calls.since(0, polls=True)
        pairs = audit.repeated(calls)
        row.repeated, row.second_cards = len(pairs), audit.second_cards(pairs, calls)
        row.breaches += audit.audit_repeats(pairs, row.breaks)
        row.breaches += audit.audit_order(calls)
        row.breaches += audit.audit_refusals(calls)
        names = [user.first_name for user in self.world.people.values() if not user.is_bot]
        for program in self.programs:
            warned, told = audit.audit_log(program.errors, [*self.tokens.values(), *names])
            row.warned += warned
            row.breaches += told

    def engine(self) -> AsyncEngine:
        return connect(self.url)


def free_port() -> int:
    with create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@asynccontextmanager
async def stage(folder: Path, row: Row, seed: int, nursery: Nursery) -> AsyncIterator[Stage]:
    folder.mkdir()
    world = World()
    async with serve(create_app(world)) as url:
        wire = Wire(int(url.rpartition(":")[2]))
        await wire.mend()
        found = Stage(world, wire, folder, row, seed, nursery)
        try:
            yield found
        finally:
            await found.close()
