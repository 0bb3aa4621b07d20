"""A flood costs the others nothing, loses nothing, and is answered once; a burst becomes one draft."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.arrival import CITIZEN, Arrival
from bot.desk import MOST, MOST_OF_ONE, fair
from bot.limits import CITIZEN as CITIZENS_RATE
from bot.limits import Limiter, Quota
from flows.events import Said
from storage.database import transaction
from storage.people import Sender
from storage.schema import inbox
from tests.town import Town


def arrival(number: int, who: str) -> Arrival:
    return Arrival(id=f"{who}{number}", sender=Sender(CITIZEN, who), chat=who, private=True, event=Said("x"))


@given(senders=st.lists(st.sampled_from("abc"), max_size=300))
def test_batches_are_fair_and_keep_everybodys_order(senders: list[str]) -> None:
    waiting = [(arrival(number, who), None) for number, who in enumerate(senders)]
    taken = []
    while waiting:
        batch, waiting = fair(waiting)  # type: ignore[arg-type, assignment]
        assert 0 < len(batch) <= MOST
        assert all(sum(one.sender.address == who for one, _ in batch) <= MOST_OF_ONE for who in "abc")
        taken += [one for one, _ in batch]
    for who in "abc":
        own = [one.id for one in taken if one.sender.address == who]
        assert own == [f"{who}{number}" for number, sender in enumerate(senders) if sender == who]


def test_the_one_who_writes_once_is_in_the_first_batch_behind_a_thousand_of_another() -> None:
    waiting = [(arrival(number, "flood"), None) for number in range(1000)] + [(arrival(1000, "siti"), None)]
    batch, _ = fair(waiting)  # type: ignore[arg-type]
    assert batch[-1][0].sender.address == "siti"


def test_a_quota_lets_through_a_burst_and_then_a_steady_trickle() -> None:
    now = [0.0]
    quota = Quota(lambda: now[0])
    assert sum(quota.allows("c", "flood") for _ in range(1000)) == CITIZENS_RATE.burst
    assert quota.allows("c", "siti")
    now[0] += CITIZENS_RATE.seconds
    assert [quota.allows("c", "flood"), quota.allows("c", "flood")] == [True, False]


def test_a_turn_that_nobody_waits_for_is_not_booked() -> None:
    limiter = Limiter(lambda: 0.0, group_minute=20)
    assert [limiter.turn("s", "-1", patience=5) for _ in range(20)] == [0.0] * 20
    waits = [limiter.turn("s", "-1", patience=1) for _ in range(50)]
    assert waits == [3.0] * 50, "asking again and again pushes nothing back"


@pytest.mark.parametrize("second", [30, 100])
def test_a_bot_writes_as_many_messages_a_second_as_is_set(second: int) -> None:
    limiter = Limiter(lambda: 0.0, second=second)
    waits = [limiter.turn("s", str(person), patience=5) for person in range(2 * second)]
    assert waits == pytest.approx([0.0] * second + [number / second for number in range(1, second + 1)])


def test_an_edit_takes_no_turn_of_the_group() -> None:
    limiter = Limiter(lambda: 0.0, group_minute=20)
    assert [limiter.turn("s", "-1", patience=5, edit=True) for _ in range(30)] == [0.0] * 30
    assert [limiter.turn("t", "-1", patience=5) for _ in range(20)] == [0.0] * 20


async def test_fifty_messages_at_once_become_one_draft_with_few_answers(town: Town) -> None:
    for number in range(50):
        told = f"lubang jalan nomor {number}" if number else "jalan berlubang di depan Pasar Bitingan"
        await town.say("Siti", told)
    await town.quiet()
    review = await town.last("Siti", "Jalan rusak", button="Kirim")
    answers = [m for m in await town.messages("Siti") if m["from"] != town.ids["Siti"]]
    assert len(answers) <= 25
    await town.push("Siti", "Kirim")
    await town.quiet()
    full = "".join(m.get("text") or "" for m in await town.messages("PUPR"))
    assert "lubang jalan nomor 49" in full
    assert review["id"] == answers[-1]["id"], "the newest answer is the one with the whole draft"


async def test_more_than_a_quota_is_kept_told_once_and_not_answered(town: Town) -> None:
    for _ in range(CITIZENS_RATE.burst + 40):
        await town.say("Siti", "halo")
    await town.say("Budi", "selokan mampet di Jalan Sunan Kudus")
    await town.quiet()
    await town.last("Budi", "Saluran air")
    async with transaction(town.engine) as connection:
        rows = await connection.execute(select(inbox.c.parked).where(inbox.c.trouble == "over quota"))
        assert len(rows.all()) >= 30
    told = [m for m in await town.messages("Siti") if "banyak sekali" in (m.get("text") or "")]
    assert 1 <= len(told) <= 5
