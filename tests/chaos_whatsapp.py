"""Faults while citizens talk on WhatsApp: kills, webhooks twice, late and in a heap, and all that Meta refuses."""

import asyncio
import signal

import httpx
import msgspec

from bot.arrival import WHATSAPP
from bot.sandbox.whatsapp.hook import signature
from tests.chaos_faults import fault, strike_soon
from tests.chaos_outside import CATCHING_UP, DAY, all_done
from tests.chaos_stage import Stage

REFUSALS = (131056, 130429, 131000, 131016)
"""Too fast for one reader (4^n seconds), too fast in all, and two of Meta's own faults, with HTTP 500 and 503."""

AT_ONCE = 3
"""Calls in a row that are refused: were all of them for one letter, it would wait 16 seconds after the last."""

REPEATED = 150


@fault("WhatsApp: kill", strikes=8, size=2, whatsapp=True)
async def kill(stage: Stage, strikes: int) -> None:
    """kill -9 at a random moment, or just when a message has been taken and that is not known; webhooks wait."""
    for number in range(strikes):
        stage.world.whatsapp.faults.add({"kind": "duplicate", "times": 4})
        if number % 2:
            await stage.opened()
            await strike_soon(stage, stage.random.randint(1, 20))
        else:
            await strike_soon(stage, 0)
        await stage.kill()
        stage.struck()


@fault("WhatsApp: twice, late, mixed", strikes=3, whatsapp=True)
async def webhooks_again(stage: Stage, strikes: int) -> None:
    """Webhooks come twice, overtake one another, in a heap, shuffled; old ones again at once and five days later."""
    faults = stage.world.whatsapp.faults
    for number in range(strikes):
        faults.add({"kind": "duplicate", "times": 8})
        faults.add({"kind": "late", "times": 6, "seconds": stage.random.uniform(0.2, 1.5)})
        faults.add({"kind": "hold", "times": 6})
        await stage.busy(0.5)
        await asyncio.sleep(1)
        stage.world.whatsapp.hook.release(stage.random.shuffle)
        await again(stage)
        stage.struck()
        if number == strikes - 1:
            faults.open.clear()
            stage.world.whatsapp.hook.release()
            await all_done(stage)
            stage.clock.jump(5 * DAY)
            await again(stage)


async def again(stage: Stage) -> None:
    """Some of what was called before, shuffled, signed as it was."""
    told = [each for each in stage.world.whatsapp.hook.log if "messages" in str(each)]
    url = f"http://127.0.0.1:{stage.settings['port']}/webhook/{WHATSAPP}"
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
        for body in stage.random.sample(told, min(len(told), REPEATED)):
            raw = msgspec.json.encode(body)
            headers = {"X-Hub-Signature-256": signature(stage.settings["whatsapp_app_secret"], raw)}
            answer = await client.post(url, content=raw, headers=headers)
            if answer.status_code != httpx.codes.OK:
                stage.row.breaches.append(f"an old webhook was answered with {answer.status_code}")


@fault("WhatsApp: refused", strikes=4, whatsapp=True)
async def refused(stage: Stage, strikes: int) -> None:
    """Calls are refused as too fast for one reader, too fast in all, and as faults of Meta's own; others are cut."""
    faults = stage.world.whatsapp.faults
    for number in range(strikes):
        faults.add({"kind": "error", "code": REFUSALS[number % len(REFUSALS)], "times": AT_ONCE})
        faults.add({"kind": "cut", "when": stage.random.choice(("before", "after"))})
        await stage.busy(stage.random.uniform(0, 0.5))
        stage.struck()
        await stage.time_passes(CATCHING_UP, step=1)
    faults.open.clear()


@fault("WhatsApp: failed afterwards", strikes=3, whatsapp=True)
async def failed(stage: Stage, strikes: int) -> None:
    """Messages are taken and failed afterwards, and the program is killed before it has heard of it."""
    faults = stage.world.whatsapp.faults
    for _ in range(strikes):
        faults.add({"kind": "fail", "code": 131016, "times": 4})
        await stage.busy(stage.random.uniform(0.5, 1.5))
        stage.programs[0].signal(signal.SIGKILL)
        await stage.see_end(-9)
        await stage.start()
        stage.torn()
        stage.struck()
        await stage.time_passes(CATCHING_UP, step=1)
    faults.open.clear()
    await stage.time_passes(CATCHING_UP, step=1)
