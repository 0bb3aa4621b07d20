"""Where is my ticket: works in the middle of anything, and changes nothing."""

from flows.effects import HERE, Day, Find, Line, OfficeName, Say, TopicName, Value, Words
from flows.events import TicketsFound
from flows.turn import Turn


def ask_for_tickets(turn: Turn) -> None:
    turn.do(Find("mine"))


def list_tickets(turn: Turn, found: TicketsFound) -> None:
    """The reporter's own tickets, the newest first."""
    if not found.tickets:
        turn.say("tracking.none")
        return
    lines = [Line("tracking.head", {"count": found.count})]
    for ticket in found.tickets:
        values: dict[str, Value] = {
            "number": ticket.number,
            "topic": TopicName(ticket.draft.topic or ""),
            "state": Words(f"state.{ticket.state}"),
            "office": OfficeName(ticket.office),
            "opened": Day(ticket.opened),
        }
        lines.append(Line("tracking.line", values))
    turn.do(Say(HERE, tuple(lines)))
