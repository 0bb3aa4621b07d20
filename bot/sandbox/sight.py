"""What a bot gets to see: privacy mode in groups, and the shape of membership changes.

Rules: https://core.telegram.org/bots/features#privacy-mode
"""

from typing import Any

from bot.sandbox.chats import Chat, as_member
from bot.sandbox.messages import Message
from bot.sandbox.people import Bot, User

# Service messages that come back to the bot whose act they tell, as the official server has it.
OWN_DEEDS = frozenset(
    {
        *("left_chat_member", "pinned_message", "forum_topic_created"),
        *("forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"),
    }
)


def sees(bot: Bot, message: Message) -> bool:
    """Whether a new message reaches the bot as an update."""
    if message.sender.id == bot.id:
        return not OWN_DEEDS.isdisjoint(message.body)
    if message.sender.is_bot and not message.service:
        return False
    chat = message.chat
    if chat.is_private or message.service or not bot.privacy or chat.is_admin(bot.id):
        return True
    return _answers(bot, message) or _addresses(bot, message)


def _answers(bot: Bot, message: Message) -> bool:
    return message.reply_to is not None and message.reply_to.sender.id == bot.id


def _addresses(bot: Bot, message: Message) -> bool:
    """A command for it (or for any bot), or a mention of its name."""
    text = message.body.get("text") or message.body.get("caption") or ""
    marks = message.body.get("entities") or message.body.get("caption_entities") or []
    raw, name = text.encode("utf-16-le"), f"@{bot.user.username}".lower()
    for mark in marks:
        piece = raw[2 * mark["offset"] : 2 * (mark["offset"] + mark["length"])].decode("utf-16-le").lower()
        if mark["type"] == "bot_command" and piece.partition("@")[2] in ("", name[1:]):
            return True
        if mark["type"] == "mention" and piece == name:
            return True
    return False


def changed(chat: Chat, who: User, by: User, now: int, states: tuple[str, str]) -> dict[str, Any]:
    """A ChatMemberUpdated; `states` are the ChatMember statuses before and after."""
    before, after = (as_member(who.as_user(), status) for status in states)
    head = {"chat": chat.as_chat(), "from": by.as_user(), "date": now}
    return {**head, "old_chat_member": before, "new_chat_member": after}
