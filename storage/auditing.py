"""The audit: every line of the history is read and proved; whatever does not hold is named, the first first.

Reads only. What is younger than the last seal is counted and not yet provable.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from routing.facts import Entry, Erased
from routing.history import replay
from routing.proof import NONE, link, link_of_act, prints, seal, unblank
from routing.ticket import Ticket
from storage.joining import as_now
from storage.schema import facts, seals, tickets
from storage.schema_acts import acts

PART = 500
"""Rows read at a time."""

_read_entry = msgspec.json.Decoder(Entry)
_read_ticket = msgspec.json.Decoder(Ticket)


class Head(Struct, frozen=True):
    """The last seal: whoever has written it down elsewhere can tell whether anything before it was changed since."""

    seal: int
    link: bytes

    def __str__(self) -> str:
        return f"{self.seal}:{self.link.hex()}"


class Totals(Struct):
    """What an audit has read."""

    tickets: int = 0
    facts: int = 0
    acts: int = 0
    seals: int = 0
    unsealed: int = 0


async def head(connection: AsyncConnection) -> Head:
    row = (await connection.execute(select(seals.c.id, seals.c.link).order_by(seals.c.id.desc()).limit(1))).first()
    return Head(row.id, row.link) if row else Head(0, NONE)


async def sealed_as(connection: AsyncConnection, number: int) -> bytes:
    """The link of a seal; `NONE` for one that is not there."""
    found = (await connection.execute(select(seals.c.link).where(seals.c.id == number))).scalar()
    return found or NONE


async def audit(connection: AsyncConnection, totals: Totals) -> AsyncIterator[str]:
    """Everything that does not hold, in words. `totals` is counted on the way."""
    for check in (_tickets, _acts, _seals):
        async for broken in check(connection, totals):
            yield broken


# ---- tickets and their facts


async def _tickets(connection: AsyncConnection, totals: Totals) -> AsyncIterator[str]:
    known = (await connection.execute(select(func.count()).select_from(tickets))).scalar_one()
    rows = await connection.stream(select(facts).order_by(facts.c.ticket, facts.c.seq))
    gathered: list[Any] = []
    async for row in rows:
        if gathered and gathered[0].ticket != row.ticket:
            for broken in await _one(connection, gathered, totals):
                yield broken
            gathered = []
        gathered.append(row)
    for broken in await _one(connection, gathered, totals) if gathered else ():
        yield broken
    if known != totals.tickets:
        yield f"tickets: {known} stand there, {totals.tickets} have a history"


async def _one(connection: AsyncConnection, rows: Sequence[Any], totals: Totals) -> list[str]:
    """One ticket: its links, and that its row is what its history says."""
    number = rows[0].ticket
    totals.tickets += 1
    totals.facts += len(rows)
    totals.unsealed += sum(row.seal is None for row in rows)
    try:
        entries = [_read_entry.decode(row.data) for row in rows]
        broken = _links(rows, entries)
        stored = (await connection.execute(select(tickets.c.data).where(tickets.c.number == number))).scalar()
        if stored is None or _read_ticket.decode(stored) != replay(await as_now(connection, entries)):
            broken.append(f"{number}: its row is not what its history says")
    except (msgspec.MsgspecError, ValueError, IndexError, KeyError) as error:
        return [f"{number}: its history can't be read ({type(error).__name__})"]
    return broken


def _links(rows: Sequence[Any], entries: Sequence[Entry]) -> list[str]:
    """At most one break a ticket: what follows it can't be proved."""
    before, erased = NONE, [isinstance(entry.fact, Erased) for entry in entries]
    for place, (row, entry) in enumerate(zip(rows, entries, strict=True)):
        name = f"{row.ticket}, line {row.seq} ({entry.at:%Y-%m-%d %H:%M}, {row.kind})"
        gone = row.gone or b""
        if row.seq != place:
            return [f"{row.ticket}, line {place}: missing"]
        if row.by != entry.by or row.kind != str(entry.fact.__struct_config__.tag):
            return [f"{name}: its columns are not what it says"]
        if row.seal is None:
            return []
        if left := unblank(entry, gone):
            return [f"{name}: holds {left}"]
        if gone and not any(erased[place + 1 :]):
            return [f"{name}: something was taken out of it, and no erasure is on record"]
        before = link(before, row.ticket, row.seq, prints(entry, row.salt or b"", gone))
        if before != row.link:
            return [f"{name}: is not what was chained"]
    return []


# ---- acts and seals


async def _acts(connection: AsyncConnection, totals: Totals) -> AsyncIterator[str]:
    before = NONE
    rows = await connection.stream(select(acts).order_by(acts.c.seal.is_(None), acts.c.seal, acts.c.id))
    async for row in rows:
        totals.acts += 1
        if row.seal is None:
            totals.unsealed += 1
            continue
        before = link_of_act(before, row.id, row.data)
        if before != row.link:
            yield f"act {row.id}: is not what was chained"
            return


async def _seals(connection: AsyncConnection, totals: Totals) -> AsyncIterator[str]:
    """Every seal with the lines it covers: none may be missing, none may have come in behind it."""
    before, expected = NONE, 1
    lines = _sealed(connection)
    number, links = await _next(lines)
    for row in (await connection.execute(select(seals).order_by(seals.c.id))).all():
        totals.seals += 1
        here = links if number == row.id else []
        before = seal(before, row.id, row.at, row.facts, row.acts, here)
        if row.id != expected or before != row.link or len(here) != row.facts + row.acts:
            yield f"seal {expected}: covers {row.facts + row.acts} lines, and not those that stand there"
            return
        expected += 1
        if number == row.id:
            number, links = await _next(lines)
    if number:
        yield f"seal {number}: is missing"


async def _next(lines: AsyncIterator[tuple[int, list[bytes]]]) -> tuple[int, list[bytes]]:
    """0 when there are no more."""
    async for each in lines:
        return each
    return 0, []


async def _sealed(connection: AsyncConnection) -> AsyncIterator[tuple[int, list[bytes]]]:
    """By seal, the links of its facts in order of ticket and place, then those of its acts."""
    acted: dict[int, list[bytes]] = {}
    for row in await connection.execute(select(acts).where(acts.c.seal.is_not(None)).order_by(acts.c.seal, acts.c.id)):
        acted.setdefault(row.seal, []).append(row.link)
    columns = (facts.c.seal, facts.c.ticket, facts.c.seq, facts.c.link)
    rows = await connection.stream(select(*columns).where(facts.c.seal.is_not(None)).order_by(facts.c.seal))
    gathered: dict[int, list[tuple[str, int, bytes]]] = {}
    async for row in rows:
        if gathered and row.seal not in gathered:
            for each in _given(gathered, acted, row.seal):
                yield each
            gathered = {}
        gathered.setdefault(row.seal, []).append((row.ticket, row.seq, row.link))
    for each in _given(gathered, acted, None):
        yield each


def _given(
    gathered: dict[int, list[tuple[str, int, bytes]]], acted: dict[int, list[bytes]], below: int | None
) -> list[tuple[int, list[bytes]]]:
    """The seals that are complete: those gathered, and those of acts alone before `below`."""
    numbers = {*gathered, *(each for each in acted if below is None or each < below)}
    return [(n, [each[2] for each in sorted(gathered.get(n, []))] + acted.pop(n, [])) for n in sorted(numbers)]
