"""Where is my ticket: works in the middle of anything, and changes nothing."""

from flows.effects import HERE, Choice, Day, Find, Line, OfficeName, Rows, Say, TopicName, Value, Words
from flows.events import TicketsFound
from flows.turn import Turn


def ask_for_tickets(turn: Turn) -> None:
    turn.do(Find("mine"))


def list_tickets(turn: Turn, found: TicketsFound) -> None:
    """The tickets somebody sent or joined, the newest first. Words that were taken for this question may still
    become a report."""
    choices: Rows = ((Choice("report"),),) if turn.talk.words else ()
    if not found.tickets:
        turn.say("tracking.none", choices)
        return
    person = turn.heard.actor.person
    lines = [Line("tracking.head", {"count": found.count})]
    for ticket in found.tickets:
        values: dict[str, Value] = {
            "number": ticket.number,
            "topic": TopicName(ticket.draft.topic or ""),
            "state": Words(f"state.{ticket.state}"),
            "office": OfficeName(ticket.office),
            "opened": Day(ticket.opened),
        }
        lines.append(Line("tracking.line" if ticket.reporter == person else "tracking.followed", values))
    turn.do(Say(HERE, tuple(lines), choices))
