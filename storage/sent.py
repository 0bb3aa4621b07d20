"""Letters that a platform took and has not delivered yet. It may still say no, so they are kept until it says that they
arrived; nobody waits for them, and they count as sent.

Word of a letter may come before the courier has written down that it was sent: it is noted on the letter, and acted
upon then.
"""

from collections.abc import Collection

from msgspec import Struct
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.nudges import nudge
from storage.schema import outbox

SENT = "sent"
"""The `trouble` of such a letter."""


class Kept(Struct, frozen=True):
    """`reported` is what was noted before the letter was written down as sent; empty if nothing was."""

    id: int
    recipient: str
    attempts: int
    reported: str


def is_sent() -> ColumnElement[bool]:
    return outbox.c.trouble == SENT


async def keep(connection: AsyncConnection, ids: Collection[int]) -> dict[int, str]:
    """They are taken. What was reported of them meanwhile, by id, where anything was."""
    if not ids:
        return {}
    taken = update(outbox).where(outbox.c.id.in_(sorted(ids))).values(trouble=SENT, leased=0)
    rows = await connection.execute(taken.returning(outbox.c.id, outbox.c.reported))
    return {row.id: row.reported for row in rows if row.reported}


async def find(connection: AsyncConnection, id_: int, attempt: int, reported: str) -> Kept | None:
    """The letter, held, if it still is what was sent at that attempt. While it is under way `reported` is noted on it,
    and nothing returned."""
    columns = (outbox.c.id, outbox.c.recipient, outbox.c.attempts, outbox.c.reported, outbox.c.trouble, outbox.c.leased)
    where = (outbox.c.id == id_, outbox.c.attempts == attempt)
    row = (await connection.execute(select(*columns).where(*where).with_for_update())).one_or_none()
    if row is None or row.trouble not in ("", SENT):
        return None
    if row.trouble == SENT:
        return Kept(row.id, row.recipient, row.attempts, row.reported)
    if row.leased and not row.reported:
        await connection.execute(update(outbox).where(outbox.c.id == id_).values(reported=reported))
    return None


async def bring_back(connection: AsyncConnection, id_: int, not_before: int, attempts: int) -> None:
    """It did not arrive: it is sent again, before whatever was written later."""
    values = {"trouble": "", "leased": 0, "reported": "", "not_before": not_before, "attempts": attempts}
    await connection.execute(update(outbox).where(outbox.c.id == id_).values(values))
    await nudge(connection)


async def forget(connection: AsyncConnection, before: int) -> None:
    """Of what was sent so long ago, no platform says anything more."""
    await connection.execute(delete(outbox).where(is_sent(), outbox.c.made < before))
