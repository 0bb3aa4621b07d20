"""Bring a database to the shape this program knows. Runs by itself on every start, and by `pendopo migrate`."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import transaction


class DatabaseTooNew(Exception):
    """A newer program has written here; this one would not understand it."""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> tuple[str | None, str | None]:
    before = _revision(connection)
    scripts = ScriptDirectory.from_config(_config())
    if before is not None and before not in {script.revision for script in scripts.walk_revisions()}:
        raise DatabaseTooNew(f"the database is at version {before}, which this program does not know: update it")
    if before != scripts.get_current_head():  # loading the library's machinery for nothing takes longer than looking
        command.upgrade(_config(connection), "head")
    return before, _revision(connection)


async def migrate(engine: AsyncEngine) -> tuple[str | None, str | None]:
    """(version before, version after); None is an empty database. All or nothing. Raises `DatabaseTooNew`."""
    async with transaction(engine) as connection:
        return await connection.run_sync(_upgrade)


def head() -> str | None:
    """The version this program writes."""
    return ScriptDirectory.from_config(_config()).get_current_head()


async def version(engine: AsyncEngine) -> str | None:
    """The version the database is at; None when it is empty."""
    async with engine.connect() as connection:
        return await connection.run_sync(_revision)
