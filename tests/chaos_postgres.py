"""Faults of an installation on PostgreSQL: the server goes away, and processes that share the work fall out."""

import asyncio
import json
import signal
import time

from bot.courier import LANDING
from tests.chaos_faults import fault, make_trouble, strike_soon
from tests.chaos_program import Program
from tests.chaos_stage import Stage

MINUTE = 60.0

TERM = 14.0
"""Seconds after which a dead process's posts are free again, and more."""

TAKEN_OVER = 15.0

ROLES = ("web", "web", "courier", "courier", "bellman", "bellman")

POSTS = {"web": "updates of telegram_citizen", "courier": "courier", "bellman": "bellman"}


@fault("PostgreSQL: kill", strikes=10, size=2, postgres=True)
async def kill_on_postgresql(stage: Stage, strikes: int) -> None:
    """kill -9 at random moments; the dead one's posts must be had back when their term is over."""
    for _ in range(strikes):
        await strike_soon(stage, stage.random.choice([0, stage.random.randint(1, 60)]))
        make_trouble(stage, cut=False)
        await stage.kill()
        await stage.time_passes(TERM, step=1)
        stage.struck()


@fault("PostgreSQL: gone for a minute", strikes=3, postgres=True)
async def database_gone(stage: Stage, strikes: int) -> None:
    """The server fails at once, and comes back after a minute of the program's clock."""
    server = stage.server
    assert server
    for _ in range(strikes):
        await stage.busy(stage.random.uniform(0, 1))
        await asyncio.to_thread(server.stop)
        stage.struck()
        stage.torn()
        await stage.time_passes(MINUTE, step=1)
        await asyncio.to_thread(server.start)
        stage.torn()
        await stage.time_passes(MINUTE, step=1)


@fault("PostgreSQL: a role killed, frozen", strikes=6, size=1.5, postgres=True, roles=ROLES)
async def roles_fall_out(stage: Stage, strikes: int) -> None:
    """Six processes; whoever holds a post is killed or frozen, and another takes over within 15 s of real time."""
    longest = 0.0
    for number in range(strikes):
        role, how = tuple(POSTS)[number // 2 % len(POSTS)], (signal.SIGKILL, signal.SIGSTOP)[number % 2]
        holder = await one_holds(stage, role, [])
        began = time.monotonic()
        holder.signal(how)
        stage.struck()
        await asyncio.sleep(1)  # its calls that were on the wire arrive; nobody can have taken over yet
        stage.torn()
        try:
            await one_holds(stage, role, [holder])
        except TimeoutError:
            stage.row.breaches.append(f"nobody took over from a {role} that got {how.name}")
        longest = max(longest, time.monotonic() - began)
        await back_again(stage, holder, how)
    stage.row.notes.append(f"longest takeover {longest:.1f} s")
    if longest > TAKEN_OVER + 3:
        stage.row.breaches.append(f"a takeover took {longest:.1f} s")


async def one_holds(stage: Stage, role: str, but: list[Program]) -> Program:
    """The process that holds the role's post, once there is one."""
    async with asyncio.timeout(2 * TAKEN_OVER):
        while True:
            for program in stage.programs:
                if program not in but and program.alive and holds(program, POSTS[role]):
                    return program
            await asyncio.sleep(0.05)


def holds(program: Program, post: str) -> bool:
    """By its own log: the last thing it said of that post is that it took it."""
    last = ""
    for line in program.log.splitlines():
        if '"post' in line and (said := json.loads(line)).get("post") == post:
            last = said["event"]
    return last == "post taken"


async def back_again(stage: Stage, program: Program, how: signal.Signals) -> None:
    """A dead one is started again; a frozen one thaws and must notice that its time is over."""
    first = stage.calls.next
    if how == signal.SIGSTOP:
        program.signal(signal.SIGCONT)
        async with asyncio.timeout(TAKEN_OVER):
            while any(holds(program, post) for post in POSTS.values()):
                await asyncio.sleep(0.05)
        await asyncio.sleep(LANDING + 1)  # it finishes the calls it was frozen in; another makes the same ones
        stage.row.breaks.extend(range(first, stage.calls.next + 1))
        return
    stage.torn()
    await program.ended()
    await program.start(stage.command(stage.programs.index(program)))
