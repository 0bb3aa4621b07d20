"""`make chaos`: kill -9 of the program at random moments while people talk to it, again and again.

The messenger and the people live in this process; the program is a process of its own, and every time it is killed
it is started at once. Some interruptions are plain stops (SIGTERM), after which nothing may come twice at all. In
between, the messenger delivers some updates twice and cuts some connections, as networks do.
When all stories have been told: every arrival was counted once, no complaint became two tickets, every answer was
delivered. Moments are drawn from the seed; what they hit depends on the machine.
"""

import argparse
import asyncio
import secrets
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import ceil
from pathlib import Path
from random import Random, SystemRandom

from bot.demo import CITIZEN_BOT, STAFF_BOT
from bot.sandbox.client import Puppeteer
from bot.sandbox.server import create_app, serve
from bot.sandbox.world import World
from storage import outbox
from storage.database import connect, transaction
from tests import chaos_audit as audit
from tests.chaos_people import COMPLAINTS, Board, Crowd, Office, Story, Stuck
from tests.chaos_program import Program, Tripwire
from tests.chaos_report import Report

AT_ONCE = 40
"""Stories under way before the first kill; each kill lets some more begin, so that none of them hits an empty hall."""

CALLS = 22
"""Calls a story makes, roughly."""

LONGEST = 6.0
"""Seconds until an interruption comes, whatever happens."""

NEWBORNS = 3
DUPLICATES = 4
DEADLINE = 1200.0
STOPPING = 10.0


class Chaos:
    """The messenger's side of it all."""

    def __init__(self, world: World, url: str, folder: Path, seed: int, conversations: int) -> None:
        self.world = world
        self.calls = Tripwire()
        world.calls = self.calls
        self.random = Random(seed)
        self.puppets = Puppeteer(url)
        self.tokens = {bot: f"{bot}:{secrets.token_urlsafe(26)}" for bot in (CITIZEN_BOT, STAFF_BOT)}
        self.folder = folder
        self.report = Report(conversations, seed)
        self.program = Program(folder, self._settings(url))
        self.crowd = Crowd(world, self.puppets, self.random, [], CITIZEN_BOT, asyncio.Semaphore(AT_ONCE))

    def _settings(self, url: str) -> dict[str, str]:
        """A group takes more here than Telegram lets it, or the run would last for hours."""
        return {
            "citizen_bot_token": self.tokens[CITIZEN_BOT],
            "staff_bot_token": self.tokens[STAFF_BOT],
            "telegram_api_url": url,
            "data_dir": str(self.folder / "data"),
            "port": "0",
            "group_messages_per_minute": "1200",
        }

    # ---- the stage

    async def set_stage(self) -> None:
        """Both bots, the coordinator's group by an operator's code, and the offices' groups by the coordinator's."""
        await self.puppets.bot(self.tokens[CITIZEN_BOT], "pendopo_kudus_bot", "Pendopo Kudus")
        await self.puppets.bot(self.tokens[STAFF_BOT], "pendopo_opd_bot", "Pendopo OPD")
        await self.program.open()
        await self.kill_newborns()
        await self.program.start("invite coordinator")
        _, said = await self.program.ended()
        await self.start()
        home = await self._office("DISKOMINFO")
        await self._ask(home, said[-1], "Terhubung")
        for code in COMPLAINTS:
            office = await self._office(code)
            invitation = await self._ask(home, f"/undang {code}", "/hubungkan")
            await self._ask(office, "/hubungkan " + invitation.split("/hubungkan ")[1].split()[0], "Terhubung")
            self.crowd.offices.append(office)
        self.first = {bot: updates.next_id for bot, updates in self.world.updates.items()}

    async def kill_newborns(self) -> None:
        """While there is no database yet, or half of one."""
        for _ in range(NEWBORNS):
            await self.program.start("serve")
            await asyncio.sleep(self.random.uniform(0.05, 0.5))
            self.program.kill()
            await self.program.ended()

    async def _office(self, code: str) -> Office:
        officer = await self.puppets.person(f"Joko{code}")
        key = await self.puppets.group(f"Grup {code}", [officer, STAFF_BOT])
        return Office(code, officer, key, Board(self.world, key))

    async def _ask(self, office: Office, text: str, expected: str) -> str:
        said = await self.puppets.say(office.officer, office.key, text)
        answer = await self.puppets.wait_for(office.key, lambda m: expected in (m.get("text") or ""), after=said)
        return str(answer["text"])

    # ---- running and interrupting

    async def start(self) -> None:
        """Does not wait for the doors; `opened` notes when they are."""
        self.calls.shut()
        self.began = time.monotonic()
        await self.program.start("serve")

    async def note_opening(self) -> None:
        await self.calls.opened.wait()
        self.report.starts.append(time.monotonic() - self.began)

    async def interrupt_all(self, kills: int, stops: int) -> None:
        """All interruptions in random order, and the program is up again after each."""
        plan = ["kill"] * kills + ["stop"] * stops
        self.random.shuffle(plan)
        more = ceil(max(0, self.report.conversations - AT_ONCE) / max(1, len(plan)))
        for kind in plan:
            opening = asyncio.create_task(self.note_opening())
            await self._interrupt(kind)
            opening.cancel()
            await self.start()
            (self.report.kills if kind == "kill" else self.report.stops).append(self.calls.next)
            for _ in range(more):
                self.crowd.seats.release()

    async def _interrupt(self, kind: str) -> None:
        """By time or by the messenger's count of calls, whichever was drawn; a stop waits for open doors."""
        strike = self.program.kill if kind == "kill" else self.program.stop
        if kind == "stop":
            await self.calls.opened.wait()
        by_time = self.random.random() < 0.5
        self.make_trouble(cut=by_time)
        self.calls.arm(0 if by_time else self.random.randint(1, self._most_calls()), strike)
        delay = self.random.uniform(0, LONGEST / 2) if by_time else LONGEST
        try:
            await asyncio.wait_for(self.calls.pulled.wait(), delay)
        except TimeoutError:
            self.calls.arm(0, strike)
            strike()
        await self._see_it_end(kind)

    def make_trouble(self, *, cut: bool) -> None:
        """Some updates come twice. A confirmation of updates is cut off, so that the kill may strike between the
        program's commit and the messenger's knowing of it."""
        self.world.faults.add({"kind": "duplicate", "times": DUPLICATES})
        for token in self.tokens.values() if cut else ():
            self.world.faults.add({"kind": "cut", "method": "getUpdates", "token": token, "when": "before"})

    def _most_calls(self) -> int:
        return max(20, CALLS * self.report.conversations // 20)

    async def _see_it_end(self, kind: str) -> None:
        wanted = -9 if kind == "kill" else 0
        began = time.monotonic()
        code, _ = await self.program.ended()
        if code != wanted:
            self.report.faults.append(f"the program ended with {code} when it got a {kind}")
        if (took := time.monotonic() - began) > STOPPING:
            self.report.faults.append(f"a {kind} took {took:.0f} s")

    # ---- the end

    async def quiet(self) -> None:
        """Until every update is confirmed and no letter waits."""
        engine = connect(f"sqlite+aiosqlite:///{self.folder / 'data' / 'pendopo.db'}")
        waiting = 1
        try:
            while waiting or any(updates.pending for updates in self.world.updates.values()):
                await asyncio.sleep(0.2)
                async with transaction(engine) as connection:
                    waiting, _ = await outbox.count(connection)
        finally:
            await engine.dispose()

    async def restart_in_peace(self) -> None:
        """A plain restart with nothing to do sends nothing."""
        await self._stop()
        before = self.calls.next
        await self.start()
        await self.note_opening()
        await asyncio.sleep(0.5)
        await self._stop()
        sent = [call["method"] for call in self.calls.since(before, polls=False)]
        if again := [method for method in sent if method.startswith(("send", "edit", "answer"))]:
            self.report.faults.append(f"a plain restart with nothing to do made the calls {again}")

    async def _stop(self) -> None:
        self.program.stop()
        await self._see_it_end("stop")

    async def audit(self, stories: list[Story]) -> None:
        engine = connect(f"sqlite+aiosqlite:///{self.folder / 'data' / 'pendopo.db'}")
        faults = self.report.faults
        async with transaction(engine) as connection:
            faults += await audit.audit_database(connection, stories)
            faults += await audit.audit_inbox(connection, self.world, self.first)
        await engine.dispose()
        faults += audit.audit_chats(self.world, [story for story in stories if story.done])
        calls = self.calls.since(0, polls=True)
        pairs = audit.repeated(calls)
        self.report.repeated = len(pairs)
        faults += audit.audit_repeats(pairs, self.report.kills)
        faults += audit.audit_refusals(calls)
        names = [user.first_name for user in self.world.people.values() if not user.is_bot]
        self.report.warned, told = audit.audit_log(self.program.errors, [*self.tokens.values(), *names])
        faults += told

    async def close(self) -> None:
        await self.program.close()
        await self.puppets.close()


async def tell(chaos: Chaos, kills: int, stops: int) -> list[Story]:
    """All stories at once, and the interruptions. A story that got stuck is a fault and stops no other."""
    stories = [Story(chaos.crowd, index) for index in range(chaos.report.conversations)]
    try:
        async with asyncio.timeout(DEADLINE):
            told = [asyncio.create_task(story.run()) for story in stories]
            await chaos.interrupt_all(kills, stops)
            ends = await asyncio.gather(*told, return_exceptions=True)
            await chaos.quiet()
    except TimeoutError:
        open_ones = [story.marker for story in stories if not story.done]
        chaos.report.faults.append(f"not done within {DEADLINE:.0f} s: {open_ones}")
        return stories
    chaos.report.faults += [str(end) if isinstance(end, Stuck) else repr(end) for end in ends if end]
    chaos.report.faults += [f"had to be done twice: {repeat}" for repeat in chaos.crowd.repeats]
    return stories


@asynccontextmanager
async def stage(folder: Path, seed: int, conversations: int) -> AsyncIterator[Chaos]:
    world = World()
    async with serve(create_app(world)) as url:
        chaos = Chaos(world, url, folder, seed, conversations)
        try:
            yield chaos
        finally:
            await chaos.close()


async def run(folder: Path, *, conversations: int, kills: int, stops: int, seed: int) -> Report:
    """One whole run in an empty folder. Raises EOFError if the program does not even start."""
    began = time.monotonic()
    async with stage(folder, seed, conversations) as chaos:
        await chaos.set_stage()
        stories = await tell(chaos, kills, stops)
        await chaos.restart_in_peace()
        await chaos.audit(stories)
        chaos.report.seconds = time.monotonic() - began
        return chaos.report


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    options.add_argument("--conversations", type=int, default=200)
    options.add_argument("--kills", type=int, default=40)
    options.add_argument("--stops", type=int, default=8, help="plain stops among the kills")
    options.add_argument("--seed", type=int, default=SystemRandom().randrange(10_000))
    given = vars(options.parse_args())
    with tempfile.TemporaryDirectory(prefix="pendopo-chaos-") as folder:
        report = asyncio.run(run(Path(folder), **given))
    print(report.table())
    for fault in report.faults:
        print(f"  VIOLATED: {fault}")
    again = " ".join(f"--{name} {value}" for name, value in given.items())
    print(f"  {'Everything held.' if not report.faults else f'Again with: {options.prog} {again}'}")
    sys.exit(1 if report.faults else 0)


if __name__ == "__main__":
    main()
