"""Who somebody is: platform addresses and names behind random person ids.

Names and addresses stand nowhere else, so that a person is erased in one place.
"""

from collections import ChainMap
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.locks import hold_people
from storage.many import Many
from storage.schema import conversations, followers, identities, officers, tickets

MOST_NAME = 200


RENEWED = 60_000
"""Milliseconds for which `Identity.seen` may lag behind, so that a quick talk costs one write."""


class Sender(Struct, frozen=True):
    """Somebody as a platform knows them. A person on two bots is two people here: one door knows no other.

    `aliases` are other names of the same account on the same platform (the telephone number beside an id). `wrote` is
    when, by a platform that counts from there (`bot/windows.py`), in milliseconds; 0 is now.
    """

    channel: str
    address: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    wrote: int = 0

    @property
    def key(self) -> tuple[str, str]:
        return (self.channel, self.address)

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        return (self.key, *((self.channel, alias) for alias in self.aliases))


class Identity(Struct, frozen=True):
    person: str
    channel: str
    address: str
    name: str
    unreachable: str
    corrected: bool = False
    """The name is hers as she corrected it."""
    alias: bool = False
    """Another name of an account that stands here, too; nothing is written to it."""
    seen: int = 0
    """When they last wrote from there, in milliseconds; it may lag by `RENEWED`."""
    born: str = ""
    """Who they were before they joined another chat of theirs (`storage/joining.py`); empty in the chat that others
    joined; else `person`."""


_COLUMNS = ("channel", "address", "person", "name", "unreachable", "corrected", "alias", "seen", "born")
_REPLACING = ("person", "name", "unreachable", "alias", "seen")
_WRITE = Many(identities, _COLUMNS, keys=("channel", "address"), replacing=_REPLACING)
_BY_ADDRESS = select(identities).where(
    identities.c.channel == bindparam("of"), identities.c.address.in_(bindparam("addresses", expanding=True))
)


async def meet(
    connection: AsyncConnection, senders: Iterable[Sender], new_id: Callable[[], str], at: int
) -> dict[tuple[str, str], Identity]:
    """The identities of `senders` as they were found (`unreachable` tells that letters may wait for them), made at
    the first meeting. Names follow what people call themselves now, unless they corrected them here; whoever writes
    can be reached again. `at` is now, in milliseconds.

    The people must be held (`storage.locks`) by all their keys, so that nobody else makes them meanwhile.
    """
    wanted = {sender.key: sender for sender in sorted(senders, key=lambda each: heard(each, at))}
    known = await _by_address(connection, {key for sender in wanted.values() for key in sender.keys})
    met: dict[tuple[str, str], Identity] = {}
    changed: dict[tuple[str, str], Identity] = {}
    for key, sender in sorted(wanted.items()):
        met[key] = found = _found(sender, ChainMap(met, known)) or _made(sender, new_id())
        for each in _as_now(sender, found, heard(sender, at)):
            where = (each.channel, each.address)
            if each != known.get(where):
                changed[where] = each
    await _WRITE.write(connection, [_row(changed[key]) for key in sorted(changed)])
    return met


def heard(sender: Sender, now: int) -> int:
    """When a platform heard them: what comes hours late was written hours ago. No clock of theirs is ahead of ours."""
    return min(sender.wrote or now, now)


def _found(sender: Sender, known: Mapping[tuple[str, str], Identity]) -> Identity | None:
    """Under her own key; or under a number by which alone she was known until now. A number that stands beside
    another id has changed hands: whoever has it now is somebody else."""
    if sender.key in known:
        return known[sender.key]
    before = [known[key] for key in sender.keys[1:] if key in known and not known[key].alias]
    return replace(before[0], address=sender.address) if before else None


def _as_now(sender: Sender, found: Identity, at: int) -> list[Identity]:
    """The rows of her account: the one that is written to, and one for each other name."""
    name = found.name if found.corrected else sender.name[:MOST_NAME] or found.name
    joined = found.born != found.person  # with two chats, which one was used last must be exact
    seen = at if at - found.seen >= (1 if joined else RENEWED) else found.seen
    main = replace(found, name=name, unreachable="", seen=seen)
    return [main, *(replace(main, address=alias, alias=True, seen=0) for alias in sender.aliases)]


def _row(identity: Identity) -> tuple[str | bool | int, ...]:
    return tuple(getattr(identity, column) for column in _COLUMNS)


def _made(sender: Sender, person: str) -> Identity:
    return Identity(person, sender.channel, sender.address, sender.name[:MOST_NAME], "", born=person)


async def _by_address(
    connection: AsyncConnection, keys: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Identity]:
    found: dict[tuple[str, str], Identity] = {}
    for channel in sorted({channel for channel, _ in keys}):
        addresses = [address for of, address in keys if of == channel]
        rows = await connection.execute(_BY_ADDRESS, {"of": channel, "addresses": addresses})
        found |= {
            (identity.channel, identity.address): identity for identity in (Identity(**row._mapping) for row in rows)
        }
    return found


async def identities_of(connection: AsyncConnection, persons: Iterable[str]) -> dict[str, Identity]:
    """By person id, the one she used last. For the courier alone: it needs an address to write to and an officer's
    name to print."""
    own = (identities.c.person.in_(sorted(set(persons))), ~identities.c.alias)
    query = select(identities).where(*own).order_by(identities.c.seen, identities.c.channel, identities.c.address)
    found = (Identity(**row) for row in (await connection.execute(query)).mappings())
    return {identity.person: identity for identity in found}


async def accounts_of(connection: AsyncConnection, person: str) -> tuple[Identity, ...]:
    """Every account of hers, the one she used last at the end."""
    own = (identities.c.person == person, ~identities.c.alias)
    query = select(identities).where(*own).order_by(identities.c.seen, identities.c.channel, identities.c.address)
    return tuple(Identity(**row) for row in (await connection.execute(query)).mappings())


async def mark_unreachable(connection: AsyncConnection, person: str, channel: str, why: str) -> None:
    """On that channel, until they write again (`meet` clears it)."""
    hers = (identities.c.person == person, identities.c.channel == channel)
    await connection.execute(update(identities).where(*hers).values(unreachable=why))


async def heard_now(connection: AsyncConnection, channel: str, address: str, at: int) -> None:
    """To the millisecond."""
    chat = (identities.c.channel == channel, identities.c.address == address)
    await connection.execute(update(identities).where(*chat).values(seen=at))


SHUT = 1
"""A moment long past: somebody has written, but the platform says that it was too long ago."""


async def shut(connection: AsyncConnection, person: str, channel: str) -> None:
    """The platform takes nothing for them just now, until they write again."""
    hers = (identities.c.person == person, identities.c.channel == channel, ~identities.c.alias)
    await connection.execute(update(identities).where(*hers).values(seen=SHUT))


async def mark_account(connection: AsyncConnection, channel: str, address: str, why: str) -> None:
    """The account with this address, or with this other name, can't be reached until she writes."""
    whose = select(identities.c.person).where(identities.c.channel == channel, identities.c.address == address)
    hers = (identities.c.channel == channel, identities.c.person.in_(whose))
    await connection.execute(update(identities).where(*hers).values(unreachable=why))


async def readdress(
    connection: AsyncConnection, channel: str, old: Collection[str], new: Sequence[str]
) -> tuple[str, ...]:
    """Whoever was known by one of the `old` names is known by the `new` ones alone, and written to at the first of
    them; returns the old ones that were known. Somebody who has written from a new name already stays who she is.

    The people must be held (`storage.locks`).
    """
    known = await _by_address(connection, [(channel, each) for each in (*old, *new)])
    before = [known[channel, each] for each in old if (channel, each) in known]
    gone = [each.address for each in before if each.address not in new]
    if not before or not gone:
        return ()
    await connection.execute(delete(identities).where(identities.c.channel == channel, identities.c.address.in_(gone)))
    first = min(before, key=lambda each: each.alias)
    rows = [replace(first, address=each, alias=place > 0) for place, each in enumerate(new)]
    await _WRITE.write(connection, [_row(each) for each in rows if (channel, each.address) not in known])
    return tuple(gone)


# ---- corrected and forgotten


async def rename(connection: AsyncConnection, person: str, name: str) -> None:
    """As she wants it, whatever the platform calls her."""
    values = {"name": name[:MOST_NAME], "corrected": True}
    await connection.execute(update(identities).where(identities.c.person == person).values(**values))


async def forget(connection: AsyncConnection, person: str) -> None:
    """Nobody can tell any more who it was; whoever writes from there again is somebody new."""
    await connection.execute(delete(identities).where(identities.c.person == person))


async def forget_strangers(connection: AsyncConnection, most: int) -> int:
    """People without a talk, a ticket or an office: why should we know them? How many they were. They are held like
    whoever writes, so that nobody is forgotten who is writing just now."""
    person = identities.c.person
    known = (
        select(conversations.c.key).where(conversations.c.key == person),
        select(tickets.c.number).where(tickets.c.reporter == person),
        select(followers.c.ticket).where(followers.c.person == person),
        select(officers.c.office).where(or_(officers.c.person == person, officers.c.deputy == person)),
    )
    nobody = ~or_(*(each.exists() for each in known))
    query = select(identities.c.channel, identities.c.address).where(nobody).limit(most)
    found = [(row.channel, row.address) for row in await connection.execute(query)]
    await hold_people(connection, [":".join(key) for key in found])
    where = (identities.c.address.in_([address for _, address in found]), nobody)
    return (await connection.execute(delete(identities).where(*where))).rowcount if found else 0
