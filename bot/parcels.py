"""A letter with everything needed to send it: where to, in which language, under which card. Read when claimed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.arrival import WHATSAPP
from flows.effects import (
    Called,
    Citizen,
    Officer,
    Say,
    SendCopy,
    SendRecap,
    ShowCard,
    TakeBack,
    Toast,
    Value,
    to_person,
)
from routing.rules import Rules
from routing.standing import is_formal
from routing.ticket import Ticket
from storage import applicants, conversations, dossier, links, parking, people, rooms, stops, threads, tickets
from storage.dossier import Dossier
from storage.links import Link
from storage.outbox import Letter
from storage.threads import Thread


class Parcel(Struct, frozen=True, kw_only=True):
    """`chat` is empty when nobody works there yet. `office` is whose group it is, `person` whose private chat."""

    letter: Letter
    channel: str = ""
    chat: str = ""
    office: str = ""
    person: str = ""
    language: str = "id"
    unreachable: str = ""
    ticket: Ticket | None = None
    card: Link | None = None
    """The ticket's card in that chat."""
    homeless: bool = False
    """The ticket's office has no group of its own yet."""
    names: dict[str, str] = {}
    """Names to print, by person id: officers', and of citizens who want theirs shown; by `at:person` where somebody is
    called; for the coordinator also what applicants told (`_applicants`)."""
    forum: bool | None = None
    """The group has topics, and whether we may make some."""
    topic: Thread | None = None
    """The ticket's topic in that group; without `thread` when it was deleted."""
    standing: tuple[Link, ...] = ()
    """The messages in that chat which are called as this letter is; read for those that replace or take away."""
    seen: int = 0
    """When a person last wrote there, in milliseconds."""
    stopped: bool = False
    """She wants no news of our own accord."""
    told: frozenset[tuple[str, str]] = frozenset()
    """(ticket, template) of announcements she has not answered yet."""
    copy: Dossier | None = None
    """All that is kept about the reader, for the letter that shows it to her."""

    @property
    def nobody(self) -> bool:
        """The reader was forgotten."""
        return bool(self.person) and not self.channel

    @property
    def thread(self) -> str:
        return self.topic.thread if self.topic else ""

    @property
    def buried(self) -> bool:
        """Its topic was deleted, and it is closed: somebody has tidied up."""
        return bool(self.topic and not self.thread and self.ticket and self.ticket.state == "closed")

    @property
    def old_card(self) -> Link | None:
        """The card of a draft that a newer one takes the place of."""
        return self.card if isinstance(self.letter.body, Say) and self.letter.body.draft else None

    @property
    def where(self) -> tuple[str, str]:
        return (self.channel, self.chat)


class Reader(Struct, frozen=True, kw_only=True):
    """A person a letter is for; the fields are those of `Parcel`."""

    channel: str = ""
    chat: str = ""
    language: str = "id"
    unreachable: str = ""
    seen: int = 0
    stopped: bool = False
    told: frozenset[tuple[str, str]] = frozenset()

    def state(self) -> dict[str, Any]:
        """What a parcel takes over as it is."""
        return {name: getattr(self, name) for name in ("unreachable", "seen", "stopped", "told")}


GONE, NOBODY = Reader(unreachable="gone"), Reader()
"""Somebody who was forgotten, and no person at all."""


async def address(connection: AsyncConnection, rules: Rules, letters: Sequence[Letter]) -> list[Parcel]:
    """Set-based: a handful of reads whatever the number of letters."""
    if not letters:
        return []
    recipients = [letter.recipient.split(":", 2) for letter in letters]
    readers = await _readers(connection, [parts[1] for parts in recipients if parts[0] == "person"])
    chats = await rooms.chats(connection)
    offices, home = {chat: office for office, chat in chats.items()}, chats.get(rules.catalogue.coordinator)
    forums, topics = await _topics(connection, letters)
    shown = await tickets.peek(connection, _cards(letters, all_of_them=bool(forums)))
    cards = {(c.ticket, c.channel, c.chat): c for c in await links.cards(connection, _tickets(letters))}
    names = await _names(connection, letters, shown.values())
    named = await _named(connection, letters)
    asking = await _applicants(connection, shown.values())
    copies = await _copies(connection, letters)
    found = []
    for letter, parts in zip(letters, recipients, strict=True):
        person = parts[1] if parts[0] == "person" else ""
        reader = readers.get(person, GONE if person else NOBODY)
        channel, chat = where(parts, reader, chats, rules)
        ticket = shown.get(letter.ticket or "")
        parcel = Parcel(
            letter=letter,
            channel=channel,
            chat=chat,
            office=offices.get((channel, chat), ""),
            person=person,
            language=(isinstance(letter.body, Say) and letter.body.language) or reader.language,
            **reader.state(),
            ticket=ticket,
            homeless=ticket is not None and ticket.office not in chats,
            card=cards.get((letter.ticket or "", channel, chat)),
            forum=forums.get((channel, chat)),
            topic=topics.get((channel, chat, letter.ticket or "")),
            names=names | asking if (channel, chat) == home else names,
            standing=named.get((channel, chat, letter.ticket or "", letter.called), ()),
            copy=copies.get(person),
        )
        found.append(parcel)
    return found


async def _topics(
    connection: AsyncConnection, letters: Sequence[Letter]
) -> tuple[dict[tuple[str, str], bool], dict[tuple[str, str, str], Thread]]:
    """The groups that have topics (`storage.rooms.forums`), and the topics there of the tickets spoken of."""
    forums = await rooms.forums(connection)
    return forums, await threads.of(connection, _tickets(letters)) if forums else {}


async def _readers(connection: AsyncConnection, persons: Sequence[str]) -> dict[str, Reader]:
    """By person, in the chat they used last. Announcements are looked for only where there are any."""
    if not persons:
        return {}
    found = await people.identities_of(connection, persons)
    languages = await conversations.languages(connection, persons)
    stopped = await stops.among(connection, persons)
    announced = [to_person(person) for person, who in found.items() if who.channel == WHATSAPP]
    told = await parking.told(connection, announced) if announced else {}
    return {
        person: Reader(
            channel=who.channel,
            chat=who.address,
            language=languages.get(person, "id"),
            unreachable=who.unreachable,
            seen=who.seen,
            stopped=person in stopped,
            told=told.get(to_person(person), frozenset()),
        )
        for person, who in found.items()
    }


async def _named(
    connection: AsyncConnection, letters: Iterable[Letter]
) -> dict[tuple[str, str, str, str], tuple[Link, ...]]:
    """By channel, chat, ticket and name, for letters that speak of messages which stand there already."""
    changed = [letter.ticket or "" for letter in letters if _changes(letter)]
    found: dict[tuple[str, str, str, str], tuple[Link, ...]] = {}
    for each in await links.called(connection, changed) if changed else ():
        key = (each.channel, each.chat, each.ticket, each.called)
        found[key] = (*found.get(key, ()), each)
    return found


def _changes(letter: Letter) -> bool:
    """It speaks of messages that stand there already."""
    return isinstance(letter.body, TakeBack) or (isinstance(letter.body, Say) and letter.body.replaces)


async def _applicants(connection: AsyncConnection, shown: Iterable[Ticket]) -> dict[str, str]:
    """By `what:person`: who asks, with her NIK masked, and how to reach her."""
    persons = [ticket.reporter for ticket in shown if is_formal(ticket)]
    found = await applicants.read(connection, persons) if persons else {}
    return {
        f"{what}:{person}": told
        for person, who in found.items()
        for what, told in (
            ("who", f"{who.name} ({who.entity or f'NIK {who.masked_nik}'})"),
            ("contact", who.contact),
            ("address", f"{who.name}, {who.address}"),
        )
    }


def where(parts: Sequence[str], reader: Reader, chats: Mapping[str, tuple[str, str]], rules: Rules) -> tuple[str, str]:
    """Channel and chat of a recipient, taken apart at its colons. A sealed office's letter goes to its own group or
    waits; somebody who was forgotten has no channel, and a chat that nobody else has."""
    if parts[0] == "person":
        return (reader.channel, reader.chat or parts[1])
    if parts[0] == "office":
        stand_in = None if len(parts) == 3 else chats.get(rules.catalogue.coordinator)
        return chats.get(parts[1]) or stand_in or ("", "")
    return (parts[1], parts[2]) if len(parts) == 3 else ("", "")


async def _copies(connection: AsyncConnection, letters: Iterable[Letter]) -> dict[str, Dossier]:
    """By person, for the letters that show people everything about themselves: they are rare."""
    asked = {each.recipient.partition(":")[2] for each in letters if isinstance(each.body, SendCopy)}
    return {person: await dossier.read(connection, person) for person in sorted(asked)}


def _values(letter: Letter) -> list[Value]:
    """What its words and its buttons print."""
    if isinstance(letter.body, Toast) and letter.body.line:
        return list(letter.body.line.values.values())
    if not isinstance(letter.body, Say):
        return []
    labels = [each.label for row in letter.body.choices for each in row if each.label is not None]
    return [*labels, *(value for line in letter.body.lines for value in line.values.values())]


def _cards(letters: Iterable[Letter], *, all_of_them: bool) -> list[str]:
    """Tickets to be shown; with topics any letter may need the card hung before it."""
    offices = (each for each in letters if each.recipient.startswith("office:"))
    return [each.ticket for each in offices if each.ticket and (all_of_them or isinstance(each.body, ShowCard))]


def _tickets(letters: Iterable[Letter]) -> list[str]:
    return [letter.ticket for letter in letters if letter.ticket]


async def _names(connection: AsyncConnection, letters: Iterable[Letter], shown: Iterable[Ticket]) -> dict[str, str]:
    """Names that these letters print: officers', and a citizen's only where she chose so."""
    tickets_ = list(shown)
    wanted = {ticket.taken_by for ticket in tickets_ if ticket.taken_by}
    wanted |= {ticket.pledge.by for ticket in tickets_ if ticket.pledge}
    wanted |= {ticket.notes[-1].by for ticket in tickets_ if ticket.notes}
    wanted |= {ticket.reporter for ticket in tickets_ if ticket.draft.name == "named"}
    for letter in letters:
        wanted |= {value.person for value in _values(letter) if isinstance(value, Called | Citizen | Officer)}
    wanted |= {letter.body.by for letter in letters if isinstance(letter.body, SendRecap)}
    if not wanted:
        return {}
    found = await people.identities_of(connection, wanted)
    called = {f"at:{person}": identity.address for person, identity in found.items()}
    return {person: identity.name for person, identity in found.items()} | called
