"""A message as it is kept, and as the Bot API shows it to one bot."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.chats import Chat
from bot.sandbox.files import PIXEL, StoredFile
from bot.sandbox.people import User

INLINE = "inline_keyboard"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a message: which field it is, the field's own facts, and a photo's thumbnail."""

    kind: str
    facts: dict[str, Any]
    file: StoredFile
    thumb: StoredFile | None = None

    def seen_by(self, bot_id: int) -> Any:
        """The value of the message's field named by `kind`."""
        whole = {**self.file.seen_by(bot_id), **self.facts}
        if self.kind != "photo":
            return whole
        small = {"width": 90, "height": 67, "file_size": len(PIXEL)}
        return [{**self.thumb.seen_by(bot_id), **small}, whole] if self.thumb else [whole]


@dataclass(slots=True, eq=False)
class Message:
    """One message. `body` holds the Bot API fields that look the same to everyone (text, caption, place…)."""

    id: int
    chat: Chat
    sender: User
    date: int
    body: dict[str, Any] = field(default_factory=dict)
    attachment: Attachment | None = None
    reply_to: "Message | None" = None
    thread: int | None = None
    album: str | None = None
    markup: dict[str, Any] | None = None  # inline keyboard
    keyboard: dict[str, Any] | None = None  # reply keyboard, its removal, or a forced reply
    edited: int | None = None
    reactions: dict[int, list[str]] = field(default_factory=dict)
    service: str | None = None
    deleted: bool = False

    def seen_by(self, bot_id: int, *, nested: bool = False) -> dict[str, Any]:
        """The Bot API's Message; a nested one (a reply's original) shows no further original."""
        shown: dict[str, Any] = {"message_id": self.id}
        if self.in_topic:
            shown |= {"message_thread_id": self.thread, "is_topic_message": True}
        shown |= {"from": self.sender.as_user(), "chat": self.chat.as_chat(), "date": self.date}
        if self.edited is not None:
            shown["edit_date"] = self.edited
        if not nested and (original := self.original()):
            shown["reply_to_message"] = original.seen_by(bot_id, nested=True)
        if self.album:
            shown["media_group_id"] = self.album
        if self.attachment:
            shown[self.attachment.kind] = self.attachment.seen_by(bot_id)
        shown |= self.body
        if self.markup and self.markup[INLINE]:
            shown["reply_markup"] = self.markup
        return shown

    def original(self) -> "Message | None":
        """What it answers; inside a topic Telegram names the topic's first message when nothing else is."""
        if self.reply_to is not None and not self.reply_to.deleted:
            return self.reply_to
        if self.thread is None or not self.in_topic or self.thread == self.id:
            return None
        return self.chat.messages.get(self.thread)

    @property
    def in_topic(self) -> bool:
        """A group whose topics were switched off has none, whatever stood in them."""
        return self.thread is not None and self.chat.forum

    @property
    def content(self) -> tuple[Any, ...]:
        """What an edit is compared with."""
        file = self.attachment.file.data if self.attachment else None
        return (self.body, file, self.markup)

    def person_reactions(self) -> dict[str, list[int]]:
        """emoji -> the users who gave it."""
        table: dict[str, list[int]] = {}
        for user, emojis in self.reactions.items():
            for emoji in emojis:
                table.setdefault(emoji, []).append(user)
        return table
