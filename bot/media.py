"""Files people sent, kept in the data folder under names of our own."""

import asyncio
from hashlib import sha256
from pathlib import Path

from bot.channels import Channel
from routing.pieces import Evidence


class Media:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, evidence: Evidence) -> Path:
        name = sha256(f"{evidence.channel}:{evidence.file}".encode()).hexdigest()
        return self.folder / name[:2] / f"{name}.jpg"

    async def get(self, evidence: Evidence, source: Channel) -> bytes:
        """The file; fetched from the platform once, then kept. Raises what `source.download` raises."""
        path = self.path(evidence)
        if path.exists():
            return await asyncio.to_thread(path.read_bytes)
        content = await source.download(evidence.file)
        await asyncio.to_thread(self._keep, path, content)
        return content

    def discard(self, evidence: Evidence) -> None:
        """Delete the file; harmless when it was never fetched."""
        self.path(evidence).unlink(missing_ok=True)

    @staticmethod
    def _keep(path: Path, content: bytes) -> None:
        """Whole or not at all: a crash leaves a half file under another name."""
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".part")
        half.write_bytes(content)
        half.replace(path)
