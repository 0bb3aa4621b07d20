"""How the page of phones and the puppeteer see a thread: in the shape of the other chats, where the words agree."""

from typing import Any

from bot.sandbox.whatsapp.threads import Note, Thread

FILES = {"image": "photo", "video": "video", "audio": "voice", "document": "document", "sticker": "sticker"}


def thread_view(thread: Thread, now: float) -> dict[str, Any]:
    """A thread without its messages. `closes`: when the free window ends, in unix seconds, or null."""
    person, business = thread.contact.person, thread.business
    return {
        "key": thread.key,
        "type": "private",
        "channel": "whatsapp",
        "title": person.first_name,
        "members": [person.id, business.id],
        "admins": [],
        "is_forum": False,
        "topics": [],
        "pinned": [],
        "commands": business.offered(),
        "closes": thread.closes(),
        "open": thread.open_at(now),
        "typing": thread.typing_until,
        "presence": thread.contact.presence,
        "stopped": thread.contact.stopped,
    }


def note_view(thread: Thread, note: Note) -> dict[str, Any]:
    """One message, as `GET /sandbox/state` tells it."""
    sender = thread.business.id if note.outgoing else thread.contact.person.id
    shown: dict[str, Any] = {
        "id": note.id,
        "wamid": note.wamid,
        "chat": thread.key,
        "from": sender,
        "date": note.date,
        "kind": note.kind,
        "edited": note.edited,
        "reply_to": note.reply_to.id if note.reply_to else None,
        "buttons": [],
        "reactions": _reactions(note),
        "service": "failed" if note.status == "failed" else None,
        "deleted": note.deleted,
        "status": note.status,
        "error": note.error or None,
    }
    return {**shown, **_content(note)}


def _reactions(note: Note) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for who, emoji in note.reactions.items():
        found.setdefault(emoji, []).append(who)
    return found


def _content(note: Note) -> dict[str, Any]:
    body = note.shown or note.body
    match note.kind:
        case "text":
            return {"text": body["body"]}
        case "location":
            return {"location": body}
        case "contacts":
            return {"contact": _person(body)}
        case "interactive" | "template":
            return _interactive(body)
        case "button":
            return {"text": body["text"]}
        case "unsupported":
            return {"text": "(jenis pesan yang tidak didukung)"}
        case kind:
            return _file(kind, note)


def _file(kind: str, note: Note) -> dict[str, Any]:
    name = FILES[kind]
    whole = {"url": note.file.url, "file_size": len(note.file.data), "file_name": note.file.name} if note.file else {}
    if link := note.body.get("link"):
        whole = {"url": link, "file_size": 0, "file_name": note.body.get("filename", "")}
    caption = note.body.get("caption")
    return {name: whole, **({"caption": caption} if caption else {})}


def _person(body: Any) -> dict[str, str]:
    first = body[0] if isinstance(body, list) else body
    phones = first.get("phones") or [{}]
    return {"first_name": first["name"]["formatted_name"], "phone_number": phones[0].get("phone", "")}


def _interactive(body: dict[str, Any]) -> dict[str, Any]:
    if reply := body.get("button_reply") or body.get("list_reply"):
        return {"text": reply["title"]}
    shown: dict[str, Any] = {"text": body["body"]["text"]}
    shown |= {name: body[name]["text"] for name in ("footer",) if name in body}
    if "text" in body.get("header", {}):
        shown["header"] = body["header"]["text"]
    return {**shown, **_choices(body)}


def _choices(body: dict[str, Any]) -> dict[str, Any]:
    action = body.get("action", {})
    if buttons := action.get("buttons"):
        return {"buttons": [[_button(each)] for each in buttons]}
    if sections := action.get("sections"):
        return {"list": {"button": action["button"], "sections": sections}}
    if action.get("name") == "cta_url":
        given = action["parameters"]
        return {"buttons": [[{"text": given["display_text"], "url": given["url"]}]]}
    return {"request": "location"} if action.get("name") == "send_location" else {}


def _button(button: dict[str, Any]) -> dict[str, str]:
    if button["type"] == "url":
        return {"text": button["text"], "url": button["url"]}
    return {"text": button["reply"]["title"], "data": button["reply"]["id"]}
