"""How fast a bot may write. Figures are Telegram's own advice (https://core.telegram.org/bots/faq): about thirty
messages a second in all, one a second into a chat with short bursts tolerated, twenty a minute into a group."""

import time
from collections.abc import Callable

from msgspec import Struct


class Rate(Struct, frozen=True):
    """`burst` messages at once, then one every `seconds`."""

    burst: int
    seconds: float


OVERALL = Rate(burst=30, seconds=1 / 30)
PRIVATE = Rate(burst=5, seconds=1.0)
GROUP_MINUTE = 20


class Limiter:
    """Books turns: each call to `turn` takes one. Uses the generic cell rate algorithm: one number a chat.

    `group_minute` is how many messages a minute a group takes.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, group_minute: int = GROUP_MINUTE) -> None:
        self._clock = clock
        self._group = Rate(burst=group_minute, seconds=60 / group_minute)
        self._booked: dict[tuple[str, str], float] = {}

    def turn(self, channel: str, chat: str) -> float:
        """Seconds to wait before writing to `chat`; the turn is taken."""
        now = self._clock()
        rate = self._group if chat.startswith("-") else PRIVATE
        if len(self._booked) > 10_000:
            self._booked = {key: until for key, until in self._booked.items() if until > now}
        return max(self._book((channel, ""), OVERALL, now), self._book((channel, chat), rate, now))

    def _book(self, key: tuple[str, str], rate: Rate, now: float) -> float:
        booked = max(self._booked.get(key, now), now)
        self._booked[key] = booked + rate.seconds
        return max(0.0, booked - now - rate.seconds * (rate.burst - 1))
