"""A small world for tests of strictness, called without a wire in between."""

from typing import Any

from bot.sandbox import acts, membership
from bot.sandbox.chats import Chat
from bot.sandbox.files import Upload
from bot.sandbox.people import Bot, User
from bot.sandbox.telegram import answer
from bot.sandbox.world import World
from tests.sandbox_client import TOKEN, Clock


class Scene:
    """A bot, Siti who has written to it, Budi who has not, and a group with both."""

    def __init__(self, **options: Any) -> None:
        self.clock = Clock()
        self.world = World(self.clock, **options)
        self.bot: Bot = self.world.add_bot(TOKEN, "pendopo_bot", "Pendopo")
        self.siti: User = self.world.add_person("Siti")
        self.budi: User = self.world.add_person("Budi")
        self.private: Chat = self.world.private(self.siti, self.bot.id)
        self.first = acts.write(self.world, self.siti, self.private, {"text": "halo"}, None)
        self.group = membership.found(self.world, "PUPR", [self.siti.id, self.budi.id, self.bot.id], [])

    async def call(self, method: str, token: str = TOKEN, /, **params: Any) -> tuple[int, Any]:
        uploads = {name: value for name, value in params.items() if isinstance(value, Upload)}
        given = await answer(self.world, token, method, params, uploads)
        return given.status, given.body

    async def said(self, method: str, token: str = TOKEN, /, **params: Any) -> str:
        """Status and description in one line, or "200"."""
        status, body = await self.call(method, token, **params)
        return f"{status} {body['description']}" if status != 200 else "200"

    async def sent(self, **params: Any) -> Any:
        _, body = await self.call("sendMessage", **{"chat_id": self.siti.id, "text": "a", **params})
        return body["result"]["message_id"]

    async def tell(self, **params: Any) -> str:
        return await self.said("sendMessage", **{"chat_id": self.siti.id, "text": "a", **params})


def buttons(*row: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(row)]}
