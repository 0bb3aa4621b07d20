"""Work that only one process may do: asking Telegram for a bot's updates, sending a bot's letters, ringing bells.

On PostgreSQL any number of processes may run; each such post is held on a lease of twelve seconds. A holder that is
killed or frozen is followed by another within fifteen. On SQLite there is one process, and nothing to decide.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import real_now
from bot.house import random_word
from storage import leases
from storage.database import Unavailable, transaction

TERM = 12_000
"""Milliseconds a post is held without being renewed."""

RENEW = 4.0
ASK = 2.0

log = structlog.get_logger(__name__)

Work = Callable[[], Coroutine[Any, Any, None]]


class Watch:
    """`holder` tells this process from all others."""

    def __init__(self, engine: AsyncEngine, holder: str = "") -> None:
        self.engine = engine
        self.holder = holder or random_word(12)

    async def hold(self, post: str, work: Work) -> None:
        """Do `work` whenever the post is ours, for ever. What `work` raises is raised."""
        if self.engine.dialect.name == "sqlite":
            await work()
            return
        while True:
            await self._until_ours(post)
            log.info("post taken", post=post)
            task = asyncio.ensure_future(work())
            try:
                await self._keep(post, task)
                log.warning("post lost", post=post)
            finally:
                task.cancel()
                await asyncio.wait([task])
                await self._leave(post)

    async def _until_ours(self, post: str) -> None:
        """Another process gives it up or dies, and nothing tells us; so we ask."""
        while not await self._take(post):  # noqa: ASYNC110
            await asyncio.sleep(ASK)

    async def _keep(self, post: str, task: asyncio.Future[None]) -> None:
        """Returns when the post is lost: taken by another while we were frozen, or not renewed in time."""
        while await self._take(post):
            done, _ = await asyncio.wait([task], timeout=RENEW)
            if done:
                await task
                return

    async def _take(self, post: str) -> bool:
        try:
            async with transaction(self.engine) as connection:
                now = real_now()
                return await leases.take(connection, post, self.holder, now, now + TERM)
        except Unavailable as error:
            log.warning("the database is away", error=str(error))
            return False

    async def _leave(self, post: str) -> None:
        with suppress(Unavailable):
            async with transaction(self.engine) as connection:
                await leases.leave(connection, post, self.holder)
