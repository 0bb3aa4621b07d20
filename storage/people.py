"""Who somebody is: platform addresses and names behind random person ids.

Names and addresses stand nowhere else, so that a person is erased in one place.
"""

from collections.abc import Callable, Collection, Iterable

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.locks import hold_people
from storage.many import Many
from storage.schema import conversations, followers, identities, officers, tickets

MOST_NAME = 200


class Sender(Struct, frozen=True):
    """Somebody as a platform knows them. A person on two bots is two people here: one door knows no other."""

    channel: str
    address: str
    name: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return (self.channel, self.address)


class Identity(Struct, frozen=True):
    person: str
    channel: str
    address: str
    name: str
    unreachable: str
    corrected: bool = False
    """The name is hers as she corrected it."""


_COLUMNS = ("channel", "address", "person", "name", "unreachable", "corrected")
_WRITE = Many(identities, _COLUMNS, keys=("channel", "address"), replacing=("name", "unreachable"))
_BY_ADDRESS = select(identities).where(
    identities.c.channel == bindparam("of"), identities.c.address.in_(bindparam("addresses", expanding=True))
)


async def meet(
    connection: AsyncConnection, senders: Iterable[Sender], new_id: Callable[[], str]
) -> dict[tuple[str, str], Identity]:
    """The identities of `senders` as they were found (`unreachable` tells that letters may wait for them), made at
    the first meeting. Names follow what people call themselves now, unless they corrected them here; whoever writes
    can be reached again.

    The people must be held (`storage.locks`), so that nobody else makes them meanwhile.
    """
    wanted = {sender.key: sender for sender in senders}
    known = await _by_address(connection, wanted)
    made = {key: _made(sender, new_id()) for key, sender in sorted(wanted.items()) if key not in known}
    renewals = [
        renewed
        for key, sender in wanted.items()
        if key in known and (renewed := _renewed(known[key], sender)) != known[key]
    ]
    await _WRITE.write(connection, [_row(identity) for identity in (*made.values(), *renewals)])
    return {**known, **made}


def _row(identity: Identity) -> tuple[str | bool, ...]:
    who = identity
    return (who.channel, who.address, who.person, who.name, who.unreachable, who.corrected)


def _made(sender: Sender, person: str) -> Identity:
    return Identity(person, sender.channel, sender.address, sender.name[:MOST_NAME], "")


def _renewed(known: Identity, sender: Sender) -> Identity:
    return replace(known, name=known.name if known.corrected else sender.name[:MOST_NAME], unreachable="")


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
    """By person id. For the courier alone: it needs an address to write to and an officer's name to print."""
    rows = await connection.execute(select(identities).where(identities.c.person.in_(sorted(set(persons)))))
    found = (Identity(**row) for row in rows.mappings())
    return {identity.person: identity for identity in found}


async def mark_unreachable(connection: AsyncConnection, person: str, why: str) -> None:
    """Until they write again (`meet` clears it)."""
    await connection.execute(update(identities).where(identities.c.person == person).values(unreachable=why))


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
