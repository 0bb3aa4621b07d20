"""aiogram and python-telegram-bot as clients of the local messenger, behind one set of verbs."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any, Protocol

import aiogram
import aiogram.exceptions
import aiogram.types
import telegram
import telegram.error
import telegram.request
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from tests.sandbox_client import TOKEN

ROWS = [[("Ya", "y"), ("Tidak", "n")]]


class Client(Protocol):
    """What the round needs; answers are the libraries' own objects, whose names agree."""

    async def me(self) -> Any: ...
    async def poll(self, offset: int | None = None) -> Any: ...
    async def say(self, chat: int, text: str, **extra: Any) -> Any: ...
    async def ask(self, chat: int, text: str) -> Any: ...
    async def edit(self, chat: int, message: int, text: str) -> Any: ...
    async def answer(self, query: str, text: str) -> Any: ...
    async def photo(self, chat: int, data: bytes, caption: str) -> Any: ...
    async def album(self, chat: int, pictures: list[bytes]) -> Any: ...
    async def fetch(self, file_id: str) -> bytes: ...
    async def plain(self, method: str, **params: Any) -> Any: ...
    async def fault(self, act: Awaitable[Any]) -> tuple[str, Any]: ...


class Aiogram:
    """aiogram, pointed at the messenger."""

    def __init__(self, bot: aiogram.Bot) -> None:
        self.bot = bot

    async def me(self) -> Any:
        return await self.bot.get_me()

    async def poll(self, offset: int | None = None) -> Any:
        return await self.bot.get_updates(offset=offset, timeout=5)

    async def say(self, chat: int, text: str, **extra: Any) -> Any:
        return await self.bot.send_message(chat, text, parse_mode="HTML", **extra)

    async def ask(self, chat: int, text: str) -> Any:
        rows = [[aiogram.types.InlineKeyboardButton(text=t, callback_data=d) for t, d in row] for row in ROWS]
        markup = aiogram.types.InlineKeyboardMarkup(inline_keyboard=rows)
        return await self.bot.send_message(chat, text, reply_markup=markup)

    async def edit(self, chat: int, message: int, text: str) -> Any:
        return await self.bot.edit_message_text(text, chat_id=chat, message_id=message)

    async def answer(self, query: str, text: str) -> Any:
        return await self.bot.answer_callback_query(query, text)

    async def photo(self, chat: int, data: bytes, caption: str) -> Any:
        return await self.bot.send_photo(chat, aiogram.types.BufferedInputFile(data, "jalan.png"), caption=caption)

    async def album(self, chat: int, pictures: list[bytes]) -> Any:
        media: list[Any] = [
            aiogram.types.InputMediaPhoto(media=aiogram.types.BufferedInputFile(data, "jalan.png")) for data in pictures
        ]
        return await self.bot.send_media_group(chat, media)

    async def fetch(self, file_id: str) -> bytes:
        target = BytesIO()
        await self.bot.download(file_id, target)
        return target.getvalue()

    async def plain(self, method: str, **params: Any) -> Any:
        return await getattr(self.bot, method)(**params)

    async def fault(self, act: Awaitable[Any]) -> tuple[str, Any]:
        try:
            await act
        except aiogram.exceptions.TelegramMigrateToChat as error:
            return type(error).__name__, error.migrate_to_chat_id
        except aiogram.exceptions.TelegramRetryAfter as error:
            return type(error).__name__, error.retry_after
        except aiogram.exceptions.TelegramAPIError as error:
            return type(error).__name__, None
        raise AssertionError("no fault")


class Ptb:
    """python-telegram-bot, pointed at the messenger."""

    def __init__(self, bot: telegram.Bot) -> None:
        self.bot = bot

    async def me(self) -> Any:
        return await self.bot.get_me()

    async def poll(self, offset: int | None = None) -> Any:
        return await self.bot.get_updates(offset=offset, timeout=5)

    async def say(self, chat: int, text: str, **extra: Any) -> Any:
        return await self.bot.send_message(chat, text, parse_mode="HTML", **extra)

    async def ask(self, chat: int, text: str) -> Any:
        rows = [[telegram.InlineKeyboardButton(t, callback_data=d) for t, d in row] for row in ROWS]
        return await self.bot.send_message(chat, text, reply_markup=telegram.InlineKeyboardMarkup(rows))

    async def edit(self, chat: int, message: int, text: str) -> Any:
        return await self.bot.edit_message_text(text, chat_id=chat, message_id=message)

    async def answer(self, query: str, text: str) -> Any:
        return await self.bot.answer_callback_query(query, text)

    async def photo(self, chat: int, data: bytes, caption: str) -> Any:
        return await self.bot.send_photo(chat, data, caption=caption, filename="jalan.png")

    async def album(self, chat: int, pictures: list[bytes]) -> Any:
        return await self.bot.send_media_group(chat, [telegram.InputMediaPhoto(data) for data in pictures])

    async def fetch(self, file_id: str) -> bytes:
        file = await self.bot.get_file(file_id)
        return bytes(await file.download_as_bytearray())

    async def plain(self, method: str, **params: Any) -> Any:
        return await getattr(self.bot, method)(**params)

    async def fault(self, act: Awaitable[Any]) -> tuple[str, Any]:
        names = {
            "ChatMigrated": "TelegramMigrateToChat",
            "RetryAfter": "TelegramRetryAfter",
            "Forbidden": "TelegramForbiddenError",
            "BadRequest": "TelegramBadRequest",
            "Conflict": "TelegramConflictError",
            "InvalidToken": "TelegramUnauthorizedError",
        }
        try:
            await act
        except telegram.error.ChatMigrated as error:
            return names[type(error).__name__], error.new_chat_id
        except telegram.error.RetryAfter as error:
            return names[type(error).__name__], error.retry_after.total_seconds()  # type: ignore[union-attr]
        except telegram.error.TelegramError as error:
            return names[type(error).__name__], None
        raise AssertionError("no fault")


class Session(AiohttpSession):
    """aiogram's session without the quarter of a second it sleeps when closed."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


@asynccontextmanager
async def with_aiogram(url: str, token: str = TOKEN) -> AsyncIterator[Client]:
    session = Session(api=TelegramAPIServer.from_base(url))
    async with aiogram.Bot(token, session=session) as bot:
        yield Aiogram(bot)


@asynccontextmanager
async def with_ptb(url: str, token: str = TOKEN) -> AsyncIterator[Client]:
    request = telegram.request.HTTPXRequest(httpx_kwargs={"trust_env": False})
    bot = telegram.Bot(
        token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=request,
        get_updates_request=request,
    )
    async with request:
        yield Ptb(bot)
