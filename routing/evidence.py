"""Files that people sent, as a report or an answer speaks of them; the files themselves lie elsewhere."""

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
