"""What a flow asks of the house, done in the desk's transaction and answered by an event. One function an effect."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Protocol

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.arrival import Arrival
from bot.house import House
from bot.mailbag import Mailbag
from flows.asked import Act, Find, FindApplicant, FindNear, KeepApplicant, LinkGroup, MakeInvite, NoteRecap, OpenTicket
from flows.conversation import Conversation
from flows.draft import is_learned, is_secret
from flows.effects import ShowCard
from flows.events import (
    Acted,
    ActRefused,
    ApplicantFound,
    GroupLinked,
    HouseEvent,
    InviteMade,
    NeighboursFound,
    RoomRefused,
    TicketOpened,
    TicketsFound,
)
from flows.notices import hang
from flows.overdue import PAGE
from routing import duplicates
from routing.commands import Command, Open
from routing.deadlines import deadline
from routing.duplicates import Report
from routing.lifecycle import Outcome, open_ticket
from routing.numbers import make_number
from routing.register import Appointment, Role
from routing.rights import Actor, knows, serves
from routing.standing import is_formal
from routing.ticket import Draft, Ticket
from storage import applicants, consents, journal, officers, outbox, rooms, tickets
from storage.database import millis
from storage.people import Identity

MOST_LISTED = 10
INVITE_HOURS = 72
"""Long enough for an officer to read it after a weekend, short enough to be forgotten by then."""


class Caller(Struct, frozen=True):
    """On whose behalf."""

    person: str
    actor: Actor
    arrival: Arrival | None
    """None when nobody spoke: time did."""


class Desk(Protocol):
    """What an errand needs of the sitting it is done in."""

    connection: AsyncConnection
    house: House
    people: dict[tuple[str, str], Identity]
    talks: dict[str, Conversation]
    tickets: dict[str, Ticket]
    changed_tickets: dict[str, Ticket | None]
    changed_talks: dict[str, Conversation]
    mail: Mailbag
    actors: dict[str, Actor]
    forgotten: set[str]
    agreed: list[consents.Consent]

    async def ticket(self, number: str) -> Ticket | None: ...
    def act(self, ticket: Ticket, command: Command, actor: Actor) -> Outcome: ...
    def keep(self, outcome: Outcome) -> None: ...
    async def count(self, name: str) -> int: ...
    async def around(self, topic: str, where: tuple[str, ...], since: datetime) -> tuple[Ticket, ...]: ...
    def unwritten(self) -> Iterable[Ticket]: ...
    async def flush(self) -> None: ...


async def open_new(desk: Desk, effect: OpenTicket, caller: Caller) -> HouseEvent:
    rules, now = desk.house.rules, desk.house.now()
    year = now.astimezone(rules.zone).year
    number = make_number(year, await desk.count(f"tickets-{year}"))
    home = rules.catalogue.coordinator
    draft = effect.draft
    triage = draft.topic is None and not is_learned(draft, rules) and draft.kind != "ppid"
    secret = is_secret(draft.topic, rules) or draft.name == "secret"
    outcome = open_ticket(Open(number, draft, draft.office or home, triage, secret), caller.actor, now)
    desk.keep(outcome)
    limit = deadline(outcome.ticket, rules)
    return TicketOpened(outcome.ticket, limit.due if limit else now)


async def act_on(desk: Desk, effect: Act, caller: Caller) -> HouseEvent:
    """To a stranger a foreign number and a number that does not exist are the same thing."""
    name = str(effect.command.__struct_config__.tag)
    ticket = await desk.ticket(effect.number)
    if ticket is None:
        known = bool(caller.actor.offices)
        return ActRefused(name, "refused.no_such_ticket" if known else "refused.not_yours", number=effect.number)
    outcome = desk.act(ticket, effect.command, caller.actor)
    if outcome.refused:
        seen = serves(caller.actor, ticket, desk.house.rules.catalogue.coordinator)
        return ActRefused(name, outcome.refused, ticket if seen else None, effect.number)
    return Acted(name, outcome.ticket, ticket)


async def find(desk: Desk, effect: Find, caller: Caller) -> HouseEvent:
    await desk.flush()  # what this very batch has changed must be found too
    if effect.what in ("mine", "open"):
        found = await tickets.find_mine(desk.connection, caller.person, MOST_LISTED, closed=effect.what == "mine")
    elif effect.what == "asked":
        found = await tickets.find_asked(desk.connection, caller.person, MOST_LISTED)
    elif effect.what == "formal":
        found = await tickets.find_formal(desk.connection, caller.person, MOST_LISTED)
    else:
        found = await tickets.find_overdue(desk.connection, effect.office, desk.house.now(), PAGE, effect.skip)
    return TicketsFound(effect.what, found.tickets, found.count, effect.skip, effect.office)


async def find_near(desk: Desk, effect: FindNear, caller: Caller) -> HouseEvent:
    """Not her own, and not those she has joined."""
    draft, now = effect.draft, desk.house.now()
    if draft.topic is None or draft.spot is None:
        return NeighboursFound(())
    since = now - timedelta(days=duplicates.DAYS)
    around = await desk.around(draft.topic, duplicates.areas(draft.spot), since)
    known = {each.number: each for each in (*around, *desk.unwritten())}
    others = {number: each for number, each in known.items() if may_be_joined(each, caller.person)}
    likely = duplicates.near(_report(draft, now), (_report(t.draft, t.opened, n) for n, t in others.items()))
    return NeighboursFound(tuple(others[each.number] for each in likely))


def may_be_joined(ticket: Ticket, person: str) -> bool:
    """Another's, open to see, and not closed."""
    kept_close = ticket.secret or is_formal(ticket) or ticket.state == "closed"
    return not (knows(person, ticket) or kept_close)


def _report(draft: Draft, at: datetime, number: str = "") -> Report:
    return Report(number, draft.topic, draft.text, draft.spot, at)


async def find_applicant(desk: Desk, effect: FindApplicant, caller: Caller) -> HouseEvent:
    found = await applicants.read(desk.connection, [caller.person])
    return ApplicantFound(found.get(caller.person))


async def keep_applicant(desk: Desk, effect: KeepApplicant, caller: Caller) -> None:
    await applicants.write(desk.connection, caller.person, effect.applicant, millis(desk.house.now()))


async def make_invite(desk: Desk, effect: MakeInvite, caller: Caller) -> HouseEvent:
    code = await invite(desk.connection, desk.house, effect.office, caller.person)
    return InviteMade(effect.office, code, INVITE_HOURS)


async def invite(connection: AsyncConnection, house: House, office: str, by: str = journal.OPERATOR) -> str:
    """A one-time code that links a group to `office` within `INVITE_HOURS`."""
    code = house.new_code()
    await journal.note(connection, house.now(), by, "invited", {"office": office})
    await rooms.add_invite(connection, code, office, house.now() + timedelta(hours=INVITE_HOURS))
    return code


async def link_group(desk: Desk, effect: LinkGroup, caller: Caller) -> HouseEvent:
    """The group becomes the office's, whoever brought the code its first officer; what waited hangs there now."""
    now = desk.house.now()
    office = await rooms.use_invite(desk.connection, effect.code, now)
    if office is None:
        return RoomRefused(f"room.code.{await rooms.explain_invite(desk.connection, effect.code)}")
    arrival = caller.arrival
    assert arrival, "a code is typed by somebody"
    await rooms.link(desk.connection, arrival.sender.channel, arrival.chat, office, millis(now), caller.person)
    await journal.note(desk.connection, now, caller.person, "group linked", {"office": office})
    role: Role = "coordinator" if office == desk.house.rules.catalogue.coordinator else "officer"
    first = Appointment(caller.person, office, role)
    await officers.appoint(desk.connection, first, millis(now), caller.person)
    await rooms.note_forum(desk.connection, arrival.sender.channel, arrival.chat, forum=arrival.forum)
    await come_home(desk, office)
    return GroupLinked(office)


async def come_home(desk: Desk, office: str) -> None:
    """Its group is there (again): what waited is sent, and what still runs hangs there."""
    await outbox.wake(desk.connection, "office")
    for ticket in await tickets.of_office(desk.connection, office):
        for told in (ShowCard(ticket.number, office),) if ticket.secret else hang(ticket, office):
            desk.mail.post(told)  # the rest of a secret one has waited, sealed


Errand = Callable[[Any, Any, Caller], Awaitable[HouseEvent | None]]


async def note_recap(desk: Desk, effect: NoteRecap, caller: Caller) -> None:
    await journal.note(desk.connection, desk.house.now(), caller.person, "recap", {"month": effect.month})


ERRANDS: dict[type, Errand] = {
    OpenTicket: open_new,
    Act: act_on,
    Find: find,
    FindNear: find_near,
    FindApplicant: find_applicant,
    KeepApplicant: keep_applicant,
    MakeInvite: make_invite,
    LinkGroup: link_group,
    NoteRecap: note_recap,
}
