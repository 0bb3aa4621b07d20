"""How the page of phones sees the world: plain JSON, people's ids, addresses of files."""

from typing import Any

from bot.sandbox.chats import Chat, Topic
from bot.sandbox.messages import INLINE, Attachment, Message

PLAIN = ("text", "entities", "caption", "caption_entities", "location", "venue", "contact", "poll", "sticker")


def message_view(message: Message) -> dict[str, Any]:
    """The Message of the puppeteer's interface."""
    shown: dict[str, Any] = {
        "id": message.id,
        "chat": message.chat.key,
        "from": message.sender.id,
        "date": message.date,
        "edited": message.edited,
        "reply_to": message.reply_to.id if message.reply_to else None,
        "thread": message.thread,
        "album": message.album,
        "buttons": buttons(message.markup),
        "keyboard": _keyboard(message.keyboard),
        "reactions": message.person_reactions(),
        "service": message.service,
        "deleted": message.deleted,
    }
    shown |= {name: message.body[name] for name in PLAIN if name in message.body}
    if message.attachment:
        shown[message.attachment.kind] = _file(message.attachment)
    return shown


def buttons(markup: dict[str, Any] | None) -> list[list[dict[str, str]]]:
    """An inline keyboard as rows of text and data or url."""
    rows = markup[INLINE] if markup else []
    return [[_button(button) for button in row] for row in rows]


def chat_view(chat: Chat, commands: list[dict[str, Any]]) -> dict[str, Any]:
    """A chat without its messages."""
    return {
        "key": chat.key,
        "type": chat.kind,
        "title": chat.title or (chat.person.first_name if chat.person else ""),
        "members": chat.present(),
        "admins": [user for user in chat.present() if chat.is_admin(user)],
        "is_forum": chat.forum,
        "topics": [_topic(topic) for topic in chat.topics.values()],
        "pinned": chat.pinned,
        "commands": commands,
    }


def _button(button: dict[str, Any]) -> dict[str, str]:
    if "url" in button:
        return {"text": button["text"], "url": button["url"]}
    return {"text": button["text"], "data": button.get("callback_data", "")}


def _keyboard(keyboard: dict[str, Any] | None) -> Any:
    if keyboard is None:
        return None
    if "keyboard" in keyboard:
        return [[b if isinstance(b, dict) else {"text": b} for b in row] for row in keyboard["keyboard"]]
    return "remove" if keyboard.get("remove_keyboard") else "force_reply"


def _file(attachment: Attachment) -> dict[str, Any]:
    file = attachment.file
    return {**attachment.facts, "file_size": len(file.data), "file_name": file.name, "url": file.url}


def _topic(topic: Topic) -> dict[str, Any]:
    return {"id": topic.id, "name": topic.name, "closed": topic.closed}
