"""What is sent and can't be used: what to do instead, once for a burst of it."""

from flows.events import SentOther, SentTooLarge
from flows.turn import Turn

NO_MESSAGES = {
    "reaction": "not_understood.reaction",
    "edit": "not_understood.edit",
    "revoke": "not_understood.revoke",
    "too_big": "not_understood.too_big",
}
"""What is no message of its own, and its sentence; anything else is of a kind we can't use."""


def say_unusable(turn: Turn, event: SentOther) -> None:
    turn.say(NO_MESSAGES.get(event.what, "not_understood.kind"), mark="other", what=event.what)


def say_too_large(turn: Turn, event: SentTooLarge) -> None:
    """Before she waits for something that can't come; what to do instead differs for what is filmed."""
    key = "too_large.video" if event.kind == "video" else "too_large"
    turn.say(key, mark="too large", size=megabytes(event.size), most=megabytes(event.most))


def megabytes(size: int) -> int:
    return round(size / 1024 / 1024)
