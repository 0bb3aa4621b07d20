"""A nudge from one process to another: there are letters. PostgreSQL only; alone on SQLite nobody is far away."""

import asyncio
from collections.abc import Callable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

CHANNEL = "pendopo_letters"


async def nudge(connection: AsyncConnection) -> None:
    """Goes out when the transaction commits, and not if it doesn't."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text(f"NOTIFY {CHANNEL}"))


async def listen(engine: AsyncEngine, hear: Callable[[], None]) -> None:
    """Call `hear` at every nudge, until cancelled. A lost connection is made anew; nudges meanwhile are made up for
    by the listener's own looking around."""
    if engine.dialect.name != "postgresql":
        return
    while True:
        try:
            await _listen_once(engine, hear)
        except Exception:
            hear()
            await asyncio.sleep(1)


async def _listen_once(engine: AsyncEngine, hear: Callable[[], None]) -> None:
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        lost = asyncio.Event()
        driver.add_termination_listener(lambda _: lost.set())
        await driver.add_listener(CHANNEL, lambda *_: hear())
        try:
            await lost.wait()
        finally:
            await connection.invalidate()
