"""The files of a letter, fetched and made ready for the platform they go to."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import PurePath

import structlog
from msgspec import Struct
from msgspec.structs import replace

from bot.channels import Attached, BadToken, Channel, Later, Refused
from bot.media import Media
from bot.pictures import UnreadableError, stripped
from routing.pieces import Evidence, FileKind

REFUSED = "refused"
"""The reason of a refusal that is about the file and not about the chat."""

NAMES: dict[FileKind, str] = {
    "photo": "foto.jpg",
    "video": "video.mp4",
    "voice": "suara.ogg",
    "audio": "audio.mp3",
    "document": "berkas",
}
"""What a file is called whose sender gave it no name."""

PICTURES = ("image/jpeg", "image/png", "image/webp")
"""Media types of documents that are photos."""

log = structlog.get_logger(__name__)


class Packed(Struct, frozen=True):
    """`lost` counts files that the platform they came from does not give out (any more), `unreadable` pictures that
    can't be cleaned, so that nobody sees them."""

    files: tuple[Attached, ...]
    lost: int = 0
    unreadable: int = 0

    def as_documents(self) -> tuple[Attached, ...]:
        """What a platform does not take for the picture or sound it was said to be, it takes as a mere file."""
        return tuple(replace(each, kind="document") for each in self.files)


class Packer:
    def __init__(self, channels: Mapping[str, Channel], media: Media) -> None:
        self.channels = channels
        self.media = media

    async def pack(self, files: Sequence[Evidence]) -> Packed:
        """Raises `Later` while one of them can't be had just now."""
        fetched = [(file, await self._fetch(file)) for file in files]
        had = [(file, content) for file, content in fetched if content is not None]
        clean = [await asyncio.to_thread(attached, file, content) for file, content in had]
        packed = tuple(each for each in clean if each)
        return Packed(packed, len(files) - len(had), len(had) - len(packed))

    async def _fetch(self, file: Evidence) -> bytes | None:
        source = self.channels.get(file.channel)
        if source is None:
            raise Later(1, f"the channel {file.channel} is not open")
        try:
            return await self.media.get(file, source)
        except Refused as trouble:
            if trouble.reason != REFUSED or isinstance(trouble, BadToken):
                raise
            log.warning("a file can't be fetched", kind=file.kind, why=str(trouble))
            return None


def attached(file: Evidence, content: bytes) -> Attached | None:
    """As the other side shall get it: a picture, also one sent as a document, without what its camera wrote into it;
    None for one that can't be cleaned."""
    name = file.name or NAMES[file.kind]
    if file.kind != "photo" and file.mime not in PICTURES:
        return Attached(file.kind, content, name)
    try:
        return Attached(file.kind, stripped(content), str(PurePath(name).with_suffix(".jpg")))
    except UnreadableError:
        return None
