"""sendMessage and what every sending method shares: the chat, the topic, the reply, the keyboard."""

from typing import Any

from bot.sandbox.call import Call, find_chat, method
from bot.sandbox.chats import Chat
from bot.sandbox.keyboards import split
from bot.sandbox.messages import Message
from bot.sandbox.refusal import bad_request
from bot.sandbox.wording import caption_body, text_body

ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
    *("upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"),
}


def place(call: Call, chat: Chat) -> dict[str, Any]:
    """Where a new message goes: {"thread", "reply_to"}; raises when the topic or the original is missing."""
    if call.bot.id in chat.muted:
        raise bad_request("not enough rights to send text messages to the chat")
    reply_to = _original(call, chat)
    thread = call.get("message_thread_id")
    if thread is None:
        thread = reply_to.thread if reply_to and chat.forum else None
    elif not chat.forum or thread not in chat.topics:  # not even the General topic's number is taken
        raise bad_request("message thread not found")
    if thread is not None and not chat.writes(chat.topics[thread], call.bot.id):
        raise bad_request("TOPIC_CLOSED")
    return {"thread": thread, "reply_to": reply_to}


def _original(call: Call, chat: Chat) -> Message | None:
    wish = call.get("reply_parameters")
    if wish is None:
        return None
    source = find_chat(call.world, call.bot, wish["chat_id"]) if "chat_id" in wish else chat
    message: Message | None = source.messages.get(wish["message_id"])
    if message is not None and not message.deleted:
        return message
    if wish.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def send(call: Call, body: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """Posts a message of the bot and returns it as the Bot API shows it."""
    chat = call.chat()
    spot = place(call, chat)
    spend(call, chat)
    message = call.world.post(chat, call.bot.user, body, **spot, **split(call.get("reply_markup")), **facts)
    return message.seen_by(call.bot.id)


def spend(call: Call, chat: Chat, messages: int = 1) -> None:
    """Counts one message, or an album's against the flood limits, where they are on."""
    if limits := call.world.limits:
        limits.spend(call.bot.id, chat.id, call.world.clock(), is_group=not chat.is_private, messages=messages)


@method("sendMessage")
def send_message(call: Call) -> dict[str, Any]:
    return send(call, text_body(call.params))


@method("sendLocation")
def send_location(call: Call) -> dict[str, Any]:
    place_names = ("latitude", "longitude", "horizontal_accuracy", "live_period")
    location = {name: call[name] for name in place_names if name in call.params}
    if not (-90 <= location["latitude"] <= 90 and -180 <= location["longitude"] <= 180):
        raise bad_request("wrong latitude or longitude specified")
    return send(call, {"location": location})


@method("sendChatAction")
def send_chat_action(call: Call) -> bool:
    chat = call.chat()
    if call["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.world.bus.tell("typing", chat=chat.key, **{"from": call.bot.id})
    return True


@method("forwardMessage")
def forward_message(call: Call) -> dict[str, Any]:
    original = _source(call, "forward")
    origin = {"type": "user", "sender_user": original.sender.as_user(), "date": original.date}
    body = {**original.body, "forward_origin": origin}
    return send(call, body, attachment=original.attachment)


@method("copyMessage")
def copy_message(call: Call) -> dict[str, Any]:
    original = _source(call, "copy")
    body = {name: value for name, value in original.body.items() if name != "forward_origin"}
    if "caption" in call.params:
        body = {k: v for k, v in body.items() if not k.startswith("caption")} | caption_body(call.params)
    return {"message_id": send(call, body, attachment=original.attachment)["message_id"]}


def _source(call: Call, purpose: str) -> Message:
    message = call.message(call.chat("from_chat_id"), purpose)
    if message.service:
        raise bad_request("the message can't be forwarded" if purpose == "forward" else "the message can't be copied")
    return message
