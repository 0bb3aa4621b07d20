"""Delivers a bot's updates to its webhook: one at a time in a lane, again and again until it is taken.

As the real server does it, messages queue by chat and presses by user, so a failing update holds up its
own lane alone; the delay between attempts doubles, and the receiver's Retry-After is obeyed.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.sandbox.updates import WEBHOOK_SET, Entry, Updates

LONGEST = 60.0  # seconds between two attempts
PATIENCE = 30.0  # seconds for an answer


@dataclass
class Webhook:
    """The webhook of one bot; `url` empty means there is none."""

    updates: Updates
    clock: Callable[[], float]
    first_retry: float
    url: str = ""
    secret: str = ""
    connections: int = 40
    last_error: tuple[int, str] | None = None
    _lanes: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _client: httpx.AsyncClient | None = None

    async def set(self, url: str, secret: str, connections: int) -> None:
        """Points the bot's updates at `url`; what waits goes there at once."""
        await self.close()
        self.url, self.secret, self.connections, self.last_error = url, secret, connections, None
        if not url:
            return
        limits = httpx.Limits(max_connections=connections)
        self._client = httpx.AsyncClient(timeout=PATIENCE, limits=limits, trust_env=False)
        self.updates.on_push = self._start
        self.updates.release(WEBHOOK_SET)
        for entry in list(self.updates.pending.values()):
            self._start(entry)

    async def close(self) -> None:
        """Stops delivering; what was not taken stays queued."""
        self.url, self.updates.on_push = "", None
        tasks = list(self._lanes.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._lanes.clear()
        if self._client:
            await self._client.aclose()
            self._client = None

    def info(self) -> dict[str, Any]:
        """The Bot API's WebhookInfo."""
        shown: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.pending),
        }
        if self.url:
            shown["max_connections"] = self.connections
        if self.last_error:
            shown["last_error_date"], shown["last_error_message"] = self.last_error
        if self.updates.allowed:
            shown["allowed_updates"] = sorted(self.updates.allowed)
        return shown

    def _start(self, entry: Entry) -> None:
        if entry.lane not in self._lanes:
            self._lanes[entry.lane] = asyncio.get_running_loop().create_task(self._run(entry.lane))

    async def _run(self, lane: str) -> None:
        delay = self.first_retry
        while entry := next((e for e in self.updates.pending.values() if e.lane == lane), None):
            wait = await self._post(entry)
            if wait is None:
                self.updates.confirm(entry.update["update_id"])
                delay = self.first_retry
            else:
                await asyncio.sleep(wait or delay)
                delay = min(delay * 2, LONGEST)
        del self._lanes[lane]

    async def _post(self, entry: Entry) -> float | None:
        """None when taken, else the seconds asked for by Retry-After (0: none were)."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        assert self._client is not None
        try:
            answer = await self._client.post(self.url, json=entry.update, headers=headers)
        except httpx.HTTPError as error:
            self.last_error = (int(self.clock()), str(error) or type(error).__name__)
            return 0.0
        if answer.is_success:
            return None
        words = f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
        self.last_error = (int(self.clock()), words)
        asked = answer.headers.get("retry-after", "")
        return float(asked) if asked.replace(".", "", 1).isdigit() else 0.0
