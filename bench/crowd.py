"""The people of a load: they write over the messenger's HTTP side and read its live events."""

import asyncio
import json
import time
from collections.abc import Sequence
from typing import Any

from aiohttp import ClientSession, ClientTimeout

from bot.demo import CITIZEN_BOT

PATIENCE = 60.0
"""Seconds in which the last answer must have come; a bot that leaves people without one is not measured."""


class Crowd:
    """Everybody's mouth and ears: says things, and remembers when each chat had its first word from the bot.

    Not the puppets' own client: that one takes more of the processor than the bot that is measured.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.answered: dict[str, float] = {}
        self.heard = asyncio.Event()

    async def __aenter__(self) -> "Crowd":
        self.http = ClientSession(self.url, timeout=ClientTimeout(total=None))
        self.listening = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        self.listening.cancel()
        await self.http.close()

    async def say(self, who: int, chat: str, text: str) -> None:
        async with self.http.post("/sandbox/send", json={"from": who, "chat": chat, "text": text}) as answer:
            answer.raise_for_status()

    async def _listen(self) -> None:
        async with self.http.get("/sandbox/events") as events:
            async for line in events.content:
                if line.startswith(b"data: "):
                    self._hear(json.loads(line.removeprefix(b"data: ")))

    def _hear(self, event: dict[str, Any]) -> None:
        message = event.get("message", {})
        if event["type"] == "message" and message["from"] == CITIZEN_BOT:
            self.answered.setdefault(message["chat"], time.perf_counter())
            self.heard.set()

    async def wait_for(self, chats: Sequence[str]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not self.answered.keys() >= set(chats):
                self.heard.clear()
                await self.heard.wait()
