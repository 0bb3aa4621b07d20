"""Pieces of a report: what it asks for, whose name it shows, its files, and its matters where it is about several."""

from typing import Literal

from msgspec import Struct

Kind = Literal["complaint", "aspiration", "information", "ppid"]
"""What a ticket asks for. `information` is an informal question, `ppid` a formal request under UU 14/2008."""

NameShown = Literal["anonymous", "named", "secret"]
"""What of the reporter the offices see: a pseudonym, her name, or (secret) the report is for its own office alone."""


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
