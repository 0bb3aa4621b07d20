"""What she sends while an office's question is open: the answer to it, or a new report? She is asked, with a button
for each; meanwhile all she sends is kept in the draft, and one tap sends it where it belongs. The same with a few words
that say nothing by themselves ("kapan diperbaiki?") while a ticket of hers is open.

A reply to the question and its own button need no asking (`flows/complaint.py`, `flows/tracking.py`).
"""

from flows.asked import Find
from flows.effects import Choice, Line, Rows, Words
from flows.events import TicketsFound
from flows.review import MOST_OPEN, story_lines
from flows.turn import Turn
from routing.rules import Rules
from routing.ticket import Draft

FEW = 8
"""Words of a message that may lean on what was said before."""


def is_questioned(turn: Turn) -> bool:
    """An office waits for her answer, and nothing else is being told."""
    return turn.heard.questioned and turn.draft.empty


def is_not_questioned(turn: Turn) -> bool:
    """Whatever it is, then, it is no answer: not a bare "2", either."""
    return not is_questioned(turn)


def is_loose(turn: Turn) -> bool:
    return turn.draft.loose


def leans_on_another(draft: Draft, rules: Rules) -> bool:
    """A few words from which nobody can tell what they are about: perhaps about what she reported before."""
    nowhere = draft.office in (None, rules.catalogue.coordinator)
    bare = draft.topic is None and draft.spot is None and draft.door is None and not draft.evidence
    return nowhere and bare and not draft.parts and draft.kind != "ppid" and 0 < len(draft.text.split()) <= FEW


def has_a_ticket(turn: Turn) -> bool:
    """Or it has ended meanwhile: answered, dropped, given up or closed."""
    assert isinstance(turn.event, TicketsFound)
    return bool(turn.event.tickets)


def ask_whose(turn: Turn) -> None:
    turn.do(Find("asked" if turn.heard.questioned else "open"))


def show_whose(turn: Turn) -> None:
    """What she sent so far, a button for each question or ticket that is open, and one for a new report."""
    event = turn.event
    assert isinstance(event, TicketsFound)
    ref, numbers = turn.offer(), [each.number for each in event.tickets[:MOST_OPEN]]
    asked = turn.heard.questioned
    labels = [Words("button.answers", number) if asked else f"➕ {number}" for number in numbers]
    known = ((Choice("add_to", ref, number, label),) for number, label in zip(numbers, labels, strict=True))
    rows: Rows = (*known, (Choice("new_report", ref),), (Choice("cancel", ref),))
    key = "complaint.ask_whose" if asked else "complaint.ask_whose.open"
    turn.show((*story_lines(turn.draft), Line(key)), rows)
