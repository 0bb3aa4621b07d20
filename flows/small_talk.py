"""What people say that is no report: greetings, thanks, a row of emoji; and the words that mean danger now."""

from flows.events import Said
from flows.turn import Turn
from flows.understanding import understood
from routing.classify import Guess


def heard_as(turn: Turn) -> Guess:
    """The router's view of the words alone."""
    return turn.once(_heard_as)


def _heard_as(turn: Turn) -> Guess:
    event = turn.event
    assert isinstance(event, Said)
    return understood(event.text, turn.rules)


def greets(turn: Turn) -> bool:
    return heard_as(turn).kind == "greeting"


def thanks(turn: Turn) -> bool:
    return heard_as(turn).kind == "thanks"


def says_nothing(turn: Turn) -> bool:
    return heard_as(turn).kind == "nothing"


def warns_of_danger(turn: Turn) -> bool:
    return heard_as(turn).emergency
