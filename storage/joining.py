"""Two persons who are one, and may be two again.

What happened to a ticket is written once and for ever, with who it was then. So joining writes down that this one is
that one now (`aliases`), and whatever only shows today's state (tickets, followers, talks, letters) is made anew by it;
parting takes the note away and makes it anew again.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace
from sqlalchemy import case, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from routing.coordination import Absorbed, Parted
from routing.facts import Entry
from routing.ticket import Ticket
from storage.database import insert
from storage.schema import aliases, applicants, consents, followers, identities, outbox, stops, tickets

_writer = msgspec.json.Encoder()


async def persons_now(connection: AsyncConnection, persons: Iterable[str]) -> dict[str, str]:
    """Who these are today; those who are who they were are absent."""
    query = select(aliases.c.person, aliases.c.now).where(aliases.c.person.in_(sorted(set(persons))))
    return {row.person: row.now for row in await connection.execute(query)}


async def as_now(connection: AsyncConnection, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """A history, told of the people as they are today."""
    brought = [each for entry in entries if isinstance(entry.fact, Absorbed | Parted) for each in entry.fact.people]
    now = await persons_now(connection, [*(entry.by for entry in entries), *brought])
    return tuple(_told_now(entry, now) for entry in entries)


def _told_now(entry: Entry, now: Mapping[str, str]) -> Entry:
    fact = entry.fact
    if isinstance(fact, Absorbed | Parted):
        entry = replace(entry, fact=replace(fact, people=tuple(now.get(each, each) for each in fact.people)))
    return replace(entry, by=now[entry.by]) if entry.by in now else entry


async def were(connection: AsyncConnection, person: str) -> tuple[str, ...]:
    """Who else this one has been."""
    query = select(aliases.c.person).where(aliases.c.now == person).order_by(aliases.c.person)
    return tuple((await connection.execute(query)).scalars())


# ---- joining


async def join(connection: AsyncConnection, gone: str, keep: str, at: int) -> None:
    """From now on `gone` is `keep`. Tickets follow with `retell`, talks are the caller's."""
    await connection.execute(update(aliases).where(aliases.c.now == gone).values(now=keep))
    await connection.execute(insert(connection, aliases).values(person=gone, now=keep, at=at))
    one = {"person": keep, "born": case((identities.c.born == "", gone), else_=identities.c.born)}
    await connection.execute(update(identities).where(identities.c.person == gone).values(**one))
    own = (identities.c.person == keep, identities.c.born == keep)
    await connection.execute(update(identities).where(*own).values(born=""))
    letters = update(outbox).where(outbox.c.recipient == f"person:{gone}")
    await connection.execute(letters.values(recipient=f"person:{keep}"))
    await _bring_rows(connection, gone, keep)


async def _bring_rows(connection: AsyncConnection, gone: str, keep: str) -> None:
    """What she agreed to and what she stopped counts for both; of what she told of herself, the newer."""
    for table in (consents, stops):
        rows = (await connection.execute(select(table).where(table.c.person == gone))).mappings().all()
        for row in rows:
            statement = insert(connection, table).values(**{**row, "person": keep})
            await connection.execute(statement.on_conflict_do_nothing())
        await connection.execute(delete(table).where(table.c.person == gone))
    told = select(applicants.c.person).where(applicants.c.person.in_([gone, keep])).order_by(applicants.c.at)
    *older, newest = (await connection.execute(told)).scalars().all() or [keep]
    await connection.execute(delete(applicants).where(applicants.c.person.in_(older)))
    await connection.execute(update(applicants).where(applicants.c.person == newest).values(person=keep))


async def retell(connection: AsyncConnection, told: Iterable[Ticket]) -> None:
    """Tickets as their histories tell them of today's people."""
    for ticket in told:
        row = {"reporter": ticket.reporter, "data": _writer.encode(ticket)}
        await connection.execute(update(tickets).where(tickets.c.number == ticket.number).values(**row))
        await connection.execute(delete(followers).where(followers.c.ticket == ticket.number))
        rows = [{"ticket": ticket.number, "person": each.person} for each in ticket.followers]
        if rows:
            await connection.execute(insert(connection, followers).on_conflict_do_nothing(), rows)


# ---- parting


async def part(connection: AsyncConnection, person: str) -> tuple[str, ...]:
    """Everybody is who they were; who they are now. Tickets follow with `retell`."""
    others = await were(connection, person)
    await connection.execute(delete(aliases).where(aliases.c.now == person))
    hers = (identities.c.person == person, identities.c.born.in_(others))
    await connection.execute(update(identities).where(*hers).values(person=identities.c.born))
    own = (identities.c.person == person, identities.c.born == "")
    await connection.execute(update(identities).where(*own).values(born=person))
    return others
