"""Models of the router, one current: what each was made of, how it compared, and the way back."""

from msgspec import Struct
from sqlalchemy import func, inspect, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import models

KEPT = 3
"""Former models that can come back; of older ones only the figures are kept."""


class Model(Struct, frozen=True):
    """One attempt at learning, whatever became of it. Moments in milliseconds; `before` and `after` are rows right at
    the first guess among those `compared`, of the model in use and of this one."""

    id: int
    made: int
    rows: int
    until: int
    compared: int
    before: int
    after: int
    state: str


COLUMNS = tuple(models.c[name] for name in Model.__struct_fields__)


async def known(connection: AsyncConnection) -> bool:
    """False where no program has made its tables yet."""
    return await connection.run_sync(lambda there: inspect(there).has_table(models.name))


async def current(connection: AsyncConnection) -> Model | None:
    """The one to route by; None is the catalogue alone."""
    return await _newest(connection, "current")


async def latest(connection: AsyncConnection) -> Model | None:
    """The last attempt."""
    query = select(*COLUMNS).order_by(models.c.id.desc()).limit(1)
    row = (await connection.execute(query)).mappings().first()
    return Model(**row) if row else None


async def data(connection: AsyncConnection, number: int) -> bytes:
    """The model itself."""
    found: bytes = (await connection.execute(select(models.c.data).where(models.c.id == number))).scalar_one()
    return found


async def add(connection: AsyncConnection, made: Model, data: bytes) -> int:
    """Number and keep an attempt; a current one takes over from the one before. Its number."""
    number: int = (await connection.execute(select(func.coalesce(func.max(models.c.id), 0) + 1))).scalar_one()
    if made.state == "current":
        await connection.execute(update(models).where(models.c.state == "current").values(state="former"))
    values = {name: getattr(made, name) for name in Model.__struct_fields__}
    await connection.execute(models.insert().values({**values, "id": number, "data": data or None}))
    await _forget_old(connection)
    return number


async def go_back(connection: AsyncConnection) -> tuple[Model | None, Model | None]:
    """Leave the current model for the one before it, or for none: (the one left, the one now current)."""
    left = await current(connection)
    if left is None:
        return None, None
    await connection.execute(update(models).where(models.c.id == left.id).values(state="left", data=None))
    before = await _newest(connection, "former")
    if before is not None:
        await connection.execute(update(models).where(models.c.id == before.id).values(state="current"))
    return left, before


async def _newest(connection: AsyncConnection, state: str) -> Model | None:
    query = select(*COLUMNS).where(models.c.state == state, models.c.data.is_not(None))
    row = (await connection.execute(query.order_by(models.c.id.desc()).limit(1))).mappings().first()
    return Model(**row) if row else None


async def _forget_old(connection: AsyncConnection) -> None:
    former = select(models.c.id).where(models.c.state == "former").order_by(models.c.id.desc())
    old = (await connection.execute(former.offset(KEPT))).scalars().all()
    if old:
        await connection.execute(update(models).where(models.c.id.in_(old)).values(data=None))
