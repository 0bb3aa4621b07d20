"""The program as processes that can be killed, frozen and stopped. See `tests/chaos_nursery.py` for their birth."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path

ROOT = Path(__file__).parent.parent

_numbers = count(1)


def environment() -> dict[str, str]:
    """Ours, without any setting of the program."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("PENDOPO_")}
    return others | {"PYTHONPATH": str(ROOT)}


class Nursery:
    """Gives birth to processes and hears of their deaths."""

    def __init__(self, process: asyncio.subprocess.Process, errors: Path) -> None:
        assert process.stdin
        self.process, self.errors, self.stdin = process, errors, process.stdin
        self.births: asyncio.Queue[int] = asyncio.Queue()
        self.deaths: dict[int, asyncio.Future[int]] = {}
        self._one_by_one = asyncio.Lock()

    async def listen(self) -> None:
        assert self.process.stdout
        async for line in self.process.stdout:
            kind, *numbers = line.decode().split()
            if kind == "pid":
                self.deaths[int(numbers[0])] = asyncio.get_running_loop().create_future()
                self.births.put_nowait(int(numbers[0]))
            elif kind == "exit":
                self.deaths[int(numbers[0])].set_result(int(numbers[1]))
            else:
                self.births.put_nowait(0)

    async def bear(self, **order: object) -> int:
        """The new process's id. Raises EOFError when the nursery could not start."""
        async with self._one_by_one:
            self.stdin.write(f"{json.dumps(order)}\n".encode())
            await self.stdin.drain()
            return await self._born()

    async def _born(self) -> int:
        born = asyncio.create_task(self.births.get())
        gone = asyncio.create_task(self.process.wait())
        await asyncio.wait({born, gone}, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        if not born.done():
            born.cancel()
            raise EOFError(f"the program could not start:\n{self.errors.read_text()}")
        return born.result()


@asynccontextmanager
async def nursery(folder: Path) -> AsyncIterator[Nursery]:
    """One for any number of programs. Those that still run when it closes are killed by their owners before."""
    errors = folder / "nursery.txt"
    with errors.open("ab") as file:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.chaos_nursery"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=file,
            env=environment(),
            cwd=folder,  # where no .env lies
        )
    born = Nursery(process, errors)
    listening = asyncio.create_task(born.listen())
    try:
        await born._born()
        yield born
    finally:
        born.stdin.close()
        await process.wait()
        await listening


class Program:
    """One command at a time, in a folder of its own. `errors` gathers the standard error of all of them."""

    def __init__(self, born_in: Nursery, folder: Path, settings: Mapping[str, str], **more: str) -> None:
        self.nursery = born_in
        self.folder = folder
        self.settings = {f"PENDOPO_{name.upper()}": value for name, value in settings.items()} | more
        self.errors = folder / f"stderr{next(_numbers)}.txt"
        self.errors.touch()
        self.pid = 0

    async def start(self, command: str, **more: str) -> None:
        """`more` is environment for this once. Raises EOFError when the nursery is gone."""
        self._begun = self.errors.stat().st_size
        self.said = self.folder / f"stdout{next(_numbers)}.txt"
        self.said.touch()
        files = {"out": str(self.said), "err": str(self.errors), "cwd": str(self.folder)}
        self.pid = await self.nursery.bear(argv=command.split(), env=self.settings | more, **files)

    async def ended(self) -> tuple[int, list[str]]:
        """Exit code (negative for a signal) and lines of output, once the command has ended."""
        code = await self.nursery.deaths[self.pid]
        self.pid = 0
        return code, self.said.read_text().splitlines()

    async def run(self, command: str, **more: str) -> tuple[int, list[str]]:
        await self.start(command, **more)
        return await self.ended()

    @property
    def log(self) -> str:
        """What this process has logged since it was born."""
        return self.errors.read_bytes()[self._begun :].decode()

    @property
    def alive(self) -> bool:
        return bool(self.pid) and not self.nursery.deaths[self.pid].done()

    async def close(self) -> None:
        """Killed, if it still runs."""
        if self.pid:
            self.signal(signal.SIGKILL)
            await self.ended()

    def signal(self, number: signal.Signals) -> None:
        """SIGKILL is kill -9; SIGTERM as an operator or systemd stops it; SIGSTOP and SIGCONT freeze and thaw."""
        if self.pid:
            with suppress(ProcessLookupError):  # it has died by itself, and its exit code will tell
                os.kill(self.pid, number)
