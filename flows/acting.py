"""Acting on a ticket is the same in every flow: which one, what was done, and why not. For their tables."""

from collections.abc import Callable

from flows.events import Acted, ActRefused
from flows.turn import Turn


def did(*commands: str) -> Callable[[Turn], bool]:
    def guard(turn: Turn) -> bool:
        return isinstance(turn.event, Acted) and turn.event.command in commands

    guard.__name__ = f"did_{'_or_'.join(commands)}"
    return guard


def acted_on(turn: Turn) -> Acted:
    assert isinstance(turn.event, Acted)
    return turn.event


def say_refused(turn: Turn) -> None:
    assert isinstance(turn.event, ActRefused)
    turn.answer(turn.event.why)


def keep_number(turn: Turn) -> None:
    """The ticket of the button is the one in talk."""
    turn.keep(about=turn.ref)


def say_not_yours(turn: Turn) -> None:
    turn.answer("refused.not_yours")
