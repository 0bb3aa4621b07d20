"""Editing, deleting, reacting, answering presses, pinning."""

from typing import Any

from bot.sandbox import schema
from bot.sandbox.call import Call, method, need_right
from bot.sandbox.chats import Chat
from bot.sandbox.keyboards import inline
from bot.sandbox.media import new_media
from bot.sandbox.messages import Message
from bot.sandbox.refusal import Refused, bad_request
from bot.sandbox.sending import spend
from bot.sandbox.wording import caption_body, text_body

TWO_DAYS = 48 * 3600  # seconds in which a message can be deleted
UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
EMOJI = schema.reactions()


def _editable(call: Call) -> Message:
    if "message_id" not in call.params:
        raise bad_request("message identifier is not specified")
    message = call.message(call.chat(), "edit")
    if message.sender.id != call.bot.id or message.service or message.keyboard:
        raise bad_request("message can't be edited")
    return message


def _changed(call: Call, message: Message, **content: Any) -> dict[str, Any]:
    """Puts the new content in; refuses an edit that changes nothing."""
    before = message.content
    former = {name: getattr(message, name) for name in content}
    for name, value in content.items():
        setattr(message, name, value)
    if message.content == before:
        raise bad_request(UNCHANGED)
    try:
        spend(call, message.chat)
    except Refused:
        for name, value in former.items():
            setattr(message, name, value)
        raise
    message.edited = call.world.now
    call.world.show("edit", message)
    return message.seen_by(call.bot.id)


def _kept(message: Message, *dropped: str) -> dict[str, Any]:
    return {name: value for name, value in message.body.items() if name not in dropped}


@method("editMessageText")
def edit_message_text(call: Call) -> dict[str, Any]:
    message = _editable(call)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    body = {**_kept(message, "text", "entities"), **text_body(call.params)}
    return _changed(call, message, body=body, markup=inline(call.get("reply_markup")))


@method("editMessageCaption")
def edit_message_caption(call: Call) -> dict[str, Any]:
    message = _editable(call)
    if message.attachment is None:
        raise bad_request("there is no caption in the message to edit")
    body = {**_kept(message, "caption", "caption_entities"), **caption_body(call.params)}
    return _changed(call, message, body=body, markup=inline(call.get("reply_markup")))


@method("editMessageReplyMarkup")
def edit_message_reply_markup(call: Call) -> dict[str, Any]:
    return _changed(call, _editable(call), markup=inline(call.get("reply_markup")))


@method("editMessageMedia")
def edit_message_media(call: Call) -> dict[str, Any]:
    message = _editable(call)
    if message.attachment is None:
        raise bad_request("there is no media in the message to edit")
    body, attachment = new_media(call)
    return _changed(call, message, body=body, attachment=attachment, markup=inline(call.get("reply_markup")))


def _deletable(call: Call, chat: Chat, message: Message) -> bool:
    if not chat.is_private and chat.is_admin(call.bot.id):
        return True
    mine = message.sender.id == call.bot.id or chat.is_private
    return mine and call.world.now - message.date <= TWO_DAYS


def _delete(call: Call, chat: Chat, message: Message) -> None:
    message.deleted = True
    call.world.bus.tell("delete", chat=chat.key, id=message.id)


@method("deleteMessage")
def delete_message(call: Call) -> bool:
    chat = call.chat()
    message = call.message(chat, "delete")
    if not _deletable(call, chat, message):
        late = call.world.now - message.date > TWO_DAYS
        raise bad_request("message can't be deleted for everyone" if late else "message can't be deleted")
    _delete(call, chat, message)
    return True


@method("deleteMessages")
def delete_messages(call: Call) -> bool:
    """Those that can't be found are skipped, as Telegram does."""
    chat = call.chat()
    named = [chat.messages.get(identity) for identity in call["message_ids"]]
    found = [message for message in named if message is not None and not message.deleted]
    if not all(_deletable(call, chat, message) for message in found):
        raise bad_request("message can't be deleted for everyone")
    for message in found:
        _delete(call, chat, message)
    return True


@method("setMessageReaction")
def set_message_reaction(call: Call) -> bool:
    chat = call.chat()
    message = call.message(chat, "react")
    wished = call.get("reaction", [])
    if len(wished) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction["type"] != "emoji" or reaction["emoji"] not in EMOJI for reaction in wished):
        raise bad_request("REACTION_INVALID")
    message.reactions[call.bot.id] = [reaction["emoji"] for reaction in wished]
    call.world.show("reaction", message)
    return True


@method("answerCallbackQuery")
def answer_callback_query(call: Call) -> bool:
    world = call.world
    press = world.callbacks.take(call["callback_query_id"], call.bot.id, world.clock())
    if press is None:
        raise bad_request(TOO_OLD)
    alert = bool(call.get("show_alert"))
    world.bus.tell("toast", user=press.user, chat=press.chat_key, text=call.get("text", ""), alert=alert)
    return True


@method("pinChatMessage")
def pin_chat_message(call: Call) -> bool:
    chat = call.chat()
    need_right(chat, call.bot, "not enough rights to manage pinned messages in the chat")
    message = call.message(chat, "pin")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        body = {"pinned_message": message.seen_by(call.bot.id, nested=True)}
        call.world.post(chat, call.bot.user, body, service="pinned", thread=message.thread)
        call.world.show_chat(chat)
    return True


@method("unpinChatMessage")
def unpin_chat_message(call: Call) -> bool:
    chat = call.chat()
    need_right(chat, call.bot, "not enough rights to manage pinned messages in the chat")
    wanted = call.get("message_id", chat.pinned[-1] if chat.pinned else None)
    if wanted not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(wanted)
    call.world.show_chat(chat)
    return True
