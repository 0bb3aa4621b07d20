"""Photos, documents, voices, videos, audio: uploads, file_ids, albums, downloads."""

from typing import Any

from bot.sandbox.call import Call, method
from bot.sandbox.files import DOWNLOAD_LIMIT, PHOTO_LIMIT, PIXEL, FileStore, StoredFile, Upload, image_size
from bot.sandbox.messages import Attachment, Message
from bot.sandbox.refusal import bad_request
from bot.sandbox.sending import place, send, spend
from bot.sandbox.wording import caption_body

KINDS = ("photo", "document", "voice", "video", "audio")
DOCUMENTS = ("document", "audio")  # they are grouped only among themselves
DEFAULT_SIZE = (1280, 960)


def attach(files: FileStore, kind: str, upload: Upload, *, strict: bool, **facts: Any) -> Attachment:
    """Keeps an upload as a message's file. `strict` refuses a photo that is no picture."""
    size = image_size(upload.data) if kind == "photo" else None
    if strict and not upload.data:
        raise bad_request("file must be non-empty")
    if strict and kind == "photo":
        if len(upload.data) > PHOTO_LIMIT:
            raise bad_request("file is too big")
        if size is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
    stored = files.keep(kind, upload)
    thumb = files.keep(kind, Upload("thumb.png", "image/png", PIXEL)) if kind == "photo" else None
    return Attachment(kind, _facts(kind, stored, size or DEFAULT_SIZE, facts), stored, thumb)


def _facts(kind: str, file: StoredFile, size: tuple[int, int], given: dict[str, Any]) -> dict[str, Any]:
    frame = {"width": size[0], "height": size[1]}
    if kind == "photo":
        return frame
    named = {"mime_type": file.mime}
    if kind != "voice" and file.name:
        named["file_name"] = file.name
    if kind == "document":
        return named
    timed = {"duration": int(given.get("duration", 1)), **named}
    return {**frame, **timed} if kind == "video" else timed


def _attachment(call: Call, kind: str, value: Any, facts: dict[str, Any]) -> Attachment:
    """From an upload, an attach:// name or a file_id this bot was given; nothing is fetched from the net."""
    store = call.world.files
    if isinstance(value, str) and value.startswith("attach://"):
        if value[9:] not in call.uploads:
            raise bad_request(f"there is no {kind} in the request")
        value = call.uploads[value[9:]]
    if isinstance(value, Upload):
        return attach(store, kind, value, strict=True, **facts)
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    known = store.known_to(call.bot.id, value)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if known.kind != kind:
        raise bad_request(f"can't use file of type {known.kind.capitalize()} as {kind.capitalize()}")
    size = image_size(known.data) or DEFAULT_SIZE
    return Attachment(kind, _facts(kind, known, size, facts), known)


def _send_file(kind: str) -> None:
    """Enters send<Kind> into the table."""

    @method(f"send{kind.capitalize()}")
    def send_file(call: Call) -> dict[str, Any]:
        body = caption_body(call.params)
        call.chat()  # a closed chat is told before the file is looked at
        return send(call, body, attachment=_attachment(call, kind, call[kind], call.params))


for _kind in KINDS:
    _send_file(_kind)


@method("sendMediaGroup")
def send_media_group(call: Call) -> list[dict[str, Any]]:
    chat, items = call.chat(), call["media"]
    kinds = {item["type"] for item in items}
    if len(kinds) > 1 and kinds & set(DOCUMENTS):
        raise bad_request("documents and audio files can't be mixed with other types in an album")
    bodies = [caption_body(item) for item in items]
    files = [_attachment(call, item["type"], item["media"], item) for item in items]
    spot, album = place(call, chat), f"13{next(call.world.numbers):015d}"
    spend(call, chat, len(items))
    sent: list[Message] = [
        call.world.post(chat, call.bot.user, body, attachment=file, album=album, **spot)
        for body, file in zip(bodies, files, strict=True)
    ]
    return [message.seen_by(call.bot.id) for message in sent]


def new_media(call: Call) -> tuple[dict[str, Any], Attachment]:
    """Caption and file of editMessageMedia."""
    item = call["media"]
    return caption_body(item), _attachment(call, item["type"], item["media"], item)


@method("getFile")
def get_file(call: Call) -> dict[str, Any]:
    file = call.world.files.known_to(call.bot.id, call["file_id"])
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.data) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {**file.seen_by(call.bot.id), "file_path": file.path}
