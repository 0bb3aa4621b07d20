"""Learning from the installation's own tickets: what is kept and withdrawn, when a new model is made, when it takes
over, and the way back."""

from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.house import House
from bot.learning import Study, study
from bot.sitting import Sitting
from bot.tutor import Tutor
from flows.draft import understand
from flows.understanding import understood
from routing.commands import Assign, Open
from routing.experience import Comparison, Score, experienced, held_out
from routing.learned import BadModel, Example
from routing.lessons import WITHDRAWN, Lesson, Taught
from routing.lifecycle import open_ticket
from routing.numbers import make_number
from routing.rules import Rules
from routing.ticket import Draft
from storage import lessons, models
from storage.database import connect, transaction
from storage.migrate import migrate
from storage.models import KEPT, Model
from tests.tickets import RATNA, SITI
from tests.town import TUESDAY, Clock

PLACES = ("kota", "desa", "pasar", "lama", "baru", "timur", "barat", "tengah", "kidul", "lor", "wetan", "kulon")
STRANGE = [
    f"gapura {place} miring {what}" for place in PLACES for what in ("sekali", "tolong", "wis suwe", "bahaya", "lagi")
]
"""Sixty reports that the catalogue knows nothing of."""

NEXT = "gapura sebelah miring, bahaya"


@pytest.fixture
async def engine(database: str, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    made = connect(database or f"sqlite+aiosqlite:///{tmp_path / 'pendopo.db'}")
    await migrate(made)
    yield made
    await made.dispose()


@pytest.fixture
def house(rules: Rules) -> House:
    return House(rules, Clock())


async def sorted_by_the_coordinator(engine: AsyncEngine, house: House, texts: Iterable[str], office: str) -> None:
    """Tickets that reached the coordinator and were forwarded."""
    async with transaction(engine) as connection:
        sitting = Sitting(connection, house)
        for words in texts:
            number = make_number(2026, await sitting.count("tickets-2026"))
            opened = open_ticket(Open(number, Draft(text=words), "DISKOMINFO", triage=True), SITI, sitting.now)
            sitting.keep(opened)
            assert not sitting.act(opened.ticket, Assign(office), RATNA).refused
        await sitting.flush()


async def learn(engine: AsyncEngine, house: House, *, unproved: bool = True) -> Study:
    return await study(engine, house.rules.catalogue, house.now(), unproved=unproved)


def office_of(words: str, house: House) -> str:
    offices = understood(words, house.rules).offices
    return offices[0].office if offices else ""


# ---- rows


async def test_a_row_says_who_taught_first_and_goes_when_it_is_withdrawn(engine: AsyncEngine, house: House) -> None:
    await sorted_by_the_coordinator(engine, house, ["gapura miring"], "PKPLH")
    number = make_number(2026, 1)
    told: list[tuple[Taught, list[tuple[str, str]]]] = [
        (Lesson("PKPLH", "taken"), [("PKPLH", "assigned")]),
        (Lesson("DISHUB", "assigned"), [("DISHUB", "assigned")]),
        (WITHDRAWN, []),
        (Lesson("DISHUB", "taken"), [("DISHUB", "taken")]),
    ]
    for taught, expected in told:
        async with transaction(engine) as connection:
            await lessons.put(connection, [(number, taught)], TUESDAY + timedelta(days=1))
            found = await lessons.newest(connection, 10)
        assert [(row.office, row.how) for row in found] == expected
        assert {row.text for row in found} <= {"gapura miring"}


async def test_whose_words_are_erased_from_the_ticket_teaches_no_more(engine: AsyncEngine, house: House) -> None:
    await sorted_by_the_coordinator(engine, house, STRANGE[:2], "PKPLH")
    async with transaction(engine) as connection:
        (first, _) = await lessons.newest(connection, 10)
        await connection.execute(
            text("UPDATE tickets SET data = :data WHERE number = :number"),
            {"data": b'{"draft":{"text":""}}', "number": make_number(2026, 2)},
        )
        assert await lessons.newest(connection, 10) == (first,)


TOLD = st.tuples(
    st.sampled_from(["t1", "t2"]),
    st.one_of(st.just(WITHDRAWN), st.builds(Lesson, st.sampled_from("AB"), st.sampled_from(["taken", "assigned"]))),
)


@settings(max_examples=30)
@given(st.lists(TOLD, max_size=8), st.integers(0, 8))
async def test_rows_are_the_same_whether_told_at_once_or_one_by_one(told: list[tuple[str, Taught]], cut: int) -> None:
    ends = []
    with TemporaryDirectory() as folder:
        there = connect(f"sqlite+aiosqlite:///{folder}/pendopo.db")
        await migrate(there)
        for parts in ([told[:cut], told[cut:]], [[each] for each in told]):
            async with transaction(there) as connection:
                await connection.execute(text("DELETE FROM lessons"))
                for part in parts:
                    await lessons.put(connection, part, TUESDAY)
                ends.append((await connection.execute(text("SELECT * FROM lessons ORDER BY ticket"))).all())
        await there.dispose()
    assert ends[0] == ends[1]


# ---- the comparison


@pytest.mark.parametrize(
    ("rows", "unseen", "expected"),
    [(0, 0, 0), (50, 50, 10), (500, 500, 100), (500, 20, 10), (500, 0, 0), (9000, 9000, 1000)],
)
def test_a_fifth_is_held_out_but_half_of_what_is_new_at_most(rows: int, unseen: int, expected: int) -> None:
    assert held_out(rows, unseen) == expected


@pytest.mark.parametrize(
    ("after", "good"),
    [
        (Score(81, -9, 60), True),
        (Score(79, 0, 60), False),
        (Score(80, -4, 60), True),
        (Score(80, -5, 90), True),
        (Score(80, -6, 90), False),
    ],
    ids=["more right", "fewer right", "fewer wrong alone", "the same", "more wrong alone"],
)
def test_the_new_model_must_not_be_worse(after: Score, good: bool) -> None:
    assert Comparison(100, Score(80, -5, 50), after).good is good


async def test_nothing_taught_makes_no_model(engine: AsyncEngine, house: House) -> None:
    assert (await learn(engine, house)).outcome == "nothing to learn"


async def test_few_rows_are_learned_from_by_hand_alone(engine: AsyncEngine, house: House) -> None:
    await sorted_by_the_coordinator(engine, house, STRANGE[:3], "PKPLH")
    assert (await learn(engine, house, unproved=False)).outcome == "too few"
    found = await learn(engine, house)
    assert (found.outcome, found.number, found.comparison, found.taught) == ("taken over", 1, None, {"assigned": 3})


async def test_a_better_model_takes_over_and_a_worse_one_is_refused(engine: AsyncEngine, house: House) -> None:
    await sorted_by_the_coordinator(engine, house, STRANGE, "PKPLH")
    found = await learn(engine, house, unproved=False)
    assert found.outcome == "taken over"
    assert found.comparison
    assert found.comparison.rows == 12
    assert found.comparison.before.right < found.comparison.after.right == 12
    house.clock = Clock(TUESDAY + timedelta(hours=1))
    await sorted_by_the_coordinator(engine, house, [*STRANGE, *STRANGE[:30]], "DISHUB")  # somebody is mistaken …
    house.clock = Clock(TUESDAY + timedelta(hours=2))
    await sorted_by_the_coordinator(engine, house, STRANGE[:40], "PKPLH")  # … and is found out
    found = await learn(engine, house)
    assert (found.outcome, found.before) == ("refused", 1)
    async with transaction(engine) as connection:
        using, latest = await models.current(connection), await models.latest(connection)
    assert using
    assert latest
    assert (using.id, latest.id, latest.state, latest.compared) == (1, 2, "refused", 38)


# ---- models


async def test_going_back_leads_through_the_former_models_to_the_catalogue(engine: AsyncEngine) -> None:
    made = Model(0, made=1, rows=5, until=1, compared=0, before=0, after=0, state="current")
    async with transaction(engine) as connection:
        numbers = [await models.add(connection, made, b"x") for _ in range(KEPT + 2)]
        numbers.append(await models.add(connection, replace(made, state="refused"), b""))
        assert numbers == [1, 2, 3, 4, 5, 6]
        ways = [await models.go_back(connection) for _ in range(KEPT + 2)]
        assert await models.current(connection) is None
    assert [(left and left.id, now and now.id) for left, now in ways] == [
        (5, 4),
        (4, 3),
        (3, 2),
        (2, None),
        (None, None),
    ]


def test_a_model_goes_on_when_offices_come_and_go(rules: Rules) -> None:
    offices = tuple(rules.catalogue.offices)
    model = experienced([Example(words, "PKPLH") for words in STRANGE], rules.catalogue)
    assert model.among(offices) is model
    changed = model.among(("NEW", *(code for code in offices if code != "DISDAG")))
    shares = changed.offices(NEXT, {"NEW": 0.5, "PUPR": 0.5})
    assert max(shares, key=lambda office: shares[office]) == "PKPLH"
    assert shares["NEW"] >= 0.1
    assert "DISDAG" not in shares


@pytest.mark.parametrize(
    ("words", "office", "topics"),
    [
        ("gapura kampung roboh di Desa Getas Pejaten", "PKPLH", True),
        ("gapura kampung roboh di Desa Gribig", "DISKOMINFO", False),
    ],
    ids=["sure", "unsure"],
)
def test_what_experience_alone_suspects_is_sent_or_suggested_and_no_topic_is_claimed(
    words: str, office: str, topics: bool, rules: Rules
) -> None:
    taught = experienced([Example("gapura masuk kampung di Desa Getas Pejaten roboh", "PKPLH")], rules.catalogue)
    draft = understand(Draft(text=words), replace(rules, learned=taught))
    assert (draft.office, draft.topic, draft.offices[0], bool(draft.options)) == (office, None, "PKPLH", topics)


# ---- by night


async def test_the_tutor_works_once_a_night_when_enough_is_new(engine: AsyncEngine, house: House) -> None:
    clock = Clock()
    house.clock = clock
    await sorted_by_the_coordinator(engine, house, STRANGE[:49], "PKPLH")
    tutor = Tutor(engine, house, 20)
    await tutor.work()
    assert await attempts(engine) == 0, "it is day: the next night has not come"
    clock.now += timedelta(days=1)
    await Tutor(engine, house, 0).work()
    await tutor.work()
    assert await attempts(engine) == 0, "49 rows hold out 9"
    await sorted_by_the_coordinator(engine, house, STRANGE[49:], "PKPLH")
    clock.now += timedelta(days=1)
    await Tutor(engine, house, 61).work()
    assert await attempts(engine) == 0, "60 rows are not 61"
    await tutor.work()
    assert await attempts(engine) == 1
    assert office_of(NEXT, house) == "PKPLH"
    await Tutor(engine, house, 1).work()
    assert await attempts(engine) == 1, "another process knows it was done"
    clock.now += timedelta(days=1)
    await tutor.work()
    assert await attempts(engine) == 1, "nothing is new"


async def attempts(engine: AsyncEngine) -> int:
    async with transaction(engine) as connection:
        latest = await models.latest(connection)
    return latest.id if latest else 0


async def test_every_process_follows_the_current_model_and_the_way_back(engine: AsyncEngine, house: House) -> None:
    other = House(house.rules, house.clock)
    tutor = Tutor(engine, other, 20)
    await sorted_by_the_coordinator(engine, house, STRANGE[:5], "PKPLH")
    await learn(engine, house)
    before = other.rules
    await tutor.look()
    assert office_of(NEXT, other) == "PKPLH"
    assert before.learned is None, "who works by the old rules finishes by them"
    async with transaction(engine) as connection:
        await models.go_back(connection)
    await tutor.look()
    assert office_of(NEXT, other) != "PKPLH"


async def test_a_model_that_can_not_be_read_leaves_the_catalogue_at_work(engine: AsyncEngine, house: House) -> None:
    made = Model(0, made=1, rows=5, until=1, compared=0, before=0, after=0, state="current")
    async with transaction(engine) as connection:
        await models.add(connection, made, b"no model")
    await Tutor(engine, house, 20).look()
    assert house.rules.learned is None
    with pytest.raises(BadModel, match=r"pendopo learn --back\) cannot be read"):
        await sorted_by_the_coordinator(engine, house, STRANGE, "PKPLH")
        await learn(engine, house)
