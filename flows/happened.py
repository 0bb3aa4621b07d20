"""One entry of a ticket's history as news: whom it may be told, and in which words."""

from collections.abc import Iterator

from msgspec import Struct

from flows.effects import (
    Day,
    Effect,
    Line,
    OfficeName,
    Rows,
    Say,
    SendFiles,
    ShowCard,
    Value,
    to_office,
    to_person,
    together,
)
from routing.deadlines import deadline
from routing.facts import Entry
from routing.pieces import Evidence
from routing.rules import Rules
from routing.ticket import Ticket

MOST = 3500
"""Characters of people's words in one message: Telegram's 4096 less our own sentence around them."""


class Happened(Struct, frozen=True):
    """One entry, and the ticket after all entries of its command."""

    ticket: Ticket
    entry: Entry
    rules: Rules

    def line(self, key: str, values: dict[str, Value]) -> Line:
        return Line(key, {"number": self.ticket.number, "office": OfficeName(self.ticket.office), **values})

    def tell_citizens(self, key: str, **values: Value) -> list[Effect]:
        """The reporter and everybody who joined."""
        ticket, line = self.ticket, self.line(key, values)
        return [Say(to_person(ticket.reporter), (line,), ticket=ticket.number), *self.tell_followers(key, **values)]

    def tell_reporter(self, key: str, choices: Rows = (), *, answer: int | None = None, **values: Value) -> Say:
        ticket = self.ticket
        return Say(to_person(ticket.reporter), (self.line(key, values),), choices, ticket=ticket.number, answer=answer)

    def tell_followers(self, key: str, **values: Value) -> list[Effect]:
        """Those who joined hear of it, and are asked nothing: the reporter alone decides."""
        ticket, lines = self.ticket, (Line("notice.followed"), self.line(key, values))
        return [Say(to_person(each.person), lines, ticket=ticket.number) for each in ticket.followers]

    def send_citizens(self, files: tuple[Evidence, ...]) -> list[SendFiles]:
        people = (self.ticket.reporter, *(each.person for each in self.ticket.followers))
        return [each for person in people for each in together(to_person(person), files, self.ticket.number)]

    def tell_office(self, office: str, key: str, **values: Value) -> Say:
        """What a ticket's own office reads of a secret one, no other group does in its stead. Other rooms are told no
        words of it, so that what they are told may fall to the coordinator as ever."""
        to = to_office(office, sealed=self.ticket.secret and office == self.ticket.office)
        return Say(to, (self.line(key, values),), ticket=self.ticket.number)

    def due(self) -> Day:
        limit = deadline(self.ticket, self.rules)
        return Day(limit.due, limit.unsure) if limit else Day(self.entry.at)

    def show_card(self, office: str | None = None) -> ShowCard:
        return ShowCard(self.ticket.number, office or self.ticket.office)


def chunks(text: str, most: int = MOST) -> Iterator[str]:
    """The text in pieces of at most `most` UTF-16 units, cut at a space where there is one near the end."""
    while len(text.encode("utf-16-le")) // 2 > most:
        piece = text.encode("utf-16-le")[: most * 2].decode("utf-16-le", "ignore")
        cut = piece.rfind(" ") + 1 or len(piece)
        cut = cut if cut > most // 2 else len(piece)
        yield text[:cut]
        text = text[cut:]
    yield text
