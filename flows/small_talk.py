"""What people say that is no report: greetings, thanks, a row of emoji, "how is my report"; and danger now."""

from flows.events import Said, SentFile
from flows.turn import Turn
from flows.understanding import understood
from routing.classify import Guess

CANCELS = frozenset({"batal", "cancel", "mboten sios", "stop", "berhenti"})
"""What says "never mind", when it is all that is said."""


def cancels(text: str) -> bool:
    return text.strip().lower().rstrip(".!") in CANCELS


def heard_as(turn: Turn) -> Guess:
    """The router's view of the words alone."""
    return turn.once(_heard_as)


def _heard_as(turn: Turn) -> Guess:
    event = turn.event
    assert isinstance(event, Said | SentFile)
    return understood(event.text if isinstance(event, Said) else event.caption, turn.rules)


def greets(turn: Turn) -> bool:
    return heard_as(turn).kind == "greeting"


def thanks(turn: Turn) -> bool:
    return heard_as(turn).kind == "thanks"


def says_nothing(turn: Turn) -> bool:
    return heard_as(turn).kind == "nothing"


def asks_after_tickets(turn: Turn) -> bool:
    return heard_as(turn).intent == "status"


def is_spam(turn: Turn) -> bool:
    return heard_as(turn).intent == "nonsense"


def warns_of_danger(turn: Turn) -> bool:
    return heard_as(turn).emergency
