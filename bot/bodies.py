"""The body of a web call: measured while it comes, and parsed only once its sender is proved."""

import json
from collections.abc import Mapping

import structlog
from starlette.requests import Request

log = structlog.get_logger(__name__)


async def read_body(request: Request, most: int) -> bytes | None:
    """None when it is larger than `most` bytes; whatever its length claims, no more than that is read."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)


def parse(body: bytes) -> Mapping[str, object] | None:
    """None for what is no update: it is acknowledged, because it would never become one."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        update = None
    if not isinstance(update, dict):
        log.warning("unreadable body", size=len(body))
        return None
    return update
