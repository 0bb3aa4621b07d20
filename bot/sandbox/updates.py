"""A bot's queue of updates: numbered by one, kept until confirmed, waited for by one poller at a time."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.refusal import Refused

FIRST_ID = 700_000_001
MOST_WAIT = 50  # seconds; the real server caps a long poll there
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
POLLING_TWICE = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "Conflict: terminated by setWebhook request"
HAS_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
NO_KINDS: frozenset[str] = frozenset()


@dataclass(slots=True)
class Entry:
    """An update that waits; `copies` > 1 makes it come again after it was confirmed."""

    update: dict[str, Any]
    lane: str
    copies: int = 1


class Updates:
    """Pending updates of one bot. `lane` keeps what a webhook must deliver one after another."""

    def __init__(self) -> None:
        self.next_id = FIRST_ID
        self.pending: dict[int, Entry] = {}
        self.allowed: frozenset[str] = NO_KINDS  # empty: all but those on request
        self.on_push: Callable[[Entry], None] | None = None  # set while a webhook is active
        self._waiter: asyncio.Future[str] | None = None

    def wants(self, kind: str) -> bool:
        """Whether the bot has asked for this kind."""
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST

    def push(self, kind: str, body: dict[str, Any], lane: str, copies: int = 1) -> None:
        """Queues an update and wakes whoever waits."""
        entry = Entry({"update_id": self.next_id, kind: body}, lane, copies)
        self.pending[self.next_id] = entry
        self.next_id += 1
        if self.on_push:
            self.on_push(entry)
        self.release()

    def allow(self, kinds: list[str] | None) -> None:
        """None keeps the former wish, an empty list restores the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds)

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """getUpdates: confirms below `offset`, waits up to `seconds`; ends an older poll with 409."""
        if self.on_push:
            raise Refused(409, HAS_WEBHOOK)
        self.release(POLLING_TWICE)
        self._confirm(offset)
        if not self.pending and seconds > 0:
            await self._wait(min(seconds, MOST_WAIT))
        return [entry.update for entry in list(self.pending.values())[:limit]]

    def confirm(self, update_id: int) -> None:
        """One delivery of an update has succeeded."""
        if entry := self.pending.get(update_id):
            entry.copies -= 1
            if entry.copies <= 0:
                del self.pending[update_id]

    def release(self, conflict: str = "") -> None:
        """Ends a waiting poll, with what there is or with 409 and the words given."""
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(conflict)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            for known in list(self.pending)[:offset]:
                del self.pending[known]
            return
        for known in [known for known in self.pending if known < offset]:
            self.confirm(known)

    async def _wait(self, seconds: float) -> None:
        waiter = self._waiter = asyncio.get_running_loop().create_future()
        try:
            if conflict := await asyncio.wait_for(waiter, seconds):
                raise Refused(409, conflict)
        except TimeoutError:
            return
        finally:
            if self._waiter is waiter:
                self._waiter = None
