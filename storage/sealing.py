"""The chain: entries and acts that are not in it yet are linked, a batch at a time, and each batch is sealed.

One writer at a time, whoever it is: the count of seals is locked. A ticket's links run through its own history; the
seals run through everything, so that nothing can be taken out, put in or changed behind a seal.
"""

import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from routing.facts import Entry
from routing.proof import NONE, SALT, has_words, link, link_of_act, prints, seal
from storage.database import millis
from storage.schema import facts, seals
from storage.schema_acts import acts
from storage.tickets import lock_count, set_count

MOST = 1000
"""Lines of a batch."""

COUNT = "seals"

_read_entry = msgspec.json.Decoder(Entry)
_SEAL_FACT = (
    update(facts)
    .where(facts.c.ticket == bindparam("of"), facts.c.seq == bindparam("place"))
    .values(seal=bindparam("sealed"), link=bindparam("linked"), salt=bindparam("salted"))
)
_SEAL_ACT = update(acts).where(acts.c.id == bindparam("of")).values(seal=bindparam("sealed"), link=bindparam("linked"))


async def seal_next(connection: AsyncConnection, now: datetime) -> int:
    """Chain and seal what waits, at most a batch; how many lines it was."""
    query = select(facts.c.ticket, facts.c.seq, facts.c.data).where(facts.c.seal.is_(None))
    if not await _waits(connection):
        return 0
    number = await lock_count(connection, COUNT) + 1
    rows = (await connection.execute(query.order_by(facts.c.ticket, facts.c.seq).limit(MOST).with_for_update())).all()
    linked = await _link_facts(connection, number, sorted(rows, key=lambda row: (row.ticket, row.seq)))
    acted = await _link_acts(connection, number)
    if not linked and not acted:
        return 0
    before = (await connection.execute(select(seals.c.link).where(seals.c.id == number - 1))).scalar() or NONE
    at = millis(now)
    row = {"id": number, "at": at, "facts": len(linked), "acts": len(acted)}
    made = seal(before, number, at, len(linked), len(acted), [*linked, *acted])
    await connection.execute(seals.insert().values(**row, link=made))
    await set_count(connection, COUNT, number)
    return len(linked) + len(acted)


async def _waits(connection: AsyncConnection) -> bool:
    for table in (facts, acts):
        if (await connection.execute(select(table.c.data).where(table.c.seal.is_(None)).limit(1))).first():
            return True
    return False


async def _link_facts(connection: AsyncConnection, number: int, rows: Sequence[Any]) -> list[bytes]:
    """In order of ticket and place; each ticket goes on from its last link."""
    firsts: dict[str, int] = {}
    for row in rows:
        firsts.setdefault(row.ticket, row.seq)
    last = await _links_before(connection, firsts)
    made, values = [], []
    for row in rows:
        entry = _read_entry.decode(row.data)
        salt = os.urandom(SALT) if has_words(entry) else b""
        last[row.ticket] = link(last.get(row.ticket, NONE), row.ticket, row.seq, prints(entry, salt, b""))
        made.append(last[row.ticket])
        told = {"of": row.ticket, "place": row.seq, "sealed": number, "linked": made[-1], "salted": salt or None}
        values.append(told)
    if values:
        await connection.execute(_SEAL_FACT, values)
    return made


async def _links_before(connection: AsyncConnection, firsts: dict[str, int]) -> dict[str, bytes]:
    keys = [(ticket, seq - 1) for ticket, seq in firsts.items() if seq]
    found: dict[str, bytes] = {}
    for at in range(0, len(keys), 400):
        where = tuple_(facts.c.ticket, facts.c.seq).in_(keys[at : at + 400])
        rows = await connection.execute(select(facts.c.ticket, facts.c.link).where(where))
        found |= {ticket: before for ticket, before in rows if before}
    return found


async def _link_acts(connection: AsyncConnection, number: int) -> list[bytes]:
    query = select(acts.c.id, acts.c.data).where(acts.c.seal.is_(None)).order_by(acts.c.id).limit(MOST)
    rows = (await connection.execute(query)).all()
    if not rows:
        return []
    last = select(acts.c.link).where(acts.c.seal.is_not(None)).order_by(acts.c.seal.desc(), acts.c.id.desc()).limit(1)
    before, made = (await connection.execute(last)).scalar() or NONE, []
    for row in rows:
        before = link_of_act(before, row.id, row.data)
        made.append(before)
    values = [{"of": row.id, "sealed": number, "linked": each} for row, each in zip(rows, made, strict=True)]
    await connection.execute(_SEAL_ACT, values)
    return made
