"""What is said to the officers' bot as such: linking a group, inviting offices, what is late, pushing it up.

Nothing is remembered between two messages here, so it is a table of commands and not a machine.
"""

from collections.abc import Callable

from flows.effects import (
    HERE,
    Act,
    Appoint,
    Choice,
    Day,
    Find,
    Line,
    LinkGroup,
    MakeInvite,
    OfficeName,
    Officer,
    Say,
    ShowMenu,
    TopicName,
    Value,
    to_office,
)
from flows.events import (
    Acted,
    ActRefused,
    Appointed,
    Chose,
    GroupLinked,
    Invited,
    InviteMade,
    RoomRefused,
    Said,
    TicketsFound,
)
from flows.turn import Turn
from routing.deadlines import deadline
from routing.numbers import read_number
from routing.ticket import Assign, Escalate, Ticket


def hear_in_room(turn: Turn) -> None:
    """Commands, and the house's answers to them. Talk among people that is not meant for the bot stays unanswered."""
    event = turn.event
    if answer := ANSWERS.get(type(event)):
        answer(turn)
    elif isinstance(event, Said) and event.text.startswith("/"):
        hear_command(turn, event.text)
    elif isinstance(event, Chose):
        turn.answer("button.unknown")
    elif turn.heard.room.kind == "private":
        turn.say("room.private")
    elif turn.heard.quotes_bot:
        turn.say("room.reply_to_card")


def hear_command(turn: Turn, text: str) -> None:
    word, _, rest = text[1:].partition(" ")
    name = word.split("@")[0].lower()
    room = turn.heard.room
    if room.kind == "private":
        turn.say("room.private")
    elif name == "hubungkan":
        link(turn, rest.strip())
    elif room.kind == "stranger":
        turn.say("room.stranger")
    elif name in COORDINATORS and room.office != turn.rules.catalogue.coordinator:
        turn.say("room.coordinator_only")
    elif name in COMMANDS and not turn.heard.actor.offices:
        turn.say("refused.not_officer")
    elif name in COORDINATORS and turn.rules.catalogue.coordinator not in turn.heard.actor.offices:
        turn.say("refused.not_coordinator")
    else:
        COMMANDS.get(name, give_help)(turn, rest.strip())


# ---- commands


def link(turn: Turn, code: str) -> None:
    if turn.heard.room.kind == "office":
        turn.say("room.linked_already", office=OfficeName(turn.heard.room.office))
    elif code:
        turn.do(LinkGroup(code))
    else:
        turn.say("room.link_needs_code")


def give_help(turn: Turn, rest: str) -> None:
    home = turn.heard.room.office == turn.rules.catalogue.coordinator
    turn.say("room.help.coordinator" if home else "room.help")


def invite(turn: Turn, text: str) -> None:
    office = turn.rules.catalogue.find_office(text) if text else None
    if office is None:
        turn.say("room.office_unknown", text=text[:60])
    elif office.outside:
        turn.say("room.office_outside", body=office.name, door=office.door)
    else:
        turn.do(MakeInvite(office.code))


def appoint(turn: Turn, rest: str) -> None:
    """In answer to somebody's message: that person serves this group's office from now on."""
    room = turn.heard.room
    if room.office not in turn.heard.actor.offices:
        turn.say("refused.not_officer")
    elif turn.heard.quoted is None:
        turn.say("room.appoint_needs_reply")
    else:
        turn.do(Appoint(turn.heard.quoted, room.office))


def list_overdue(turn: Turn, rest: str) -> None:
    office = turn.heard.room.office
    turn.do(Find("overdue", None if office == turn.rules.catalogue.coordinator else office))


def escalate(turn: Turn, text: str) -> None:
    if number := number_or_help(turn, text, "eskalasi"):
        turn.do(Act(number, Escalate()))


def forward(turn: Turn, text: str) -> None:
    first, _, rest = text.partition(" ")
    number = number_or_help(turn, first, "teruskan")
    if number is None:
        return
    office = turn.rules.catalogue.find_office(rest) if rest.strip() else None
    if office is None:
        turn.say("room.office_unknown", text=rest.strip()[:60])
    elif office.outside:
        turn.say("room.office_outside", body=office.name, door=office.door)
    else:
        turn.do(Act(number, Assign(office.code)))


def number_or_help(turn: Turn, text: str, command: str) -> str | None:
    number = read_number(text)
    if number is None:
        turn.say("room.number_needed" if not text else "room.number_wrong", command=command, text=text[:40])
    return number


COMMANDS: dict[str, Callable[[Turn, str], None]] = {
    "bantuan": give_help,
    "start": give_help,
    "petugas": appoint,
    "terlambat": list_overdue,
    "undang": invite,
    "eskalasi": escalate,
    "teruskan": forward,
}

COORDINATORS = ("undang", "eskalasi", "teruskan")


# ---- what the house answered


def tell_overdue(turn: Turn) -> None:
    found = turn.event
    assert isinstance(found, TicketsFound)
    if not found.tickets:
        turn.say("overdue.none")
        return
    home = turn.heard.room.office == turn.rules.catalogue.coordinator
    lines = [
        Line("overdue.head", {"count": found.count}),
        *(overdue_line(turn, ticket) for ticket in found.tickets),
    ]
    rest = found.count - len(found.tickets)
    if rest > 0:
        lines.append(Line("overdue.more", {"count": rest}))
    pushed = found.tickets[:5] if home else ()
    turn.do(
        Say(
            HERE,
            tuple(lines),
            tuple((Choice("push", ticket.number, "", f"⬆ {ticket.number}"),) for ticket in pushed),
        )
    )


def overdue_line(turn: Turn, ticket: Ticket) -> Line:
    limit = deadline(ticket, turn.rules)
    due, zone = limit.due if limit else turn.heard.at, turn.rules.zone
    late = turn.rules.calendar.between(due.astimezone(zone).date(), turn.heard.at.astimezone(zone).date())
    values: dict[str, Value] = {
        "number": ticket.number,
        "topic": TopicName(ticket.draft.topic or ""),
        "office": OfficeName(ticket.office),
        "due": Day(due),
    }
    return Line("overdue.line", {**values, "days": late}) if late else Line("overdue.line.today", values)


def tell_invite(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, InviteMade)
    turn.say("room.invite", office=OfficeName(event.office), code=event.code, hours=event.hours)


def tell_linked(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, GroupLinked)
    home = event.office == turn.rules.catalogue.coordinator
    turn.say("room.linked.coordinator" if home else "room.linked", office=OfficeName(event.office))
    if home:
        turn.do(ShowMenu(to_office(event.office)))


def tell_appointed(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, Appointed)
    turn.say("room.appointed", name=Officer(event.person), office=OfficeName(event.office))


def tell_refused(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, RoomRefused | ActRefused)
    turn.say(event.why)


def tell_done(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, Acted)
    office = OfficeName(event.ticket.office)
    turn.say(f"office.done.{event.command}", ticket=event.ticket.number, number=event.ticket.number, office=office)


def tell_stranger(turn: Turn) -> None:
    if turn.heard.room.kind == "stranger":
        turn.say("room.stranger")


ANSWERS: dict[type, Callable[[Turn], None]] = {
    TicketsFound: tell_overdue,
    InviteMade: tell_invite,
    GroupLinked: tell_linked,
    Appointed: tell_appointed,
    RoomRefused: tell_refused,
    Acted: tell_done,
    ActRefused: tell_refused,
    Invited: tell_stranger,
}
