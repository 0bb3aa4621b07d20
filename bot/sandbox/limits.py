"""Telegram's flood limits, for those who switch them on.

Figures from https://core.telegram.org/bots/faq: about one message a second in a chat with a tolerated
burst, 20 a minute into a group, about 30 a second over all. Telegram publishes no exact rule; this one is
a set of sliding windows.
"""

import math
from collections import deque
from dataclasses import dataclass, field

from bot.sandbox.refusal import Refused

CHAT = (5, 5.0)  # one a second, five at once
GROUP = (20, 60.0)
OVERALL = (30, 1.0)


@dataclass
class Limits:
    """Times of the last messages by window; `spend` refuses what is too much."""

    spent: dict[tuple[str, int, int], deque[float]] = field(default_factory=dict)

    def spend(self, bot_id: int, chat_id: int, now: float, *, is_group: bool, messages: int = 1) -> None:
        """Counts what one call sends, or raises 429 with the seconds to wait."""
        windows = [(("all", bot_id, 0), OVERALL), (("chat", bot_id, chat_id), CHAT)]
        if is_group:
            windows.append((("group", bot_id, chat_id), GROUP))
        wait = max(self._wait(key, window, now) for key, window in windows)
        if wait > 0:
            seconds = math.ceil(wait)
            raise Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        for key, _ in windows:
            self.spent[key].extend([now] * messages)

    def _wait(self, key: tuple[str, int, int], window: tuple[int, float], now: float) -> float:
        most, seconds = window
        times = self.spent.setdefault(key, deque())
        while times and times[0] <= now - seconds:
            times.popleft()
        return times[-most] + seconds - now if len(times) >= most else 0.0
