"""What she sends while an office's question is open: the answer to it, or a new report? And "tambahan: …", or a few
words that say nothing by themselves ("kapan diperbaiki?"): to which of her reports? She is asked, with a button for
each; meanwhile all she sends is kept in the draft, and one tap sends it where it belongs.

A reply to the question and its own button need no asking (`flows/complaint.py`, `flows/tracking.py`).
"""

import re

from flows.asked import Find
from flows.effects import Choice, Line, Rows, Words
from flows.events import Said, SentFile, TicketsFound
from flows.review import MOST_OPEN, story_lines
from flows.turn import Turn
from routing.rules import Rules
from routing.ticket import Draft

FEW = 8
"""Words of a message that may lean on what was said before."""

ADDS = re.compile(
    r"\W*(?:info\w*\s+)?(?:tambahan|menambahkan|nambahi|tambahi|update|additional|in addition)\b"
    r"\s*(?:[:,]|(?:info\w*|untuk|kangge|buat|bukti|laporan|lapuran|foto|for|to|report)\b)",
    re.IGNORECASE,
)
"""How a message begins that adds to what was sent before."""


def is_questioned(turn: Turn) -> bool:
    """An office waits for her answer, or she says that it is one thing more; and nothing else is being told."""
    return (turn.heard.questioned or adds(turn)) and turn.draft.empty


def adds(turn: Turn) -> bool:
    event = turn.event
    words = event.text if isinstance(event, Said) else event.caption if isinstance(event, SentFile) else ""
    return ADDS.match(words) is not None


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
    """What she sent so far, a button for each question or report that is open, and one for a new report."""
    event = turn.event
    assert isinstance(event, TicketsFound)
    ref, asking = turn.offer(), event.tickets[:MOST_OPEN]
    answered = event.what == "asked"
    labels = (Words("button.answers", each.number) if answered else f"➕ {each.number}" for each in asking)
    answers = ((Choice("add_to", ref, each.number, label),) for each, label in zip(asking, labels, strict=True))
    rows: Rows = (*answers, (Choice("new_report", ref),), (Choice("cancel", ref),))
    asks = Line("complaint.ask_whose" if answered else "complaint.ask_to_which")
    turn.show((*story_lines(turn.draft), asks), rows)
