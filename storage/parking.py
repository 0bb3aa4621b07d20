"""Letters that wait for their reader to write: a window is closed to them, or she wants no news. They lie in the outbox
where they lay, in their order, hold up no other letter, and are counted, shown and told on the ticket's card.

A parked letter's `trouble` is `parked:<why>:<template>`: `window` (she was told by that template), `untold` (she could
not be told), `stopped` (she does not want to be told).
"""

from collections.abc import Collection, Iterable
from typing import Literal

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.nudges import nudge
from storage.schema import outbox
from storage.sent import is_sent

Why = Literal["window", "untold", "stopped"]

PARKED = "parked:"
FREE = {"trouble": "", "not_before": 0, "leased": 0}
"""Attempts go on being counted: a late word about an earlier one is known by its number."""


def is_parked(why: str = "") -> ColumnElement[bool]:
    """Parked at all, or for that reason."""
    return outbox.c.trouble.startswith(f"{PARKED}{why}", autoescape=True)


def has_failed() -> ColumnElement[bool]:
    """It could not be delivered; a parked one only waits, and one that was taken is on its way."""
    return (outbox.c.trouble != "") & ~is_parked() & ~is_sent()


async def park(connection: AsyncConnection, id_: int, why: Why, template: str = "") -> None:
    values = {"leased": 0, "trouble": f"{PARKED}{why}:{template}"}
    await connection.execute(update(outbox).where(outbox.c.id == id_).values(values))


async def release(connection: AsyncConnection, recipients: Collection[str], *, all_: bool = False) -> dict[str, int]:
    """She has written: what waits for her goes out, in its order; how many letters by recipient. What she did not want
    stays, unless it is `all_`."""
    if not recipients:
        return {}
    where = [outbox.c.recipient.in_(sorted(recipients)), is_parked()]
    where += [] if all_ else [~is_parked("stopped")]
    freed = await connection.execute(update(outbox).where(*where).values(FREE).returning(outbox.c.recipient))
    found: dict[str, int] = {}
    for recipient in freed.scalars():
        found[recipient] = found.get(recipient, 0) + 1
    return found


async def release_untold(connection: AsyncConnection) -> int:
    """Try to announce once more what could not be announced; how many letters that is."""
    freed = await connection.execute(update(outbox).where(is_parked("untold")).values(FREE).returning(outbox.c.id))
    count = len(freed.all())
    if count:
        await nudge(connection)
    return count


async def told(connection: AsyncConnection, recipients: Iterable[str]) -> dict[str, frozenset[tuple[str, str]]]:
    """By recipient: the (ticket, template) of every announcement she has not answered yet. It is not made twice."""
    query = select(outbox.c.recipient, outbox.c.ticket, outbox.c.trouble)
    query = query.where(outbox.c.recipient.in_(sorted(set(recipients))), is_parked("window"))
    found: dict[str, frozenset[tuple[str, str]]] = {}
    for recipient, ticket, trouble in await connection.execute(query):
        template = trouble.rpartition(":")[2]
        if template:
            found[recipient] = found.get(recipient, frozenset()) | {(ticket or "", template)}
    return found


async def count(connection: AsyncConnection) -> dict[str, int]:
    """Parked letters by why they are."""
    query = select(outbox.c.trouble, func.count()).where(is_parked()).group_by(outbox.c.trouble)
    found: dict[str, int] = {}
    for trouble, number in await connection.execute(query):
        why = trouble.split(":")[1]
        found[why] = found.get(why, 0) + number
    return found
