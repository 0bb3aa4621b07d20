"""What every `pendopo` command needs: where to print, and how to run until told to stop."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from typing import Any

from rich.console import Console

out = Console()
err = Console(stderr=True)


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run until done, or until Ctrl-C or SIGTERM; both are a normal end."""

    async def until_told() -> None:
        task = asyncio.ensure_future(work())
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        try:
            await task
        except asyncio.CancelledError:
            err.print("Stopped.")

    try:
        asyncio.run(until_told())
    except KeyboardInterrupt:
        err.print("Stopped.")
