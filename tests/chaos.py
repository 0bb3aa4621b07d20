"""`make chaos`: everything that may go wrong, done on purpose while people talk, and counted.

Each fault has a stage of its own: a messenger, an installation, citizens who tell a complaint from the first word to
the last star, and officers who answer. When all have been told, every arrival was kept once, every complaint is one
ticket, and every answer was delivered or stands where it can be seen. Moments are drawn from the seed; what they hit
depends on the machine. `--only` takes names of faults, or parts of them, with commas between.
"""

import argparse
import asyncio
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from random import SystemRandom

from tests import chaos_at_points, chaos_outside, chaos_postgres, chaos_storage, chaos_whatsapp
from tests.chaos_faults import FAULTS, Fault
from tests.chaos_program import Nursery, nursery
from tests.chaos_report import Row, table
from tests.chaos_stage import DEADLINE, Stage, stage
from tests.postgres import Server, running_server

FAMILIES = (
    chaos_at_points,
    chaos_outside,
    chaos_postgres,
    chaos_storage,
    chaos_whatsapp,
)  # each enters its faults on import

CONVERSATIONS = 24
"""For a fault of usual size at full length."""

SIDE_BY_SIDE = 3
"""Faults at once: most of them wait for something most of the time."""


class Chaos:
    """What all faults of a run share."""

    def __init__(self, folder: Path, nursery_: Nursery, server: Server | None, seed: int, conversations: int) -> None:
        self.folder, self.nursery, self.server, self.seed = folder, nursery_, server, seed
        self.conversations = conversations
        self.seats = asyncio.Semaphore(SIDE_BY_SIDE)
        self.one_database = asyncio.Lock()

    async def run(self, fault: Fault) -> Row:
        """Stage a fault; whatever goes wrong with it is in its row."""
        async with self.seats:
            if not fault.postgres:
                return await self._run(fault)
            async with self.one_database:
                return await self._run(fault)

    async def _run(self, fault: Fault) -> Row:
        began = time.monotonic()
        row = Row(fault.name, max(6, round(self.conversations * fault.size)))
        folder = self.folder / fault.name.replace(" ", "-").replace(",", "").replace(":", "")
        async with stage(folder, row, self.seed, self.nursery) as found:
            try:
                async with asyncio.timeout(DEADLINE):
                    await self._play(fault, found)
            except TimeoutError:
                stuck = [story.marker for story in found.stories if not story.done]
                row.breaches.append(f"too slow; talks that are not done: {stuck}")
            except Exception as error:
                row.breaches.append("".join(traceback.format_exception(error)))
        row.seconds = time.monotonic() - began
        print(f"  {row.fault}: {'held' if not row.breaches else row.breaches[:3]} ({row.seconds:.0f} s)", flush=True)
        return row

    async def _play(self, fault: Fault, found: Stage) -> None:
        strikes = max(1, round(fault.strikes * min(1.0, self.conversations / CONVERSATIONS)))
        database = await self.server.new_database() if fault.postgres and self.server else ""
        found.server = self.server
        found.settle_in(database, webhook=fault.webhook, roles=fault.roles, whatsapp=fault.whatsapp)
        await found.set_up()
        found.seat_first(strikes)
        talking = asyncio.create_task(found.talk())
        try:
            await fault.strike(found, strikes)
            found.seat_all()
            await talking
        finally:
            talking.cancel()
        await found.quiet()
        await found.end_in_peace()
        await found.audit()


async def run(
    folder: Path, faults: Sequence[Fault], *, seed: int, conversations: int, server: Server | None
) -> list[Row]:
    """One run in an empty folder, the longest faults first. Raises EOFError if the program does not even start."""
    async with nursery(folder) as born:
        chaos = Chaos(folder, born, server, seed, conversations)
        longest_first = sorted(faults, key=lambda fault: -(fault.strikes * fault.size))
        rows = await asyncio.gather(*(chaos.run(fault) for fault in longest_first))
    return sorted(rows, key=lambda row: [fault.name for fault in faults].index(row.fault))


def chosen(only: str) -> list[Fault]:
    parts = [part.strip() for part in only.split(",") if part.strip()]
    return [fault for name, fault in FAULTS.items() if not parts or any(part in name for part in parts)]


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    options.add_argument("--only", default="", help=f"any of: {', '.join(FAULTS)}")
    options.add_argument("--seed", type=int, default=SystemRandom().randrange(10_000))
    options.add_argument("--conversations", type=int, default=CONVERSATIONS, help="for a fault of usual size")
    given = options.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that no process is left behind
    faults, began = chosen(given.only), time.monotonic()
    with ExitStack() as kept:
        folder = Path(kept.enter_context(tempfile.TemporaryDirectory(prefix="pendopo-chaos-")))
        server = kept.enter_context(running_server()) if any(fault.postgres for fault in faults) else None
        work = run(folder, faults, seed=given.seed, conversations=given.conversations, server=server)
        rows = asyncio.run(work)
    print(table(rows, time.monotonic() - began))
    held = not any(row.breaches for row in rows)
    again = f'python -m tests.chaos --seed {given.seed} --conversations {given.conversations} --only "{given.only}"'
    print("  Everything held." if held else f"  Again with: {again}")
    print(f"  Seed {given.seed}.")
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
