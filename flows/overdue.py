"""`/terlambat`: what is late, and a button to push each up the ladder."""

from flows.asked import Find
from flows.effects import HERE, Choice, Day, Line, OfficeName, Say, TopicName, Value
from flows.events import (
    TicketsFound,
)
from flows.turn import Turn
from routing.deadlines import deadline
from routing.ticket import Ticket


def list_overdue(turn: Turn, rest: str) -> None:
    office = turn.heard.room.office
    turn.do(Find("overdue", None if office == turn.rules.catalogue.coordinator else office))


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
