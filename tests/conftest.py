"""What every test may ask for."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.demo_whatsapp import give_whatsapp
from routing import catalogue
from routing.calendar import Calendar
from routing.gazetteer import Gazetteer
from routing.rules import Rules
from tests.postgres import Server, running_server
from tests.town import Town, town_of

# How long an example takes is the machine's affair; `make bench` measures.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a town waits a third of its time."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def rules() -> Rules:
    """The shipped catalogue, calendar and places."""
    return Rules(catalogue.load(), Calendar(), Gazetteer())


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A real PostgreSQL, started for the whole run when the first test asks for it."""
    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The address of an empty database of each kind; empty for SQLite in the test's own folder."""
    if request.param == "sqlite":
        return ""
    server: Server = request.getfixturevalue("postgres")
    return asyncio.run(server.new_database())


@pytest.fixture
async def town(database: str, tmp_path: Path) -> AsyncIterator[Town]:
    """A running town. When the test is over, no bot may have made a call that Telegram would refuse."""
    async with town_of(tmp_path, database_url=database) as found:
        yield found
        assert found.refused_calls() == []


@pytest.fixture
async def whatsapp_town(tmp_path: Path) -> AsyncIterator[Town]:
    """A town whose citizens write on WhatsApp, on SQLite: what differs by database is tried in the other one."""
    async with town_of(tmp_path, whatsapp=True) as found:
        for name in ("Siti", "Budi"):
            found.chats[name] = await give_whatsapp(found.puppets, found.ids[name])
        yield found
        assert [call for call in found.world.whatsapp.calls.since(0, polls=False) if not call["ok"]] == []
        assert found.refused_calls() == []
