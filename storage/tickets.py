"""Tickets, the facts they are made of, and the counters that number them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec import Struct
from sqlalchemy import Select, bindparam, delete, func, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from routing.facts import Entry
from routing.standing import is_formal
from routing.ticket import Ticket
from storage.database import insert, millis
from storage.joining import as_now
from storage.many import Many
from storage.schema import areas, counters, facts, followers, tickets

_read_ticket = msgspec.json.Decoder(Ticket)
_read_entry = msgspec.json.Decoder(Entry)
_writer = msgspec.json.Encoder()

MOST_AROUND = 100
"""Candidates compared with a new report; more of one topic in one village within days is a disaster, known anyway."""

_WRITE = Many(
    tickets,
    ("number", "reporter", "office", "state", "kind", "opened", "closed", "due", "expires", "asked", "data"),
    keys=("number",),
    replacing=("office", "state", "closed", "due", "expires", "asked", "data"),
)
_ADD_FACTS = Many(facts, ("ticket", "seq", "at", "by", "kind", "data"))
_AMONG = select(tickets.c.data).where(tickets.c.number.in_(bindparam("numbers", expanding=True)))
_LOCKED = _AMONG.order_by(tickets.c.number).with_for_update()
_LOCK_COUNT = {
    name: insert_(counters)
    .values(name=bindparam("of"), value=0)
    .on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value})
    .returning(counters.c.value)
    for name, insert_ in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_PLACE = Many(areas, ("ticket", "area", "topic", "opened"))
_AROUND = (
    select(tickets.c.data)
    .where(
        tickets.c.number.in_(
            select(areas.c.ticket).where(
                areas.c.topic == bindparam("of"),
                areas.c.area.in_(bindparam("near", expanding=True)),
                areas.c.opened >= bindparam("since"),
            )
        ),
        tickets.c.state != "closed",
    )
    .order_by(tickets.c.opened.desc())
    .limit(MOST_AROUND)
)
_SET_COUNT = update(counters).where(counters.c.name == bindparam("of")).values(value=bindparam("count"))

LIVE = ("open", "taken")


MOST_COUNTED = 500
"""Beyond this a search does not count: nobody reads the difference, and counting takes its time."""


class Found(Struct, frozen=True):
    """The first few of a search, and how many there are (up to `MOST_COUNTED`, unless said otherwise)."""

    tickets: tuple[Ticket, ...]
    count: int


async def read(connection: AsyncConnection, numbers: Iterable[str]) -> dict[str, Ticket]:
    """Those that exist, locked in order of number where the database can."""
    return await _by_number(connection, _LOCKED, numbers)


async def read_onward(connection: AsyncConnection, numbers: Iterable[str]) -> dict[str, Ticket]:
    """As `read`, and with each what it was merged with."""
    found: dict[str, Ticket] = {}
    wanted, asked = set(numbers), set[str]()
    while wanted:
        found |= await read(connection, wanted)
        asked |= wanted
        wanted = {each.merged for each in found.values() if each.merged} - asked
    return found


async def peek(connection: AsyncConnection, numbers: Iterable[str]) -> dict[str, Ticket]:
    """Those that exist, only to look at."""
    return await _by_number(connection, _AMONG, numbers)


async def _by_number(connection: AsyncConnection, query: Select[bytes], numbers: Iterable[str]) -> dict[str, Ticket]:
    rows = await connection.execute(query, {"numbers": sorted(set(numbers))})
    found = (_read_ticket.decode(data) for data in rows.scalars())
    return {ticket.number: ticket for ticket in found}


async def write(
    connection: AsyncConnection,
    changed: Iterable[tuple[Ticket, datetime | None]],
    expires: Mapping[str, datetime] = {},
) -> None:
    """Each ticket with the moment its running clock ends; `expires` by number, when what is next to go from it goes."""
    ends = {number: millis(moment) for number, moment in expires.items()}
    rows = [
        (
            ticket.number,
            ticket.reporter,
            ticket.office,
            ticket.state,
            ticket.draft.kind,
            millis(ticket.opened),
            millis(ticket.closed) if ticket.closed else None,
            millis(due) if due else None,
            ends.get(ticket.number),
            millis(ticket.asked.at) if ticket.asked else None,
            _writer.encode(ticket),
        )
        for ticket, due in changed
    ]
    await _WRITE.write(connection, rows)


async def add_facts(connection: AsyncConnection, entries: Sequence[tuple[str, int, Entry]]) -> None:
    """(ticket number, position in its history from 0, entry)."""
    rows = [
        (number, seq, millis(entry.at), entry.by, str(entry.fact.__struct_config__.tag), _writer.encode(entry))
        for number, seq, entry in entries
    ]
    await _ADD_FACTS.write(connection, rows)


async def place(connection: AsyncConnection, new: Iterable[tuple[Ticket, Sequence[str]]]) -> None:
    """New tickets and the areas they lie in, for whoever reports from there next."""
    rows = [(ticket.number, area, ticket.draft.topic, millis(ticket.opened)) for ticket, where in new for area in where]
    await _PLACE.write(connection, rows)


async def around(connection: AsyncConnection, topic: str, where: Sequence[str], since: datetime) -> tuple[Ticket, ...]:
    """Tickets of a topic in any of these areas that are not closed, the newest first; at most `MOST_AROUND`."""
    if not where:
        return ()
    rows = await connection.execute(_AROUND, {"of": topic, "near": where, "since": millis(since)})
    return tuple(_read_ticket.decode(data) for data in rows.scalars())


async def follow(connection: AsyncConnection, joined: Sequence[tuple[str, str]]) -> None:
    """(ticket number, person) of those who joined; joining twice changes nothing."""
    if joined:
        statement = insert(connection, followers).on_conflict_do_nothing()
        await connection.execute(statement, [{"ticket": number, "person": person} for number, person in joined])


async def unfollow(connection: AsyncConnection, left: Sequence[tuple[str, str]]) -> None:
    if left:
        await connection.execute(delete(followers).where(tuple_(followers.c.ticket, followers.c.person).in_(left)))


async def history(connection: AsyncConnection, number: str) -> tuple[Entry, ...]:
    """Told of the people as they are today (`storage/joining.py`)."""
    rows = await connection.execute(select(facts.c.data).where(facts.c.ticket == number).order_by(facts.c.seq))
    return await as_now(connection, [_read_entry.decode(data) for data in rows.scalars()])


async def find_mine(connection: AsyncConnection, person: str, most: int, *, closed: bool = True) -> Found:
    """The tickets somebody sent or joined, the newest first; with or without the `closed` ones."""
    sent = select(tickets.c.number).where(tickets.c.reporter == person)
    joined = select(followers.c.ticket).where(followers.c.person == person)
    # a union and no OR: for an OR, PostgreSQL reads every ticket there is
    query = select(tickets.c.data).where(tickets.c.number.in_(sent.union_all(joined)))
    query = query if closed else query.where(tickets.c.state != "closed")
    return await _find(connection, query, query.order_by(tickets.c.opened.desc(), tickets.c.number.desc()), most)


async def find_asked(connection: AsyncConnection, person: str, most: int) -> Found:
    """Tickets whose reporter owes an office an answer, the question that has waited longest first."""
    query = select(tickets.c.data).where(tickets.c.reporter == person, tickets.c.asked.is_not(None))
    return await _find(connection, query, query.order_by(tickets.c.asked, tickets.c.number), most)


async def find_formal(connection: AsyncConnection, person: str, most: int) -> Found:
    """The formal requests among the last `MOST_COUNTED` tickets somebody sent, the newest first."""
    query = select(tickets.c.data).where(tickets.c.reporter == person)
    rows = await connection.execute(
        query.order_by(tickets.c.opened.desc(), tickets.c.number.desc()).limit(MOST_COUNTED)
    )
    formal = [ticket for data in rows.scalars() if is_formal(ticket := _read_ticket.decode(data))]
    return Found(tuple(formal[:most]), len(formal))


async def find_overdue(
    connection: AsyncConnection, office: str | None, now: datetime, most: int, skip: int = 0
) -> Found:
    """Tickets an office (or any) owes something, the longest overdue first. All of them are counted, because somebody
    has to answer for each; an index alone tells it."""
    where = [tickets.c.state.in_(LIVE), tickets.c.due <= millis(now)]
    where += [tickets.c.office == office] if office is not None else []
    count = await connection.execute(select(func.count()).select_from(tickets).where(*where))
    ordered = select(tickets.c.data).where(*where).order_by(tickets.c.due, tickets.c.number)
    rows = await connection.execute(ordered.offset(skip).limit(most))
    return Found(tuple(_read_ticket.decode(data) for data in rows.scalars()), count.scalar_one())


async def of_office(connection: AsyncConnection, office: str) -> tuple[Ticket, ...]:
    """Every ticket of an office that is not closed, the oldest first."""
    query = select(tickets.c.data).where(tickets.c.office == office, tickets.c.due.is_not(None))
    rows = await connection.execute(query.order_by(tickets.c.opened, tickets.c.number))
    return tuple(_read_ticket.decode(data) for data in rows.scalars())


async def _find(connection: AsyncConnection, query: Select[bytes], ordered: Select[bytes], most: int) -> Found:
    counted = query.with_only_columns(tickets.c.number).limit(MOST_COUNTED).subquery()
    count = await connection.execute(select(func.count()).select_from(counted))
    rows = await connection.execute(ordered.limit(most))
    return Found(tuple(_read_ticket.decode(data) for data in rows.scalars()), count.scalar_one())


async def lock_count(connection: AsyncConnection, name: str) -> int:
    """How far `name` has counted; nobody else counts on until this transaction ends."""
    statement = _LOCK_COUNT[connection.dialect.name]
    value: int = (await connection.execute(statement, {"of": name})).scalar_one()
    return value


async def set_count(connection: AsyncConnection, name: str, value: int) -> None:
    await connection.execute(_SET_COUNT, {"of": name, "count": value})
