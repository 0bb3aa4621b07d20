"""What is asked of the house, and answered by it, about how a person is written to: whether at all, and in which of
her chats. `flows/own_chats.py` speaks of it; `bot/contact.py` does it.
"""

from msgspec import Struct

from flows.conversation import Conversation

# ---- asked


class StopNews(Struct, frozen=True, tag="stop_news"):
    """Write her nothing of our own accord, in any chat."""


class ResumeNews(Struct, frozen=True, tag="resume_news"):
    pass


class MakeHandshake(Struct, frozen=True, tag="make_handshake"):
    """A code by which another chat can say that it is the same person's."""


class LookUpHandshake(Struct, frozen=True, tag="look_up_handshake"):
    code: str


class OfferHandshake(Struct, frozen=True, tag="offer_handshake"):
    """Whoever typed the code says that both chats are theirs."""

    code: str


class TakeHandshake(Struct, frozen=True, tag="take_handshake"):
    """Whoever asked for the code says so too."""

    code: str


class DropHandshake(Struct, frozen=True, tag="drop_handshake"):
    """It was somebody else."""

    code: str


class SplitChats(Struct, frozen=True, tag="split_chats"):
    """Each chat is on its own again."""


Asked = (
    StopNews
    | ResumeNews
    | MakeHandshake
    | LookUpHandshake
    | OfferHandshake
    | TakeHandshake
    | DropHandshake
    | SplitChats
)

# ---- answered


class NewsStopped(Struct, frozen=True, tag="news_stopped"):
    pass


class NewsResumed(Struct, frozen=True, tag="news_resumed"):
    """`stopped`: they had been; `waiting`: letters that go out now."""

    stopped: bool
    waiting: int


class HandshakeMade(Struct, frozen=True, tag="handshake_made"):
    code: str
    minutes: int


class HandshakeFound(Struct, frozen=True, tag="handshake_found"):
    """Whose chat the code is from: a channel, and the name its owner goes by there."""

    code: str
    channel: str
    name: str


class HandshakeOffered(Struct, frozen=True, tag="handshake_offered"):
    """`person` asked for the code; `channel` and `name` are the chat that typed it."""

    code: str
    person: str
    channel: str
    name: str


class HandshakeRefused(Struct, frozen=True, tag="handshake_refused"):
    """`why` is a message key."""

    why: str


class ChatsJoined(Struct, frozen=True, tag="chats_joined"):
    """How many tickets are hers now, and what was being said in the other chat."""

    tickets: int
    talk: Conversation | None


class ChatsSplit(Struct, frozen=True, tag="chats_split"):
    """How many chats there are now; 1 when there was nothing to part."""

    chats: int


Answered = (
    NewsStopped
    | NewsResumed
    | HandshakeMade
    | HandshakeFound
    | HandshakeOffered
    | HandshakeRefused
    | ChatsJoined
    | ChatsSplit
)
