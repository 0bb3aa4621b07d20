"""What people do on WhatsApp: write, press, choose, react, correct, take back, change their number."""

from typing import Any

from bot.sandbox.files import Upload
from bot.sandbox.whatsapp import envelopes
from bot.sandbox.whatsapp.exchange import Exchange
from bot.sandbox.whatsapp.media import MOST, RECEIVED_LIVES, Media
from bot.sandbox.whatsapp.people import Contact
from bot.sandbox.whatsapp.threads import Note, Thread

Json = dict[str, Any]

USUAL = {
    "image": "image/jpeg",
    "video": "video/mp4",
    "voice": "audio/ogg; codecs=opus",
    "audio": "audio/mpeg",
    "document": "application/octet-stream",
    "sticker": "image/webp",
}
ALIASES = {"photo": "image", "contact": "contacts", "poll": "unsupported"}
"""What the other chats' acts call the same thing."""


def write(exchange: Exchange, key: str, act: Json, upload: Upload | None) -> Note:
    """A person's message of any kind; raises KeyError or ValueError for an act that makes no sense."""
    thread, kind = exchange.thread_of(key), str(act.get("kind") or "text")
    kind = ALIASES.get(kind, kind)
    facts: Json = {"forwarded": bool(act.get("forwarded"))}
    if original := act.get("reply_to"):
        facts["reply_to"] = thread.notes[int(original)]
    if kind in USUAL:
        return _file(exchange, thread, kind, act, upload, facts)
    return exchange.received(thread, kind, _body(thread, kind, act), **facts)


def _body(thread: Thread, kind: str, act: Json) -> Any:
    if kind == "text":
        return {"body": act["text"]}
    if kind == "location":
        named = {name: act[name] for name in ("name", "address", "url") if act.get(name)}
        return {"latitude": float(act["latitude"]), "longitude": float(act["longitude"]), **named}
    if kind == "contacts":
        number = str(act.get("phone_number") or f"+{thread.contact.wa_id}")
        name = str(act.get("first_name") or thread.contact.name)
        phones = [{"phone": number, "type": "CELL", "wa_id": number.lstrip("+")}]
        return [{"name": {"first_name": name, "formatted_name": name}, "phones": phones}]
    if kind == "unsupported":
        return {"type": str(act.get("of") or "poll")}
    raise ValueError(f"unknown kind of message: {kind}")


def _file(exchange: Exchange, thread: Thread, kind: str, act: Json, upload: Upload | None, facts: Json) -> Note:
    """`file_size` lets a file claim to be larger than it is; above 100 MB Meta tells 131052 instead of an id."""
    given = upload or Upload(kind, "", b"")
    claims = int(act.get("file_size") or 0)
    if max(claims, len(given.data)) > MOST:
        return exchange.received(thread, "unsupported", {"too_big": True}, **facts)
    mime = given.mime if given.mime and kind != "voice" else USUAL[kind]
    name = "audio" if kind == "voice" else kind
    kept, until = Upload(given.name, mime, given.data), exchange.clock() + RECEIVED_LIVES
    media = exchange.media.keep(thread.business.phone_id, name, kept, until, claims)
    return exchange.received(thread, name, _described(kind, media, act), file=media.file, **facts)


def _described(kind: str, media: Media, act: Json) -> Json:
    body: Json = {}
    if caption := act.get("caption") or act.get("text"):
        body["caption"] = caption
    body |= media.as_received()
    if kind == "document":
        body["filename"] = media.file.name or "dokumen"
    if kind in ("voice", "audio"):
        body = {**media.as_received(), "voice": kind == "voice"}
    return {**media.as_received(), "animated": False} if kind == "sticker" else body


def press(exchange: Exchange, key: str, number: int, data: str) -> Note:
    """A button or a row of the business's message is chosen; data nobody offered is sent as well."""
    thread = exchange.thread_of(key)
    note: Note = thread.notes[number]
    if not note.outgoing:
        raise ValueError("only a business's message has buttons")
    kind, body = _pressed(note, data)
    return exchange.received(thread, kind, body, reply_to=note)


def _pressed(note: Note, data: str) -> tuple[str, Json]:
    action = (note.shown or note.body).get("action", {})
    rows = [row for section in action.get("sections", ()) for row in section["rows"]]
    if row := next((each for each in rows if each["id"] == data), None):
        return "interactive", {"type": "list_reply", "list_reply": row}
    replies = [button["reply"] for button in action.get("buttons", ()) if button["type"] == "reply"]
    reply = next((each for each in replies if each["id"] == data), {"id": data, "title": data[:20] or "-"})
    if note.kind == "template":
        return "button", {"payload": reply["id"], "text": reply["title"]}
    return "interactive", {"type": "button_reply", "button_reply": dict(reply)}


def react(exchange: Exchange, key: str, number: int, emoji: str | None) -> None:
    """A reaction is given or taken back."""
    thread = exchange.thread_of(key)
    note: Note = thread.notes[number]
    who = thread.contact.person.id
    note.reactions.pop(who, None)
    if emoji:
        note.reactions[who] = emoji
    exchange.heard(thread)
    exchange.show("edit", thread, note)
    exchange.push(thread, envelopes.reaction(thread, note, exchange.new_wamid(thread), exchange.now, emoji))


def edit(exchange: Exchange, key: str, number: int, text: str) -> Note:
    """A person corrects her own message."""
    thread, note = _own(exchange, key, number)
    name = "body" if note.kind == "text" else "caption"
    note.body = {**note.body, name: text}
    note.edited = exchange.now
    exchange.show("edit", thread, note)
    exchange.push(thread, envelopes.edited(thread, note, exchange.new_wamid(thread), exchange.now))
    return note


def revoke(exchange: Exchange, key: str, number: int) -> Note:
    """A person takes her own message back for everyone."""
    thread, note = _own(exchange, key, number)
    note.deleted = True
    exchange.show("edit", thread, note)
    exchange.push(thread, envelopes.revoked(thread, note, exchange.new_wamid(thread), exchange.now))
    return note


def _own(exchange: Exchange, key: str, number: int) -> tuple[Thread, Note]:
    thread = exchange.thread_of(key)
    note: Note = thread.notes[number]
    if note.outgoing:
        raise ValueError("only the author changes a message")
    return thread, note


def renumber(exchange: Exchange, contact: Contact, wa_id: str, user_id: str) -> None:
    """She has a new number, and with it a new user id; businesses she has written to are told.

    Without a new number only the user id changes, and Meta keeps the number to itself.
    """
    before = contact.wa_id, contact.user_id
    contact.user_id = user_id
    contact.wa_id = wa_id or contact.wa_id
    exchange.index(contact)
    for thread in exchange.threads.values():
        if thread.contact is contact and thread.heard is not None:
            event = envelopes.changed(
                thread, exchange.new_wamid(thread), exchange.now, before, number_known=bool(wa_id)
            )
            exchange.push(thread, event)
