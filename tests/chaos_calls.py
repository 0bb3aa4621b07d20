"""The messenger's side of a call: what a run of chaos watches, and where it may strike."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.sandbox.calls import CallLog
from bot.sandbox.faults import Fault, Faults

POLLS = ("deleteWebhook", "setWebhook")
"""The call by which a bot's door is opened, for polling or for webhooks."""


class Calls(CallLog):
    """The log. After `fuse` more calls it pulls the trigger: the call is obeyed, its answer not yet on its way.
    `opened` is set once both doors have been opened since it was last shut. `obeyed` hears every call."""

    def __init__(self) -> None:
        super().__init__()
        self.fuse = 0
        self.pull: Callable[[], None] = lambda: None
        self.pulled = asyncio.Event()
        self.doors: set[int] = set()
        self.opened = asyncio.Event()
        self.obeyed: Callable[[str, int], None] = lambda _method, _bot: None

    def add(self, **call: Any) -> None:
        super().add(**call)
        if call["method"] in POLLS and call["ok"]:
            self.doors.add(call["bot"])
            if len(self.doors) == 2:
                self.opened.set()
        if call["method"] != "getUpdates" and self.fuse:
            self.fuse -= 1
            if not self.fuse:
                self.pull()
                self.pulled.set()
        self.obeyed(call["method"], call["bot"])

    def arm(self, fuse: int, pull: Callable[[], None]) -> None:
        """0 is no fuse at all."""
        self.fuse, self.pull = fuse, pull
        self.pulled.clear()

    def shut(self) -> None:
        self.doors.clear()
        self.opened.clear()


class WatchedFaults(Faults):
    """Faults on demand, and a hook for every call that comes in: if it answers True, the call has not arrived."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: Callable[[str, int], bool] = lambda _method, _bot: False

    def for_call(self, method: str, chat: str, token: str) -> Fault | None:
        if self.asked(method, int(token.partition(":")[0])):
            return Fault("cut", when="before")
        return super().for_call(method, chat, token)
