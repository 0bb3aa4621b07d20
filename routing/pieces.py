"""Pieces of a report: the files that came with it, and its matters, where it is about several."""

from typing import Literal

from msgspec import Struct


class Evidence(Struct, frozen=True):
    """A file the reporter sent. `file` is the id under which the channel of that name holds it."""

    kind: Literal["photo"]
    channel: str
    file: str


class Part(Struct, frozen=True):
    """A piece of a message about a matter of its own, in the citizen's words, and where it would go."""

    text: str
    topic: str
    office: str
