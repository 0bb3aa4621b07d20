"""The words of an officer's draft: of which messages they are made, so that an edited one is known again.

A text of more than 4,096 characters leaves a phone in several messages, each answering the card, or the first alone
(`bot/continuing.py`). They are one answer.
"""

from datetime import datetime, timedelta

from msgspec.structs import replace

from flows.conversation import Conversation, Written
from flows.turn import Turn

LIMIT = 4096
"""UTF-16 units of one message of Telegram."""

CUT = LIMIT // 2
"""Clients cut a long text at the best place beyond half of the limit, or hard at the limit."""

AT_ONCE = timedelta(seconds=10)
"""The parts of one text come one after the other; a new draft takes longer to write."""


def goes_on(turn: Turn) -> bool:
    """This message is the rest of the one before: that one was cut, and it comes at once."""
    return is_cut(turn.talk, turn.heard.at)


def is_cut(talk: Conversation, at: datetime, chat: str = "") -> bool:
    """A draft whose last message, in `chat`, was so long and is so new that more of it may follow."""
    if not talk.written or talk.wrote is None or talk.state != "confirming":
        return False
    last = talk.written[-1]
    return last.source.startswith(chat) and units(last.text) > CUT and at - talk.wrote <= AT_ONCE


def keep_written(turn: Turn, text: str, *, joined: bool, source: str | None = None) -> None:
    """`source`: of words that no message of the officer holds."""
    part = Written(turn.heard.source if source is None else source, text)
    keep(turn, (*turn.talk.written, part) if joined else (part,))
    turn.talk = replace(turn.talk, wrote=turn.heard.at)


def rewrite(turn: Turn, text: str) -> None:
    """The message of the draft that was edited says this now."""
    source = turn.heard.source
    keep(turn, tuple(replace(part, text=text) if part.source == source else part for part in turn.talk.written))


def keep(turn: Turn, parts: tuple[Written, ...]) -> None:
    words = ""
    for place, part in enumerate(parts):
        hard = place > 0 and units(parts[place - 1].text) >= LIMIT
        words += part.text if place == 0 or hard else f"\n{part.text}"
    turn.talk = replace(turn.talk, written=parts, words=words)


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
