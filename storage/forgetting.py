"""Words taken out of tickets: histories rewritten whole, and whatever else told of them. The only file that changes a
fact once it is written.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from routing.facts import Entry
from routing.pieces import Evidence
from routing.proof import what_stays
from storage.database import insert, millis
from storage.joining import were
from storage.schema import areas, discards, facts, followers, tickets

_writer = msgspec.json.Encoder()
_read_evidence = msgspec.json.Decoder(Evidence)


async def written_in(connection: AsyncConnection, person: str) -> tuple[str, ...]:
    """Numbers of the tickets she sent, joined at any time, or follows since hers was merged, in any of her chats."""
    ever = [person, *await were(connection, person)]
    sent = select(tickets.c.number).where(tickets.c.reporter == person)
    joined = select(facts.c.ticket).where(facts.c.by.in_(ever), facts.c.kind == "joined")
    follows = select(followers.c.ticket).where(followers.c.person == person)
    return tuple(sorted((await connection.execute(sent.union(joined, follows))).scalars()))


async def rewrite(connection: AsyncConnection, number: str, before: Sequence[Entry], after: Sequence[Entry]) -> None:
    """The entries that differ, each in its old place; none is added or taken out. The ticket must be locked. Of those
    that are chained already, digests stay (`routing/proof.py`)."""
    changed = {place: pair for place, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]}
    if not changed:
        return
    query = select(facts.c.seq, facts.c.by, facts.c.seal, facts.c.salt, facts.c.gone).where(facts.c.ticket == number)
    written = {row.seq: row for row in await connection.execute(query.with_for_update())}
    rows = []
    for place, pair in changed.items():
        salt, gone, row = b"", b"", written[place]
        old, new = (replace(each, by=row.by) for each in pair)  # it stays by whom it was, whoever that is now
        if row.seal is not None:
            salt, gone = what_stays(old, new, row.salt or b"", row.gone or b"")
        blank = {"blank": _writer.encode(new), "new_salt": salt or None, "now_gone": gone or None}
        rows.append({"of": number, "place": place, **blank})
    where = (facts.c.ticket == bindparam("of"), facts.c.seq == bindparam("place"))
    values: dict[str, Any] = {"data": bindparam("blank"), "salt": bindparam("new_salt"), "gone": bindparam("now_gone")}
    await connection.execute(update(facts).where(*where).values(**values), rows)


async def leave_the_map(connection: AsyncConnection, numbers: Iterable[str]) -> None:
    """They lie nowhere any more, so nobody is offered to join them."""
    await connection.execute(delete(areas).where(areas.c.ticket.in_(sorted(numbers))))


async def unfollow_all(connection: AsyncConnection, person: str) -> None:
    await connection.execute(delete(followers).where(followers.c.person == person))


async def expired(connection: AsyncConnection, now: datetime, most: int) -> tuple[str, ...]:
    """Numbers of tickets from which something is to go, the longest due first."""
    query = select(tickets.c.number).where(tickets.c.expires <= millis(now))
    return tuple((await connection.execute(query.order_by(tickets.c.expires).limit(most))).scalars())


# ---- files: noted with the words' own commit, deleted after it


async def discard(connection: AsyncConnection, files: Iterable[Evidence], not_before: int) -> None:
    rows = [
        {
            "file": sha256(f"{file.channel}:{file.file}".encode()).hexdigest(),
            "data": _writer.encode(file),
            "at": not_before,
        }
        for file in files
    ]
    if rows:
        await connection.execute(insert(connection, discards).on_conflict_do_nothing(), rows)


async def to_discard(connection: AsyncConnection, now: int, most: int) -> dict[str, Evidence]:
    """Files to delete from the data folder, by the digest under which `discarded` takes them off the list."""
    query = select(discards.c.file, discards.c.data).where(discards.c.at <= now).order_by(discards.c.at).limit(most)
    return {file: _read_evidence.decode(data) for file, data in await connection.execute(query)}


async def discarded(connection: AsyncConnection, files: Iterable[str]) -> None:
    await connection.execute(delete(discards).where(discards.c.file.in_(sorted(files))))
