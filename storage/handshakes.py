"""Codes by which a person says in one chat that she is who she is in another. One a person, for minutes, used once;
kept as a digest only, like the codes of groups.
"""

from msgspec import Struct
from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rooms import digest
from storage.schema import handshakes


class Handshake(Struct, frozen=True):
    """`person` asked for it; `other` typed it and said that both are theirs, "" until then."""

    person: str
    other: str


async def make(connection: AsyncConnection, code: str, person: str, expires: int, now: int) -> None:
    """Her older codes are void."""
    old = or_(handshakes.c.person == person, handshakes.c.expires <= now)
    await connection.execute(delete(handshakes).where(old))
    values = {"digest": digest(code), "person": person, "other": "", "expires": expires}
    await connection.execute(handshakes.insert().values(**values))


async def find(connection: AsyncConnection, code: str, now: int) -> Handshake | None:
    """Locked until the transaction ends; None for a wrong, used, or late code."""
    query = select(handshakes.c.person, handshakes.c.other)
    query = query.where(handshakes.c.digest == digest(code), handshakes.c.expires > now).with_for_update()
    row = (await connection.execute(query)).first()
    return Handshake(row.person, row.other) if row else None


async def offer(connection: AsyncConnection, code: str, other: str) -> None:
    await connection.execute(update(handshakes).where(handshakes.c.digest == digest(code)).values(other=other))


async def drop(connection: AsyncConnection, code: str, person: str) -> None:
    """Used, or refused by one of the two."""
    either = or_(handshakes.c.person == person, handshakes.c.other == person, handshakes.c.other == "")
    await connection.execute(delete(handshakes).where(handshakes.c.digest == digest(code), either))


async def forget(connection: AsyncConnection, person: str) -> None:
    either = or_(handshakes.c.person == person, handshakes.c.other == person)
    await connection.execute(delete(handshakes).where(either))
