"""Whoever is no officer reads and does not act. A press is answered each time, a reply to a card once a day."""

from flows.register_asked import SayOnce
from flows.turn import Turn


def refuse_stranger(turn: Turn) -> None:
    """A group's administrator who writes in its name can't be told from another one."""
    if turn.heard.anonymous:
        turn.say("room.anonymous")
    elif turn.heard.button:
        turn.toast("refused.not_officer", alert=True)
    else:
        turn.do(SayOnce("refused.not_officer", turn.heard.actor.person))
