"""Backup, restore and move: the whole installation in one file, or from one database into another.

A backup is a gzipped tar with a SQLite copy of the database, whatever the database is, and the media. It is taken
while the program runs: the database is read in one snapshot first, and media files never change once they are kept.
"""

import json
import tarfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.settings import Settings
from bot.start import opened, opened_at
from storage.copying import Contents, contents, copy, snapshot
from storage.database import connect
from storage.migrate import head

DATABASE, MEDIA, MANIFEST = "pendopo.db", "media", "manifest.json"


class BadBackup(Exception):
    """The file is no backup, or was damaged."""


@asynccontextmanager
async def to_read(url: str) -> AsyncIterator[AsyncEngine]:
    """Brought up to date first, then only read, so that a running program is not held up."""
    async with opened_at(url):
        pass
    engine = connect(url, reading=True)
    try:
        yield engine
    finally:
        await engine.dispose()


def sqlite_at(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def back_up(settings: Settings, file: Path) -> Mapping[str, Contents]:
    """Write `file` whole or not at all. Raises `Unavailable`, `OSError`."""
    half = file.with_name(f"{file.name}.part")
    with TemporaryDirectory(dir=file.parent, prefix=".pendopo-backup-") as folder:
        made = Path(folder) / DATABASE
        async with to_read(settings.database) as source, opened_at(sqlite_at(made)) as target:
            held = await copy(source, target)
            await fold_in(target)
        manifest = Path(folder) / MANIFEST
        manifest.write_text(json.dumps({"version": head(), "tables": {n: [c.rows, c.digest] for n, c in held.items()}}))
        with tarfile.open(half, "w:gz") as tar:
            tar.add(manifest, MANIFEST)
            tar.add(made, DATABASE)
            if settings.media_dir.exists():
                tar.add(settings.media_dir, MEDIA, filter=only_whole_files)
    half.replace(file)
    return held


async def fold_in(engine: AsyncEngine) -> None:
    """The write-ahead log into the file, so that the file alone is the database."""
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        await raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]


def only_whole_files(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if member.name.endswith(".part") else member


async def restore(settings: Settings, file: Path) -> Mapping[str, Contents]:
    """Into an empty installation. Raises `BadBackup`, `NotEmpty`, `Changed`, `Unavailable`."""
    with unpacked(file) as folder:
        wanted = read_manifest(folder / MANIFEST)
        async with to_read(sqlite_at(folder / DATABASE)) as source, opened(settings) as target:
            async with snapshot(source) as connection:
                if wanted != {n: [c.rows, c.digest] for n, c in (await contents(connection)).items()}:
                    raise BadBackup(
                        f"{file} is damaged: its tables are not what its manifest says. Use another backup."
                    )
            held = await copy(source, target)
        if (folder / MEDIA).exists():
            bring_media(folder / MEDIA, settings.media_dir)
    return held


@contextmanager
def unpacked(file: Path) -> Iterator[Path]:
    with TemporaryDirectory(prefix="pendopo-restore-") as folder:
        try:
            with tarfile.open(file, "r:gz") as tar:
                tar.extractall(folder, filter="data")
        except (tarfile.TarError, EOFError, OSError) as error:
            raise BadBackup(
                f"{file} can't be read as a backup ({error}). Give a file made by: pendopo backup"
            ) from error
        if not (Path(folder) / DATABASE).exists():
            raise BadBackup(f"{file} holds no database. Give a file made by: pendopo backup")
        yield Path(folder)


def read_manifest(path: Path) -> dict[str, list[object]]:
    try:
        tables: dict[str, list[object]] = json.loads(path.read_text())["tables"]
    except (OSError, ValueError, KeyError) as error:
        raise BadBackup("the backup has no readable manifest. Use another backup.") from error
    return tables


def bring_media(source: Path, target: Path) -> None:
    for file in source.rglob("*"):
        if file.is_file():
            place = target / file.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.read_bytes())


async def move(settings: Settings, url: str) -> Mapping[str, Contents]:
    """Everything from the database of the settings into the empty one at `url`; the old one is left as it is."""
    async with to_read(settings.database) as source, opened_at(url) as target:
        return await copy(source, target)
