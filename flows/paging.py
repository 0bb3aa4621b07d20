"""Long lists, a page at a time under one message. How far and of what stand in the button, so that pages can be turned
after any restart; what comes back is judged like the command itself."""

from flows.effects import Choice, Rows, Words
from flows.events import Chose
from flows.turn import Turn

MOST_BYTES = 64
"""Of what a button may carry, by Telegram's rule. A question that is longer has no second page."""

FARTHEST = 1_000_000


def page_row(name: str, question: str, skip: int, size: int, count: int) -> Rows:
    """Back and on, as button `name`; nothing for a list of one page."""
    back = (Choice(name, str(max(0, skip - size)), question, Words("button.back")),) if skip else ()
    on = (Choice(name, str(skip + size), question, Words("button.on")),) if skip + size < count else ()
    row = (*back, *on)
    return (row,) if row and all(len(each.wire.encode()) <= MOST_BYTES for each in row) else ()


def turned(turn: Turn) -> tuple[int, str] | None:
    """How many to skip, and the question; None for a button that says no such thing."""
    event = turn.event
    assert isinstance(event, Chose)
    return (min(int(event.ref), FARTHEST), event.value) if event.ref.isdecimal() else None
