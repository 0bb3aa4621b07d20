"""Faults of the world outside: the network, the messenger, its updates, the clock, and a second program."""

import asyncio
from typing import Any

import httpx

from bot.arrival import CITIZEN, STAFF
from bot.demo import CITIZEN_BOT
from bot.sandbox.updates import Entry
from tests.chaos_faults import fault
from tests.chaos_program import Program
from tests.chaos_stage import SECRET, Stage

TEN_MINUTES, FIVE_MINUTES, HOUR, DAY = 600.0, 300.0, 3600.0, 86_400.0

CATCHING_UP = 120.0
"""Seconds of the program's clock after which the longest wait of a letter is over, by steps of one."""


async def catch_up(stage: Stage) -> None:
    await stage.time_passes(CATCHING_UP, step=1)


@fault("network cut for 10 min", strikes=2)
async def network_cut(stage: Stage, strikes: int) -> None:
    """The messenger can't be reached for ten minutes: connections are refused, or taken and never answered."""
    for number in range(strikes):
        await stage.busy(stage.random.uniform(0, 0.5))
        await (stage.wire.swallow() if number % 2 else stage.wire.cut())
        stage.struck()
        await stage.time_passes(TEN_MINUTES, step=5)
        stage.torn()
        await stage.wire.mend()
        await catch_up(stage)


@fault("429 for an hour", strikes=1)
async def too_many_requests(stage: Stage, strikes: int) -> None:
    """Every call but getUpdates is refused for an hour, and told how much of it is left."""
    for _ in range(strikes):
        await stage.busy(stage.random.uniform(0, 0.5))
        await refuse(stage, HOUR, kind="429", retry_after=round(HOUR))
        await catch_up(stage)


@fault("500 for 5 min", strikes=2)
async def server_errors(stage: Stage, strikes: int) -> None:
    """Every call is answered with 500, getUpdates too."""
    for _ in range(strikes):
        await stage.busy(stage.random.uniform(0, 0.5))
        stage.faults.add({"kind": "500", "method": "getUpdates", "times": 1_000_000})
        await refuse(stage, FIVE_MINUTES, kind="500")
        await catch_up(stage)


async def refuse(stage: Stage, seconds: float, **wish: Any) -> None:
    stage.faults.add({**wish, "times": 1_000_000})
    (wished,) = [each for each in stage.faults.open if each.kind == wish["kind"] and not each.method]
    stage.struck()
    left = seconds
    while left > 0:
        wished.retry_after = max(1, round(left))
        await stage.time_passes(10, step=10)
        left -= 10
    stage.faults.open.clear()
    stage.torn()  # a call that was obeyed may have been answered when its time was up


@fault("updates twice, late, shuffled", strikes=3, webhook=True)
async def updates_again(stage: Stage, strikes: int) -> None:
    """Webhooks: updates overtake one another, and old ones come again in any order, minutes and days later."""
    told = listen_in(stage)
    for number in range(strikes):
        stage.faults.add({"kind": "late", "times": 8, "seconds": stage.random.uniform(0.2, 1.5)})
        stage.faults.add({"kind": "duplicate", "times": 8})
        await stage.busy(0.5)
        await again(stage, told)
        stage.struck()
        if number == strikes - 1:
            await all_done(stage)
            stage.clock.jump(5 * DAY)
            await again(stage, told)


def listen_in(stage: Stage) -> list[tuple[str, dict[str, Any]]]:
    """Every update that the messenger hands to a webhook from now on, with its channel."""
    told: list[tuple[str, dict[str, Any]]] = []
    for bot, updates in stage.world.updates.items():
        push, channel = updates.on_push, CITIZEN if bot == CITIZEN_BOT else STAFF

        def hear(entry: Entry, push: Any = push, channel: str = channel) -> None:
            told.append((channel, entry.update))
            push(entry)

        updates.on_push = hear
    return told


async def again(stage: Stage, told: list[tuple[str, dict[str, Any]]]) -> None:
    """Some of what was acknowledged, shuffled, as the messenger would bring it."""
    waiting = {id_ for updates in stage.world.updates.values() for id_ in updates.pending}
    old = [each for each in told if each[1]["update_id"] not in waiting]
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with httpx.AsyncClient(base_url=stage.settings["public_url"], headers=headers, timeout=30) as client:
        for channel, update in stage.random.sample(old, min(len(old), 150)):
            answer = await client.post(f"/webhook/{channel}", json=update)
            if answer.status_code != 200:
                stage.row.breaches.append(f"an old update was answered with {answer.status_code}")


async def all_done(stage: Stage) -> None:
    """Everybody may talk, and has talked."""
    stage.seat_all()
    while not all(story.done for story in stage.stories):
        await asyncio.sleep(0.1)


@fault("a clock that jumps", strikes=4)
async def clock_jumps(stage: Stage, strikes: int) -> None:
    """The time of day goes an hour forward, or a day back, in the middle."""
    for number in range(strikes):
        stage.faults.add({"kind": "500", "times": 6})  # some letters wait for a moment of the old time
        await stage.busy(stage.random.uniform(0, 1))
        stage.clock.jump(HOUR if number % 2 == 0 else -DAY)
        stage.struck()
        await asyncio.sleep(1)


@fault("a second program", strikes=6)
async def second_program(stage: Stage, strikes: int) -> None:
    """Another `pendopo serve` on the same SQLite file, under load: it refuses each time, and says why."""
    for _ in range(strikes):
        await stage.busy(stage.random.uniform(0, 0.5))
        second = Program(stage.nursery, stage.folder, stage.settings)
        code, _ = await second.run("serve")
        said = " ".join(second.errors.read_text().split())
        if code != 1 or "another Pendopo is already serving" not in said:
            stage.row.breaches.append(f"a second program ended with {code} and said: {said[:200]}")
        stage.struck()
