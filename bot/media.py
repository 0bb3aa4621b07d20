"""Files people sent, kept under the hash of their content: what is sent twice is kept once, and never changes.

A small index beside them says which hash a channel's file id stands for. The content is put down first and the index
after it, each whole or not at all, so a crash in between costs one more fetch and nothing else.
"""

from hashlib import sha256
from typing import Protocol

from bot.channels import Channel
from routing.ticket import Evidence


class Shelf(Protocol):
    """Where bytes are kept by name: a folder (`bot.folder`) or a bucket (`bot.bucket`). A name's bytes never change,
    so putting twice is putting once."""

    async def get(self, name: str) -> bytes | None:
        """None if there is nothing under this name. Raises `Later` when it can't be told now."""

    async def put(self, name: str, content: bytes) -> None:
        """Whole or not at all, also in a crash. Raises `Later` when there is no keeping it now."""


class Media:
    """Named `ab/abcd…` by SHA-256; the index is `index/12/1234…`, by the hash of channel and file id."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    async def get(self, file: Evidence, source: Channel) -> bytes:
        """The content; fetched from the platform once, then kept. Raises what `source.download` raises, and `Later`."""
        noted = await self.shelf.get(index(file))
        if noted is not None and (kept := await self.shelf.get(place(noted.decode()))) is not None:
            return kept
        content = await source.download(file.file)
        digest = sha256(content).hexdigest()
        await self.shelf.put(place(digest), content)
        await self.shelf.put(index(file), digest.encode())
        return content


def index(file: Evidence) -> str:
    return f"index/{place(sha256(f'{file.channel}:{file.file}'.encode()).hexdigest())}"


def place(digest: str) -> str:
    """No folder grows too long."""
    return f"{digest[:2]}/{digest}"
