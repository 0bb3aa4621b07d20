"""Files on WhatsApp: what each kind of ours is sent as, and how large it may be.

Formats and sizes: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
"""

import mimetypes

from msgspec import Struct

from bot.channels import Attached
from routing.pieces import FileKind

MEGABYTE = 1024 * 1024

MOST_DOWNLOAD = 50 * MEGABYTE
"""What the offices' groups can be sent; WhatsApp itself takes documents of 100 MB."""

RECEIVED: dict[str, FileKind] = {"image": "photo", "video": "video", "audio": "audio", "document": "document"}

CAPTIONED = ("image", "video", "document")
"""Types that carry words beneath; a sound does not."""


class Form(Struct, frozen=True):
    """A type of message, the largest file it takes, and which media types."""

    type: str
    most: int
    mimes: tuple[str, ...] = ()


FORMS: dict[FileKind, Form] = {
    "photo": Form("image", 5 * MEGABYTE, ("image/jpeg", "image/png")),
    "video": Form("video", 16 * MEGABYTE, ("video/mp4", "video/3gpp")),
    "voice": Form("audio", 16 * MEGABYTE, ("audio/ogg", "audio/aac", "audio/amr", "audio/mp4", "audio/mpeg")),
    "audio": Form("audio", 16 * MEGABYTE, ("audio/mpeg", "audio/aac", "audio/amr", "audio/mp4", "audio/ogg")),
    "document": Form("document", 100 * MEGABYTE),
}

BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n", "image/png"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"%PDF-", "application/pdf"),
)


def media_type(file: Attached) -> str:
    """By how it begins, else by its name: what is said of a file elsewhere is not believed."""
    begun = next((mime for start, mime in BEGINNINGS if file.content.startswith(start)), "")
    if not begun and file.content[4:8] == b"ftyp":
        begun = "video/mp4" if file.kind == "video" else "audio/mp4" if file.kind in ("voice", "audio") else ""
    return begun or mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def sent_as(file: Attached) -> tuple[str, str]:
    """The type of message it goes as, and its media type; a picture or sound that WhatsApp does not take as such goes
    as a document."""
    form, mime = FORMS[file.kind], media_type(file)
    fits = len(file.content) <= form.most and (not form.mimes or mime in form.mimes)
    return (form.type if fits else FORMS["document"].type), mime
