"""The program as a process that can be killed, and a call log of the messenger that can pull the trigger.

A nursery imports the program once and forks a child for every command, because Python takes seconds to import what
the program is made of. A child is a process of its own that has opened nothing yet: it runs `bot.cli.main` as the
`pendopo` script does, and dies alone.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.sandbox.calls import CallLog

NURSERY = """
import os, sys
import bot.app, bot.errands, bot.start
from bot.cli import main

for line in sys.stdin:
    child = os.fork()
    if not child:
        sys.argv = ["pendopo", *line.split()]
        main()
        sys.exit(0)
    print("pid", child, flush=True)
    print("exit", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Ours for the child, with exactly these settings of the program."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("PENDOPO_")}
    return others | {f"PENDOPO_{name.upper()}": value for name, value in settings.items()}


class Program:
    """One command at a time. `errors` gathers the standard error of all of them."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.folder = folder
        self.settings = settings
        self.errors = folder / "stderr.txt"
        self.pid = 0
        self._nursery: asyncio.subprocess.Process | None = None

    async def open(self) -> None:
        with self.errors.open("ab") as errors:
            self._nursery = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", NURSERY),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                env=environment(self.settings),
                cwd=self.folder,  # where no .env lies
            )

    async def close(self) -> None:
        """The nursery ends when its input does; a child that still runs is killed first."""
        self.kill()
        if self._nursery and self._nursery.stdin:
            self._nursery.stdin.close()
            await self._nursery.wait()

    async def start(self, command: str) -> None:
        """Raises EOFError when the nursery is gone."""
        assert self._nursery
        assert self._nursery.stdin
        self._nursery.stdin.write(f"{command}\n".encode())
        await self._nursery.stdin.drain()
        self.pid = int((await self._line()).removeprefix("pid "))

    async def ended(self) -> tuple[int, list[str]]:
        """Exit code (negative for a signal) and lines of output, once the command has ended."""
        said = []
        while not (line := await self._line()).startswith("exit "):
            said.append(line)
        self.pid = 0
        return int(line.removeprefix("exit ")), said

    async def _line(self) -> str:
        assert self._nursery
        assert self._nursery.stdout
        line = (await self._nursery.stdout.readline()).decode().strip()
        if not line:
            raise EOFError(f"the program could not start:\n{self.errors.read_text()}")
        return line

    def kill(self) -> None:
        """kill -9."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """As an operator or systemd stops it."""
        self._signal(signal.SIGTERM)

    def _signal(self, number: signal.Signals) -> None:
        if self.pid:
            with suppress(ProcessLookupError):  # it has died by itself, and its exit code will tell
                os.kill(self.pid, number)


class Tripwire(CallLog):
    """The messenger's log of calls. After `fuse` more calls it pulls the trigger: the call is done, its answer not
    yet on its way. `doors` are the bots that have begun to ask for updates since it was last emptied."""

    def __init__(self) -> None:
        super().__init__()
        self.fuse = 0
        self.pull: Callable[[], None] = lambda: None
        self.pulled = asyncio.Event()
        self.doors: set[int] = set()
        self.opened = asyncio.Event()

    def add(self, **call: Any) -> None:
        super().add(**call)
        if call["method"] == "deleteWebhook":
            self.doors.add(call["bot"])
            if len(self.doors) == 2:
                self.opened.set()
        if call["method"] != "getUpdates" and self.fuse:
            self.fuse -= 1
            if not self.fuse:
                self.pull()
                self.pulled.set()

    def arm(self, fuse: int, pull: Callable[[], None]) -> None:
        """0 is no fuse at all."""
        self.fuse, self.pull = fuse, pull
        self.pulled.clear()

    def shut(self) -> None:
        self.doors.clear()
        self.opened.clear()
