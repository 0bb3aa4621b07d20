"""What is told of what the coordinator did: closed with a reason, merged, parted, a name shown."""

from flows.effects import Effect, Line, Say, ShowCard, to_person
from flows.happened import Happened
from flows.rating import unsolved
from routing.coordination import Absorbed, Closed, Merged, Parted, Revealed, Separated


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
    told: list[Effect] = [Say(to_person(each), (line,), ticket=ticket.number) for each in people]
    return [*told, happened.tell_office(ticket.office, "notice.merged.office", into=fact.into)]


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
