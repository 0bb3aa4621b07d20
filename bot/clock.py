"""The only place that tells the time of day. The program is handed one of these; nothing else may look."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


def real_now() -> int:
    """Milliseconds since 1970. Leases and waiting are measured in real time, whatever the house's clock says."""
    return round(time.time() * 1000)


class SetBack:
    """Holds the time of day against the time that passes, and so notices when somebody sets the clock back."""

    def __init__(self) -> None:
        self._ahead = self._difference()

    @staticmethod
    def _difference() -> int:
        return real_now() - round(time.monotonic() * 1000)

    def since_last(self) -> int:
        """Milliseconds by which it was set back since the last call; 0 for less than a second."""
        before, self._ahead = self._ahead, self._difference()
        back = before - self._ahead
        return back if back > 1000 else 0


class MovableClock:
    """A clock that can be put forward, for showing what happens when days pass. Never goes back."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def forward_to(self, moment: datetime) -> None:
        self._ahead += max(moment - self(), timedelta())
