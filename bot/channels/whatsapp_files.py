"""Files on WhatsApp: what each kind of ours is sent as, and how large it may be.

Formats and sizes: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
"""

import mimetypes

from msgspec import Struct

from bot.channels import Attached, Refused
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
    "document": Form(
        "document",
        100 * MEGABYTE,
        (
            "application/pdf",
            "text/plain",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
    ),
}
"""For each kind; others are tried in this order, and what none of them takes can't be sent at all."""

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
    named = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return begun or ("text/plain" if named.startswith("text/") else named)


def sent_as(file: Attached) -> tuple[str, str]:
    """The type of message it goes as, and its media type. Raises `Refused` for what WhatsApp does not take at all."""
    mime, size = media_type(file), len(file.content)
    for form in (FORMS[file.kind], *FORMS.values()):
        if size <= form.most and mime in form.mimes:
            return form.type, mime
    raise Refused("refused", f"WhatsApp takes no {mime} of {size} bytes")
