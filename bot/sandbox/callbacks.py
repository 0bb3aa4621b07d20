"""Presses of inline buttons, and whether they may still be answered."""

from collections import deque
from dataclasses import dataclass, field

LIFE = 150.0  # seconds; after that the real server drops an undelivered press as well


@dataclass(slots=True)
class Press:
    """A press: who, where, when, on which bot's message."""

    user: int
    chat_key: str
    bot: int
    at: float


@dataclass
class Callbacks:
    """Open presses by callback id."""

    open: dict[str, Press] = field(default_factory=dict)
    _order: deque[str] = field(default_factory=deque)

    def add(self, identity: str, press: Press) -> None:
        """Remembers a press; those long past are forgotten on the way."""
        self.open[identity] = press
        self._order.append(identity)
        while self._is_past(self._order[0], press.at - LIFE):
            self.open.pop(self._order.popleft(), None)

    def _is_past(self, identity: str, horizon: float) -> bool:
        press = self.open.get(identity)
        return press is None or press.at < horizon

    def take(self, identity: str, bot: int, now: float) -> Press | None:
        """The press, once; None if it is unknown, answered, another bot's, or too old."""
        press = self.open.get(identity)
        if press is None or press.bot != bot or press.at < now - LIFE:
            return None
        return self.open.pop(identity)
