"""`/terlambat`: what is late, a page at a time under one message, with a button to push each up the ladder."""

from flows.asked import Find
from flows.effects import HERE, PRESSED, Choice, Day, Line, OfficeName, Rows, Say, TopicName, Value, Words
from flows.events import TicketsFound
from flows.numbered import within
from flows.paging import page_row, turned
from flows.seeking import is_sealed
from flows.turn import Turn
from routing.deadlines import deadline
from routing.ticket import Ticket

PAGE = 10

PUSHED = 5
"""Of a page, the longest overdue: more buttons than these hide the list."""


def list_overdue(turn: Turn, rest: str) -> None:
    """Of the group's own office; in the coordinator's group of all, or of the one that was named."""
    named = turn.rules.catalogue.find_office(rest) if rest else None
    if rest and named is None:
        turn.say("room.office_unknown", text=rest[:60])
    elif named and within(turn) not in (None, named.code):
        turn.say("overdue.others")
    else:
        turn.do(Find("overdue", named.code if named else within(turn)))


def turn_overdue(turn: Turn) -> None:
    if page := turned(turn):
        turn.do(Find("overdue", within(turn) or page[1] or None, page[0]))
    else:
        turn.answer("button.unknown")


def tell_overdue(turn: Turn) -> None:
    found = turn.event
    assert isinstance(found, TicketsFound)
    edits = PRESSED if turn.heard.button == "late" else ""
    if found.tickets:
        turn.do(Say(HERE, overdue_lines(turn, found), overdue_rows(turn, found), edits=edits))
    elif found.count:  # fewer are late than when the button was made
        turn.do(Find("overdue", found.office, (found.count - 1) // PAGE * PAGE))
    else:
        turn.do(Say(HERE, (none_overdue(turn, found),), edits=edits))


def none_overdue(turn: Turn, found: TicketsFound) -> Line:
    if turn.at_home and found.office:
        return Line("overdue.none.office", {"office": OfficeName(found.office)})
    return Line("overdue.none")


def overdue_lines(turn: Turn, found: TicketsFound) -> tuple[Line, ...]:
    values: dict[str, Value] = {"first": found.skip + 1, "last": found.skip + len(found.tickets)}
    return (
        Line("overdue.head", {"count": found.count}),
        *((Line("overdue.page", values),) if found.count > len(found.tickets) else ()),
        *(overdue_line(turn, ticket) for ticket in found.tickets),
    )


def overdue_rows(turn: Turn, found: TicketsFound) -> Rows:
    pushed = found.tickets[:PUSHED] if turn.at_home else ()
    rows = ((Choice("push", ticket.number, "", f"⬆ {ticket.number}"),) for ticket in pushed)
    return (*rows, *page_row("late", found.office or "", found.skip, PAGE, found.count))


def overdue_line(turn: Turn, ticket: Ticket) -> Line:
    """Of a secret one another office's group learns no more than its card there shows."""
    limit = deadline(ticket, turn.rules)
    due, zone = limit.due if limit else turn.heard.at, turn.rules.zone
    late = turn.rules.calendar.between(due.astimezone(zone).date(), turn.heard.at.astimezone(zone).date())
    values: dict[str, Value] = {
        "number": ticket.number,
        "topic": Words("overdue.sealed") if is_sealed(turn, ticket) else TopicName(ticket.draft.topic or ""),
        "office": OfficeName(ticket.office),
        "due": Day(due),
    }
    return Line("overdue.line", {**values, "days": late}) if late else Line("overdue.line.today", values)
