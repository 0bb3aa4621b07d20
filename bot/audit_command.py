"""`pendopo audit` and `pendopo journal`: the history proved, and the acts beside it."""

import asyncio
import sys
from collections.abc import Sequence

from msgspec import Struct
from rich.console import Console
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import system_clock
from bot.keeping import to_read
from bot.settings import BadSettings, Settings, load
from bot.start import opened
from storage import auditing, journal, sealing
from storage.auditing import Head, Totals
from storage.copying import snapshot
from storage.database import transaction
from storage.journal import Act

out = Console()

MOST_NAMED = 20


class Verdict(Struct, frozen=True):
    """What was read, what does not hold, and the last seal."""

    totals: Totals
    broken: tuple[str, ...]
    head: Head


async def prove(engine: AsyncEngine) -> Verdict:
    """In one snapshot, so a program may go on writing meanwhile."""
    totals = Totals()
    async with snapshot(engine) as connection:
        broken = tuple([each async for each in auditing.audit(connection, totals)])
        return Verdict(totals, broken, await auditing.head(connection))


async def prove_at(url: str) -> Verdict:
    async with to_read(url) as engine:
        return await prove(engine)


def prove_history(anchor: str) -> None:
    settings = load()
    wanted = read_anchor(anchor) if anchor else None
    verdict = asyncio.run(prove_at(settings.database))
    if wanted and not asyncio.run(stands(settings, wanted)):
        out.print(f"The anchor {anchor[:24]}… is not what stands here: the chain was made anew.", style="bold red")
        sys.exit(1)
    tell(verdict)
    if verdict.broken:
        sys.exit(1)


def tell(verdict: Verdict) -> None:
    totals = verdict.totals
    said = f"{totals.tickets} tickets, {totals.facts} lines, {totals.acts} acts, {totals.seals} seals"
    out.print(f"History: {said}; {totals.unsealed} not sealed yet.", highlight=False)
    if not verdict.broken:
        out.print(f"Every line holds. Head: {verdict.head}", highlight=False, soft_wrap=True)
        return
    out.print(f"First broken line: {verdict.broken[0]}", style="bold red", highlight=False, soft_wrap=True)
    for each in verdict.broken[1:MOST_NAMED]:
        out.print(f"  also: {each}", highlight=False, soft_wrap=True)
    if len(verdict.broken) > MOST_NAMED:
        out.print(f"  and {len(verdict.broken) - MOST_NAMED} more", highlight=False)


def read_anchor(text: str) -> Head:
    number, _, link = text.strip().partition(":")
    try:
        return Head(int(number), bytes.fromhex(link))
    except ValueError as error:
        raise BadSettings(
            f"--anchor {text[:40]}: give it as pendopo audit --head printed it, e.g. 12:9f86d0…"
        ) from error


async def stands(settings: Settings, wanted: Head) -> bool:
    async with to_read(settings.database) as engine, snapshot(engine) as connection:
        return await auditing.sealed_as(connection, wanted.seal) == wanted.link


def show_head() -> None:
    async def work() -> Head:
        async with opened(load()) as engine:
            return await seal_all(engine)

    out.print(str(asyncio.run(work())), highlight=False, soft_wrap=True)


async def seal_all(engine: AsyncEngine) -> Head:
    """Everything that is committed now; the last seal."""
    while True:
        async with transaction(engine) as connection:
            if not await sealing.seal_next(connection, system_clock()):
                return await auditing.head(connection)


def show_journal(most: int) -> None:
    async def work() -> Sequence[Act]:
        async with opened(load()) as engine, transaction(engine) as connection:
            return await journal.newest(connection, most)

    acts = asyncio.run(work())
    table = Table("when", "by", "what", "")
    for act in acts:
        when = act.when.astimezone().strftime("%Y-%m-%d %H:%M")
        table.add_row(when, act.by, act.kind, " · ".join(f"{key}: {value}" for key, value in act.what.items()))
    out.print(table if acts else "Nothing yet.")
