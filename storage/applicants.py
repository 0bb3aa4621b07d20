"""Who asks formally for information: name, NIK, address and contact behind a person id, and what she agreed to.

Read for her own next request, for the coordinator's card, and for the register the law wants; nowhere else.
"""

from collections.abc import Iterable

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.applicant import Applicant
from storage.database import insert, millis, moment
from storage.schema import applicants


async def read(connection: AsyncConnection, persons: Iterable[str]) -> dict[str, Applicant]:
    """By person id; whoever never asked formally is absent."""
    rows = await connection.execute(select(applicants).where(applicants.c.person.in_(sorted(set(persons)))))
    return {
        row.person: Applicant(
            row.name, row.nik, row.address, row.contact, row.consent, moment(row.consented), row.entity
        )
        for row in rows
    }


async def write(connection: AsyncConnection, person: str, applicant: Applicant, at: int) -> None:
    """What she told last counts."""
    told = {
        "name": applicant.name,
        "nik": applicant.nik,
        "entity": applicant.entity,
        "address": applicant.address,
        "contact": applicant.contact,
        "consent": applicant.consent,
        "consented": millis(applicant.consented) if applicant.consented else at,
        "at": at,
    }
    statement = insert(connection, applicants).values(person=person, **told)
    await connection.execute(statement.on_conflict_do_update(index_elements=["person"], set_=told))


async def unsay(connection: AsyncConnection, person: str) -> None:
    """Her consent is withdrawn: the next form asks for it again. What was registered stays."""
    await connection.execute(update(applicants).where(applicants.c.person == person).values(consent=""))


async def forget(connection: AsyncConnection, person: str) -> None:
    await connection.execute(delete(applicants).where(applicants.c.person == person))
