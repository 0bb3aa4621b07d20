"""Few buttons at once, for a platform that shows three: what ends the matter stays, what changes it goes under "more".

The button "more" carries the others in its own data, so that nothing need be remembered; like any button it may be
forged, and what comes of it is asked for again, one press later.
"""

from collections.abc import Iterator

from flows.effects import Choice, Rows, Words
from flows.events import Chose
from flows.turn import CHANGING_BUTTONS, DRAFT_BUTTONS, Turn

FEW = 3
LONGEST = 250
"""Signs of a button's data; WhatsApp takes 256."""

HIDDEN = frozenset({*CHANGING_BUTTONS, "cancel"} - {"topic", "split", "whole", "name"})
"""Buttons that may be put away; they are known by their name and value alone."""

SEPARATOR = "|"


def few(rows: Rows) -> Rows:
    """At most three choices, if it can be done without hiding what matters; else the rows as they are."""
    choices = [choice for row in rows for choice in row]
    if len(choices) <= FEW:
        return rows
    changes = [each for each in choices if each.name in HIDDEN and each.name != "cancel"]
    ends = [each for each in choices if each not in changes]
    if len(ends) >= FEW:
        changes += [each for each in ends if each.name == "cancel"]
        ends = [each for each in ends if each.name != "cancel"]
    more = Choice("more", "", SEPARATOR.join(each.wire for each in changes))
    if not changes or len(ends) >= FEW or len(more.wire) > LONGEST:
        return rows
    leave = [each for each in ends if each.name == "cancel"]
    return tuple((each,) for each in (*[each for each in ends if each not in leave], more, *leave))


def show_more(turn: Turn) -> None:
    """What stands under "more", as long as it belongs to the draft as it is."""
    choices = tuple((choice,) for choice in _hidden(turn))
    if choices:
        turn.say("more", choices)
    else:
        turn.answer("button.stale")


def _hidden(turn: Turn) -> Iterator[Choice]:
    assert isinstance(turn.event, Chose)
    for wire in turn.value.split(SEPARATOR):
        name, _, rest = wire.partition(":")
        ref, _, value = rest.partition(":")
        if name in HIDDEN and name in DRAFT_BUTTONS and ref == str(turn.talk.turn):
            yield Choice(name, ref, value, Words(f"button.kind.{value}") if name == "kind" else None)
