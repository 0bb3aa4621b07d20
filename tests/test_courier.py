"""No letter waits for ever: the courier when its post or its database comes and goes, or the clock is set back."""

import asyncio
import gc
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.arrival import CITIZEN, Arrival
from bot.bureau import Bureau
from bot.channels.telegram_citizen import TelegramCitizen
from bot.courier import Courier
from bot.desk import Desk
from bot.folder import Folder
from bot.house import House
from bot.limits import Limiter
from bot.media import Media
from bot.postman import Postman
from bot.sandbox.server import create_app, serve
from bot.sandbox.world import World
from bot.speech import Speech
from bot.watch import TERM
from flows.effects import Line, Say
from flows.events import Said
from routing.rules import Rules
from storage import leases, outbox, people
from storage.database import Unavailable, connect, transaction, whole
from storage.migrate import migrate
from storage.outbox import Letter
from storage.people import Sender
from storage.schema import outbox as outbox_table
from tests.town import CITIZEN_BOT, until

DAY = 86_400.0

TOKEN = f"{CITIZEN_BOT}:{'C' * 35}"


class Office:
    """A messenger with Siti's phone, a database, and a courier that is sent out and called back."""

    def __init__(self, world: World, courier: Courier) -> None:
        self.world = world
        self.courier = courier
        self.siti = world.add_person("Siti")
        self.chat = world.private(self.siti, CITIZEN_BOT)
        self.chat.started = True

    async def post(self, *words: str) -> None:
        async with transaction(self.courier.engine) as connection:
            sender = Sender(CITIZEN, str(self.siti.id), "Siti")
            met = await people.meet(connection, [sender], lambda: "SITI", 0)
            to = f"person:{met[sender.key].person}"
            await outbox.post(connection, [Letter(to, Say(to, (Line(word),))) for word in words])
        self.courier.nudge()

    async def put_back(self) -> bool:
        """A letter waits for its next attempt."""
        async with transaction(self.courier.engine) as connection:
            return (await connection.execute(select(outbox_table.c.attempts))).scalar() == 1

    async def empty(self) -> bool:
        async with transaction(self.courier.engine) as connection:
            return await outbox.count(connection) == (0, 0) and not self.courier.busy

    async def came(self, count: int) -> None:
        async def there() -> bool:
            return len(self.chat.messages) == count

        await until(there)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.courier.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@pytest.fixture
async def office(tmp_path: Path, rules: Rules) -> AsyncIterator[Office]:
    world = World()
    world.add_bot(TOKEN, "b_bot", "Pendopo")
    engine = connect(f"sqlite+aiosqlite:///{tmp_path / 'pendopo.db'}")
    await migrate(engine)
    async with serve(create_app(world)) as url:
        channel = TelegramCitizen(TOKEN, url)
        house = House(rules)
        speech, address = Speech(rules), engine.url.render_as_string(hide_password=False)
        bureau = Bureau(address, house, speech)
        postman = Postman(house, {CITIZEN: channel}, speech, Media(Folder(tmp_path)), Limiter(), bureau)
        yield Office(world, Courier(engine, house, postman))
        await channel.stop()
        await bureau.close()
    await engine.dispose()


async def test_a_courier_called_back_with_a_letter_under_way_serves_that_chat_when_it_returns(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.LANDING", 0.0)
    office.world.faults.add({"kind": "slow", "seconds": 60})

    async def under_way() -> bool:
        return office.courier.busy

    async with office.at_work():
        await office.post("sorry")
        await until(under_way)
    async with office.at_work():
        await office.came(1)


async def test_a_claim_that_was_committed_but_not_confirmed_is_made_up_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection breaks just after the commit: the letter is on lease, and nobody knows that they hold it."""
    dialect = office.courier.engine.sync_engine.dialect
    commit, breaks = dialect.do_commit, iter([False, True])  # the posting of the letter, then its claim

    def do_commit(connection: Any) -> None:
        commit(connection)
        if next(breaks, False):
            raise sqlite3.OperationalError("the connection is gone")

    async with office.at_work():
        await office.post("sorry")
        await office.came(1)
        await until(office.empty)
        monkeypatch.setattr(dialect, "do_commit", do_commit)
        await office.post("sorry")
        await office.came(2)


@pytest.mark.parametrize("seen", [True, False], ids=["while it works", "while it is away"])
async def test_a_clock_that_is_set_back_a_day_delays_no_letter_by_a_day(
    seen: bool, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.world.faults.add({"kind": "500"})
    await office.post("sorry")
    today = time.time
    async with office.at_work():
        await until(office.put_back)
        if seen:
            monkeypatch.setattr("time.time", lambda: today() - DAY)
            office.courier.nudge()
            await office.came(1)
            return
    monkeypatch.setattr("time.time", lambda: today() - DAY)
    async with office.at_work():
        await office.came(1)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
async def test_a_post_that_was_taken_by_a_clock_of_tomorrow_is_free(database: str, tmp_path: Path) -> None:
    engine = connect(database or f"sqlite+aiosqlite:///{tmp_path / 'pendopo.db'}")
    await migrate(engine)
    now = 1_800_000_000_000
    async with transaction(engine) as connection:
        assert await leases.take(connection, "courier", "dead", now, now + TERM)
        assert not await leases.take(connection, "courier", "other", now - 2000, now - 2000 + TERM)
        assert await leases.take(connection, "courier", "other", now - 86_400_000, now - 86_400_000 + TERM)
    await engine.dispose()


async def test_a_transaction_that_fails_while_the_program_is_stopped_is_no_complaint_of_asyncio() -> None:
    complaints: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
    begun, go = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await go.wait()
        raise Unavailable

    task = asyncio.create_task(whole(work()))
    await begun.wait()
    task.cancel()
    await asyncio.sleep(0)
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    gc.collect()
    assert complaints == []


async def test_a_desk_goes_on_when_whoever_gave_it_an_arrival_has_gone(tmp_path: Path, rules: Rules) -> None:
    engine = connect(f"sqlite+aiosqlite:///{tmp_path / 'pendopo.db'}")
    await migrate(engine)
    desk = Desk(engine, House(rules), lambda: None)
    working = asyncio.create_task(desk.run())
    giving = asyncio.create_task(desk.take([arrival("1")]))
    while not desk._waiting:
        await asyncio.sleep(0)
    while desk._waiting:
        await asyncio.sleep(0)
    giving.cancel()
    await desk.take([arrival("2")])
    assert not working.done()
    working.cancel()
    await asyncio.gather(working, giving, return_exceptions=True)
    await engine.dispose()


def arrival(id_: str) -> Arrival:
    return Arrival(id=id_, sender=Sender(CITIZEN, "1", "Siti"), chat="1", private=True, event=Said("halo"))
