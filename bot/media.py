"""Files people sent, kept under the hash of their content: what is sent twice is kept once, and never changes.

A small index beside them says which hash a channel's file id stands for, and a mark at each hash which file ids stand
for it, so that a content goes with the last of them. Index, mark, content are put down in this order and taken away in
the other, each whole or not at all: a crash in between costs one more fetch, and leaves nothing that can't be removed.
"""

from hashlib import sha256
from typing import Protocol

from routing.pieces import Evidence


class Source(Protocol):
    """Where a file is fetched from: a channel (`bot.channels`)."""

    async def download(self, file: str) -> bytes: ...


class Shelf(Protocol):
    """Where bytes are kept by name: a folder (`bot.folder`) or a bucket (`bot.bucket`). A name's bytes never change,
    so putting twice is putting once."""

    async def get(self, name: str) -> bytes | None:
        """None if there is nothing under this name. Raises `Later` when it can't be told now."""

    async def put(self, name: str, content: bytes) -> None:
        """Whole or not at all, also in a crash. Raises `Later` when there is no keeping it now."""

    async def remove(self, name: str) -> None:
        """Harmless when it is not there."""

    async def any_under(self, folder: str) -> bool:
        """Whether any name begins with `folder` and a slash."""


class Media:
    """Named `ab/abcd…` by SHA-256; the index is `index/12/1234…`, by the hash of channel and file id."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    async def get(self, file: Evidence, source: Source) -> bytes:
        """The content; fetched from the platform once, then kept. Raises what `source.download` raises, and `Later`."""
        noted = await self.shelf.get(index(file))
        if noted is not None and (kept := await self.shelf.get(place(noted.decode()))) is not None:
            return kept
        content = await source.download(file.file)
        digest = sha256(content).hexdigest()
        await self.shelf.put(index(file), digest.encode())
        await self.shelf.put(mark(digest, file), b"")
        await self.shelf.put(place(digest), content)
        return content

    async def discard(self, file: Evidence) -> None:
        """Take the content away, unless another file has the same; harmless when it was never fetched."""
        noted = await self.shelf.get(index(file))
        if noted is None:
            return
        digest = noted.decode()
        await self.shelf.remove(mark(digest, file))
        if not await self.shelf.any_under(marks(digest)):
            await self.shelf.remove(place(digest))
        await self.shelf.remove(index(file))


def sign(file: Evidence) -> str:
    return sha256(f"{file.channel}:{file.file}".encode()).hexdigest()


def index(file: Evidence) -> str:
    return f"index/{place(sign(file))}"


def marks(digest: str) -> str:
    return f"marks/{place(digest)}"


def mark(digest: str, file: Evidence) -> str:
    return f"{marks(digest)}/{sign(file)}"


def place(digest: str) -> str:
    """No folder grows too long."""
    return f"{digest[:2]}/{digest}"
