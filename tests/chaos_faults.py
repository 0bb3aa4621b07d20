"""The register of faults, and those that strike the process itself. One function a fault; its first line says what
it breaks. It runs while people talk, strikes `strikes` times, and leaves the program running."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.chaos_stage import Stage

Strike = Callable[[Stage, int], Awaitable[None]]

CALLS = 22
"""Calls of the messenger that a talk makes, roughly."""

LONGEST = 6.0
"""Seconds until a kill comes, whatever happens."""


@dataclass(frozen=True)
class Fault:
    """`strikes` and `size` are for a run of full length: how often it strikes, and how many times the usual number
    of conversations it needs. With `whatsapp` all citizens talk there."""

    name: str
    strike: Strike
    strikes: int
    size: float = 1.0
    postgres: bool = False
    webhook: bool = False
    roles: tuple[str, ...] = ("all",)
    whatsapp: bool = False

    @property
    def breaks(self) -> str:
        return (self.strike.__doc__ or "").strip().split("\n")[0]


FAULTS: dict[str, Fault] = {}


def fault(
    name: str,
    strikes: int,
    size: float = 1.0,
    *,
    postgres: bool = False,
    webhook: bool = False,
    roles: tuple[str, ...] = ("all",),
    whatsapp: bool = False,
) -> Callable[[Strike], Strike]:
    """Enter a function into the register."""

    def enter(strike: Strike) -> Strike:
        FAULTS[name] = Fault(name, strike, strikes, size, postgres, webhook, roles, whatsapp)
        return strike

    return enter


@fault("kill", strikes=16, size=3)
async def kill(stage: Stage, strikes: int) -> None:
    """kill -9 at a random moment, or just when a call has been obeyed and not answered."""
    for _ in range(strikes):
        by_time = stage.random.random() < 0.5
        make_trouble(stage, cut=by_time)
        if not by_time:
            await stage.opened()  # some progress, however slow the machine
        most = max(20, CALLS * stage.row.conversations // 20)
        await strike_soon(stage, 0 if by_time else stage.random.randint(1, most))
        await stage.kill()
        stage.struck()


async def strike_soon(stage: Stage, fuse: int) -> None:
    """Returns at the moment to strike: by time, or when the messenger has obeyed `fuse` more calls; then the program
    is dead already."""
    delay = stage.random.uniform(0, LONGEST / 2) if not fuse else LONGEST
    stage.calls.arm(fuse, lambda: stage.programs[0].signal(signal.SIGKILL))
    try:
        await asyncio.wait_for(stage.calls.pulled.wait(), delay)
    except TimeoutError:
        stage.calls.arm(0, stage.calls.pull)


def make_trouble(stage: Stage, *, cut: bool) -> None:
    """Some updates come twice. A confirmation of updates is cut off, so that the kill may strike between the
    program's commit and the messenger's knowing of it."""
    stage.faults.add({"kind": "duplicate", "times": 4})
    for token in stage.tokens.values() if cut else ():
        stage.faults.add({"kind": "cut", "method": "getUpdates", "token": token, "when": "before"})


@fault("plain stop", strikes=5)
async def plain_stop(stage: Stage, strikes: int) -> None:
    """SIGTERM under load: nothing at all may come twice afterwards."""
    for _ in range(strikes):
        await stage.opened()
        make_trouble(stage, cut=False)
        await stage.busy(stage.random.uniform(0, 1.5))
        await stage.stop()
        await stage.start()
        stage.struck()


@fault("freeze", strikes=5)
async def freeze(stage: Stage, strikes: int) -> None:
    """SIGSTOP for some seconds, as a machine that swaps or a laptop that sleeps; time goes on without it."""
    for _ in range(strikes):
        await stage.busy(stage.random.uniform(0, 1))
        stage.programs[0].signal(signal.SIGSTOP)
        await stage.time_passes(stage.random.uniform(2, 200), step=10)
        stage.torn()
        stage.programs[0].signal(signal.SIGCONT)
        stage.struck()
