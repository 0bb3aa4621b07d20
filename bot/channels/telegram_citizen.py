"""The public bot, on aiogram: private chats only, and it knows no officer.

aiogram parses updates and makes the calls. Its dispatcher is not used: it would acknowledge before the work is
done, and its filters cost more than a whole step of ours.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from io import BytesIO
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ChatType, ContentType, ParseMode
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeUnion,
    BufferedInputFile,
    CallbackQuery,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    MediaUnion,
    Message,
    ReplyParameters,
    Update,
    User,
)
from aiogram.utils.token import TokenValidationError
from aiohttp import ClientError, ClientResponseError

from bot.arrival import CITIZEN, Arrival, Migrated
from bot.channels import Attached, BadToken, Later, Menu, Moved, Outgoing, Raw, Refused, Webhook, clean
from bot.channels.telegram import MOST_DOWNLOAD, POLL_SECONDS, bad_request, read_button, read_file
from bot.speech import Buttons
from flows.events import PersonEvent, Said, SentOther, SentPlace
from routing.pieces import FileKind
from storage.people import Sender

WANTED = ["message", "callback_query"]


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """`getUpdates`, unparsed: one update of an unknown shape must not hide the others."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = 100
    timeout: int
    allowed_updates: list[str]


class TelegramCitizen:
    """Behind `bot.channels.Channel`. `api_url` is any server that speaks the Bot API."""

    name = CITIZEN
    shows_few = False
    reports = False

    def __init__(self, token: str, api_url: str) -> None:
        session = AiohttpSession(api=TelegramAPIServer.from_base(api_url))
        try:
            default = DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview=LinkPreviewOptions(is_disabled=True))
            self.bot = Bot(token, session=session, default=default)
        except TokenValidationError as error:
            raise BadToken("refused", "the citizens' bot token is not of Telegram's form 123456:ABC…") from error

    async def start(self) -> str:
        with _troubles():
            me = await self.bot.get_me()
        return f"@{me.username}"

    async def stop(self) -> None:
        await self.bot.session.close()

    # ---- in

    async def fetch(self, offset: int | None) -> Sequence[Raw]:
        method = RawUpdates(offset=offset, timeout=POLL_SECONDS, allowed_updates=WANTED)
        with _troubles():
            return await self.bot(method, request_timeout=POLL_SECONDS + 15)

    async def set_webhook(self, url: str, secret: str) -> None:
        with _troubles():
            await self.bot.set_webhook(url, secret_token=secret, allowed_updates=WANTED)

    async def remove_webhook(self) -> None:
        with _troubles():
            await self.bot.delete_webhook()

    async def webhook(self) -> Webhook:
        with _troubles():
            info = await self.bot.get_webhook_info()
        return Webhook(info.url, info.pending_update_count, info.last_error_message or "")

    async def standing(self, chat: str) -> str:
        with _troubles():
            return str((await self.bot.get_chat_member(chat, self.bot.id)).status)

    def read(self, raw: Raw) -> Sequence[Arrival | Migrated]:
        update = Update.model_validate(clean(_lean(raw)))
        if update.callback_query:
            return _read_press(update.update_id, update.callback_query)
        if update.message and update.message.chat.type == ChatType.PRIVATE and update.message.from_user:
            return _read_message(update.update_id, update.message, update.message.from_user)
        return ()

    # ---- out

    async def send(self, message: Outgoing) -> str:
        markup = ForceReply() if message.prompt else _keyboard(message.buttons)
        reply = _reply(message.reply_to)
        sent = self.bot.send_message(message.chat, message.html, reply_markup=markup, reply_parameters=reply)
        [id_] = await _sent(sent)
        return id_

    async def edit(self, message_id: str, message: Outgoing) -> None:
        with _troubles():
            await self.bot.edit_message_text(
                text=message.html,
                chat_id=message.chat,
                message_id=int(message_id),
                reply_markup=_keyboard(message.buttons),
            )

    async def unbutton(self, chat: str, message_id: str) -> None:
        with _troubles():
            await self.bot.edit_message_reply_markup(chat_id=chat, message_id=int(message_id))

    async def withdraw(self, chat: str, message_id: str) -> None:
        with _troubles():
            await self.bot.delete_message(chat, int(message_id))

    async def answer_press(self, press: str, text: str, *, alert: bool) -> None:
        with _troubles():
            await self.bot.answer_callback_query(press, text=text or None, show_alert=alert)

    async def mark_read(self, message: str) -> None:
        """Telegram shows it by itself."""

    async def download(self, file: str) -> bytes:
        with _troubles():
            found = await self.bot.get_file(file)
            if not found.file_path or (found.file_size or 0) > MOST_DOWNLOAD:
                raise Refused("refused", "the file is too large for a bot to fetch")
            target = BytesIO()
            await self.bot.download_file(found.file_path, target)
        return target.getvalue()

    async def send_files(
        self, chat: str, files: Sequence[Attached], html: str, reply_to: str, about: str = ""
    ) -> Sequence[str]:
        reply, [first, *rest] = _reply(reply_to), files
        if not rest:
            send = getattr(self.bot, f"send_{first.kind}")
            return await _sent(send(chat, _upload(first), caption=html or None, reply_parameters=reply))
        album = [_item(first, html), *(_item(each) for each in rest)]
        return await _sent(self.bot.send_media_group(chat, album, reply_parameters=reply))

    async def set_commands(self, menu: Menu) -> None:
        commands = [BotCommand(command=name, description=text) for name, text in menu.commands]
        with _troubles():
            await self.bot.set_my_commands(commands, scope=_scope(menu), language_code=menu.language or None)


def _scope(menu: Menu) -> BotCommandScopeUnion:
    if menu.scope == "chat":
        return BotCommandScopeChat(chat_id=int(menu.chat))
    return BotCommandScopeAllPrivateChats() if menu.scope == "private" else BotCommandScopeAllGroupChats()


# ---- reading

ONLY_NAMED = {"message": "reply_to_message", "callback_query": "message"}
"""By part of an update: the message in it of which nothing is read but which one it is."""


def _lean(raw: Raw) -> Raw:
    """Without what else stands in such a message: building it costs as much as all the rest, and an entity of a new
    kind in a message of ours must not hide the press under it."""
    for part, inside in ONLY_NAMED.items():
        whole = raw.get(part)
        named = whole.get(inside) if isinstance(whole, dict) else None
        if isinstance(whole, dict) and isinstance(named, dict):
            bare = {key: named[key] for key in ("message_id", "date", "chat") if key in named}
            raw = {**raw, part: {**whole, inside: bare}}
    return raw


def _sender(user: User) -> Sender:
    return Sender(CITIZEN, str(user.id), user.full_name)


def _read_press(update_id: int, query: CallbackQuery) -> Sequence[Arrival]:
    message = query.message
    return [
        Arrival(
            id=f"{CITIZEN}:{update_id}",
            sender=_sender(query.from_user),
            chat=str(message.chat.id if message else query.from_user.id),
            private=True,
            event=read_button(query.data or ""),
            message=str(message.message_id) if message else "",
            press=query.id,
        )
    ]


def _read_message(update_id: int, message: Message, user: User) -> Sequence[Arrival]:
    """One arrival an event; a caption of something we can't use is still somebody's words."""
    return [
        Arrival(
            id=f"{CITIZEN}:{update_id}" + (f"/{place}" if place else ""),
            sender=_sender(user),
            chat=str(message.chat.id),
            private=True,
            event=event,
            message=str(message.message_id),
            reply_to=str(message.reply_to_message.message_id) if message.reply_to_message else "",
        )
        for place, event in enumerate(_events(message))
    ]


def _events(message: Message) -> list[PersonEvent]:
    if message.text:
        return [Said(message.text)]
    if file := read_file(message, CITIZEN, message.caption or ""):
        return file
    if message.location:
        return [SentPlace(message.location.latitude, message.location.longitude)]
    other = SentOther(ContentType(message.content_type).value)
    return [Said(message.caption), other] if message.caption else [other]


# ---- writing

ALBUM: dict[FileKind, Callable[..., MediaUnion]] = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "audio": InputMediaAudio,
    "document": InputMediaDocument,
}


def _upload(file: Attached) -> BufferedInputFile:
    return BufferedInputFile(file.content, file.name)


def _item(file: Attached, html: str = "") -> MediaUnion:
    """An album shows the words of its first file beneath the whole."""
    return ALBUM[file.kind](media=_upload(file), caption=html or None)


def _keyboard(buttons: Buttons) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    rows = [[InlineKeyboardButton(text=each.text, callback_data=each.data) for each in row] for row in buttons]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _reply(message_id: str) -> ReplyParameters | None:
    return ReplyParameters(message_id=int(message_id), allow_sending_without_reply=True) if message_id else None


async def _sent(sending: Awaitable[Message | list[Message]]) -> list[str]:
    """The new messages' ids, even where the answer holds something this version of aiogram does not know."""
    try:
        with _troubles():
            sent = await sending
    except ClientDecodeError as error:
        result = error.data.get("result") if isinstance(error.data, dict) else None
        told: list[Any] = result if isinstance(result, list) else [result]
        if not all(isinstance(each, dict) and "message_id" in each for each in told):
            raise Later(5, "an answer that is no message") from error
        return [str(each["message_id"]) for each in told]
    return [str(each.message_id) for each in (sent if isinstance(sent, list) else [sent])]


@contextmanager
def _troubles() -> Iterator[None]:
    try:
        yield
    except TelegramRetryAfter as error:
        raise Later(error.retry_after, "429") from error
    except TelegramMigrateToChat as error:
        raise Moved(str(error.migrate_to_chat_id)) from error
    except TelegramUnauthorizedError as error:
        raise BadToken("refused", "the citizens' bot token is unknown to Telegram") from error
    except TelegramForbiddenError as error:
        raise Refused("blocked", error.message) from error
    except (TelegramBadRequest, TelegramNotFound) as error:
        if refusal := bad_request(error.message):
            raise refusal from error
    except ClientDecodeError:
        raise
    except ClientResponseError as error:
        # of a download, where aiogram lets its HTTP library speak for itself
        if error.status == HTTPStatus.NOT_FOUND:
            raise Refused("refused", "the file is not there any more") from error
        raise Later(2, f"download: {error.status}") from error
    except (AiogramError, ClientError, OSError, TimeoutError) as error:
        raise Later(2, type(error).__name__) from error
