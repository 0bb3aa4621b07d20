"""The memory, on a real SQLite file: shape, letters in order, leases, codes, and identities apart from all else."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from msgspec.structs import replace
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.conversation import Conversation
from flows.effects import HERE, Line, Say, ShowCard
from routing.numbers import make_number, read_number
from routing.pausing import Question
from storage import conversations, inbox, links, outbox, people, rooms, tickets
from storage.database import Unavailable, connect, transaction
from storage.links import Link
from storage.migrate import DatabaseTooNew, head, migrate, version
from storage.outbox import Letter
from storage.people import Sender
from storage.schema import metadata
from storage.schema_acts import acts
from tests.postgres import Server
from tests.tickets import JOKO, MONDAY, opened

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
async def engine(database: str, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    made = connect(database or f"sqlite+aiosqlite:///{tmp_path / 'pendopo.db'}")
    await migrate(made)
    yield made
    await made.dispose()


# ---- shape


async def test_the_migrations_lead_to_the_tables_the_program_knows(engine: AsyncEngine) -> None:
    def difference(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    assert acts.metadata is metadata
    async with transaction(engine) as connection:
        assert await connection.run_sync(difference) == []


async def test_migrating_twice_is_once(engine: AsyncEngine) -> None:
    assert await migrate(engine) == (head(), head())
    assert await version(engine) == head()


async def test_a_database_of_a_newer_program_is_refused_with_a_mend(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNew, match=r"9999.*update it"):
        await migrate(engine)


@pytest.mark.parametrize("database", [""], ids=["sqlite"])
async def test_sqlite_keeps_what_it_committed_even_if_the_power_fails(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        assert (await connection.execute(text("PRAGMA journal_mode"))).scalar() == "wal"
        assert (await connection.execute(text("PRAGMA synchronous"))).scalar() == 2, "FULL"


async def test_names_and_addresses_stand_in_two_tables_alone(engine: AsyncEngine) -> None:
    def columns(connection: Connection) -> set[str]:
        look = inspect(connection)
        names = {"name", "address", "phone", "username"}
        return {t for t in look.get_table_names() if names & {c["name"] for c in look.get_columns(t)}}

    async with transaction(engine) as connection:
        assert await connection.run_sync(columns) == {"identities", "applicants", "counters"}


async def test_leaving_a_transaction_by_an_error_leaves_nothing_behind(engine: AsyncEngine) -> None:
    with pytest.raises(ZeroDivisionError):
        async with transaction(engine) as connection:
            await inbox.take_in(connection, ["a"], 1)
            raise ZeroDivisionError
    async with transaction(engine) as connection:
        assert await inbox.take_in(connection, ["a"], 1) == {"a"}


# ---- arrivals and conversations


async def test_a_repeated_arrival_is_known_until_it_is_forgotten(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        assert await inbox.take_in(connection, ["a", "b"], 10) == {"a", "b"}
        assert await inbox.take_in(connection, ["b", "c"], 20) == {"c"}
        await inbox.forget(connection, 15)
        assert await inbox.take_in(connection, ["a", "c"], 30) == {"a"}


async def test_a_parked_arrival_is_never_forgotten(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        await inbox.park(connection, "poison", 10, b"{}", "Traceback …")
        await inbox.forget(connection, 1000)
        assert await inbox.count_parked(connection) == 1
        assert await inbox.take_in(connection, ["poison"], 20) == set()


async def test_a_conversation_is_read_as_it_was_written(engine: AsyncEngine) -> None:
    talk = Conversation("siti", state="reviewing", language="jv", turn=3)
    async with transaction(engine) as connection:
        await conversations.write(connection, [Conversation("siti"), Conversation("budi")], 1)
        await conversations.write(connection, [talk], 2)
        assert await conversations.read(connection, ["siti", "nobody"]) == {"siti": talk}
        assert await conversations.languages(connection, ["siti", "budi"]) == {"siti": "jv", "budi": "id"}


async def test_a_talk_comes_with_whether_an_office_has_asked_its_person_something(engine: AsyncEngine) -> None:
    plain = opened()
    asked = replace(plain, asked=Question("Tiang nomor berapa?", MONDAY, JOKO.person))
    siti, budi = Conversation(plain.reporter), Conversation("budi")
    both = {talk.key: talk for talk in (siti, budi)}
    async with transaction(engine) as connection:
        await conversations.write(connection, [siti, budi], 1)
        await tickets.write(connection, [(plain, None)])
        assert await conversations.read_asked(connection, [*both, "nobody"]) == (both, frozenset())
        await tickets.write(connection, [(asked, None)])
        assert await conversations.read_asked(connection, [*both, "nobody"]) == (both, frozenset({plain.reporter}))
        assert await tickets.find_asked(connection, plain.reporter, 3) == tickets.Found((asked,), 1)
        assert await tickets.find_asked(connection, "budi", 3) == tickets.Found((), 0)
        await tickets.write(connection, [(plain, None)])
        assert await conversations.read_asked(connection, [*both, "nobody"]) == (both, frozenset())


# ---- letters


def letter(recipient: str, words: str = "x") -> Letter:
    return Letter(recipient, Say(HERE, (Line(words),)))


def card(number: str, recipient: str = "office:PUPR") -> Letter:
    return Letter(recipient, ShowCard(number, "PUPR"), number)


async def claimed(engine: AsyncEngine, now: int = 100, most: int = 10) -> list[str]:
    async with transaction(engine) as connection:
        found = await outbox.claim(connection, now, now + 60, most)
    return [each.body.lines[0].key if isinstance(each.body, Say) else f"card {each.ticket}" for each in found]


async def test_only_the_oldest_letter_of_a_recipient_is_claimed_and_only_once(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        await outbox.post(connection, [letter("person:a", "1"), letter("person:a", "2"), letter("person:b", "3")])
    assert await claimed(engine) == ["1", "3"]
    assert await claimed(engine) == []


async def test_an_announcement_lets_every_answer_go_first(engine: AsyncEngine) -> None:
    many = [replace(letter(f"person:{who}", f"news {who}"), patient=True) for who in "abc"]
    async with transaction(engine) as connection:
        await outbox.post(connection, [*many, letter("person:c", "answer"), letter("person:d", "later")])
    assert await claimed(engine, most=3) == ["answer", "later", "news a"]
    async with transaction(engine) as connection:
        await outbox.post(connection, [letter("person:a", "answer")])
        found = await outbox.claim(connection, 100, 160, 9, patient=1)
    assert [each.recipient for each in found] == ["person:a", "person:b"]
    assert [each.patient for each in found] == [False, True]


async def test_a_lease_that_ran_out_is_taken_over(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        await outbox.post(connection, [letter("person:a", "1")])
    assert await claimed(engine, now=100) == ["1"]
    assert await claimed(engine, now=159) == []
    assert await claimed(engine, now=160) == ["1"]


async def test_a_letter_that_was_put_back_holds_up_those_behind_it(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        await outbox.post(connection, [letter("person:a", "1"), letter("person:a", "2")])
        (first,) = await outbox.claim(connection, 100, 160, 10)
        await outbox.put_back(connection, first.id, 500, 1)
        assert await outbox.next_moment(connection, 100) == 500
    assert await claimed(engine, now=400) == []
    assert await claimed(engine, now=500) == ["1"]


async def test_a_letter_that_can_not_be_delivered_is_kept_in_sight_and_lets_the_next_pass(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        await outbox.post(connection, [letter("person:a", "1"), letter("person:a", "2")])
        (first,) = await outbox.claim(connection, 100, 160, 10)
        await outbox.give_up(connection, first.id, "blocked")
        assert await outbox.count(connection) == (1, 1)
    assert await claimed(engine) == ["2"]
    async with transaction(engine) as connection:
        await outbox.try_again(connection, ["person:a"])
        assert await outbox.count(connection) == (2, 0)


async def test_a_letter_that_can_not_be_read_is_set_aside_and_stops_nobody(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        await outbox.post(connection, [letter("person:a", "1"), letter("person:b", "2")])
        await connection.execute(text("UPDATE outbox SET data = :bad WHERE recipient = 'person:a'"), {"bad": b"?"})
    assert await claimed(engine) == ["2"]
    async with transaction(engine) as connection:
        assert [each.trouble for each in await outbox.undeliverable(connection, 9)] == ["unreadable"]


async def test_a_card_that_waits_is_not_posted_again_because_it_will_show_the_truth(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        await outbox.post(connection, [card("N1"), card("N2")])
        await outbox.post(connection, [card("N1"), card("N1", "office:DISHUB")])
        assert await outbox.count(connection) == (3, 0)


async def test_a_card_in_flight_is_posted_again_because_it_may_show_the_past(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        await outbox.post(connection, [card("N1")])
        await outbox.claim(connection, 100, 160, 10)
        await outbox.post(connection, [card("N1")])
        assert await outbox.count(connection) == (2, 0)


async def test_a_card_that_is_counted_on_to_show_the_truth_is_not_claimed_before_the_truth_is_committed(
    postgres: Server,
) -> None:
    url = await postgres.new_database()
    desk, courier = connect(url), connect(url)
    card = Letter("office:PUPR", ShowCard("KDS-26-00001-0", "PUPR"), "KDS-26-00001-0")
    async with transaction(desk) as connection:
        await outbox.post(connection, [card])
    async with transaction(desk) as connection:
        await outbox.post(connection, [card])
        with pytest.raises(Unavailable):
            async with transaction(courier) as other:
                await other.execute(text("SET LOCAL lock_timeout = 100"))
                await outbox.claim(other, 1, 2, 10)
    async with transaction(courier) as other:
        assert len(await outbox.claim(other, 1, 2, 10)) == 1
    await desk.dispose()
    await courier.dispose()


async def test_cards_are_found_by_message_id(engine: AsyncEngine) -> None:
    link = Link("telegram_staff", "-1", "7", "N1", True, "abc")
    async with transaction(engine) as connection:
        await links.remember(connection, [link, Link("telegram_staff", "-1", "8", "N1")])
        await links.remember(connection, [Link("telegram_staff", "-1", "7", "N1", True, "def")])
        found = await links.of(connection, [("telegram_staff", "-1", "8")])
        assert [each.ticket for each in found.values()] == ["N1"]
        assert [each.shown for each in await links.cards(connection, ["N1"])] == ["def"]


# ---- people, groups, codes


async def test_a_person_keeps_their_id_and_takes_their_new_name(engine: AsyncEngine) -> None:
    made = iter(["one", "two", "three"])
    async with transaction(engine) as connection:
        first = await people.meet(connection, [Sender("c", "1", "Siti")], lambda: next(made), 0)
        again = await people.meet(
            connection, [Sender("c", "1", "Siti A"), Sender("s", "1", "Siti")], lambda: next(made), 0
        )
        found = await people.identities_of(connection, ["one"])
    assert first["c", "1"].person == again["c", "1"].person == "one"
    assert again["s", "1"].person == "two", "one door knows nobody of the other"
    assert found["one"].name == "Siti A"


async def test_whoever_writes_can_be_reached_again(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        await people.meet(connection, [Sender("c", "1", "Siti")], lambda: "one", 0)
        await people.mark_unreachable(connection, "one", "c", "blocked")
        met = await people.meet(connection, [Sender("c", "1", "Siti")], lambda: "two", 0)
        assert met["c", "1"].unreachable == "blocked", "so that what waits for her is sent now"
        assert (await people.identities_of(connection, ["one"]))["one"].unreachable == ""


async def test_an_office_has_one_group_and_a_group_moves_with_its_id(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        await rooms.link(connection, "s", "-1", "PUPR", 1, "joko")
        await rooms.link(connection, "s", "-2", "PUPR", 2, "joko")
        assert await rooms.chats(connection) == {"PUPR": ("s", "-2")}
        await rooms.move(connection, "s", "-2", "-1002")
        await rooms.move(connection, "s", "-2", "-1002")
        assert await rooms.offices(connection, [("s", "-1002")]) == {("s", "-1002"): "PUPR"}


@pytest.mark.parametrize("typed", ["ABCD-EFGH", "abcd-efgh", " abcd efgh", "ABCDEFGH"])
async def test_a_code_is_good_however_it_is_typed_once_and_in_time(typed: str, engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        await rooms.add_invite(connection, "ABCD-EFGH", "PUPR", NOW + timedelta(hours=1))
        assert await rooms.use_invite(connection, typed, NOW + timedelta(hours=2)) is None
        assert await rooms.explain_invite(connection, typed) == "expired"
        assert await rooms.use_invite(connection, typed, NOW) == "PUPR"
        assert await rooms.use_invite(connection, typed, NOW) is None
        assert await rooms.explain_invite(connection, typed) == "used"
        assert await rooms.explain_invite(connection, "ZZZZ-ZZZZ") == "unknown"


async def test_a_count_goes_on_where_it_stopped(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        assert await tickets.lock_count(connection, "t") == 0
        await tickets.set_count(connection, "t", 3)
    async with transaction(engine) as connection:
        assert await tickets.lock_count(connection, "t") == 3


@pytest.mark.parametrize("typed", ["KDS-26-00042-8", "kds 26 00042 8", "26000428", "KDS26-000428", " kds-26-00042-8 "])
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert read_number(typed) == "KDS-26-00042-8" == make_number(2026, 42)


@pytest.mark.parametrize(
    "typed", ["", "KDS", "KDS-26-00042-7", "KDS-26-00024-8", "KDS-62-00042-8", "abc", "٢٦٠٠٠٤٢٨", "1" * 400]
)
def test_a_number_with_a_slip_is_no_number(typed: str) -> None:
    assert read_number(typed) is None
