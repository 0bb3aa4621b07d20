"""Pieces of a report: what it asks for, whose name it shows, its files, and its matters where it is about several."""

from typing import Literal

from msgspec import Struct

Kind = Literal["complaint", "aspiration", "information", "ppid"]
"""What a ticket asks for. `information` is an informal question, `ppid` a formal request under UU 14/2008."""

NameShown = Literal["anonymous", "named", "secret"]
"""What of the reporter the offices see: a pseudonym, her name, or (secret) the report is for its own office alone."""

FileKind = Literal["photo", "video", "voice", "audio", "document"]


class Evidence(Struct, frozen=True):
    """A file somebody sent. `file` is the id under which the channel of that name holds it; its name, its size in
    bytes (0: unknown) and its media type are what the channel told of it."""

    kind: FileKind
    channel: str
    file: str
    name: str = ""
    size: int = 0
    mime: str = ""


class Part(Struct, frozen=True):
    """A piece of a message about a matter of its own, in the citizen's words, and where it would go."""

    text: str
    topic: str
    office: str


class Spot(Struct, frozen=True):
    """Where it is: in the reporter's words, and what was recognised in them (degrees WGS 84 for a map pin)."""

    words: str = ""
    village: str | None = None
    district: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    outside: str | None = None
    """Another kabupaten or kota it seems to be in; empty for a pin somewhere outside Kudus."""
    presumed: bool = False
    """Only the place where the poster hung that led here, until the reporter's words say more."""
