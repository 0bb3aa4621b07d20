"""A shelf in a folder of this machine, or of one that all processes share."""

import asyncio
from pathlib import Path

from bot.channels import Later

PART = ".part"
"""What a half-written file's name ends in; nobody reads it, and backups leave it out."""

PATIENCE = 60.0
"""Seconds until a full or missing disk is tried again."""


class Folder:
    """Behind `bot.media.Shelf`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writing = asyncio.Lock()

    async def get(self, name: str) -> bytes | None:
        try:
            return await asyncio.to_thread((self.path / name).read_bytes)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Later(PATIENCE, f"the media folder can't be read: {error.strerror}") from error

    async def put(self, name: str, content: bytes) -> None:
        try:
            async with self._writing:
                await asyncio.to_thread(self._put, self.path / name, content)
        except OSError as error:
            raise Later(PATIENCE, f"the media folder can't be written: {error.strerror}") from error

    async def remove(self, name: str) -> None:
        try:
            await asyncio.to_thread((self.path / name).unlink, missing_ok=True)
        except OSError as error:
            raise Later(PATIENCE, f"the media folder can't be written: {error.strerror}") from error

    async def any_under(self, folder: str) -> bool:
        return await asyncio.to_thread(self._any_under, self.path / folder)

    @staticmethod
    def _any_under(path: Path) -> bool:
        return any(each.is_file() and each.suffix != PART for each in path.rglob("*"))

    @staticmethod
    def _put(path: Path, content: bytes) -> None:
        """Written beside and renamed; what a crash leaves is written over the next time."""
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(path.name + PART)
        half.write_bytes(content)
        half.replace(path)
