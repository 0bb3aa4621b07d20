"""The journal: what officers, coordinators and operators did that is about no one ticket. Written, read, never changed.

It is chained and sealed with the facts (`storage/sealing.py`). No citizen's words belong in it.
"""

from collections.abc import Mapping
from datetime import datetime

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import millis, moment
from storage.schema_acts import acts

OPERATOR = "operator"
"""Who acts through the program's own commands."""

_writer = msgspec.json.Encoder(order="deterministic")


class Act(Struct, frozen=True):
    """`by` is a person id, `OPERATOR`, or the program itself; `what` a few words about it."""

    at: int
    by: str
    kind: str
    what: dict[str, str]

    @property
    def when(self) -> datetime:
        return moment(self.at)


_read = msgspec.json.Decoder(Act)


async def note(connection: AsyncConnection, at: datetime, by: str, kind: str, what: Mapping[str, str]) -> None:
    """`kind` is a short English word for what was done, `what` says to whom or what: ids, codes, counts."""
    act = Act(millis(at), by, kind, dict(what))
    await connection.execute(acts.insert().values(data=_writer.encode(act)))


async def newest(connection: AsyncConnection, most: int) -> tuple[Act, ...]:
    """The last first."""
    rows = await connection.execute(select(acts.c.data).order_by(acts.c.id.desc()).limit(most))
    return tuple(_read.decode(data) for data in rows.scalars())
