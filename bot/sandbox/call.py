"""One call of a bot, and the table of methods the messenger knows."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.chats import Chat
from bot.sandbox.files import Upload
from bot.sandbox.messages import Message
from bot.sandbox.people import Bot
from bot.sandbox.refusal import bad_request, forbidden
from bot.sandbox.world import World

UPGRADED = "group chat was upgraded to a supergroup chat"


@dataclass(frozen=True, slots=True)
class Call:
    """A checked call: coerced parameters, and the uploads that `attach://` may name."""

    world: World
    bot: Bot
    params: dict[str, Any]
    uploads: dict[str, Upload]

    def __getitem__(self, name: str) -> Any:
        return self.params[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.params.get(name, default)

    def chat(self, field: str = "chat_id", *, reading: bool = False) -> Chat:
        """The chat a bot may act in, or only read of; raises the 400s and 403s of Telegram."""
        chat = find_chat(self.world, self.bot, self.params[field])
        if not (reading and chat.is_private):
            _open_to(chat, self.bot)
        return chat

    def message(self, chat: Chat, purpose: str) -> Message:
        """The message `message_id` names, or "message to <purpose> not found"."""
        message: Message | None = chat.messages.get(self.params.get("message_id", 0))
        if message is None or message.deleted:
            raise bad_request(f"message to {purpose} not found")
        return message


Handler = Callable[[Call], Any | Awaitable[Any]]
HANDLERS: dict[str, Handler] = {}


def method(name: str) -> Callable[[Handler], Handler]:
    """Enters a function into the table of methods."""

    def enter(handler: Handler) -> Handler:
        HANDLERS[name] = handler
        return handler

    return enter


def find_chat(world: World, bot: Bot, identity: int | str) -> Chat:
    """A chat by its id in the Bot API: a person's id is the private chat with this bot."""
    if isinstance(identity, str):  # usernames belong to channels and public groups; there are none here
        raise bad_request("chat not found")
    if identity < 0:
        if chat := world.chats.get(f"g:{identity}"):
            return chat
        raise bad_request("chat not found")
    person = world.people.get(identity)
    if person is None:
        raise bad_request("chat not found")
    if person.is_bot:
        raise forbidden("bots can't send messages to bots")
    return world.private(person, bot.id)


def _open_to(chat: Chat, bot: Bot) -> None:
    if chat.is_private:
        _open_person(chat)
        return
    if chat.migrated_to:
        raise bad_request(UPGRADED, migrate_to_chat_id=chat.migrated_to)
    if chat.gone:
        raise forbidden("the group chat was deleted")
    if bot.id not in chat.members:
        raise bad_request("chat not found")
    if (status := chat.status(bot.id)) in ("left", "kicked"):
        how = "was kicked from" if status == "kicked" else "is not a member of"
        raise forbidden(f"bot {how} the {chat.kind} chat")


def _open_person(chat: Chat) -> None:
    if chat.person.deactivated:
        raise forbidden("user is deactivated")
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")


def need_right(chat: Chat, bot: Bot, words: str, right: str = "can_manage_chat") -> None:
    """Refuses a bot that is no administrator of a group with this right."""
    if not chat.is_private and not chat.may(bot.id, right):
        raise bad_request(words)
