"""Learn from the installation's own tickets: read what they teach, fit beside the loop, compare, and take over if
it is not worse. What `pendopo learn` does by hand and the tutor at night."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncEngine

from routing.catalogue import Catalogue
from routing.experience import LEAST_COMPARED, Comparison, compared, experienced, held_out
from routing.learned import Example, Learned, unpacked
from storage import lessons, models
from storage.database import millis, transaction
from storage.lessons import Row
from storage.models import Model

MOST_ROWS = 10_000
"""The newest are learned from; more take minutes and teach little."""

Outcome = Literal["nothing to learn", "too few", "refused", "taken over"]


class Study(Struct, frozen=True):
    """What came of it: how many rows taught by whom, models by number, and the comparison, if there were rows enough
    for one."""

    outcome: Outcome
    taught: Mapping[str, int]
    before: int | None = None
    number: int | None = None
    comparison: Comparison | None = None


class Made(Struct, frozen=True):
    """A model that may take over (empty: not good enough), and how it compared."""

    data: bytes
    comparison: Comparison | None


async def current(engine: AsyncEngine, catalogue: Catalogue) -> tuple[int, Learned] | None:
    """The model in use and its number; None when the catalogue routes alone, as it does where the database is empty.
    Raises `Unavailable`, `BadModel`."""
    async with transaction(engine) as connection:
        if not await models.known(connection):
            return None
        using = await models.current(connection)
        data = await models.data(connection, using.id) if using else b""
    learned = await asyncio.to_thread(opened, data, catalogue)
    return (using.id, learned) if using and learned else None


async def study(engine: AsyncEngine, catalogue: Catalogue, now: datetime, *, unproved: bool) -> Study:
    """Learn from everything that is known. With too few rows to compare on, the new model takes over only if it may
    do so `unproved`. Raises `Unavailable`."""
    async with transaction(engine) as connection:
        using = await models.current(connection)
        data = await models.data(connection, using.id) if using else b""
        rows = [row for row in await lessons.newest(connection, MOST_ROWS) if row.office in catalogue.offices]
    taught = Counter(row.how for row in rows)
    before = using.id if using else None
    if not rows:
        return Study("nothing to learn", taught, before)
    unseen = sum(row.at > using.until for row in rows) if using else len(rows)
    held = held_out(len(rows), unseen)
    if held < LEAST_COMPARED and not unproved:
        return Study("too few", taught, before)
    made = await asyncio.to_thread(fit, rows, held, data, catalogue)
    number = await keep(engine, rows, made, now)
    return Study("taken over" if made.data else "refused", taught, before, number, made.comparison)


def fit(rows: Sequence[Row], held: int, data: bytes, catalogue: Catalogue) -> Made:
    """Compare on the newest `held` rows a model of the others with the one in use (`data`; empty: the catalogue
    alone); then, if it is good, learn from all. Takes some eight seconds for 1,000 rows."""
    examples = [Example(row.text, row.office) for row in rows]
    comparison = None
    if held >= LEAST_COMPARED:
        using = opened(data, catalogue)
        comparison = compared(examples[-held:], using, experienced(examples[:-held], catalogue), catalogue)
    if comparison and not comparison.good:
        return Made(b"", comparison)
    return Made(experienced(examples, catalogue).packed(), comparison)


def opened(data: bytes, catalogue: Catalogue) -> Learned | None:
    """A kept model for the offices of today. Raises `BadModel`."""
    name = "The model in use (to leave it: pendopo learn --back)"
    return unpacked(data, name).among(tuple(catalogue.offices)) if data else None


async def keep(engine: AsyncEngine, rows: Sequence[Row], made: Made, now: datetime) -> int:
    """Put it down, whether it takes over or not. Its number."""
    compared_on = made.comparison
    attempt = Model(
        id=0,
        made=millis(now),
        rows=len(rows),
        until=max(row.at for row in rows),
        compared=compared_on.rows if compared_on else 0,
        before=compared_on.before.right if compared_on else 0,
        after=compared_on.after.right if compared_on else 0,
        state="current" if made.data else "refused",
    )
    async with transaction(engine) as connection:
        return await models.add(connection, attempt, made.data)


async def enough(engine: AsyncEngine, night: datetime, least: int) -> bool:
    """Whether by that night at least `least` rows had come since the last attempt, and enough to compare on; and
    nothing was attempted since."""
    at = millis(night)
    async with transaction(engine) as connection:
        latest, using = await models.latest(connection), await models.current(connection)
        if latest and latest.made >= at:
            return False
        new = await lessons.count(connection, latest.until if latest else -1, at)
        unseen = await lessons.count(connection, using.until if using else -1, at)
        total = await lessons.count(connection, -1, at)
    return new >= least and held_out(total, unseen) >= LEAST_COMPARED
