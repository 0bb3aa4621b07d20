"""The web side: webhooks, health and metrics. A body is measured and its sender proved before it is parsed."""

import asyncio
import hmac
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.bodies import parse, read_body
from bot.channels import Channel
from bot.desk import Desk
from bot.doors import bring_in
from bot.metrics import UNREADABLE
from bot.settings import BadSettings
from storage.database import Unavailable

MOST_BODY = 1024 * 1024
"""Bytes. Telegram's updates are some kilobytes; files come another way."""

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105

Health = Callable[[], Awaitable[Mapping[str, object]]]


def create_web(
    desk: Desk, channels: Mapping[str, Channel], secret: str, health: Health, more: Sequence[Route] = ()
) -> Starlette:
    """`secret` empty means polling: then there is no webhook for Telegram to call at all. `more` are other routes."""

    async def webhook(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=HTTPStatus.FORBIDDEN)
        channel = channels.get(request.path_params["channel"])
        if channel is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        body = await read_body(request, MOST_BODY)
        if body is None:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        update = parse(body)
        if update is None:
            UNREADABLE.labels(channel.name).inc()
            return Response(status_code=HTTPStatus.OK)
        try:
            await bring_in(channel, desk, [update])
        except Unavailable:
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "5"})
        return Response(status_code=HTTPStatus.OK)

    async def healthz(_: Request) -> Response:
        state = await health()
        return JSONResponse(state, HTTPStatus.OK if state["ok"] else HTTPStatus.SERVICE_UNAVAILABLE)

    async def metrics(_: Request) -> Response:
        return PlainTextResponse(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    routes = [Route("/healthz", healthz), Route("/metrics", metrics), *more]
    if secret:
        routes.append(Route("/webhook/{channel}", webhook, methods=["POST"]))
    return Starlette(routes=routes)


def listen(host: str, port: int) -> socket.socket:
    """Raises `BadSettings` when the address can't be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches off Nagle's delay of 40 ms only for sockets that say they speak TCP
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise BadSettings(
            f"PENDOPO_HOST, PENDOPO_PORT: can't listen on {host}:{port} ({error.strerror}). "
            "Stop the other program there, or choose another port."
        ) from error
    return bound


class _Server(uvicorn.Server):
    """Leaves signals to the program it is a part of."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve_web(app: Starlette, at: socket.socket) -> None:
    """Until cancelled; then requests under way are answered and the address is left, before it returns."""
    server = _Server(
        uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=2)
    )
    serving = asyncio.ensure_future(server.serve(sockets=[at]))
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True
        await serving
        raise
