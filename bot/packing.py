"""The files of a letter, fetched and made ready for the platform they go to."""

from collections.abc import Mapping, Sequence

import structlog
from msgspec import Struct
from msgspec.structs import replace

from bot.channels import Attached, BadToken, Channel, Later, Refused
from bot.media import Media
from routing.ticket import Evidence, FileKind

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

log = structlog.get_logger(__name__)


class Packed(Struct, frozen=True):
    """`lost` counts files that the platform they came from does not give out (any more)."""

    files: tuple[Attached, ...]
    lost: int = 0

    def as_documents(self) -> tuple[Attached, ...]:
        """What a platform does not take for the picture or sound it was said to be, it takes as a mere file."""
        return tuple(replace(each, kind="document") for each in self.files)


class Packer:
    def __init__(self, channels: Mapping[str, Channel], media: Media) -> None:
        self.channels = channels
        self.media = media

    async def pack(self, files: Sequence[Evidence]) -> Packed:
        """Raises `Later` while one of them can't be had just now."""
        found = [await self._fetch(file) for file in files]
        packed = tuple(each for each in found if each)
        return Packed(packed, len(found) - len(packed))

    async def _fetch(self, file: Evidence) -> Attached | None:
        source = self.channels.get(file.channel)
        if source is None:
            raise Later(1, f"the channel {file.channel} is not open")
        try:
            content = await self.media.get(file, source)
        except Refused as trouble:
            if trouble.reason != REFUSED or isinstance(trouble, BadToken):
                raise
            log.warning("a file can't be fetched", kind=file.kind, why=str(trouble))
            return None
        return attached(file, content)


def attached(file: Evidence, content: bytes) -> Attached:
    """As the other side shall get it. Whatever must not reach it is taken out here."""
    return Attached(file.kind, content, file.name or NAMES[file.kind])
