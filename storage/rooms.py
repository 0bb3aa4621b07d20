"""The groups where offices work, and the one-time codes that link them.

A group we were put out of, or may not write in, is `lost`: its office has none meanwhile, and gets it back when we may.

A code is kept as a digest only: whoever reads the database can't use one.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256

from msgspec import Struct
from sqlalchemy import RowMapping, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import millis
from storage.schema import invites, links, rooms


async def offices(connection: AsyncConnection, chats: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(channel, chat) -> office code, for those that are linked."""
    wanted = set(chats)
    channels, ids = sorted({channel for channel, _ in wanted}), sorted({chat for _, chat in wanted})
    where = (rooms.c.channel.in_(channels), rooms.c.chat.in_(ids), rooms.c.lost == "")
    rows = await connection.execute(select(rooms.c.channel, rooms.c.chat, rooms.c.office).where(*where))
    found = {(channel, chat): office for channel, chat, office in rows}
    return {key: office for key, office in found.items() if key in wanted}


async def chats(connection: AsyncConnection) -> dict[str, tuple[str, str]]:
    """Office code -> (channel, chat), for every linked office."""
    rows = await connection.execute(select(rooms.c.office, rooms.c.channel, rooms.c.chat).where(rooms.c.lost == ""))
    return {office: (channel, chat) for office, channel, chat in rows}


async def forums(connection: AsyncConnection) -> dict[tuple[str, str], bool]:
    """The groups with topics, and whether we may make some there as far as we know."""
    query = select(rooms.c.channel, rooms.c.chat, rooms.c.missing).where(rooms.c.forum)
    return {(channel, chat): not missing for channel, chat, missing in await connection.execute(query)}


async def link(connection: AsyncConnection, channel: str, chat: str, office: str, at: int, by: str) -> None:
    """From now on `office` works in this group, and in no other."""
    here = and_(rooms.c.channel == channel, rooms.c.chat == chat)
    await connection.execute(delete(rooms).where(or_(rooms.c.office == office, here)))
    place = {"channel": channel, "chat": chat, "office": office, "since": at, "by": by}
    await connection.execute(rooms.insert().values(**place, lost="", forum=False, missing=""))


async def lose(connection: AsyncConnection, channel: str, chat: str, why: str) -> str | None:
    """The office has no group until it is `regain`ed or another is linked. Returns the office, the first time."""
    here = (rooms.c.channel == channel, rooms.c.chat == chat, rooms.c.lost == "")
    lost = update(rooms).where(*here).values(lost=why).returning(rooms.c.office)
    office: str | None = (await connection.execute(lost)).scalar_one_or_none()
    return office


async def regain(connection: AsyncConnection, channel: str, chat: str) -> str | None:
    """We may write there again. Returns the office, if the group was lost."""
    here = (rooms.c.channel == channel, rooms.c.chat == chat, rooms.c.lost != "")
    back = update(rooms).where(*here).values(lost="").returning(rooms.c.office)
    office: str | None = (await connection.execute(back)).scalar_one_or_none()
    return office


class Room(Struct, frozen=True):
    """A group and how it stands with us. `lost` is why we can't work there (`out`, `gone`, `muted`), or empty;
    `missing` the right that was needed and is not ours. `forum`: it has topics."""

    channel: str
    chat: str
    office: str
    lost: str
    forum: bool
    missing: str
    delivered: datetime | None


async def all_of_them(connection: AsyncConnection) -> tuple[Room, ...]:
    columns = [rooms.c[name] for name in Room.__struct_fields__]
    rows = await connection.execute(select(*columns).order_by(rooms.c.office))
    return tuple(_room(row) for row in rows.mappings())


def _room(row: RowMapping) -> Room:
    moment = datetime.fromtimestamp(row["delivered"] / 1000, UTC) if row["delivered"] else None
    return Room(**{**row, "delivered": moment})


async def note_delivered(connection: AsyncConnection, places: Iterable[tuple[str, str]], at: int) -> None:
    """A letter arrived in each of these chats."""
    if ids := sorted({chat for _, chat in places}):
        await connection.execute(update(rooms).where(rooms.c.chat.in_(ids)).values(delivered=at))


async def note_forum(connection: AsyncConnection, channel: str, chat: str, *, forum: bool) -> None:
    """Without topics no right is missing for them."""
    here = (rooms.c.channel == channel, rooms.c.chat == chat, rooms.c.forum != forum)
    await connection.execute(update(rooms).where(*here).values(forum=forum, missing=""))


async def note_missing(connection: AsyncConnection, channel: str, chat: str, right: str) -> bool:
    """A right that was needed and is not ours; empty when nothing is missing any more. Whether that is new."""
    here = (rooms.c.channel == channel, rooms.c.chat == chat, rooms.c.missing != right)
    return (await connection.execute(update(rooms).where(*here).values(missing=right))).rowcount > 0


async def move(connection: AsyncConnection, channel: str, old: str, new: str) -> None:
    """A group became a supergroup: its id changes, everything that hangs there stays. Twice is once."""
    taken = await connection.execute(select(rooms.c.chat).where(rooms.c.channel == channel, rooms.c.chat == new))
    if taken.first() is None:
        here = (rooms.c.channel == channel) & (rooms.c.chat == old)
        await connection.execute(update(rooms).where(here).values(chat=new))
    await connection.execute(delete(links).where(links.c.channel == channel, links.c.chat == old))


# ---- codes


def digest(code: str) -> str:
    """Upper and lower case, spaces and dashes are all the same to us."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return sha256(plain.encode()).hexdigest()


async def add_invite(connection: AsyncConnection, code: str, office: str, expires: datetime) -> None:
    await connection.execute(invites.insert().values(digest=digest(code), office=office, expires=millis(expires)))


async def use_invite(connection: AsyncConnection, code: str, at: datetime) -> str | None:
    """The office the code was made for, once and in time; None for a wrong, used or expired code."""
    good = (invites.c.digest == digest(code), invites.c.used.is_(None), invites.c.expires > millis(at))
    used = update(invites).where(*good).values(used=millis(at)).returning(invites.c.office)
    office: str | None = (await connection.execute(used)).scalar_one_or_none()
    return office


async def explain_invite(connection: AsyncConnection, code: str) -> str:
    """Why a code was not accepted: `unknown`, `used` or `expired`."""
    row = (await connection.execute(select(invites.c.used).where(invites.c.digest == digest(code)))).first()
    if row is None:
        return "unknown"
    return "expired" if row.used is None else "used"
