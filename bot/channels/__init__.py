"""The doors: what every platform has to offer the house, in one shape.

Trouble
├── Later      try again after some seconds; nothing is lost
├── Moved      the chat has a new address
└── Refused    it will never work like this; `reason` says why
    ├── TopicGone  the topic to write in is not there any more, or closed to us
    ├── NoTopics   we may not make or close topics there, or there are none
    ├── Gone       the message to be changed is not there any more
    ├── NoTemplate what was to be sent instead of free words is missing, withheld, or filled in wrongly
    ├── Closed     the reader has not written for too long; only what was approved beforehand may be sent
    └── BadToken   the platform does not know us
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol, runtime_checkable

from msgspec import Struct

from bot.arrival import Arrival, News
from bot.speech import Buttons
from routing.pieces import FileKind

Raw = Mapping[str, Any]


class Trouble(Exception):
    """Something the platform said no to."""


SHORTEST_WAIT = 1.0
"""Seconds, even if a platform says that none are needed: nobody is asked in a loop."""

GROWS_FOR = 5
"""Tries. A wait that grows fourfold from one second is 17 minutes by then: what WhatsApp lends to a pair of numbers, 45
messages at one in six seconds, is paid back in less than five."""


class Later(Trouble):
    """`alarm` is a key under `alarm.*` when somebody must do something before it can work again. With `grows` each
    further try waits that many times as long."""

    def __init__(self, seconds: float, why: str = "", alarm: str = "", grows: float = 1.0) -> None:
        self.seconds = seconds
        self.alarm = alarm
        self.grows = grows
        super().__init__(why or f"again in {seconds} s")

    def wait(self, tries: int) -> float:
        """Seconds until the next try, when there were `tries` before the one that failed."""
        return max(SHORTEST_WAIT, self.seconds * self.grows ** min(tries, GROWS_FOR))


class Moved(Trouble):
    def __init__(self, chat: str) -> None:
        self.chat = chat
        super().__init__("the group has a new id")


class Refused(Trouble):
    """`reason` is one of: blocked, gone, closed, muted, refused (keys of `trouble.*` in the catalogues)."""

    def __init__(self, reason: str, why: str = "") -> None:
        self.reason = reason
        super().__init__(why or reason)


class Gone(Refused):
    """The message is not there, or may not be changed any more."""


class TopicGone(Refused):
    """Nothing can be written in this topic any more."""


class NoTopics(Refused):
    """`lacks`: the right to manage topics, or topics themselves."""

    def __init__(self, lacks: Literal["right", "topics"], why: str) -> None:
        self.lacks = lacks
        super().__init__("refused", why)


class Closed(Refused):
    """The window in which one may answer freely is closed."""

    def __init__(self, why: str = "") -> None:
        super().__init__("closed", why)


class NoTemplate(Refused):
    """The template is at fault, not the reader: missing in the account, not approved, paused, or of another shape."""

    def __init__(self, why: str = "") -> None:
        super().__init__("refused", why)


class BadToken(Refused):
    """The token is wrong or was taken back."""


class Outgoing(Struct, frozen=True):
    """A message to send. `prompt` opens the reader's keyboard for a reply.

    Three are for platforms that can do it: `sheet` is written on what opens a long list of choices, `place` on a
    button that sends where one is, and `about` comes back with what the platform reports of the message. `thread` is
    the topic it goes to, where a group has them (`Topics`).
    """

    chat: str
    html: str
    buttons: Buttons = ()
    reply_to: str = ""
    prompt: bool = False
    sheet: str = ""
    place: str = ""
    about: str = ""
    thread: str = ""


class Attached(Struct, frozen=True):
    """A file to send, and the name it is shown under."""

    kind: FileKind
    content: bytes
    name: str


class Webhook(Struct, frozen=True):
    """What the platform calls. `url` is empty while it is asked instead; `trouble` is its last complaint."""

    url: str
    waiting: int
    trouble: str


Scope = Literal["private", "groups", "chat"]


class Menu(Struct, frozen=True):
    """Commands with their words, as shown beside the input line of some chats: the private ones, all groups, or the
    one `chat`. `language` "" is for whoever's app speaks none that has a menu of its own."""

    commands: tuple[tuple[str, str], ...]
    scope: Scope
    chat: str = ""
    language: str = ""


class Channel(Protocol):
    """One bot on one platform. Every call may raise `Trouble`, and nothing else for what a platform does."""

    name: str
    shows_few: bool
    """Whether only a few buttons are in sight at once."""
    reports: bool
    """Whether it tells later what became of a message; else it has arrived once it is sent."""

    async def start(self) -> str:
        """Check the token; return the bot's public name."""

    async def stop(self) -> None: ...

    async def fetch(self, offset: int | None) -> Sequence[Raw]:
        """Long polling: the next updates, confirming all before `offset`."""

    async def set_webhook(self, url: str, secret: str) -> None: ...

    async def remove_webhook(self) -> None: ...

    async def webhook(self) -> Webhook: ...

    async def standing(self, chat: str) -> str:
        """Our own standing in a group, in the platform's word: `member`, `administrator`, `kicked` …"""

    def read(self, raw: Raw) -> Sequence[Arrival | News]:
        """What an update means to us; nothing, if nothing. Raises for a shape it can't read."""

    async def send(self, message: Outgoing) -> str:
        """Returns the id of the message."""

    async def edit(self, message_id: str, message: Outgoing) -> None:
        """Make a message of ours say this instead. Raises `Gone` when it can't be changed any more."""

    async def unbutton(self, chat: str, message_id: str) -> None: ...

    async def withdraw(self, chat: str, message_id: str) -> None:
        """Take back a message of ours. Raises `Gone` when it can't be taken back any more."""

    async def answer_press(self, press: str, text: str, *, alert: bool) -> None: ...

    async def mark_read(self, message: str) -> None:
        """Show that a message was read and is being answered, where a platform shows such a thing."""

    async def download(self, file: str) -> bytes: ...

    async def send_files(
        self, chat: str, files: Sequence[Attached], html: str, reply_to: str, about: str = ""
    ) -> Sequence[str]:
        """One file, or two to ten of kinds that may stand together (`flows.effects.ALBUMS`) as one album; `html`
        stands beneath. Returns the id of each message. `about` as in `Outgoing`."""

    async def set_commands(self, menu: Menu) -> None: ...


@runtime_checkable
class Topics(Protocol):
    """What a channel adds where groups may have topics. Each raises `NoTopics` where it may not."""

    async def open_topic(self, chat: str, name: str) -> str:
        """`name` of at most 128 characters. Returns the id of the topic."""

    async def send_files(
        self, chat: str, files: Sequence[Attached], html: str, reply_to: str, about: str = "", thread: str = ""
    ) -> Sequence[str]:
        """As `Channel.send_files`, into a topic."""

    async def rename_topic(self, chat: str, thread: str, name: str) -> None: ...

    async def close_topic(self, chat: str, thread: str) -> None: ...

    async def reopen_topic(self, chat: str, thread: str) -> None: ...


def clean(value: Any) -> Any:
    """JSON without U+0000 and lone surrogates, which no database takes and no screen shows."""
    if isinstance(value, str):
        plain = value.isascii() and "\0" not in value
        return value if plain else value.replace("\0", "").encode("utf-8", "ignore").decode()
    if isinstance(value, dict):
        return {key: clean(each) for key, each in value.items()}
    return [clean(each) for each in value] if isinstance(value, list) else value
