"""What comes in at a door, whichever the platform: one shape for the desk."""

from typing import Literal

from msgspec import Struct

from flows.events import Chose, PersonEvent
from storage.people import Sender


class Arrival(Struct, frozen=True, kw_only=True):
    """Something that happened at a door. `id` names it for ever: the same id twice is the same arrival twice.

    `chat`, `message` and `press` are the platform's ids of the place, the message it came with (for a button:
    the message that carries it) and the press to be answered.
    """

    id: str
    sender: Sender
    chat: str
    private: bool
    event: PersonEvent
    message: str = ""
    press: str = ""
    reply_to: str = ""
    """The message it answers."""
    hint: str = ""
    """A ticket number that the answered message's buttons carry; used when its id is not known."""
    quoted: Sender | None = None
    """Who wrote that message, if a person did."""
    quotes_bot: bool = False
    quotes: Literal["", "bot", "anonymous"] = ""
    """What else wrote it: another bot, or an administrator in the group's own name."""
    anonymous: bool = False
    """It was written in the group's own name."""
    asked: Chose | None = None
    """The first button of that message."""


class Migrated(Struct, frozen=True, kw_only=True):
    """A group got a new id; everything that hung there moves."""

    id: str
    channel: str
    old: str
    new: str


CITIZEN = "telegram_citizen"
STAFF = "telegram_staff"
