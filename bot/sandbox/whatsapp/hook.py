"""Delivers webhooks to a business: signed over the raw body, again and again until one is answered with 2xx.

Nothing is promised about order: what failed comes again later, while newer ones go on. After seven days by the
messenger's clock Meta gives up.
"""

import asyncio
import hashlib
import hmac
from collections import deque
from collections.abc import Callable
from typing import Any

import httpx
import msgspec

from bot.sandbox.whatsapp.business import Business

Taken = Callable[[], None] | None
"""Told when a webhook has been answered with 2xx."""

LONGEST = 60.0
"""Seconds between two attempts at most; Meta's own pauses grow to hours."""

PATIENCE = 10.0
ROOM = 50_000
"""Webhooks the log remembers."""

KEPT = 7 * 24 * 3600
"""Seconds after which an undelivered webhook is dropped."""


class Hook:
    """The way out of one messenger. `first_retry` is the delay before the second attempt; it doubles."""

    def __init__(self, clock: Callable[[], float], first_retry: float) -> None:
        self.clock, self.first_retry = clock, first_retry
        self.log: deque[dict[str, Any]] = deque(maxlen=ROOM)
        self.made = 0
        self._lanes: dict[str, asyncio.Queue[tuple[Business, dict[str, Any], Taken, float]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._client: httpx.AsyncClient | None = None
        self.waiting = 0
        self.held: list[tuple[Business, dict[str, Any], str]] = []
        self._batch: list[dict[str, Any]] = []

    def push(self, business: Business, payload: dict[str, Any], lane: str, taken: Taken = None) -> None:
        """Sends it soon; the first attempts of one lane go out in order."""
        self.log.append(payload)
        self.made += 1
        self.waiting += 1
        fresh = lane not in self._lanes
        self._lanes.setdefault(lane, asyncio.Queue()).put_nowait((business, payload, taken, self.clock()))
        if fresh:
            self._run(self._walk(lane))

    def push_later(self, business: Business, payload: dict[str, Any], lane: str, seconds: float) -> None:
        """Sends it after so many real seconds."""

        async def later() -> None:
            await asyncio.sleep(seconds)
            self.waiting -= 1
            self.push(business, payload, lane)

        self.waiting += 1
        self._run(later())

    def collect(self, business: Business, payload: dict[str, Any], lane: str, *, full: bool) -> None:
        """Keeps the changes until the batch is full, then sends all in one post, as Meta may."""
        self._batch += payload["entry"][0]["changes"]
        if full:
            changes, self._batch = self._batch, []
            entry = {**payload["entry"][0], "changes": changes}
            self.push(business, {**payload, "entry": [entry]}, lane)

    def release(self, shuffle: Callable[[list[Any]], None] | None = None) -> int:
        """Sends what was held, in the order `shuffle` puts it; how many that were."""
        held, self.held = self.held, []
        if shuffle:
            shuffle(held)
        for number, (business, payload, _) in enumerate(held):
            self.push(business, payload, f"released {number}" if shuffle else "released")
        return len(held)

    def _run(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _walk(self, lane: str) -> None:
        queue = self._lanes[lane]
        while not queue.empty():
            business, payload, taken, born = queue.get_nowait()
            if await self._posted(business, payload, taken):
                self.waiting -= 1
            else:
                self._run(self._again(business, payload, taken, born))
        del self._lanes[lane]

    async def _again(self, business: Business, payload: dict[str, Any], taken: Taken, born: float) -> None:
        delay = self.first_retry
        await asyncio.sleep(delay)
        while self.clock() - born < KEPT and not await self._posted(business, payload, taken):
            delay = min(delay * 2, LONGEST)
            await asyncio.sleep(delay)
        self.waiting -= 1

    async def _posted(self, business: Business, payload: dict[str, Any], taken: Taken) -> bool:
        if not business.url:
            return True  # nobody subscribed: Meta sends nothing
        raw = msgspec.json.encode(payload)
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature(business.app_secret, raw)}
        try:
            answer = await self.client.post(business.url, content=raw, headers=headers)
        except httpx.HTTPError:
            return False
        if answer.is_success and taken:
            taken()
        return answer.is_success

    @property
    def client(self) -> httpx.AsyncClient:
        """Made when first needed, in the loop that needs it."""
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=PATIENCE, trust_env=False)
        return self._client

    async def close(self) -> None:
        """Stops delivering; what was not taken is lost with the messenger."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._lanes.clear()
        if self._client is not None:
            await self._client.aclose()
            self._client = None


def signature(secret: str, raw: bytes) -> str:
    """The header's value: HMAC-SHA256 of the raw body under the app secret."""
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
