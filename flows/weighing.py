"""What she sends while an office's question is open: the answer to it, or a new report? She is asked, with a button
for each; meanwhile all she sends is kept in the draft, and one tap sends it where it belongs.

A reply to the question and its own button need no asking (`flows/complaint.py`, `flows/tracking.py`).
"""

from flows.asked import Find
from flows.effects import Choice, Line, Rows, Words
from flows.events import TicketsFound
from flows.review import MOST_OPEN, story_lines
from flows.turn import Turn


def is_questioned(turn: Turn) -> bool:
    """An office waits for her answer, and nothing else is being told."""
    return turn.heard.questioned and turn.draft.empty


def is_not_questioned(turn: Turn) -> bool:
    """Whatever it is, then, it is no answer: not a bare "2", either."""
    return not is_questioned(turn)


def is_loose(turn: Turn) -> bool:
    return turn.draft.loose


def has_a_question(turn: Turn) -> bool:
    """Or it has ended meanwhile: answered, dropped or given up."""
    assert isinstance(turn.event, TicketsFound)
    return bool(turn.event.tickets)


def ask_whose(turn: Turn) -> None:
    turn.do(Find("asked"))


def show_whose(turn: Turn) -> None:
    """What she sent so far, a button for each question that is open, and one for a new report."""
    event = turn.event
    assert isinstance(event, TicketsFound)
    ref, asking = turn.offer(), event.tickets[:MOST_OPEN]
    answers = ((Choice("add_to", ref, each.number, Words("button.answers", each.number)),) for each in asking)
    rows: Rows = (*answers, (Choice("new_report", ref),), (Choice("cancel", ref),))
    turn.show((*story_lines(turn.draft), Line("complaint.ask_whose")), rows)
