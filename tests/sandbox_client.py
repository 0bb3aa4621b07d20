"""A hand for the local messenger in tests: a running server, its clock, and people who write and press."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from bot.sandbox.server import Control, create_app, serve
from bot.sandbox.world import World

TOKEN = "42:AAAA-test_token"
NOON = 1_800_000_000.0


@dataclass
class Clock:
    """Unix seconds that move only when told to."""

    now: float = NOON

    def __call__(self) -> float:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class Messenger:
    """A running messenger, its inside and its puppeteer's side."""

    url: str
    world: World
    http: httpx.AsyncClient

    async def post(self, path: str, **body: Any) -> Any:
        """POST /sandbox/<path>; raises on anything but 2xx."""
        answer = await self.http.post(f"/sandbox/{path}", json=body)
        return answer.raise_for_status().json()

    async def call(self, method: str, token: str = TOKEN, /, **params: Any) -> tuple[int, Any]:
        """A Bot API call as JSON: status and body."""
        answer = await self.http.post(f"/bot{token}/{method}", json=params)
        return answer.status_code, answer.json()

    async def result(self, method: str, token: str = TOKEN, /, **params: Any) -> Any:
        """The result of a Bot API call that must succeed."""
        status, body = await self.call(method, token, **params)
        assert status == 200, body
        return body["result"]

    async def calls(self, since: int = 0) -> list[dict[str, Any]]:
        """The call log."""
        answer = await self.http.get("/sandbox/calls", params={"since": since})
        listed: list[dict[str, Any]] = answer.json()["calls"]
        return listed

    async def person(self, name: str = "Siti", token: str = TOKEN) -> tuple[int, str]:
        """A person who has started the bot: her id and the key of their chat."""
        who = (await self.post("people", first_name=name))["id"]
        key = f"p:{who}:{token.partition(':')[0]}"
        await self.post("send", **{"from": who, "chat": key, "text": "/start"})
        await self.call("getUpdates", token, offset=-1)
        self.world.updates[int(token.partition(":")[0])].pending.clear()
        return who, key

    async def group(self, *members: int, admins: tuple[int, ...] = (), **shape: Any) -> dict[str, Any]:
        """A group with nothing left in the bots' queues."""
        chat: dict[str, Any] = await self.post(
            "groups", title="Dinas PUPR", members=list(members), admins=list(admins), **shape
        )
        for updates in self.world.updates.values():
            updates.pending.clear()
        return chat


@asynccontextmanager
async def messenger(
    controls: Iterable[Control] = (), clock: Clock | None = None, **world: Any
) -> AsyncIterator[Messenger]:
    """A messenger with one bot, `TOKEN`, on a free port."""
    made = World(clock or Clock(), **world)
    async with (
        serve(create_app(made, controls)) as url,
        httpx.AsyncClient(base_url=url, verify=False) as http,
    ):
        hand = Messenger(url, made, http)
        await hand.post("bots", token=TOKEN, username="pendopo_bot", first_name="Pendopo")
        yield hand
