"""How long a citizen waits for the answer, through real HTTP and the messenger.

The load is open: a message leaves when its moment has come, whether or not earlier ones were answered, and the wait
is counted from that moment. Messenger, bot and load are three processes. Every message comes from another person.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

from bench.crowd import Crowd
from bench.program import CITIZEN_TOKEN, messenger, process, program
from bench.updates import STORIES
from bot.demo import CITIZEN_BOT
from bot.sandbox.client import private

RATE = 100
SECONDS = 12
WARM_UP = 200
AT_ONCE = 16
T = TypeVar("T")
Bot = Callable[[str, Path], AbstractAsyncContextManager[None]]


def ours(url: str, folder: Path) -> AbstractAsyncContextManager[None]:
    """Our own pace towards the platform is set above the load: it would hold us, and not the yardstick, to 30/s."""
    return program(url, folder, messages_per_second="1000")


def echo(url: str, folder: Path) -> AbstractAsyncContextManager[None]:
    home = Path(__file__).parent.parent
    return process((sys.executable, "-m", "bench.yard_echo", url, CITIZEN_TOKEN), home, {})


async def answer_times(bot: Bot, folder: Path) -> dict[str, float]:
    """Milliseconds waited; how late the load itself was; how many messages a second load and messenger can bring."""
    async with messenger() as puppets:
        people = await in_turn(WARM_UP + RATE * SECONDS, lambda n: puppets.person(f"Warga {n}"))
        nobody = await puppets.bot(f"7000000003:{'A' * 35}", "sepi_bot", "Sepi")
        url = str(puppets.http.base_url)
        async with Crowd(url) as crowd:
            capacity = await messages_a_second(crowd, people, nobody)
            async with bot(url, folder):
                await speak(crowd, people[:WARM_UP])
                waits, late = await speak(crowd, people[WARM_UP:])
    found = {"p50 ms": median(waits), "p99 ms": p99(waits), "longest ms": max(waits), "load late p99 ms": p99(late)}
    return {**found, "messenger messages/s": capacity}


async def speak(crowd: Crowd, people: Sequence[int]) -> tuple[list[float], list[float]]:
    """Everybody says one thing, `RATE` a second; what each waited, and how late it was said, in milliseconds."""
    chats = [private(person, CITIZEN_BOT) for person in people]
    began = time.perf_counter()
    due = [began + number / RATE for number in range(len(people))]
    said, late = [], []
    for number, person in enumerate(people):
        await asyncio.sleep(due[number] - time.perf_counter())
        late.append((time.perf_counter() - due[number]) * 1000)
        said.append(asyncio.create_task(crowd.say(person, chats[number], STORIES[number % len(STORIES)])))
    await asyncio.gather(*said)
    await crowd.wait_for(chats)
    return [(crowd.answered[chat] - moment) * 1000 for chat, moment in zip(chats, due, strict=True)], late


async def messages_a_second(crowd: Crowd, people: Sequence[int], nobody: int) -> float:
    """Said as fast as it goes, to a bot that nobody runs."""
    began = time.perf_counter()
    await in_turn(len(people), lambda n: crowd.say(people[n], private(people[n], nobody), STORIES[0]))
    return len(people) / (time.perf_counter() - began)


async def in_turn(count: int, call: Callable[[int], Awaitable[T]]) -> list[T]:
    """`call` with 0 … count - 1, a few at once."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> T:
        async with gate:
            return await call(number)

    return list(await asyncio.gather(*(one(number) for number in range(count))))


def p99(values: Sequence[float]) -> float:
    return quantiles(values, n=100)[98]
