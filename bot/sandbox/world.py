"""The messenger's memory: users, bots, chats, messages, files; and the one way a message comes to be."""

import asyncio
import time
from collections.abc import Callable
from itertools import count
from typing import Any

from bot.sandbox.callbacks import Callbacks
from bot.sandbox.calls import CallLog
from bot.sandbox.chats import Chat
from bot.sandbox.events import Bus
from bot.sandbox.faults import Faults
from bot.sandbox.files import FileStore
from bot.sandbox.limits import Limits
from bot.sandbox.messages import Message
from bot.sandbox.people import Bot, User
from bot.sandbox.sight import changed, sees
from bot.sandbox.updates import Updates
from bot.sandbox.views import chat_view, message_view
from bot.sandbox.webhook import Webhook
from bot.sandbox.whatsapp.exchange import Exchange

FIRST_PERSON, FIRST_GROUP, SUPERGROUPS = 1001, 5001, -1_000_000_000_000


class World:
    """Everything, in memory. `clock` gives unix seconds; `limits` switches the flood limits on.

    `first_retry` is the delay in seconds before a webhook's first repeated delivery; it doubles.
    """

    def __init__(
        self, clock: Callable[[], float] = time.time, *, limits: bool = False, first_retry: float = 0.5
    ) -> None:
        self.clock = clock
        self.limits = Limits() if limits else None
        self.first_retry = first_retry
        self.bus = Bus()
        self.bots: dict[str, Bot] = {}  # by token
        self.updates: dict[int, Updates] = {}  # by bot id
        self.webhooks: dict[int, Webhook] = {}
        self.person_ids, self.group_ids, self.numbers = count(FIRST_PERSON), count(FIRST_GROUP), count(1)
        self.whatsapp = Exchange(clock, self.bus, first_retry=first_retry, limits=limits)
        self._empty()

    def _empty(self) -> None:
        self.people: dict[int, User] = {bot.id: bot.user for bot in self.bots.values()}
        self.chats: dict[str, Chat] = {}
        self.phones: dict[int, dict[str, Any]] = {}
        self.files, self.callbacks, self.calls, self.faults = FileStore(), Callbacks(), CallLog(), Faults()
        self.whatsapp.empty(self.files)

    def reset(self) -> None:
        """Forgets everything but the registered bots; no id is ever given twice."""
        calls, numbers = self.calls.next, self.files.numbers
        self._empty()
        self.calls.next, self.files.numbers = calls, numbers
        for updates in self.updates.values():
            updates.pending.clear()
        self.bus.tell("reset")

    @property
    def now(self) -> int:
        return int(self.clock())

    def add_bot(self, token: str, username: str, first_name: str, *, privacy: bool = True) -> Bot:
        """Registers a bot; its id is the number in front of the token's colon. Again is no harm."""
        identity = int(token.partition(":")[0])
        user = User(identity, first_name, username=username, is_bot=True)
        bot = self.bots[token] = Bot(user, token, privacy)
        self.people[identity] = user
        self.updates.setdefault(identity, Updates())
        self.webhooks.setdefault(identity, Webhook(self.updates[identity], self.clock, self.first_retry))
        return bot

    def add_person(self, first_name: str, **facts: str) -> User:
        """A new person: last_name, username, language_code as the facts."""
        user = User(next(self.person_ids), first_name, **facts)  # type: ignore[arg-type]
        self.people[user.id] = user
        return user

    def bot(self, bot_id: int) -> Bot:
        return next(bot for bot in self.bots.values() if bot.id == bot_id)

    def private(self, person: User, bot_id: int) -> Chat:
        """The chat of a person with a bot, made when first asked for."""
        key = f"p:{person.id}:{bot_id}"
        if key not in self.chats:
            both = {person.id: "member", bot_id: "member"}
            self.chats[key] = Chat(person.id, key, "private", person=person, members=both)
        return self.chats[key]

    def new_group(self, title: str, *, supergroup: bool, forum: bool = False) -> Chat:
        """An empty group."""
        number = next(self.group_ids)
        identity = SUPERGROUPS - number if supergroup else -number
        chat = Chat(identity, f"g:{identity}", "supergroup" if supergroup else "group", title, forum=forum)
        self.chats[chat.key] = chat
        return chat

    def post(self, chat: Chat, sender: User, body: dict[str, Any], **facts: Any) -> Message:
        """Puts a message into a chat, shows it to the pages and to the bots that may see it."""
        message = Message(chat.next_id(), chat, sender, self.now, body, **facts)
        chat.messages[message.id] = message
        self.show("message", message)
        for bot in self.seeing(message):
            self.deliver(bot, "message", message.seen_by(bot.id), chat)
        return message

    def seeing(self, message: Message) -> list[Bot]:
        """The bots a message reaches as an update."""
        return [bot for bot in self.bots_in(message.chat) if sees(bot, message)]

    def show(self, kind: str, message: Message) -> None:
        """Tells the pages of a new or changed message."""
        if self.bus.listened:
            self.bus.tell(kind, message=message_view(message))

    def show_chat(self, chat: Chat) -> None:
        self.bus.tell("chat", chat=chat_view(chat, self.commands(chat)))

    def bots_in(self, chat: Chat) -> list[Bot]:
        """Bots that are members; a private chat's bot unless it is blocked."""
        if chat.blocked:
            return []
        present = set(chat.present())
        return [bot for bot in self.bots.values() if bot.id in present]

    def deliver(self, bot: Bot, kind: str, body: dict[str, Any], chat: Chat, lane: str = "") -> None:
        """Queues an update for a bot, unless it has not asked for the kind; faults strike here."""
        updates = self.updates[bot.id]
        if not updates.wants(kind):
            return
        where = (str(chat.id), bot.token)
        copies = 2 if self.faults.for_update("duplicate", *where) else 1
        push = (kind, body, lane or chat.key, copies)
        if late := self.faults.for_update("late", *where):
            asyncio.get_running_loop().call_later(late.seconds, updates.push, *push)
        else:
            updates.push(*push)

    def commands(self, chat: Chat) -> list[dict[str, Any]]:
        """The commands the members see in a chat's menu."""
        language = chat.person.language_code if chat.person else ""
        scopes = [f"chat:{chat.id}", "all_private_chats" if chat.is_private else "all_group_chats", "default"]
        return [c for bot in self.bots_in(chat) for c in bot.profile.commands_for(scopes, language)]

    def announce(self, chat: Chat, bot: Bot, by: User, states: tuple[str, str]) -> None:
        """my_chat_member: something about the bot itself has changed."""
        self.deliver(bot, "my_chat_member", changed(chat, bot.user, by, self.now, states), chat)

    async def close(self) -> None:
        """Ends streams, waiting polls and deliveries."""
        self.bus.close()
        for updates in self.updates.values():
            updates.release()
        for webhook in self.webhooks.values():
            await webhook.close()
        await self.whatsapp.hook.close()
