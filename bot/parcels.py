"""A letter with everything needed to send it: where to, in which language, under which card. Read when claimed."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.effects import Officer, Say, ShowCard
from routing.rules import Rules
from routing.ticket import Ticket
from storage import conversations, links, people, rooms, tickets
from storage.links import Link
from storage.outbox import Letter


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
    """Officers' names to print, by person id."""

    @property
    def old_card(self) -> Link | None:
        """The card of a draft that a newer one takes the place of."""
        return self.card if isinstance(self.letter.body, Say) and self.letter.body.draft else None

    @property
    def where(self) -> tuple[str, str]:
        return (self.channel, self.chat)


async def address(connection: AsyncConnection, rules: Rules, letters: Sequence[Letter]) -> list[Parcel]:
    """Set-based: a handful of reads whatever the number of letters."""
    if not letters:
        return []
    recipients = [letter.recipient.split(":", 2) for letter in letters]
    persons = [parts[1] for parts in recipients if parts[0] == "person"]
    identities = await people.identities_of(connection, persons) if persons else {}
    languages = await conversations.languages(connection, persons) if persons else {}
    chats = await rooms.chats(connection)
    offices = {chat: office for office, chat in chats.items()}
    shown = await tickets.peek(connection, _cards(letters))
    cards = {(c.ticket, c.channel, c.chat): c for c in await links.cards(connection, _tickets(letters))}
    names = await _names(connection, letters, shown.values())
    found = []
    for letter, parts in zip(letters, recipients, strict=True):
        channel, chat, unreachable = "", "", ""
        if parts[0] == "person" and (identity := identities.get(parts[1])):
            channel, chat, unreachable = identity.channel, identity.address, identity.unreachable
        elif parts[0] == "office":
            stand_in = None if len(parts) == 3 else chats.get(rules.catalogue.coordinator)
            channel, chat = chats.get(parts[1]) or stand_in or ("", "")
        elif len(parts) == 3:
            _, channel, chat = parts
        ticket = shown.get(letter.ticket or "")
        parcel = Parcel(
            letter=letter,
            channel=channel,
            chat=chat,
            office=offices.get((channel, chat), ""),
            person=parts[1] if parts[0] == "person" else "",
            language=languages.get(parts[1], "id"),
            unreachable=unreachable,
            ticket=ticket,
            homeless=ticket is not None and ticket.office not in chats,
            card=cards.get((letter.ticket or "", channel, chat)),
            names=names,
        )
        found.append(parcel)
    return found


def _cards(letters: Iterable[Letter]) -> list[str]:
    return [letter.ticket for letter in letters if letter.ticket and isinstance(letter.body, ShowCard)]


def _tickets(letters: Iterable[Letter]) -> list[str]:
    return [letter.ticket for letter in letters if letter.ticket]


async def _names(connection: AsyncConnection, letters: Iterable[Letter], shown: Iterable[Ticket]) -> dict[str, str]:
    """Names that these letters print: officers', and a citizen's only where she chose so."""
    tickets_ = list(shown)
    wanted = {ticket.taken_by for ticket in tickets_ if ticket.taken_by}
    wanted |= {ticket.reporter for ticket in tickets_ if ticket.draft.name == "named"}
    for letter in letters:
        if isinstance(letter.body, Say):
            values = (value for line in letter.body.lines for value in line.values.values())
            wanted |= {value.person for value in values if isinstance(value, Officer)}
    if not wanted:
        return {}
    found = await people.identities_of(connection, wanted)
    return {person: identity.name for person, identity in found.items()}
