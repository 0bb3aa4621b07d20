"""What every command needs before the program proper: rules, the database, and the right to be the only one here."""

import fcntl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import IO, Literal, get_args

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.settings import BadSettings, Settings
from routing import catalogue
from routing.calendar import Calendar
from routing.gazetteer import Gazetteer
from routing.rules import Rules
from storage.database import connect
from storage.migrate import migrate

Role = Literal["web", "courier", "bellman", "all"]
"""What a process does: take in and answer, send letters, ring bells, or everything."""

ROLES: tuple[Role, ...] = get_args(Role)


class AlreadyRunning(Exception):
    """Another program works in the same data folder."""


def load_rules(settings: Settings) -> Rules:
    """Raises `CatalogueError` with every fault, its line and its mend."""
    return Rules(catalogue.load(settings.catalogue), Calendar(), Gazetteer())


@contextmanager
def sole_owner(settings: Settings) -> Iterator[None]:
    """Only one program serves a SQLite file: two would fight over updates and over its one writer. Other databases
    take any number of processes."""
    if not settings.database.startswith("sqlite"):
        yield
        return
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    lock: IO[str]
    with (settings.data_dir / "pendopo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyRunning(
                f"another Pendopo is already serving the data folder {settings.data_dir}. "
                "Stop it first, or give this one a folder of its own with PENDOPO_DATA_DIR."
            ) from error
        yield


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[AsyncEngine]:
    """The installation's database, brought up to date."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    async with opened_at(settings.database) as engine:
        yield engine


@asynccontextmanager
async def opened_at(url: str) -> AsyncIterator[AsyncEngine]:
    """A database by its address, brought up to date."""
    engine = connect(url)
    try:
        await migrate(engine)
        yield engine
    finally:
        await engine.dispose()


def as_role(text: str, settings: Settings) -> Role:
    """Raises `BadSettings` for a role that is none, or that this database has no use for."""
    role = next((each for each in ROLES if each == text), None)
    if role is None:
        raise BadSettings(f"--role {text}: unknown. Give one of: {', '.join(ROLES)}.")
    if role != "all" and settings.database.startswith("sqlite"):
        raise BadSettings(
            "--role: several processes need PostgreSQL (PENDOPO_DATABASE_URL). On SQLite run just: pendopo serve"
        )
    return role
