"""WhatsApp's own floods, for those who switch them on.

Throughput: 80 messages a second for a number, more by Meta's grace (130429). A pair: one message every 6 seconds to
the same person; up to 45 may be sent at once, borrowed from what would have been allowed later (131056).
"""

from collections import deque
from dataclasses import dataclass, field

from bot.sandbox.whatsapp.refusals import GraphError

THROUGHPUT = 80
"""Messages a second."""

PAIR_SECONDS, PAIR_BURST = 6.0, 45


@dataclass
class PairLimits:
    """`spend` counts one message or refuses it; times are the messenger's."""

    recent: dict[str, deque[float]] = field(default_factory=dict)  # by phone id
    debt: dict[tuple[str, str], float] = field(default_factory=dict)  # until when a pair has borrowed

    def spend(self, phone_id: str, person: str, now: float) -> None:
        """Raises GraphError 130429 or 131056."""
        times = self.recent.setdefault(phone_id, deque())
        while times and times[0] <= now - 1:
            times.popleft()
        if len(times) >= THROUGHPUT:
            raise GraphError(130429)
        owed = max(self.debt.get((phone_id, person), now), now)
        if owed + PAIR_SECONDS > now + PAIR_SECONDS * PAIR_BURST:
            raise GraphError(131056)
        self.debt[phone_id, person] = owed + PAIR_SECONDS
        times.append(now)
