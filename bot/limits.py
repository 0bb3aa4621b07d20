"""How fast a bot may write, and how fast anybody may write to it.

Figures for writing on Telegram are its own advice (https://core.telegram.org/bots/faq): about thirty messages a second
in all, one a second into a chat with short bursts tolerated, twenty a minute into a group. On WhatsApp they are limits
(https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput): eighty a second, and to one
reader one in six seconds, of which forty-five may be borrowed at once.
"""

import time
from collections.abc import Callable

from msgspec import Struct

from bot.arrival import WHATSAPP


class Rate(Struct, frozen=True):
    """`burst` at once, then one every `seconds`."""

    burst: int
    seconds: float


SECOND = 30
PRIVATE = Rate(burst=5, seconds=1.0)
GROUP_MINUTE = 20

CITIZEN = Rate(burst=200, seconds=1.0)
"""What one citizen may send us: more than anybody types, less than a program does."""

PAIR = Rate(burst=45, seconds=6.0)
"""Messages from our number to one reader on WhatsApp."""

WHATSAPP_SECOND = 80
"""Messages a second of one number there, until Meta raises it by itself."""

REMEMBERED = 10_000


class Cells:
    """The generic cell rate algorithm: one number a key says until when its turns are booked."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._booked: dict[tuple[str, str], float] = {}

    def wait(self, key: tuple[str, str], rate: Rate) -> float:
        """Seconds until the next turn of `key`; 0 if it may go now."""
        now = self._clock()
        return max(0.0, self._booked.get(key, now) - now - rate.seconds * (rate.burst - 1))

    def book(self, key: tuple[str, str], rate: Rate, turns: int = 1) -> None:
        now = self._clock()
        if len(self._booked) > REMEMBERED:
            self._booked = {key: until for key, until in self._booked.items() if until > now}
        self._booked[key] = max(self._booked.get(key, now), now) + rate.seconds * turns


class Limiter:
    """Turns for writing. `second` is how many messages a second a bot may write in all, `group_minute` how many a
    minute a group takes."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, second: int = SECOND, group_minute: int = GROUP_MINUTE
    ) -> None:
        self._cells = Cells(clock)
        self._throughput = Rate(burst=WHATSAPP_SECOND, seconds=1 / WHATSAPP_SECOND)
        self._overall = Rate(burst=second, seconds=1 / second)
        self._group = Rate(burst=group_minute, seconds=60 / group_minute)

    def turn(self, channel: str, chat: str, patience: float, *, edit: bool = False, messages: int = 1) -> float:
        """Seconds to wait before writing to `chat`. The turn is taken, unless the wait is longer than `patience`.
        An edit is no new message in the chat, and counts only among all calls of the bot; an album counts as many
        `messages` as it has."""
        whatsapp = channel == WHATSAPP
        rates = {(channel, ""): self._throughput if whatsapp else self._overall}
        if not edit or whatsapp:
            rates[channel, chat] = PAIR if whatsapp else self._group if chat.startswith("-") else PRIVATE
        wait = max(self._cells.wait(key, rate) for key, rate in rates.items())
        if wait <= patience:
            for key, rate in rates.items():
                self._cells.book(key, rate, messages)
        return wait


class Quota:
    """What citizens may send. Whoever sends more is kept unread, and costs the others nothing."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._cells = Cells(clock)

    def allows(self, channel: str, address: str) -> bool:
        key = (channel, address)
        allowed = self._cells.wait(key, CITIZEN) == 0
        if allowed:
            self._cells.book(key, CITIZEN)
        return allowed
