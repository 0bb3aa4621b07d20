"""Files the messenger keeps: their bytes, names, and ids that differ from bot to bot as Telegram's do."""

import mimetypes
import struct
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

DOWNLOAD_LIMIT = 20 * 1024 * 1024  # getFile
UPLOAD_LIMIT = 50 * 1024 * 1024  # any upload by a bot
PHOTO_LIMIT = 10 * 1024 * 1024  # sendPhoto
FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "video": "videos", "audio": "music"}
# What a thumbnail downloads as: one white pixel, so that a client that takes the wrong size is found out.
PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAHQnEUgAAAABJRU5ErkJggg==")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came over the wire."""

    name: str
    mime: str
    data: bytes

    def as_log(self) -> dict[str, Any]:
        """What the call log keeps of it."""
        return {"file_name": self.name, "mime_type": self.mime, "size": len(self.data)}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A kept file; `id` is the messenger's own, each bot sees another file_id."""

    id: str
    kind: str
    name: str
    mime: str
    path: str
    data: bytes = field(repr=False)

    def seen_by(self, bot_id: int) -> dict[str, Any]:
        """The part every file object of the Bot API has."""
        return {
            "file_id": f"{self.id}-{bot_id}",
            "file_unique_id": f"u{self.id}",
            "file_size": len(self.data),
        }

    @property
    def url(self) -> str:
        """Where the page of phones finds it."""
        return f"/sandbox/files/{self.id}"


@dataclass
class FileStore:
    """All files, by id and by download path."""

    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    by_id: dict[str, StoredFile] = field(default_factory=dict)
    by_path: dict[str, StoredFile] = field(default_factory=dict)

    def keep(self, kind: str, upload: Upload) -> StoredFile:
        """Stores an upload; the path ends like the file's name, as on Telegram."""
        number = next(self.numbers)
        extension = ".jpg" if kind == "photo" else _extension(upload)
        path = f"{FOLDERS.get(kind, 'documents')}/file_{number}{extension}"
        stored = StoredFile(f"F{number:06d}", kind, upload.name, upload.mime, path, upload.data)
        self.by_id[stored.id] = self.by_path[path] = stored
        return stored

    def known_to(self, bot_id: int, file_id: str) -> StoredFile | None:
        """The file behind a file_id, if this very bot was given it."""
        identity, _, owner = file_id.rpartition("-")
        return self.by_id.get(identity) if owner == str(bot_id) else None


def _extension(upload: Upload) -> str:
    _, dot, ending = upload.name.rpartition(".")
    return f".{ending}" if dot else mimetypes.guess_extension(upload.mime) or ""


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, GIF, WebP (VP8X) or JPEG; None if it is no picture."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        return struct.unpack(">II", data[16:24])
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        return struct.unpack("<HH", data[6:10])
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return (1280, 960)
    return _jpeg_size(data) if data[:2] == b"\xff\xd8" else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # a frame header
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
