"""What happens, told to every page that listens (server-sent events)."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec

KEEP_ALIVE = 15.0  # seconds between comments on a silent stream


class Bus:
    """Every listener has a queue of its own; closing the bus ends every stream."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[bytes | None]] = set()

    def tell(self, kind: str, **facts: Any) -> None:
        """One event; costs nothing when nobody listens."""
        if self._listeners:
            line = b"data: " + msgspec.json.encode({"type": kind, **facts}) + b"\n\n"
            for queue in self._listeners:
                queue.put_nowait(line)

    @property
    def listened(self) -> bool:
        return bool(self._listeners)

    async def stream(self) -> AsyncIterator[bytes]:
        """The lines of one listener, until the bus is closed."""
        queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield b": hello\n\n"
            while True:
                try:
                    line = await asyncio.wait_for(queue.get(), KEEP_ALIVE)
                except TimeoutError:
                    line = b": still here\n\n"
                if line is None:
                    return
                yield line
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        """Ends every stream."""
        for queue in self._listeners:
            queue.put_nowait(None)
