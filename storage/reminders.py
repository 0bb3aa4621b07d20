"""What offices are to be reminded of in their next morning round, and when each had its last.

A round takes its reminders away in the transaction that writes its letter: none is lost, none comes twice.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import insert
from storage.many import Many
from storage.schema import mornings, reminders

_PUT = Many(reminders, ("office", "ticket", "why"), keys=("office", "ticket"), replacing=("why",))


async def put(connection: AsyncConnection, whys: Mapping[tuple[str, str], str]) -> None:
    """(office, ticket) -> why. A newer reason replaces one that still waits."""
    await _PUT.write(connection, [(office, ticket, why) for (office, ticket), why in sorted(whys.items())])


async def waiting(connection: AsyncConnection) -> tuple[str, ...]:
    """Offices that something waits for."""
    return tuple((await connection.execute(select(reminders.c.office).distinct())).scalars())


async def begin(connection: AsyncConnection, office: str, day: str) -> bool:
    """True for whoever begins this office's round of the day (ISO date) first; nobody begins it twice."""
    statement = insert(connection, mornings).values(office=office, day=day)
    begun = statement.on_conflict_do_update(
        index_elements=["office"], set_={"day": day}, where=mornings.c.day < day
    ).returning(mornings.c.office)
    return (await connection.execute(begun)).first() is not None


async def take(connection: AsyncConnection, offices: Collection[str]) -> tuple[tuple[str, str, str], ...]:
    """(office, ticket, why) of everything that waits for these offices; it waits no longer."""
    gone = (
        delete(reminders)
        .where(reminders.c.office.in_(sorted(offices)))
        .returning(reminders.c.office, reminders.c.ticket, reminders.c.why)
    )
    rows = [(office, ticket, why) for office, ticket, why in await connection.execute(gone)]
    return tuple(sorted(rows))
