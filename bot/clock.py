"""The only place that tells the time of day. The program is handed one of these; nothing else may look."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


class MovableClock:
    """A clock that can be put forward, for showing what happens when days pass. Never goes back."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def forward_to(self, moment: datetime) -> None:
        self._ahead += max(moment - self(), timedelta())
