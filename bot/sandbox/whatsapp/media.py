"""Media: uploads by the business, files of people, and addresses that go stale after five minutes.

Types and sizes from https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
"""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.sandbox.files import FileStore, StoredFile, Upload
from bot.sandbox.whatsapp.refusals import GraphError

Json = dict[str, Any]

ADDRESS_LIVES = 300
"""Seconds a media address is good for."""

UPLOAD_LIVES, RECEIVED_LIVES = 30 * 24 * 3600, 7 * 24 * 3600
MB = 1024 * 1024
MOST = 100 * MB

TYPES: dict[str, tuple[tuple[str, ...], int]] = {
    "audio": (("audio/aac", "audio/mp4", "audio/mpeg", "audio/amr", "audio/ogg", "audio/opus"), 16 * MB),
    "document": (
        (
            "text/plain",
            "application/pdf",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        MOST,
    ),
    "image": (("image/jpeg", "image/png"), 5 * MB),
    "sticker": (("image/webp",), MB // 2),
    "video": (("video/mp4", "video/3gpp"), 16 * MB),
}
"""Kinds of messages: which types they carry, and how many bytes."""

ALLOWED = tuple(mime for mimes, _ in TYPES.values() for mime in mimes)
KEPT_AS = {"image": "photo", "audio": "voice", "sticker": "document"}


@dataclass(frozen=True, slots=True)
class Media:
    """A file under its media id. `until`: unix seconds when the id is forgotten."""

    id: str
    phone_id: str
    file: StoredFile
    until: float
    claims: int = 0
    """Bytes it is said to have, so that nobody has to carry sixty megabytes; 0: as many as it has."""

    @property
    def mime(self) -> str:
        """The type without its parameters."""
        return self.file.mime.partition(";")[0].strip()

    def as_received(self) -> Json:
        """What the webhook says of it."""
        digest = b64encode(hashlib.sha256(self.file.data).digest()).decode()
        return {"mime_type": self.file.mime, "sha256": digest, "id": self.id}


@dataclass
class MediaStore:
    """All media by id; `secret` makes addresses that cannot be guessed."""

    files: FileStore
    secret: bytes = b"the messenger's own"
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    by_id: dict[str, Media] = field(default_factory=dict)
    stale: int = 0
    """How many of the next addresses given out have run out already."""

    def upload(self, phone_id: str, upload: Upload, mime: str, now: float) -> Media:
        """A business's upload; refuses a type or size no message carries."""
        kind = mime.partition(";")[0].strip()
        if kind not in ALLOWED:
            listed = ", ".join(ALLOWED)
            words = (
                f"Param file must be a file with one of the following types: {listed}. Received file of type '{kind}'."
            )
            raise GraphError(100, message=f"(#100) {words}")
        if not upload.data:
            raise GraphError(131053, "The file is empty.")
        limit = max(most for mimes, most in TYPES.values() if kind in mimes)
        if len(upload.data) > limit:
            size = f"{limit // MB}MB" if limit >= MB else f"{limit // 1024}KB"
            raise GraphError(131053, f"Media file size too big. Max file size we currently support: {size}")
        return self.keep(phone_id, "document", Upload(upload.name, mime, upload.data), now + UPLOAD_LIVES)

    def keep(self, phone_id: str, kind: str, upload: Upload, until: float, claims: int = 0) -> Media:
        """Stores a file under a new id."""
        stored = self.files.keep(KEPT_AS.get(kind, kind), upload)
        media = Media(f"{1_003_383_421_000_000 + next(self.numbers)}", phone_id, stored, until, claims)
        self.by_id[media.id] = media
        return media

    def known(self, media_id: str, phone_id: str, now: float) -> Media | None:
        """The media of an id this number may use and that still lives."""
        media = self.by_id.get(media_id)
        return media if media and media.phone_id == phone_id and now < media.until else None

    def address(self, media: Media, base: str, now: float) -> str:
        """An address good for five minutes."""
        until = int(now) + ADDRESS_LIVES
        if self.stale:
            self.stale, until = self.stale - 1, int(now) - 1
        return f"{base}whatsapp_business/attachments/?mid={media.id}&ext={until}&hash={self._mark(media.id, until)}"

    def behind(self, media_id: str, ext: str, mark: str, now: float) -> Media | None:
        """The media of an address that is genuine and still good."""
        genuine = ext.isdigit() and hmac.compare_digest(self._mark(media_id, int(ext)), mark)
        return self.by_id.get(media_id) if genuine and now < int(ext) else None

    def _mark(self, media_id: str, until: int) -> str:
        return hmac.new(self.secret, f"{media_id}:{until}".encode(), hashlib.sha256).hexdigest()[:32]


def described(media: Media, address: str) -> Json:
    """The answer of GET /{media id}."""
    return {
        "url": address,
        "mime_type": media.file.mime,
        "sha256": hashlib.sha256(media.file.data).hexdigest(),
        "file_size": media.claims or len(media.file.data),
        "id": media.id,
        "messaging_product": "whatsapp",
    }


def fits(kind: str, mime: str, size: int) -> bool:
    """Whether a message of that kind carries such a file."""
    mimes, most = TYPES[kind]
    return mime in mimes and size <= most
