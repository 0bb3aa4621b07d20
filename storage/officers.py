"""The register of officers (`routing/register.py`). Rights are read here at every act, with that day's date.

Days are kept as ISO text, which sorts as days do on every database; an empty one is no day.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from routing.register import ROLES, Appointment, Leave
from routing.rights import Actor
from storage.database import insert
from storage.schema import officers

ENDLESS = ""
OVER = " over"
CLERK = {ROLES[0]}


def _holds(day: date) -> ColumnElement[bool]:
    here = officers.c
    return and_(here.ended.is_(None), or_(here.until == ENDLESS, here.until >= day.isoformat()))


async def actors(connection: AsyncConnection, persons: Iterable[str], day: date) -> dict[str, Actor]:
    """The offices each person serves on that day, by appointment or, in the role of who is away, as a deputy; those
    who serve none are absent."""
    wanted, here, today = sorted(set(persons)), officers.c, day.isoformat()
    away = (here.leave_first <= today, here.leave_last >= today)
    own = select(here.person.label("who"), here.office, here.role).where(here.person.in_(wanted), _holds(day))
    lent = select(here.deputy.label("who"), here.office, here.role).where(here.deputy.in_(wanted), _holds(day), *away)
    roles: dict[str, dict[str, set[str]]] = {}
    for person, office, role in await connection.execute(union(own, lent).order_by("who", "office")):
        roles.setdefault(person, {}).setdefault(office, set()).add(role)
    return {
        person: Actor(person, tuple(served), tuple(office for office, held in served.items() if held == CLERK))
        for person, served in roles.items()
    }


async def of_office(connection: AsyncConnection, office: str) -> tuple[Appointment, ...]:
    """All that were not ended by somebody's word, those whose decree ran out too; the longest serving first."""
    here = officers.c
    query = select(officers).where(here.office == office, here.ended.is_(None)).order_by(here.since, here.person)
    return tuple(_read(row) for row in await connection.execute(query))


async def all_of_them(connection: AsyncConnection) -> tuple[Appointment, ...]:
    """Of every office, as `of_office`."""
    query = select(officers).where(officers.c.ended.is_(None)).order_by(officers.c.office, officers.c.since)
    return tuple(_read(row) for row in await connection.execute(query))


async def find(connection: AsyncConnection, person: str, office: str) -> Appointment | None:
    """What stands there of this person, also if it is over."""
    query = select(officers).where(officers.c.person == person, officers.c.office == office)
    row = (await connection.execute(query)).first()
    return _read(row) if row else None


def _read(row: Row[Any]) -> Appointment:
    leave = None
    if row.leave_first:
        leave = Leave(date.fromisoformat(row.leave_first), date.fromisoformat(row.leave_last), row.deputy)
    until = date.fromisoformat(row.until) if row.until else None
    return Appointment(row.person, row.office, row.role, row.decree, until, leave, over=row.ended is not None)


async def put(connection: AsyncConnection, appointment: Appointment, at: int, by: str) -> None:
    """Write it down as it is now; whoever was there before under this office is replaced. `at` in milliseconds."""
    leave = appointment.leave
    values = {
        "role": appointment.role,
        "decree": appointment.decree,
        "until": appointment.until.isoformat() if appointment.until else ENDLESS,
        "leave_first": leave.first.isoformat() if leave else "",
        "leave_last": leave.last.isoformat() if leave else "",
        "deputy": leave.deputy if leave else "",
        "by": by,
        "ended": at if appointment.over else None,
    }
    key = {"person": appointment.person, "office": appointment.office}
    statement = insert(connection, officers).values(**key, **values, since=at, announced="")
    await connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))


async def appoint(connection: AsyncConnection, appointment: Appointment, at: int, by: str) -> None:
    """Make somebody an officer; who is one stays as they are."""
    known = await find(connection, appointment.person, appointment.office)
    if known is None or known.over:
        await put(connection, appointment, at, by)


async def free_deputy(connection: AsyncConnection, person: str, office: str) -> None:
    """They stand in for nobody there any more; whoever is away stays away."""
    where = (officers.c.deputy == person, officers.c.office == office)
    await connection.execute(update(officers).where(*where).values(deputy=""))


# ---- decrees that end


async def unannounced(connection: AsyncConnection, day: date, by: date) -> tuple[Appointment, ...]:
    """Whose decree ends until `by`, or has ended before `day`, and it was not spoken of yet."""
    here = officers.c
    ended = and_(here.until < day.isoformat(), here.announced != here.until + OVER)
    ends = and_(here.until >= day.isoformat(), here.announced != here.until)
    query = select(officers).where(
        here.ended.is_(None), here.until != ENDLESS, here.until <= by.isoformat(), or_(ended, ends)
    )
    return tuple(_read(row) for row in await connection.execute(query.order_by(here.office, here.person)))


async def note_announced(connection: AsyncConnection, officer: Appointment, *, over: bool) -> None:
    where = (officers.c.person == officer.person, officers.c.office == officer.office)
    said = officer.until.isoformat() + (OVER if over else "") if officer.until else ""
    await connection.execute(update(officers).where(*where).values(announced=said))
