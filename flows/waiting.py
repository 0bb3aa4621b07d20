"""A draft that was not sent: asked about once, and gone after a week, which is said beforehand.

What a citizen says about anything starts the time anew. The talk carries all of it, so no restart
can forget or repeat it.
"""

from datetime import datetime

from msgspec.structs import replace

from flows.conversation import Conversation
from flows.effects import Day, Line
from flows.turn import Turn
from routing.retention import kept
from routing.rules import Rules
from routing.ticket import Draft


def next_nudge(talk: Conversation, at: datetime, rules: Rules) -> datetime | None:
    """When time alone changes a talk in which something was said at `at`; None when no draft waits in it."""
    if talk.draft.empty:
        return None
    return talk.gone or at + kept("nudge", rules)


def start_anew(turn: Turn) -> None:
    """She has been heard of."""
    if turn.talk.gone:
        turn.talk = replace(turn.talk, gone=None)


def pass_time(turn: Turn) -> bool:
    """The draft's bell rang; true when its open question should be asked again. Ringing too early changes nothing."""
    gone = turn.talk.gone
    if turn.draft.empty:
        return False
    if gone is None:
        last = turn.heard.at - kept("nudge", turn.rules) + kept("draft", turn.rules)
        turn.talk = replace(turn.talk, gone=last, flow="complaint", about="")
        turn.say("draft.waits", gone=Day(last))
        return True
    if gone <= turn.heard.at:
        turn.offer()
        turn.talk = replace(turn.talk, draft=Draft(), later=(), near="", gone=None, flow="complaint", about="")
        turn.state = "idle"
        turn.show((Line("draft.gone"),), last=True)
    return False
