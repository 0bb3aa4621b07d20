"""The messenger as a program: the application, and ways to run it."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox import group_routes, puppeteer
from bot.sandbox.bot_api import call_method, download
from bot.sandbox.world import World

PAGE = Path(__file__).with_name("page")
GRACE = 1  # seconds a closing server waits for its last answers


@dataclass(frozen=True, slots=True)
class Control:
    """A knob of the host program on the page of phones, such as "a working day passes"."""

    id: str
    label: str
    run: Callable[[], Awaitable[None]]


def create_app(world: World, controls: Iterable[Control] = ()) -> Starlette:
    """The Bot API, the puppeteer's side and the page of phones over one world."""

    async def index(_request: Request) -> FileResponse:
        return FileResponse(PAGE / "index.html")

    routes = [
        Route("/bot{token}/{method}", call_method, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", download),
        *puppeteer.ROUTES,
        *group_routes.ROUTES,
        Route("/", index),
        Mount("/static", StaticFiles(directory=PAGE, check_dir=False)),
    ]
    app = Starlette(routes=routes)
    app.state.world = world
    app.state.controls = {control.id: control for control in controls}
    return app


class Server(uvicorn.Server):
    """uvicorn, which first ends the streams and long polls that would keep it waiting."""

    def __init__(self, config: uvicorn.Config, world: World, *, embedded: bool) -> None:
        super().__init__(config)
        self.world, self.embedded, self.ready = world, embedded, asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """An embedded server leaves the signals to its host."""
        with contextlib.nullcontext() if self.embedded else super().capture_signals():
            yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self.world.close()
        await super().shutdown(sockets)


def _server(app: Starlette, *, embedded: bool) -> Server:
    config = uvicorn.Config(
        app,
        log_level="critical" if embedded else "warning",
        access_log=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=GRACE,
    )
    return Server(config, app.state.world, embedded=embedded)


def _bound(host: str, port: int) -> socket.socket:
    # asyncio switches Nagle's delay off only for sockets that say they are TCP
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((host, port))
    return bound


@contextlib.asynccontextmanager
async def serve(app: Starlette, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Runs the messenger in this event loop and gives its base URL; port 0 takes a free one."""
    bound = _bound(host, port)
    server = _server(app, embedded=True)
    task = asyncio.create_task(server.serve(sockets=[bound]))
    try:
        await server.ready.wait()
        yield f"http://{host}:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        bound.close()


def run(host: str = "127.0.0.1", port: int = 8081) -> None:
    """Runs the messenger until it is interrupted."""

    async def main() -> None:
        app = create_app(World())
        await _server(app, embedded=False).serve(sockets=[_bound(host, port)])

    asyncio.run(main())
