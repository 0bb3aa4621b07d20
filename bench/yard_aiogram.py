"""The yardstick that remembers nothing: a two-state talk in bare aiogram, JSON bytes to answer, memory only."""

import json
import time
from collections.abc import AsyncGenerator, Callable
from typing import Any

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.base import BaseSession
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bench.updates import FIRST, WARM, conversations


class Silent(BaseSession):
    """Answers every call at once with nothing: the wire is left out on this side, too."""

    async def close(self) -> None: ...

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        return True

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""


class Talk(StatesGroup):
    review = State()


KEYS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Kirim", callback_data="send:1:")]])


async def tell(message: Message, state: FSMContext) -> None:
    await state.update_data(text=message.text)
    await state.set_state(Talk.review)
    await message.answer(f"Sudah benar?\n{message.text}", reply_markup=KEYS)


async def send(query: CallbackQuery, state: FSMContext, bot: Bot) -> None:
    await state.clear()
    await query.answer()
    await bot.send_message(query.from_user.id, "Terkirim. Nomor laporan: 1")


async def feed(dispatcher: Dispatcher, bot: Bot, body: bytes) -> None:
    await dispatcher.feed_update(bot, Update.model_validate(json.loads(body), context={"bot": bot}))


async def complaint_steps(people: int, ready: Callable[[], None] = lambda: None) -> dict[str, float]:
    """Steps a second, and the processor's microseconds a step. `ready` is called when it is warm."""
    bot = Bot("42:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", session=Silent())
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.message.register(tell)
    dispatcher.callback_query.register(send, Talk.review, F.data.startswith("send"))
    bodies = list(conversations(people))
    for body in conversations(WARM, FIRST - WARM):
        await feed(dispatcher, bot, body)
    ready()
    began, busy = time.perf_counter(), time.process_time()
    for body in bodies:
        await feed(dispatcher, bot, body)
    seconds, cpu = time.perf_counter() - began, time.process_time() - busy
    return {"steps/s": len(bodies) / seconds, "cpu µs/step": cpu / len(bodies) * 1e6}
