"""What comes in at a door, whichever the platform: one shape for the desk."""

from typing import Literal

from msgspec import Struct

from flows.events import Chose, PersonEvent
from storage.people import Sender


class Arrival(Struct, frozen=True, kw_only=True):
    """Something that happened at a door. `id` names it for ever: the same id twice is the same arrival twice.

    `chat`, `message` and `press` are the platform's ids of the place, the message it came with (for a button: the
    message that carries it) and the press to be answered, if presses need an answer there.
    """

    id: str
    sender: Sender
    chat: str
    private: bool
    event: PersonEvent
    message: str = ""
    press: str = ""
    own: str = ""
    """Its own id, where a platform shows what was read."""
    reply_to: str = ""
    """The message it answers."""
    hint: str = ""
    """A ticket number that the answered message's buttons carry; used when its id is not known."""
    quoted: Sender | None = None
    """Who wrote that message, if a person did."""
    quotes_bot: bool = False
    quote: str = ""
    """The words of that message, if a person wrote it."""
    quotes: Literal["", "bot", "anonymous"] = ""
    """What else wrote it: another bot, or an administrator in the group's own name."""
    forum: bool = False
    """The group has topics."""
    thread: str = ""
    """The topic it happened in, for a message that was not in the general one."""
    anonymous: bool = False
    """It was written in the group's own name."""
    asked: Chose | None = None
    """The first button of that message."""


class Reported(Struct, frozen=True, kw_only=True):
    """What a platform tells later of a message of ours. `address` is whose it is, `about` what was sent along with it
    (`bot.channels.Outgoing.about`), `why` the platform's number of a failure, `at` when it happened, in milliseconds.
    `category` is what the platform charges for, in its word, and empty where it names no price."""

    id: str
    channel: str
    address: str
    state: Literal["sent", "delivered", "read", "failed"]
    about: str = ""
    why: int = 0
    at: int = 0
    category: str = ""
    billable: bool = False


class Renumbered(Struct, frozen=True, kw_only=True):
    """An account has other names now; the first of the new ones is the one to write to."""

    id: str
    channel: str
    old: tuple[str, ...]
    new: tuple[str, ...]


class Warned(Struct, frozen=True, kw_only=True):
    """The platform says something about our own standing: `what` is a key under `alarm.*`, `detail` in its words."""

    id: str
    channel: str
    what: str
    detail: str


class Migrated(Struct, frozen=True, kw_only=True):
    """A group got a new id; everything that hung there moves."""

    id: str
    channel: str
    old: str
    new: str


News = Migrated | Reported | Renumbered | Warned
"""What comes in at a door and is nobody's turn in a talk."""

CITIZEN = "telegram_citizen"
WHATSAPP = "whatsapp"
STAFF = "telegram_staff"

LASTING = frozenset({WHATSAPP})
"""Where what was sent stays as it is: nothing is edited, taken back, or answered by a short note on a button."""

CITIZENS = frozenset({CITIZEN, WHATSAPP})
"""Where citizens come in; each is somebody with one talk, and is written to in private."""
