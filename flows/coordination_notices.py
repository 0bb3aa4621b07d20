"""What is told of what the coordinator did: closed with a reason, merged, parted, a name shown."""

from flows.effects import Choice, Effect, Line, Say, ShowCard, to_office, to_person, together
from flows.happened import Happened, chunks
from flows.rating import unsolved
from routing.coordination import Absorbed, Closed, Merged, Parted, Revealed, Separated
from routing.ticket import Ticket


def closed(happened: Happened, fact: Closed) -> list[Effect]:
    """The reporter reads why, and keeps the last word."""
    again = ((unsolved(happened.ticket),),)
    return [
        happened.tell_office(happened.ticket.office, "notice.closed.office", reason=fact.reason),
        happened.tell_reporter("notice.closed", again, reason=fact.reason),
        *happened.tell_followers("notice.closed.followed", reason=fact.reason),
    ]


def merged(happened: Happened, fact: Merged) -> list[Effect]:
    """To everybody whose report it was, under the old number: a reply to this reaches the other ticket."""
    ticket = happened.ticket
    line = Line("notice.merged", {"number": ticket.number, "into": fact.into})
    people = (ticket.reporter, *(each.person for each in ticket.followers))
    other = ((Choice("apart", ticket.number),),)
    told: list[Effect] = [
        Say(to_person(each), (line,), other if each == ticket.reporter else (), ticket=ticket.number) for each in people
    ]
    return [*told, happened.tell_office(ticket.office, "notice.merged.office", into=fact.into)]


def brought(ticket: Ticket, into: Ticket) -> list[Effect]:
    """What the other report said, for the office that has not read it."""
    if ticket.office == into.office:
        return []
    to, draft = to_office(into.office), ticket.draft
    pieces = chunks(draft.text) if draft.text else ()
    words = (Line("notice.absorbed.words", {"number": ticket.number, "text": piece}) for piece in pieces)
    told: list[Effect] = [Say(to, (line,), ticket=into.number) for line in words]
    return [*told, *together(to, draft.evidence, into.number)]


def absorbed(happened: Happened, fact: Absorbed) -> list[Effect]:
    return [happened.tell_office(happened.ticket.office, "notice.absorbed", other=fact.number)]


def separated(happened: Happened, fact: Separated) -> list[Effect]:
    office = happened.ticket.office
    return [
        ShowCard(happened.ticket.number, office),
        happened.tell_office(office, "notice.separated.office", into=fact.into),
        *happened.tell_citizens("notice.separated", into=fact.into, due=happened.due()),
    ]


def parted(happened: Happened, fact: Parted) -> list[Effect]:
    return [happened.tell_office(happened.ticket.office, "notice.parted", other=fact.number)]


def revealed(happened: Happened, fact: Revealed) -> list[Effect]:
    """Whose name was shown has a right to know, and why (UU 27/2022 art. 5)."""
    return [happened.tell_reporter("notice.revealed", reason=fact.reason)]
