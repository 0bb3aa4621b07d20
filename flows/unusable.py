"""What is sent and can't be used: what to do instead, once for a burst of it."""

from flows.events import SentOther, SentTooLarge
from flows.turn import Turn

NAMED = ("reaction", "edit", "revoke", "too_big")
"""What has a sentence of its own; anything else is of a kind we can't use."""


def say_unusable(turn: Turn, event: SentOther) -> None:
    turn.say(f"not_understood.{event.what if event.what in NAMED else 'kind'}", mark="other", what=event.what)


def say_too_large(turn: Turn, event: SentTooLarge) -> None:
    """Before she waits for something that can't come; what to do instead differs for what is filmed."""
    key = "too_large.video" if event.kind == "video" else "too_large"
    turn.say(key, mark="too large", size=megabytes(event.size), most=megabytes(event.most))


def megabytes(size: int) -> int:
    return round(size / 1024 / 1024)
