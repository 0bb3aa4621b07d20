"""A hand for the puppets: people and groups of the messenger, moved over its HTTP side."""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from typing import Any

import httpx

Json = dict[str, Any]

PATIENCE = 10.0
"""Seconds to wait for something to appear before giving up."""

PAUSE = 0.02


class Puppeteer:
    """Talks to the messenger at `url`. Ids are the messenger's; chats are its keys, such as `g:-100…`."""

    def __init__(self, url: str) -> None:
        # a connection is given up long before the messenger would close it, perhaps just under a call
        limits = httpx.Limits(keepalive_expiry=1)
        plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # plain HTTP: no certificates are read for it
        self.http = httpx.AsyncClient(base_url=url, timeout=30, limits=limits, verify=plain)

    async def close(self) -> None:
        await self.http.aclose()

    async def call(self, path: str, **body: Any) -> Json:
        answer = await self.http.post(f"/sandbox/{path}", json=body)
        answer.raise_for_status()
        found: Json = answer.json()
        return found

    async def person(self, name: str, **more: str) -> int:
        return int((await self.call("people", first_name=name, **more))["id"])

    async def bot(self, token: str, username: str, name: str) -> int:
        return int((await self.call("bots", token=token, username=username, first_name=name))["id"])

    async def group(self, title: str, members: list[int], **more: Any) -> str:
        """The new group's chat key."""
        return str((await self.call("groups", title=title, members=members, **more))["key"])

    async def say(self, who: int, chat: str, text: str, **more: Any) -> int:
        """Write as a person; the id of the message."""
        return int((await self.call("send", **{"from": who, "chat": chat, "text": text, **more}))["id"])

    async def press(self, who: int, chat: str, message: int, data: str) -> None:
        await self.call("press", **{"from": who, "chat": chat, "id": message, "data": data})

    async def state(self) -> Json:
        answer = await self.http.get("/sandbox/state")
        answer.raise_for_status()
        found: Json = answer.json()
        return found

    async def messages(self, chat: str) -> list[Json]:
        chats = (await self.state())["chats"]
        return next((each["messages"] for each in chats if each["key"] == chat), [])

    async def wait_for(self, chat: str, fits: Callable[[Mapping[str, Any]], bool], after: int = 0) -> Json:
        """The first message after `after` in `chat` that fits. Raises TimeoutError with what is there instead."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + PATIENCE
        while True:
            messages = [each for each in await self.messages(chat) if each["id"] > after]
            for message in messages:
                if fits(message):
                    return message
            if loop.time() > deadline:
                seen = "\n".join(f"  {each['id']}: {each.get('text')!r}" for each in messages)
                raise TimeoutError(f"nothing in {chat} fits; there is:\n{seen}")
            await asyncio.sleep(PAUSE)


def private(person: int, bot: int) -> str:
    """The key of a person's chat with a bot."""
    return f"p:{person}:{bot}"
