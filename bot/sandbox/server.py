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
from bot.sandbox.whatsapp import edges
from bot.sandbox.whatsapp import routes as whatsapp_routes
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
        *whatsapp_routes.ROUTES,
        *edges.ROUTES,
        Route("/", index),
        Mount("/static", StaticFiles(directory=PAGE, check_dir=False)),
    ]
    app = Starlette(routes=routes)
    app.state.world = world
    app.state.in_turn = asyncio.Lock()
    app.state.controls = {control.id: control for control in controls}
    return app


class Server(uvicorn.Server):
    """uvicorn, which first ends the streams and long polls that would keep it waiting."""

    def __init__(self, app: Starlette, log_level: str) -> None:
        options = {"access_log": False, "lifespan": "off", "ws": "none", "timeout_graceful_shutdown": GRACE}
        super().__init__(uvicorn.Config(app, log_level=log_level, **options))  # type: ignore[arg-type]
        self.world: World = app.state.world

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self.world.close()
        await super().shutdown(sockets)


class Guest(Server):
    """The same inside another program: signals are left to the host, and it stops without a pause."""

    def __init__(self, app: Starlette) -> None:
        super().__init__(app, "critical")
        self.ready, self.stop = asyncio.Event(), asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self.stop.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self.world.close()
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        busy, loop = self.server_state, asyncio.get_running_loop()
        deadline = loop.time() + GRACE
        while (busy.connections or busy.tasks) and loop.time() < deadline:  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(0.002)
        for task in busy.tasks:
            task.cancel()
        for bound in sockets or []:
            bound.close()


def _bound(host: str, port: int) -> socket.socket:
    # asyncio switches Nagle's delay off only for sockets that say they are TCP
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    return bound


@contextlib.asynccontextmanager
async def serve(app: Starlette, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Runs the messenger in this event loop and gives its base URL; port 0 takes a free one."""
    bound = _bound(host, port)
    server = Guest(app)
    task = asyncio.create_task(server.serve(sockets=[bound]))
    try:
        await server.ready.wait()
        yield f"http://{host}:{bound.getsockname()[1]}"
    finally:
        server.stop.set()
        await task


def run(host: str = "127.0.0.1", port: int = 8081) -> None:
    """Runs the messenger until it is interrupted."""

    async def main() -> None:
        await Server(create_app(World()), "warning").serve(sockets=[_bound(host, port)])

    asyncio.run(main())
