"""What a ticket's facts teach about where such a report belongs, and how that was learned.

The best-known truth about a ticket is one office: the one that a person chose, accepted or gave it to last. What an
office gives back teaches nothing until the coordinator has given it to another. The words stay in the ticket.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from routing.assign import office_for
from routing.catalogue import Catalogue
from routing.facts import Answered, Assigned, Entry, Fact, Opened, Returned, Taken
from routing.ticket import Draft, Ticket

How = Literal["chosen", "taken", "answered", "assigned"]
"""By the reporter; by the office that took or finally answered it; by the coordinator, which is a correction."""

SILENT = ("kecamatan", "kelurahan", "inspektorat")
"""Kinds of office of which words teach nothing: where one village's report went says nothing about another's, and what
the inspectorate handles is secret."""


class Lesson(Struct, frozen=True):
    """Where the report belongs, as a code the router could have answered, and who said so."""

    office: str
    how: How


class Withdrawn(Struct, frozen=True):
    """What was believed is wrong, and what is right is not known, or can't be taught."""


WITHDRAWN = Withdrawn()

Taught = Lesson | Withdrawn


def lesson(ticket: Ticket, entries: Iterable[Entry], catalogue: Catalogue) -> Taught | None:
    """What the newest of these entries teaches; None when they teach nothing. `ticket` is as it is after them.

    Of a sensitive matter nothing is learned: its words belong to nobody but those who handle it.
    """
    if ticket.secret or _sensitive(ticket.draft, catalogue):
        return None
    told = [taught for entry in entries if (taught := _told(entry.fact, ticket, catalogue))]
    return told[-1] if told else None


def settled(told: Iterable[tuple[str, Taught]]) -> Mapping[str, Taught]:
    """What a series of lessons, each with its ticket's number, comes to. Who said the same office first is kept."""
    known: dict[str, Taught] = {}
    for number, taught in told:
        before = known.get(number)
        same = isinstance(taught, Lesson) and isinstance(before, Lesson) and taught.office == before.office
        known[number] = before if before and same else taught
    return known


def _told(fact: Fact, ticket: Ticket, catalogue: Catalogue) -> Taught | None:
    match fact:
        case Opened(draft=Draft(settled=True, topic=str(topic))) if topic in catalogue.topics:
            return Lesson(catalogue.topics[topic].office, "chosen")
        case Taken():
            return _accepted(ticket, "taken", catalogue)
        case Answered(final=True):
            return _accepted(ticket, "answered", catalogue)
        case Returned():
            return WITHDRAWN
        case Assigned(office=office):
            meant = _as_routed(ticket.draft, office, catalogue)
            return Lesson(meant, "assigned") if meant else WITHDRAWN
        case _:
            return None


def _accepted(ticket: Ticket, how: How, catalogue: Catalogue) -> Lesson | None:
    """The coordinator handles what nobody else has yet: that alone makes no report its own."""
    meant = _as_routed(ticket.draft, ticket.office, catalogue)
    topic = catalogue.topics.get(ticket.draft.topic or "")
    own = meant != catalogue.coordinator or (topic and topic.office == meant)
    return Lesson(meant, how) if meant and own else None


def _as_routed(draft: Draft, office: str, catalogue: Catalogue) -> str | None:
    """The office as the router would have to say it: what it sends to a kecamatan because of the village, or keeps
    with the coordinator because the body is outside, it knows by the topic's office. None where no topic
    explains an office of which nothing is taught."""
    topic = catalogue.topics.get(draft.topic or "")
    if topic:
        outside = catalogue.offices[topic.office].outside
        if office == (catalogue.coordinator if outside else office_for(catalogue, topic, draft.spot)):
            return topic.office
    known = catalogue.offices.get(office)
    return known.code if known and known.kind not in SILENT else None


def _sensitive(draft: Draft, catalogue: Catalogue) -> bool:
    """By the topic, or by one that was offered."""
    codes = (draft.topic or "", *draft.options)
    return any(topic.sensitive for code in codes if (topic := catalogue.topics.get(code)))
