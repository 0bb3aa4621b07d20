"""A conversation as data: everything the next step needs, and nothing else. It survives any restart."""

from datetime import datetime

import msgspec
from msgspec import Struct

from flows.applicant import Applicant
from flows.doorways import Doorway
from routing.formal import Decide
from routing.pieces import Evidence, NameShown
from routing.ticket import Draft

LANGUAGES = ("id", "jv", "en")


class Written(Struct, frozen=True):
    """One message of an officer's draft; `source` names it (`events.Heard.source`)."""

    source: str
    text: str


class Conversation(Struct, frozen=True):
    """One person's talk with the bot; for officers, one person's talk about one ticket."""

    key: str
    flow: str = "complaint"
    state: str = "idle"
    language: str = "id"
    draft: Draft = Draft()
    turn: int = 0
    """Grows whenever buttons about the draft are offered or used up, so that older ones are known as stale."""
    about: str = ""
    """The ticket in talk."""
    words: str = ""
    """An officer's answer that waits for its confirmation; a citizen's words that were not taken for a report."""
    written: tuple[Written, ...] = ()
    """The messages of which those words are made, and when the last of them came."""
    wrote: datetime | None = None
    files: tuple[Evidence, ...] = ()
    """What comes with an officer's answer that waits for its confirmation."""
    name: NameShown = "anonymous"
    """What of her name the offices see, as she chose last."""
    later: tuple[Draft, ...] = ()
    """Reports that wait until this one is sent or dropped."""
    full: datetime | None = None
    """When she was told last that a report holds no more files."""
    near: str = ""
    """A neighbour's ticket that was offered to join."""
    applicant: Applicant | None = None
    """What the form of a formal request says about her, while it is filled; None before it was looked up."""
    seen: int = 0
    """How many answers the ticket had when an officer's draft was shown."""
    ruling: Decide | None = None
    """An officer's decision on a formal request, while it is being written."""
    ground: str = ""
    """The ground of an objection whose words are asked for."""
    notice: int = 0
    """The version of the privacy notice under which something was sent."""
    gone: datetime | None = None
    """When the draft that was asked about is gone; None while nothing was asked."""
    language_settled: bool = False
    """She chose her language, or was asked once; she is not asked again."""
    tries: int = 0
    """Codes of other chats she typed that were none, and when the last one was."""
    tried: datetime | None = None
    door: Doorway | None = None
    """The poster or link she came in by, for her next report."""


_reader = msgspec.json.Decoder(Conversation)
_writer = msgspec.json.Encoder()


def dump(talk: Conversation) -> bytes:
    return _writer.encode(talk)


def load(stored: bytes) -> Conversation:
    """Fields that are missing take their defaults and unknown ones are dropped: an older or newer program wrote
    it. Raises `msgspec.ValidationError` if it is no conversation at all."""
    return _reader.decode(stored)
