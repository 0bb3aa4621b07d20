"""What people do in their chats: write, edit, press, react, block."""

from dataclasses import replace
from typing import Any

from bot.sandbox.callbacks import Press
from bot.sandbox.chats import GENERAL, Chat
from bot.sandbox.entities import settled
from bot.sandbox.files import Upload
from bot.sandbox.media import KINDS, attach
from bot.sandbox.messages import Attachment, Message
from bot.sandbox.people import User
from bot.sandbox.world import World

STICKER = {
    "file_id": "sticker",
    "file_unique_id": "sticker",
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "emoji": "👍",
}
USUAL = {"photo": "image/jpeg", "voice": "audio/ogg", "video": "video/mp4", "audio": "audio/mpeg"}


def write(world: World, who: User, chat: Chat, act: dict[str, Any], upload: Upload | None) -> Message:
    """A person's message of any kind; raises KeyError or ValueError for an act that makes no sense."""
    kind = act.get("kind") or "text"
    facts: dict[str, Any] = {}
    if kind in KINDS:
        facts["attachment"] = _attachment(world, kind, act, upload)
    elif kind not in ("text", "location", "contact", "sticker", "poll"):
        raise ValueError(f"unknown kind of message: {kind}")
    if original := act.get("reply_to"):
        facts["reply_to"] = chat.messages[int(original)]
    facts["thread"] = _thread(who, chat, act, facts.get("reply_to"))
    if album := act.get("album"):
        facts["album"] = str(album)
    _open(world, chat)
    return world.post(chat, who, _body(world, who, kind, act), **facts)


def _attachment(world: World, kind: str, act: dict[str, Any], upload: Upload | None) -> Attachment:
    """`file_size` lets a file claim to be larger than it is, so that nobody has to carry sixty megabytes."""
    made = attach(world.files, kind, _file(kind, upload), strict=False)
    claimed = {"file_size": int(act["file_size"])} if "file_size" in act else {}
    return replace(made, facts={**made.facts, **claimed})


def _file(kind: str, upload: Upload | None) -> Upload:
    given = upload or Upload(kind, "", b"")
    return Upload(given.name, given.mime or USUAL.get(kind, "application/octet-stream"), given.data)


def _thread(who: User, chat: Chat, act: dict[str, Any], reply_to: Message | None) -> int | None:
    if not chat.forum:
        return None
    wish = int(act.get("thread") or (reply_to and reply_to.thread) or GENERAL)
    if wish == GENERAL:
        return None
    if not chat.writes(topic := chat.topics[wish], who.id):
        raise ValueError("the topic is closed")
    return topic.id


def _open(world: World, chat: Chat) -> None:
    """Whoever writes to a bot lets it write back, and lifts a block."""
    if chat.is_private:
        if chat.blocked:
            block(world, chat, blocked=False)
        chat.started = True


def _body(world: World, who: User, kind: str, act: dict[str, Any]) -> dict[str, Any]:
    if kind == "text":
        return _marked("text", "entities", act["text"])
    if kind == "location":
        return {"location": {name: float(act[name]) for name in ("latitude", "longitude")}}
    if kind == "contact":
        number = act.get("phone_number") or f"+62800{who.id:07d}"
        return {"contact": {"phone_number": number, "first_name": who.first_name, "user_id": who.id}}
    if kind == "poll":
        return {"poll": _poll(str(next(world.numbers)), act.get("text") or "?")}
    if kind == "sticker":
        return {"sticker": STICKER}
    return _marked("caption", "caption_entities", act.get("caption") or act.get("text") or "")


def _marked(name: str, marks: str, source: str) -> dict[str, Any]:
    text, entities = settled(source, [])
    body: dict[str, Any] = {name: text} if text else {}
    return {**body, marks: entities} if entities else body


def _poll(identity: str, question: str) -> dict[str, Any]:
    options = [{"text": t, "voter_count": 0, "persistent_id": t} for t in ("Ya", "Tidak")]
    return {
        "id": identity,
        "question": question,
        "options": options,
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    }


def edit(world: World, who: User, chat: Chat, message_id: int, text: str) -> Message:
    """A person changes what she wrote (text or caption)."""
    message: Message = chat.messages[message_id]
    if message.sender.id != who.id:
        raise ValueError("only the author edits a message")
    names = ("caption", "caption_entities") if message.attachment else ("text", "entities")
    rest = {name: value for name, value in message.body.items() if name not in names}
    message.body = {**rest, **_marked(*names, text)}
    message.edited = world.now
    world.show("edit", message)
    for bot in world.seeing(message):
        world.deliver(bot, "edited_message", message.seen_by(bot.id), chat)
    return message


def press(world: World, who: User, chat: Chat, message_id: int, data: str) -> str:
    """A button of a bot's message is pressed; the data is not checked against what was offered."""
    message: Message = chat.messages[message_id]
    if not message.sender.is_bot:
        raise ValueError("only a bot's message has buttons")
    bot = world.bot(message.sender.id)
    identity = f"{4_200_000_000_000_000 + next(world.numbers)}"
    world.callbacks.add(identity, Press(who.id, chat.key, bot.id, world.clock()))
    query = {
        "id": identity,
        "from": who.as_user(),
        "message": message.seen_by(bot.id),
        "chat_instance": str(abs(chat.id) * 7919),
        "data": data,
    }
    world.deliver(bot, "callback_query", query, chat, lane=f"u:{who.id}")
    return identity


def react(world: World, who: User, chat: Chat, message_id: int, emoji: str | None) -> None:
    """A person gives or takes back a reaction; told to administrators who asked for it."""
    message: Message = chat.messages[message_id]
    before, after = message.reactions.get(who.id, []), [emoji] if emoji else []
    message.reactions[who.id] = after
    world.show("reaction", message)
    body = {
        "chat": chat.as_chat(),
        "message_id": message.id,
        "user": who.as_user(),
        "date": world.now,
        "old_reaction": [{"type": "emoji", "emoji": e} for e in before],
        "new_reaction": [{"type": "emoji", "emoji": e} for e in after],
    }
    for bot in world.bots_in(chat):
        if chat.is_private or chat.is_admin(bot.id):
            world.deliver(bot, "message_reaction", body, chat)


def block(world: World, chat: Chat, *, blocked: bool) -> None:
    """A person blocks or unblocks the bot of a private chat."""
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    bot = world.bot(int(chat.key.rpartition(":")[2]))
    states = ("member", "kicked") if blocked else ("kicked", "member")
    world.announce(chat, bot, chat.person, states)
    world.show_chat(chat)
