"""Backup, restore and move carry an installation over, whole and proven, from and to either database."""

import tarfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.demo import demo_settings
from bot.keeping import BadBackup, back_up, move, restore
from bot.settings import Settings
from flows.effects import HERE, Line, Say
from routing.rules import Rules
from storage.copying import NotEmpty, contents, snapshot
from storage.database import connect, transaction
from storage.migrate import migrate
from storage.outbox import Letter, claim, post
from tests.crowd import everything, gathered
from tests.postgres import Server


def settings_in(folder: Path, url: str = "") -> Settings:
    folder.mkdir(exist_ok=True)
    return demo_settings("http://127.0.0.1:9", folder).model_copy(update={"database_url": url})


@pytest.fixture
async def used(tmp_path: Path, rules: Rules) -> Settings:
    """An installation where a random crowd has been busy, with a photo."""
    settings = settings_in(tmp_path / "old")
    async with gathered(settings.database, rules, 6) as crowd:
        await crowd.act(250)
    (settings.media_dir / "ab").mkdir(parents=True)
    (settings.media_dir / "ab" / "photo.jpg").write_bytes(b"a hole in the road")
    (settings.media_dir / "ab" / "half.part").write_bytes(b"a ho")
    return settings


async def rows(url: str) -> dict[str, list[object]]:
    engine = connect(url)
    try:
        found = await everything(engine)
    finally:
        await engine.dispose()
    return {name: held for name, held in found.items() if name != "leases"}


async def test_a_backup_restores_to_the_same_installation(used: Settings, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    held = await back_up(used, file)
    assert held["tickets"].rows > 0
    new = settings_in(tmp_path / "new")
    await restore(new, file)
    assert await rows(new.database) == await rows(used.database)
    assert (new.media_dir / "ab" / "photo.jpg").read_bytes() == b"a hole in the road"
    assert not (new.media_dir / "ab" / "half.part").exists()


async def test_a_backup_is_not_restored_over_an_installation_in_use(used: Settings, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    await back_up(used, file)
    before = await rows(used.database)
    with pytest.raises(NotEmpty, match="give an empty database"):
        await restore(used, file)
    assert await rows(used.database) == before


@pytest.mark.parametrize("damage", ["no tar at all", "cut short", "another tar"])
async def test_a_damaged_backup_is_refused_with_a_mend(damage: str, used: Settings, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    await back_up(used, file)
    if damage == "no tar at all":
        file.write_bytes(b"hello")
    elif damage == "cut short":
        file.write_bytes(file.read_bytes()[:2000])
    else:
        with tarfile.open(file, "w:gz") as tar:
            tar.add(used.media_dir / "ab" / "photo.jpg", "photo.jpg")
    with pytest.raises(BadBackup, match="pendopo backup"):
        await restore(settings_in(tmp_path / "new"), file)


async def test_a_backup_does_not_hold_up_the_program(used: Settings, tmp_path: Path) -> None:
    """While a snapshot is being read, a writer commits; the snapshot does not see it."""
    writer, reader = connect(used.database), connect(used.database, reading=True)
    try:
        async with snapshot(reader) as reading:
            before = await contents(reading)
            async with transaction(writer) as writing:
                await post(writing, [Letter("person:x", Say(HERE, (Line("sorry"),)))])
            assert await contents(reading) == before
    finally:
        await writer.dispose()
        await reader.dispose()


async def test_moving_to_postgresql_changes_nothing_and_counts_on(
    used: Settings, tmp_path: Path, postgres: Server, rules: Rules
) -> None:
    url = await postgres.new_database()
    async with engine_at(used.database) as old, transaction(old) as connection:
        await post(connection, [Letter("person:x", Say(HERE, (Line("before"),)))])
    await move(used, url)
    assert await rows(url) == await rows(used.database)
    async with engine_at(url) as new, transaction(new) as connection:
        await post(connection, [Letter("person:x", Say(HERE, (Line("after"),)))])
        (first,) = await claim(connection, 1, 2, 10)
        assert isinstance(first.body, Say)
        assert first.body.lines[0].key == "before", "the new letter's number is behind the old ones'"


async def test_a_backup_of_postgresql_restores_on_sqlite(used: Settings, tmp_path: Path, postgres: Server) -> None:
    url = await postgres.new_database()
    await move(used, url)
    file = tmp_path / "backup.tar.gz"
    await back_up(settings_in(tmp_path / "pg", url), file)
    new = settings_in(tmp_path / "new")
    await restore(new, file)
    assert await rows(new.database) == await rows(used.database)


@asynccontextmanager
async def engine_at(url: str) -> AsyncIterator[AsyncEngine]:
    engine = connect(url)
    try:
        await migrate(engine)
        yield engine
    finally:
        await engine.dispose()
