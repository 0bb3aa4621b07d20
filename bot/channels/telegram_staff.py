"""The officers' bot, on python-telegram-bot: registered groups only; whoever else calls is told where to go.

The library parses updates and makes the calls. Its Application is not used: it acknowledges updates once they are
queued, not once they are kept.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

# Makes `RetryAfter.retry_after` a timedelta, as the library's next version will; read when an error is raised.
os.environ.setdefault("PTB_TIMEDELTA", "1")

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.arrival import STAFF, Arrival, Migrated
from bot.channels import Attached, BadToken, Later, Menu, Moved, Outgoing, Raw, Refused, Webhook, clean
from bot.channels.telegram import MOST_DOWNLOAD, POLL_SECONDS, bad_request
from bot.channels.telegram_staff_reading import read_update
from bot.speech import Buttons
from bot.tls import believed

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

WANTED = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member"]


class TelegramStaff:
    """Behind `bot.channels.Channel`. `api_url` is any server that speaks the Bot API."""

    name = STAFF
    shows_few = False
    reports = False

    def __init__(self, token: str, api_url: str) -> None:
        base, trust = api_url.rstrip("/"), {"verify": believed()}
        try:
            self.bot = Bot(
                token,
                base_url=f"{base}/bot",
                base_file_url=f"{base}/file/bot",
                request=HTTPXRequest(connection_pool_size=32, httpx_kwargs=trust),
                get_updates_request=HTTPXRequest(connection_pool_size=1, httpx_kwargs=trust),
            )
        except InvalidToken as error:
            raise BadToken("refused", "the officers' bot token is empty") from error

    async def start(self) -> str:
        with _troubles():
            await self.bot.initialize()
        return f"@{self.bot.username}"

    async def stop(self) -> None:
        await self.bot.shutdown()

    # ---- in

    async def fetch(self, offset: int | None) -> Sequence[Raw]:
        """Unparsed: one update of an unknown shape must not hide the others."""
        wanted: dict[str, Any] = {
            "timeout": POLL_SECONDS,
            "allowed_updates": '["' + '","'.join(WANTED) + '"]',
        }
        if offset is not None:
            wanted["offset"] = offset
        url = f"{self.bot.base_url}/getUpdates?{urlencode(wanted)}"
        with _troubles():
            found = await self.bot.request.post(url, read_timeout=POLL_SECONDS + 15)
        return found if isinstance(found, list) else []

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
        return read_update(Update.de_json(clean(raw), self.bot), self.bot.id)

    # ---- out

    async def send(self, message: Outgoing) -> str:
        markup = ForceReply(selective=True) if message.prompt else _keyboard(message.buttons)
        with _troubles():
            sent = await self.bot.send_message(
                message.chat,
                message.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=markup,
                reply_parameters=_reply(message.reply_to),
                message_thread_id=_thread(message.thread),
            )
        return str(sent.message_id)

    async def edit(self, message_id: str, message: Outgoing) -> None:
        with _troubles():
            await self.bot.edit_message_text(
                message.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
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
            if (found.file_size or 0) > MOST_DOWNLOAD:
                raise Refused("refused", "the file is too large for a bot to fetch")
            return bytes(await found.download_as_bytearray())

    async def send_files(
        self, chat: str, files: Sequence[Attached], html: str, reply_to: str, about: str = "", thread: str = ""
    ) -> Sequence[str]:
        more: dict[str, Any] = {
            "reply_parameters": _reply(reply_to),
            "message_thread_id": _thread(thread),
            "caption": html or None,
            "parse_mode": ParseMode.HTML,
        }
        with _troubles():
            if len(files) == 1:
                [file] = files
                send = getattr(self.bot, f"send_{file.kind}")
                return [str((await send(chat, file.content, filename=file.name, **more)).message_id)]
            album = [ALBUM[each.kind](each.content, filename=each.name) for each in files]
            return [str(each.message_id) for each in await self.bot.send_media_group(chat, album, **more)]

    async def open_topic(self, chat: str, name: str) -> str:
        with _troubles():
            return str((await self.bot.create_forum_topic(chat, name)).message_thread_id)

    async def rename_topic(self, chat: str, thread: str, name: str) -> None:
        with _troubles():
            await self.bot.edit_forum_topic(chat, int(thread), name)

    async def close_topic(self, chat: str, thread: str) -> None:
        with _troubles():
            await self.bot.close_forum_topic(chat, int(thread))

    async def reopen_topic(self, chat: str, thread: str) -> None:
        with _troubles():
            await self.bot.reopen_forum_topic(chat, int(thread))

    async def set_commands(self, menu: Menu) -> None:
        commands = [BotCommand(name, text) for name, text in menu.commands]
        with _troubles():
            await self.bot.set_my_commands(commands, scope=_scope(menu), language_code=menu.language or None)


def _scope(menu: Menu) -> BotCommandScope:
    if menu.scope == "chat":
        return BotCommandScopeChat(int(menu.chat))
    return BotCommandScopeAllPrivateChats() if menu.scope == "private" else BotCommandScopeAllGroupChats()


# ---- writing

ALBUM = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "audio": InputMediaAudio,
    "document": InputMediaDocument,
}


def _keyboard(buttons: Buttons) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(each.text, callback_data=each.data) for each in row] for row in buttons]
    )


def _thread(thread: str) -> int | None:
    return int(thread) if thread else None


def _reply(message_id: str) -> ReplyParameters | None:
    return ReplyParameters(int(message_id), allow_sending_without_reply=True) if message_id else None


@contextmanager
def _troubles() -> Iterator[None]:
    try:
        yield
    except RetryAfter as error:
        wait = error.retry_after
        raise Later(wait if isinstance(wait, int) else wait.total_seconds(), "429") from error
    except ChatMigrated as error:
        raise Moved(str(error.new_chat_id)) from error
    except InvalidToken as error:
        # the library's own message repeats the token
        raise BadToken("refused", "the officers' bot token is unknown to Telegram") from error
    except Forbidden as error:
        raise Refused("blocked", error.message) from error
    except BadRequest as error:
        if refusal := bad_request(error.message):
            raise refusal from error
    except (TelegramError, OSError) as error:
        raise Later(2, type(error).__name__) from error
