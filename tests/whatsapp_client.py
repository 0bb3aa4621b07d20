"""A hand for the messenger's WhatsApp side in tests: a business with a listening webhook, people, Graph calls."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.server import serve
from bot.sandbox.whatsapp.exchange import Exchange
from bot.sandbox.world import World
from tests.sandbox_client import Clock, Messenger, messenger

TOKEN, SECRET, VERIFY = "EAAtest-token", "0123456789abcdef0123456789abcdef", "a verify token"
PHONE, ACCOUNT = "106540352242922", "102290129340398"
BUSINESS = {
    "phone_id": PHONE,
    "waba_id": ACCOUNT,
    "token": TOKEN,
    "app_secret": SECRET,
    "verify_token": VERIFY,
    "name": "Pendopo Kudus",
    "number": "6280000000001",
}
Json = dict[str, Any]


@dataclass
class Ear:
    """What a business hears at its webhook. `refusals`: how many of the next posts are answered with 500."""

    posts: list[Json] = field(default_factory=list)
    refusals: int = 0
    attempts: int = 0

    async def challenge(self, request: Request) -> Response:
        right = request.query_params.get("hub.verify_token") == VERIFY
        return PlainTextResponse(request.query_params["hub.challenge"], 200 if right else 403)

    async def take(self, request: Request) -> Response:
        raw = await request.body()
        self.attempts += 1
        expected = "sha256=" + hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
        assert request.headers["x-hub-signature-256"] == expected
        if self.refusals:
            self.refusals -= 1
            return Response(status_code=500)
        self.posts.append(json.loads(raw))
        return Response()

    def values(self, name: str) -> list[Json]:
        """Everything heard of one sort (`messages`, `statuses`), oldest first."""
        changes = [change["value"] for post in self.posts for entry in post["entry"] for change in entry["changes"]]
        return [item for value in changes for item in value.get(name, [])]


@dataclass
class Desk:
    """The business at work."""

    messenger: Messenger
    clock: Clock
    ear: Ear

    @property
    def exchange(self) -> Exchange:
        return self.messenger.world.whatsapp

    async def person(self, name: str = "Siti", **facts: Any) -> tuple[int, str]:
        """Somebody with WhatsApp: her id and the key of her chat with the business."""
        who = (await self.messenger.post("people", first_name=name))["id"]
        await self.messenger.post("whatsapp/contacts", person=who, **facts)
        return who, f"w:{who}:{PHONE}"

    async def says(self, key: str, text: str = "halo", **more: Any) -> Json:
        """She writes; the message as the puppeteer sees it."""
        body = {"from": int(key.split(":")[1]), "chat": key, "text": text, **more}
        said: Json = await self.messenger.post("send", **body)
        return said

    async def graph(self, verb: str, path: str, token: str = TOKEN, **options: Any) -> tuple[int, Any]:
        """A Graph call: status and body."""
        headers = {"Authorization": f"Bearer {token}"}
        answer = await self.messenger.http.request(verb, f"/v24.0/{path}", headers=headers, **options)
        return answer.status_code, answer.json()

    async def send(self, key: str, **call: Any) -> tuple[int, Any]:
        """POST messages to the person of a chat."""
        contact = self.exchange.contacts[int(key.split(":")[1])]
        return await self.graph("POST", f"{PHONE}/messages", json=frame(contact.wa_id, **call))

    async def quiet(self) -> None:
        """Until every webhook was taken."""
        async with asyncio.timeout(10):
            while self.exchange.hook.waiting:
                await asyncio.sleep(0.002)

    async def messages(self, key: str) -> list[Json]:
        """What stands in a chat."""
        state = (await self.messenger.http.get("/sandbox/state")).json()
        listed: Iterable[list[Json]] = (chat["messages"] for chat in state["chats"] if chat["key"] == key)
        return next(iter(listed), [])


def frame(to: str, **call: Any) -> Json:
    """The body of POST messages around a `text=…` or any other kind."""
    kind = next(name for name in call if name not in ("context", "biz_opaque_callback_data"))
    return {"messaging_product": "whatsapp", "recipient_type": "individual", "to": to, "type": kind, **call}


@asynccontextmanager
async def business(**world: Any) -> AsyncIterator[Desk]:
    """A messenger, a business registered with it, and the webhook it posts to."""
    clock, ear = Clock(), Ear()
    routes = [Route("/hook", ear.challenge, methods=["GET"]), Route("/hook", ear.take, methods=["POST"])]
    app = Starlette(routes=routes)
    app.state.world = World()
    async with messenger(clock=clock, first_retry=0.01, **world) as running, serve(app) as url:
        await running.post("whatsapp/businesses", **BUSINESS, url=f"{url}/hook")
        yield Desk(running, clock, ear)
        await running.world.whatsapp.hook.close()


__all__ = ["ACCOUNT", "BUSINESS", "PHONE", "TOKEN", "Desk", "Ear", "business", "frame"]
