"""Letters that wait to be sent. A letter leaves this table when it arrived, or stays with its trouble. One that a
platform took and may yet fail stays until it says that it arrived (`storage/sent.py`).

Order within a recipient is the order of ids: only the oldest waiting letter of a recipient may be claimed, and a
claim is a lease, so that a courier that dies is followed by another. Patient letters (announcements) stand in a queue
of their own behind all others, so that they hold up nobody's answer. Sent, then marked: a crash in between can
repeat a letter, never lose one.
"""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.effects import (
    MarkRead,
    Say,
    SendCopy,
    SendFigures,
    SendFiles,
    SendRecap,
    ShowCard,
    ShowMenu,
    TakeBack,
    Toast,
    Unbutton,
)
from storage.many import Many
from storage.nudges import nudge
from storage.parking import has_failed, is_parked
from storage.schema import outbox
from storage.sent import is_sent

UNREADABLE = "unreadable"
"""The trouble of a letter, or of what it speaks of, that this program can't read."""

LONGEST_WAIT = 3_600_000
"""Milliseconds after which a letter is tried again, whatever it waited for."""

Body = (
    Say | MarkRead | SendFiles | TakeBack | SendCopy | SendFigures | SendRecap | ShowCard | ShowMenu | Toast | Unbutton
)

_read_body: msgspec.json.Decoder[Body] = msgspec.json.Decoder(Body)
_writer = msgspec.json.Encoder()

UNTRIED = {"attempts": 0, "leased": 0, "trouble": "", "reported": ""}

_POST = Many(outbox, ("recipient", "kind", "ticket", "mark", "data", "made", "not_before", "patient", *UNTRIED))
_REPLACED = delete(outbox).where(
    outbox.c.recipient.in_(bindparam("recipients", expanding=True)),
    outbox.c.leased == 0,
    outbox.c.mark == bindparam("marked"),
)


class Letter(Struct, frozen=True):
    """`recipient` is `person:<id>`, `office:<code>`, `chat:<channel>:<address>` or `press:<channel>:<id>`."""

    recipient: str
    body: Body
    ticket: str | None = None
    made: int = 0
    id: int = 0
    attempts: int = 0
    quiet: bool = False
    """It waits for a pause in what its reader writes."""
    not_before: int = 0
    patient: bool = False
    """It lets everything else go first."""

    @property
    def mark(self) -> str:
        return self.body.mark if isinstance(self.body, Say | MarkRead | SendFiles | TakeBack) else ""

    @property
    def called(self) -> str:
        """The name of the message it becomes, or speaks of."""
        return self.body.called if isinstance(self.body, Say | SendFiles | TakeBack) else ""

    @property
    def kind(self) -> str:
        return str(self.body.__struct_config__.tag)


async def post(connection: AsyncConnection, letters: Sequence[Letter], new: Collection[str] = ()) -> None:
    """Add letters in order. A card that already waits unclaimed is not added again: it will show the truth. Tickets
    that are `new` have no card yet."""
    waiting = await _waiting_cards(connection, [letter for letter in letters if letter.ticket not in new])
    letters = await _newest(connection, letters)
    rows = [
        (
            letter.recipient,
            letter.kind,
            letter.ticket,
            letter.mark,
            _writer.encode(letter.body),
            letter.made,
            letter.not_before,
            letter.patient,
            *UNTRIED.values(),
        )
        for letter in letters
        if (letter.recipient, letter.ticket) not in waiting or not isinstance(letter.body, ShowCard)
    ]
    if rows:
        await _POST.write(connection, rows)
        await nudge(connection)


async def _newest(connection: AsyncConnection, letters: Sequence[Letter]) -> Sequence[Letter]:
    """Without those that a newer one replaces; what already waits and is replaced is taken out of the queue."""
    last = {(letter.recipient, letter.mark): place for place, letter in enumerate(letters) if letter.mark}
    if not last:
        return letters
    for mark in sorted({mark for _, mark in last}):
        recipients = sorted(recipient for recipient, of in last if of == mark)
        await connection.execute(_REPLACED, {"recipients": recipients, "marked": mark})
    return [
        letter
        for place, letter in enumerate(letters)
        if not letter.mark or last[letter.recipient, letter.mark] == place
    ]


async def _waiting_cards(connection: AsyncConnection, letters: Sequence[Letter]) -> set[tuple[str, str]]:
    """Locked until the commit: a courier that claimed such a card before it would show what was true before it."""
    numbers = {letter.ticket for letter in letters if isinstance(letter.body, ShowCard)}
    if not numbers:
        return set()
    query = select(outbox.c.recipient, outbox.c.ticket).where(
        outbox.c.ticket.in_(numbers),
        outbox.c.kind == "show_card",
        outbox.c.leased == 0,
        outbox.c.trouble == "",
    )
    query = query.order_by(outbox.c.id).with_for_update()
    return {(recipient, ticket) for recipient, ticket in await connection.execute(query)}


async def claim(
    connection: AsyncConnection, now: int, until: int, most: int, patient: int | None = None
) -> tuple[Letter, ...]:
    """Lease the oldest waiting letter of up to `most` recipients, the oldest first; patient ones last, and at most so
    many of them."""
    queue = (outbox.c.patient, outbox.c.recipient)
    heads = select(func.min(outbox.c.id)).where(outbox.c.trouble == "").group_by(*queue)
    ready = (outbox.c.id.in_(heads), outbox.c.leased <= now, outbox.c.not_before <= now)
    query = select(outbox).where(*ready).order_by(outbox.c.patient, outbox.c.id).limit(most)
    rows = (await connection.execute(query)).all()
    if patient is not None:
        rows = [*(row for row in rows if not row.patient), *[row for row in rows if row.patient][:patient]]
    if rows:
        ids = [row.id for row in rows]
        await connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(leased=until, reported=""))
    return tuple([letter for row in rows if (letter := await _read(connection, row))])


async def _read(connection: AsyncConnection, row: Any) -> Letter | None:
    """None for a letter that can't be read: it is set aside, and stops nobody else's."""
    try:
        body = _read_body.decode(row.data)
    except msgspec.MsgspecError:
        await give_up(connection, row.id, UNREADABLE)
        return None
    return Letter(row.recipient, body, row.ticket, row.made, row.id, row.attempts, patient=row.patient)


async def next_moment(connection: AsyncConnection, now: int) -> int | None:
    """When the next letter that is not ready now becomes ready; None if none waits."""
    ready = (
        func.max(outbox.c.not_before, outbox.c.leased)
        if connection.dialect.name == "sqlite"
        else func.greatest(outbox.c.not_before, outbox.c.leased)
    )
    query = select(func.min(ready)).where(outbox.c.trouble == "", ready > now)
    found: int | None = (await connection.execute(query)).scalar()
    return found


async def release(connection: AsyncConnection, ids: Collection[int]) -> None:
    """Claimed, but not to be sent just now."""
    if ids:
        await connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(leased=0))


async def release_all(connection: AsyncConnection, now: int, but: Collection[int] = ()) -> None:
    """For a courier that is the only one: whoever held a lease is dead, `but` for the letters it holds itself. Nor
    does a letter wait for longer than any should: the clock may have been set back when nobody was there to see."""
    held = (outbox.c.leased != 0, outbox.c.id.not_in(sorted(but)))
    await connection.execute(update(outbox).where(*held).values(leased=0))
    await connection.execute(update(outbox).where(outbox.c.not_before > now + LONGEST_WAIT).values(not_before=0))


async def set_back(connection: AsyncConnection, now: int, by: int) -> None:
    """The clock was set back by `by` milliseconds: what waits for a moment waits as long as it would have."""
    if by:
        for column in (outbox.c.not_before, outbox.c.leased):
            await connection.execute(update(outbox).where(column > now).values({column: column - by}))


async def drop(connection: AsyncConnection, ids: Collection[int]) -> None:
    """They arrived, or need not arrive any more. A person's words go with them."""
    if ids:
        await connection.execute(delete(outbox).where(outbox.c.id.in_(ids)))


async def clear(connection: AsyncConnection) -> None:
    """Nothing waits any more."""
    await connection.execute(delete(outbox))


async def put_back(connection: AsyncConnection, id_: int, not_before: int, attempts: int) -> None:
    """Try again later; the letters behind it wait too."""
    values = {"leased": 0, "not_before": not_before, "attempts": attempts}
    await connection.execute(update(outbox).where(outbox.c.id == id_).values(values))


async def give_up(connection: AsyncConnection, id_: int, trouble: str) -> None:
    """It can't be delivered; it stays where it can be seen, and no longer holds up the others."""
    await connection.execute(update(outbox).where(outbox.c.id == id_).values(leased=0, trouble=trouble[:400]))


async def wake(connection: AsyncConnection, kind: str) -> None:
    """Letters to recipients of this kind (`office`, `person`) need not wait any longer: try them now."""
    where = (outbox.c.recipient.startswith(f"{kind}:"), outbox.c.trouble == "", outbox.c.leased == 0)
    await connection.execute(update(outbox).where(*where).values(not_before=0))


async def try_again(connection: AsyncConnection, recipients: Collection[str]) -> None:
    """They can be reached again: what could not be delivered to them is sent after all."""
    where = (outbox.c.recipient.in_(recipients), has_failed())
    await connection.execute(update(outbox).where(*where).values(trouble="", not_before=0, attempts=0))


async def forget(connection: AsyncConnection, person: str, numbers: Collection[str]) -> None:
    """No letter to her any more, and none to an office with her words; cards stay, for they show the truth."""
    await connection.execute(delete(outbox).where(outbox.c.recipient == f"person:{person}"))
    told = (outbox.c.recipient.startswith("office:"), outbox.c.kind != "show_card")
    await connection.execute(delete(outbox).where(outbox.c.ticket.in_(sorted(numbers)), *told))


async def forget_failed(connection: AsyncConnection, before: int) -> int:
    """What could not be delivered for so long never will be; how many letters they were."""
    old = (has_failed(), outbox.c.made < before)
    return (await connection.execute(delete(outbox).where(*old))).rowcount


async def unopened(connection: AsyncConnection, before: int, most: int) -> tuple[Letter, ...]:
    """Letters that were parked and made before then, the oldest first."""
    query = select(outbox).where(is_parked(), outbox.c.made < before).order_by(outbox.c.id).limit(most)
    rows = (await connection.execute(query)).all()
    return tuple([letter for row in rows if (letter := await _read(connection, row))])


class Stuck(Struct, frozen=True):
    """A letter that could not be delivered, or is parked (`storage/parking.py`), without its words."""

    id: int
    recipient: str
    kind: str
    ticket: str | None
    made: int
    attempts: int
    trouble: str


async def undeliverable(connection: AsyncConnection, most: int) -> tuple[Stuck, ...]:
    """The oldest first."""
    columns = [outbox.c[name] for name in Stuck.__struct_fields__]
    query = select(*columns).where(has_failed() | is_parked()).order_by(outbox.c.id).limit(most)
    return tuple(Stuck(**row) for row in (await connection.execute(query)).mappings())


async def try_all_again(connection: AsyncConnection) -> int:
    """Every letter that could not be delivered goes out once more; how many they are."""
    values = {"trouble": "", "not_before": 0, "attempts": 0}
    tried = await connection.execute(update(outbox).where(has_failed()).values(values).returning(outbox.c.id))
    await nudge(connection)
    return len(tried.all())


async def by_office(connection: AsyncConnection) -> dict[str, tuple[int, int]]:
    """Office code -> letters to its group that wait, and that could not be delivered."""
    failed = outbox.c.trouble != ""
    query = select(outbox.c.recipient, failed, func.count()).where(outbox.c.recipient.startswith("office:"))
    found: dict[str, list[int]] = {}
    for recipient, undeliverable, number in await connection.execute(query.group_by(outbox.c.recipient, failed)):
        found.setdefault(recipient.split(":")[1], [0, 0])[bool(undeliverable)] += number
    return {office: (waiting, stuck) for office, (waiting, stuck) in found.items()}


async def count(connection: AsyncConnection) -> tuple[int, int]:
    """(waiting, undeliverable). Parked ones are neither (`storage.parking.count`), nor are those that
    were taken and may come back (`storage/sent.py`)."""
    waits = (outbox.c.trouble == "").label("waits")
    query = select(waits, func.count()).where(~is_parked(), ~is_sent()).group_by("waits")
    found = {bool(waiting): number for waiting, number in await connection.execute(query)}
    return found.get(True, 0), found.get(False, 0)
