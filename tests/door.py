"""One bot at the local messenger, as its channel sees it and as the people do."""

from dataclasses import dataclass
from typing import Any

from bot.channels import Channel, Outgoing
from tests.sandbox_client import Messenger


@dataclass
class Door:
    """A channel, the messenger behind it, and Siti, who has started the bot."""

    channel: Channel
    hand: Messenger
    token: str
    who: int
    key: str

    @property
    def chat(self) -> str:
        return str(self.who)

    async def send(self, html: str = "Halo", **more: Any) -> str:
        return await self.channel.send(Outgoing(chat=self.chat, html=html, **more))

    async def message(self, id_: str) -> dict[str, Any]:
        """As the people see it."""
        state = (await self.hand.http.get("/sandbox/state")).json()
        chat = next(each for each in state["chats"] if each["key"] == self.key)
        return next(each for each in chat["messages"] if each["id"] == int(id_))

    async def write(self, text: str = "", **more: Any) -> int:
        return int((await self.hand.post("send", **{"from": self.who, "chat": self.key, "text": text, **more}))["id"])

    async def news(self) -> list[Any]:
        """What has come, read; and confirmed."""
        raws = await self.channel.fetch(None)
        self.hand.world.updates[self.bot].pending.clear()
        return [each for raw in raws for each in self.channel.read(raw)]

    @property
    def bot(self) -> int:
        return int(self.token.partition(":")[0])

    async def fault(self, kind: str, method: str = "sendMessage", **more: Any) -> None:
        await self.hand.post("faults", kind=kind, method=method, token=self.token, **more)
