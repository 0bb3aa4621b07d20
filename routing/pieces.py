"""Pieces of a report: the files that came with it, and its matters, where it is about several."""

from typing import Literal

from msgspec import Struct

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
