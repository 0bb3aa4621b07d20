"""STOP and MULAI, BUKA, and one person's two chats: SAMBUNG with a code, PISAHKAN again.

A code is a secret for some minutes. Whoever gets somebody to type one, or sees one on somebody's screen, must not get
at her reports: so the chat that typed it is asked, and then the chat that asked for it, each told who is on the other
side.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from flows.contact import (
    ChatsJoined,
    ChatsSplit,
    DropHandshake,
    HandshakeFound,
    HandshakeMade,
    HandshakeOffered,
    HandshakeRefused,
    LookUpHandshake,
    MakeHandshake,
    NewsResumed,
    NewsStopped,
    OfferHandshake,
    ResumeNews,
    SplitChats,
    StopNews,
    TakeHandshake,
)
from flows.conversation import Conversation
from flows.effects import Choice, Line, Say, Unbutton, Words, to_person
from flows.events import Chose, Said
from flows.review import language_row
from flows.turn import Turn

STOPS = frozenset({"stop", "berhenti", "unsubscribe"})
STARTS = frozenset({"mulai", "start"})
OPENS = frozenset({"buka", "bka", "bukak", "buka pesan", "open"})
SPLITS = frozenset({"pisahkan", "pisah"})
JOINS = "sambung"

MOST_TRIES = 5
TRIES_FORGOTTEN = timedelta(hours=1)

BUTTONS = ("handshake_offer", "handshake_take", "handshake_drop", "split_chats")


def command_of(word: str, opened: int) -> str | None:
    """The command these plain words are, all that was said; `opened` letters had waited for them."""
    word = word.rstrip(".!").strip().strip("*\"'“”")
    if word in STOPS:
        return "stop"
    if word in STARTS:
        return "mulai"
    if word in OPENS or (opened and is_nearly("buka", word)):
        return "buka"
    if word in SPLITS:
        return "pisahkan"
    first, _, rest = word.partition(" ")
    return "sambung" if first == JOINS and (not rest or is_like_code(rest)) else None


def is_nearly(word: str, typed: str) -> bool:
    """One sign more, less, or other: somebody in a hurry on a small keyboard."""
    if len(typed) == len(word):
        return sum(a != b for a, b in zip(word, typed, strict=True)) <= 1
    longer, shorter = sorted((word, typed), key=len, reverse=True)
    return len(longer) == len(shorter) + 1 and any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer)))


def is_like_code(text: str) -> bool:
    """Eight signs, however they are grouped: `sambung rel kereta putus` is a report."""
    signs = [sign for sign in text if sign.isalnum()]
    return len(signs) == 8 and len(text.split()) <= 2 and all(each.isalnum() or each in " -" for each in text)


# ---- news at all


def stop_news(turn: Turn) -> None:
    turn.do(StopNews())


def resume_news(turn: Turn) -> None:
    turn.do(ResumeNews())


def open_letters(turn: Turn) -> None:
    """What waited is on its way before this answer; only when there was nothing is something to be said."""
    if not turn.heard.opened:
        turn.say("contact.nothing_waits")


def say_stopped(turn: Turn, event: NewsStopped) -> None:
    turn.say("contact.stopped")


def say_resumed(turn: Turn, event: NewsResumed) -> None:
    if event.stopped:
        turn.say("contact.resumed")
    else:
        turn.say("welcome", (language_row(),))


# ---- two chats


def join_chats(turn: Turn) -> None:
    """Without a code: get one. With one: whose is it?"""
    code = code_in(turn)
    if not code:
        turn.do(MakeHandshake())
    elif is_guessing(turn):
        turn.say("joining.too_often")
    else:
        turn.do(LookUpHandshake(code))


def code_in(turn: Turn) -> str:
    event = turn.event
    return event.text.strip().partition(" ")[2].strip() if isinstance(event, Said) else ""


def is_guessing(turn: Turn) -> bool:
    talk, at = turn.talk, turn.heard.at
    fresh = talk.tried is not None and at - talk.tried < TRIES_FORGOTTEN
    return fresh and talk.tries >= MOST_TRIES


def show_code(turn: Turn, event: HandshakeMade) -> None:
    turn.say("joining.code", code=event.code, minutes=event.minutes)


def ask_typist(turn: Turn, event: HandshakeFound) -> None:
    """The one who typed it learns whose it is, and what it would open."""
    choices = ((Choice("handshake_offer", "", event.code),), (Choice("handshake_drop", "", event.code),))
    turn.say("joining.ask_typist", choices, channel=Words(f"channel.{event.channel}"), name=event.name)


def ask_owner(turn: Turn, event: HandshakeOffered) -> None:
    """The one who asked for it learns who typed it."""
    choices = ((Choice("handshake_take", "", event.code),), (Choice("handshake_drop", "", event.code),))
    line = Line("joining.ask_owner", {"channel": Words(f"channel.{event.channel}"), "name": event.name})
    turn.do(Say(to_person(event.person), (line,), choices))
    turn.say("joining.ask_there")


def say_joined(turn: Turn, event: ChatsJoined) -> None:
    if event.talk:
        turn.talk = together(turn.talk, event.talk)
    turn.say("joining.joined", count=event.tickets)


def together(mine: Conversation, other: Conversation) -> Conversation:
    """What was being told in the other chat waits behind what is being told here; her language is the one she chose."""
    waiting = (*mine.later, *(draft for draft in (other.draft, *other.later) if not draft.empty))
    spoken = other if other.language_settled and not mine.language_settled else mine
    return replace(mine, later=waiting, language=spoken.language, language_settled=spoken.language_settled)


def say_refused(turn: Turn, event: HandshakeRefused) -> None:
    """A code that is none counts as a try."""
    fresh = turn.talk.tried is not None and turn.heard.at - turn.talk.tried < TRIES_FORGOTTEN
    turn.talk = replace(turn.talk, tries=turn.talk.tries + 1 if fresh else 1, tried=turn.heard.at)
    turn.say(event.why)


def ask_split(turn: Turn) -> None:
    turn.say("joining.ask_split", ((Choice("split_chats"),), (Choice("keep"),)))


def say_split(turn: Turn, event: ChatsSplit) -> None:
    turn.say("joining.split" if event.chats > 1 else "joining.nothing_to_split")


def press(turn: Turn) -> None:
    """A button about chats. What it carries may be forged; the house looks whose code it is."""
    turn.do(Unbutton())
    event = turn.event
    assert isinstance(event, Chose)
    match event.choice:
        case "handshake_offer":
            turn.do(OfferHandshake(event.value))
        case "handshake_take":
            turn.do(TakeHandshake(event.value))
        case "handshake_drop":
            turn.do(DropHandshake(event.value))
            turn.say("joining.dropped")
        case "split_chats":
            turn.do(SplitChats())


TOLD: dict[type, Callable[[Turn, Any], None]] = {
    NewsStopped: say_stopped,
    NewsResumed: say_resumed,
    HandshakeMade: show_code,
    HandshakeFound: ask_typist,
    HandshakeOffered: ask_owner,
    HandshakeRefused: say_refused,
    ChatsJoined: say_joined,
    ChatsSplit: say_split,
}


def hear_answer(turn: Turn) -> bool:
    """The house has answered something that was asked here."""
    say = TOLD.get(type(turn.event))
    if say:
        say(turn, turn.event)
    return say is not None


COMMANDS = {"mulai": resume_news, "buka": open_letters, "sambung": join_chats, "pisahkan": ask_split}
NAMES = {**{name: name for name in COMMANDS}, "connect": "sambung", "split": "pisahkan"}
"""What may be typed with a slash, and which command it is."""
