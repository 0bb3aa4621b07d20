"""What somebody agreed to, to which version of the text and when, and when she took it back (UU 27/2022,
art. 20–24 and 40).

A withdrawn consent stays as the proof that it was given and withdrawn; the person in it is a random id.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.many import Many
from storage.schema import consents


class Consent(Struct, frozen=True):
    """`what` it is for (`notice`, `ppid` …); moments in milliseconds, `withdrawn` None while it stands."""

    person: str
    what: str
    version: str
    at: int
    withdrawn: int | None = None


_GIVEN = Many(consents, ("person", "what", "at", "version"), keys=("person", "what", "at"))


async def give(connection: AsyncConnection, given: Iterable[Consent]) -> None:
    """Note consents. The same again in the same moment changes nothing."""
    await _GIVEN.write(connection, {(each.person, each.what, each.at, each.version) for each in given})


async def withdraw(connection: AsyncConnection, person: str, at: int, what: Sequence[str] = ()) -> tuple[str, ...]:
    """End the consents that stand, all or those for `what`; for what they were."""
    where = [consents.c.person == person, consents.c.withdrawn.is_(None)]
    where += [consents.c.what.in_(what)] if what else []
    ended = update(consents).where(*where).values(withdrawn=at).returning(consents.c.what)
    return tuple(sorted({str(each) for each in (await connection.execute(ended)).scalars()}))


async def of(connection: AsyncConnection, person: str) -> tuple[Consent, ...]:
    """Everything a person ever agreed to, the oldest first."""
    query = select(consents).where(consents.c.person == person).order_by(consents.c.at, consents.c.what)
    return tuple(Consent(**row) for row in (await connection.execute(query)).mappings())
