"""The audit log: every Bot API call, as it was understood and answered."""

from collections import deque
from itertools import islice
from typing import Any

from bot.sandbox.files import Upload

ROOM = 200_000


class CallLog:
    """The last 200,000 calls; `n` grows by one and is never used again."""

    def __init__(self, room: int = ROOM) -> None:
        self._calls: deque[dict[str, Any]] = deque(maxlen=room)
        self.next = 0

    def add(self, **call: Any) -> None:
        """Keeps one call."""
        self._calls.append({"n": self.next, **call})
        self.next += 1

    def since(self, first: int, *, polls: bool) -> list[dict[str, Any]]:
        """Calls numbered `first` and later; getUpdates only when asked for."""
        skip = max(0, first - (self.next - len(self._calls)))
        recent = islice(self._calls, skip, None)
        return [_shown(call) for call in recent if polls or call["method"] != "getUpdates"]

    def clear(self) -> None:
        self._calls.clear()


def _shown(call: dict[str, Any]) -> dict[str, Any]:
    return {**call, "params": {name: _plain(value) for name, value in call["params"].items()}}


def _plain(value: Any) -> Any:
    return value.as_log() if isinstance(value, Upload) else value
