"""What people do on WhatsApp: write, press, choose, react, correct, take back."""

from typing import Any

from bot.sandbox.files import Upload
from bot.sandbox.whatsapp import envelopes
from bot.sandbox.whatsapp.exchange import Exchange
from bot.sandbox.whatsapp.threads import Note, Thread


def write(exchange: Exchange, key: str, act: dict[str, Any], upload: Upload | None) -> Note:
    """A person's message of any kind; raises KeyError or ValueError for an act that makes no sense."""
    thread, kind = exchange.thread_of(key), act.get("kind") or "text"
    facts: dict[str, Any] = {"forwarded": bool(act.get("forwarded"))}
    if original := act.get("reply_to"):
        facts["reply_to"] = thread.notes[int(original)]
    if kind == "text":
        return exchange.received(thread, "text", {"body": act["text"]}, **facts)
    raise ValueError(f"unknown kind of message: {kind}")


def press(exchange: Exchange, key: str, number: int, data: str) -> Note:
    """A button or a row of the business's message is chosen; data nobody offered is sent as well."""
    thread = exchange.thread_of(key)
    note: Note = thread.notes[number]
    if not note.outgoing:
        raise ValueError("only a business's message has buttons")
    kind, body = _pressed(note, data)
    return exchange.received(thread, kind, body, reply_to=note)


def _pressed(note: Note, data: str) -> tuple[str, dict[str, Any]]:
    action = (note.shown or note.body).get("action", {})
    for section in action.get("sections", ()):
        for row in section["rows"]:
            if row["id"] == data:
                return "interactive", {"type": "list_reply", "list_reply": row}
    replies = [button["reply"] for button in action.get("buttons", ()) if button["type"] == "reply"]
    reply = next((each for each in replies if each["id"] == data), {"id": data, "title": data[:20]})
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
