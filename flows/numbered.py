"""A command with a ticket's number, and what is said when the number is none, foreign, or has gone on elsewhere."""

from flows.coordination_asked import FindNumber
from flows.coordination_events import NotFound, NumbersNear
from flows.effects import HERE, Choice, Line, OfficeName, Say, TopicName, Value
from flows.events import ActRefused, RoomRefused
from flows.turn import Turn
from routing.numbers import is_like_number, read_number

MOST_TOKENS = 6
"""Pieces in which a number may be typed: `kds 26 00001 0`."""

MOST_REASON = 1000
"""Characters of a reason: people read it."""

SHORTEST_REASON = 5

SHOWN = 3
"""Numbers that are suggested for a wrong one."""


def within(turn: Turn) -> str | None:
    """The one office whose tickets may be seen here; None where all may."""
    return None if turn.at_home else turn.heard.room.office


def take_number(text: str) -> tuple[str, str | None, str]:
    """What was typed as a number, the number if it is one, and the rest of the command."""
    tokens = text.split()
    for count in range(1, min(MOST_TOKENS, len(tokens)) + 1):
        typed = " ".join(tokens[:count])
        if number := read_number(typed):
            return typed, number, " ".join(tokens[count:])
    count = max(
        (n for n in range(1, min(MOST_TOKENS, len(tokens)) + 1) if is_like_number(" ".join(tokens[:n]))), default=1
    )
    return " ".join(tokens[:count]), None, " ".join(tokens[count:])


def number_or_help(turn: Turn, text: str, command: str) -> tuple[str | None, str]:
    """The number and what follows it. Where there is none, the nearest are suggested."""
    typed, number, rest = take_number(text)
    if not typed:
        turn.say("room.number_needed", command=command)
    elif number is None:
        turn.do(FindNumber(typed[:40], within(turn)))
    return number, rest


def number_and_reason(turn: Turn, text: str, command: str) -> tuple[str, str] | None:
    """A number and a reason that people can read; None after saying what is missing."""
    number, reason = number_or_help(turn, text, command)
    if number is None:
        return None
    if len(reason) < SHORTEST_REASON:
        turn.say("room.reason_needed", command=command, number=number)
        return None
    if len(reason) > MOST_REASON:
        turn.say("room.reason_long", most=MOST_REASON, length=len(reason))
        return None
    return number, reason


# ---- what the house answered


def tell_near(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, NumbersNear)
    if not event.tickets:
        turn.say("room.number_wrong", text=event.text)
        return
    lines = [Line("room.number_near", {"text": event.text})]
    for ticket in event.tickets[:SHOWN]:
        values: dict[str, Value] = {
            "number": ticket.number,
            "topic": TopicName(ticket.draft.topic or ""),
            "office": OfficeName(ticket.office),
        }
        lines.append(Line("room.number_near.line" if not ticket.secret else "room.number_near.sealed", values))
    rows = tuple((story_button(ticket.number),) for ticket in event.tickets[:SHOWN])
    turn.do(Say(HERE, tuple(lines), rows))


def story_button(number: str) -> Choice:
    """Opens the history. The number is its value: as its `ref` the press would be about that ticket's card."""
    return Choice("history", "", number, f"📜 {number}")


def tell_not_found(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, NotFound)
    turn.say("room.number_unknown", number=event.number)


def tell_refused(turn: Turn) -> None:
    """A ticket that was merged leads to the one with which it goes on."""
    event = turn.event
    assert isinstance(event, RoomRefused | ActRefused)
    if isinstance(event, ActRefused) and event.why == "refused.no_such_ticket":
        turn.say("room.number_unknown", number=event.number)
    elif isinstance(event, ActRefused) and event.ticket and event.ticket.merged:
        into = event.ticket.merged
        turn.say("room.merged", ((story_button(into),),), number=event.ticket.number, into=into)
    else:
        turn.answer(event.why)
