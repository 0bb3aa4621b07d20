"""Chats, their members and their topics, as a bot asks about and changes them."""

from typing import Any

from bot.sandbox.call import Call, method, need_right
from bot.sandbox.chats import Chat, Topic
from bot.sandbox.refusal import bad_request

NO_CHANGE = "TOPIC_NOT_MODIFIED"
REACTIONS = 11  # most reactions on a message


@method("getChat")
def get_chat(call: Call) -> dict[str, Any]:
    chat = call.chat(reading=True)
    shown = {
        **chat.as_chat(),
        "accent_color_id": 0,
        "max_reaction_count": REACTIONS,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    if chat.pinned:
        shown["pinned_message"] = chat.messages[chat.pinned[-1]].seen_by(call.bot.id, nested=True)
    return shown


@method("getChatMember")
def get_chat_member(call: Call) -> dict[str, Any]:
    chat = call.chat(reading=True)
    user = call.world.people.get(call["user_id"])
    if user is None:
        raise bad_request("user not found")
    return chat.as_member(user.as_user())


@method("getChatMemberCount")
def get_chat_member_count(call: Call) -> int:
    return len(call.chat(reading=True).present())


@method("getChatAdministrators")
def get_chat_administrators(call: Call) -> list[dict[str, Any]]:
    chat = call.chat(reading=True)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    people = call.world.people
    return [chat.as_member(people[i].as_user()) for i in chat.present() if chat.is_admin(i)]


@method("leaveChat")
def leave_chat(call: Call) -> bool:
    chat, bot = call.chat(), call.bot
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    before = chat.status(bot.id)
    body = {"left_chat_member": bot.user.as_user()}
    call.world.post(chat, bot.user, body, service="left")
    chat.members[bot.id] = "left"
    call.world.announce(chat, bot, bot.user, (before, "left"))
    call.world.show_chat(chat)
    return True


@method("exportChatInviteLink")
def export_chat_invite_link(call: Call) -> str:
    chat = call.chat()
    if chat.is_private:
        raise bad_request("chat is a private chat")
    need_right(chat, call.bot, "not enough rights to manage chat invite link")
    return f"https://t.me/+sandbox{next(call.world.numbers):08d}"


def _forum(call: Call) -> Chat:
    chat = call.chat()
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    return chat


def _topic(call: Call, chat: Chat) -> Topic:
    topic = chat.topics.get(call["message_thread_id"])
    if topic is None:
        raise bad_request("message thread not found")
    return topic


def _own(call: Call, chat: Chat) -> Topic:
    """A topic that the bot may change: one of its own, or any with the right."""
    topic = _topic(call, chat)
    if not chat.may_change(topic, call.bot.id):
        raise bad_request("not enough rights to edit the topic")
    return topic


def _note(call: Call, chat: Chat, topic: Topic, field: str, facts: dict[str, Any]) -> None:
    """The service message a topic's change leaves."""
    label = field.removeprefix("forum_topic_")
    call.world.post(chat, call.bot.user, {field: facts}, service=f"topic {label}", thread=topic.id)
    call.world.show_chat(chat)


@method("createForumTopic")
def create_forum_topic(call: Call) -> dict[str, Any]:
    chat, name = _forum(call), call["name"].strip()
    need_right(chat, call.bot, "not enough rights to create a topic", "can_manage_topics")
    if not name:
        raise bad_request("TOPIC_TITLE_EMPTY")
    topic = Topic(chat.last_id + 1, name, call.bot.id, icon_color=call.get("icon_color", 7322096))
    chat.topics[topic.id] = topic
    _note(call, chat, topic, "forum_topic_created", {"name": name, "icon_color": topic.icon_color})
    return {"message_thread_id": topic.id, "name": name, "icon_color": topic.icon_color}


@method("editForumTopic")
def edit_forum_topic(call: Call) -> bool:
    chat = _forum(call)
    topic, name = _own(call, chat), call.get("name", "")
    if name == topic.name or not (name or "icon_custom_emoji_id" in call.params):
        raise bad_request(NO_CHANGE)
    topic.name = name or topic.name
    _note(call, chat, topic, "forum_topic_edited", {"name": topic.name})
    return True


def _switch(call: Call, *, closed: bool) -> bool:
    chat = _forum(call)
    topic = _own(call, chat)
    if topic.closed == closed:
        raise bad_request(NO_CHANGE)
    topic.closed = closed
    _note(call, chat, topic, "forum_topic_closed" if closed else "forum_topic_reopened", {})
    return True


@method("closeForumTopic")
def close_forum_topic(call: Call) -> bool:
    return _switch(call, closed=True)


@method("reopenForumTopic")
def reopen_forum_topic(call: Call) -> bool:
    return _switch(call, closed=False)


@method("deleteForumTopic")
def delete_forum_topic(call: Call) -> bool:
    chat = _forum(call)
    need_right(chat, call.bot, "not enough rights to delete the topic", "can_delete_messages")
    topic = _topic(call, chat)
    del chat.topics[topic.id]
    for message in chat.messages.values():
        message.deleted = message.deleted or message.thread == topic.id
    call.world.show_chat(chat)
    return True
