"""What WhatsApp takes and fails afterwards is not lost: it is sent again, parked and announced, or shown; the window
opens by Meta's time; and messages are counted by what they cost, each once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.arrival import WHATSAPP, Arrival, Reported
from bot.channels.whatsapp_trouble import WINDOW
from bot.costs import of_this
from bot.returns import About, read_about
from bot.sweeper import KEEP_IDS
from flows.events import Said
from storage import outbox, people
from storage.database import millis, transaction
from storage.people import Identity, Sender
from storage.schema import outbox as letters
from tests.test_window import STORY, answer, card, parked, say
from tests.town import Town
from tests.whatsapp_town import hours_pass, push_templates, texts, whatsapp_town
from tests.witness import all_tickets, send_report


@pytest.fixture
async def town(database: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with whatsapp_town(tmp_path, database_url=database) as found:
        await push_templates(found)
        yield found


async def lying(town: Town) -> int:
    """Letters in the outbox, whatever became of them."""
    async with transaction(town.engine) as connection:
        return (await connection.execute(select(func.count()).select_from(letters))).scalar() or 0


async def wati(town: Town) -> Identity:
    [ticket] = await all_tickets(town)
    async with transaction(town.engine) as connection:
        return (await people.identities_of(connection, [ticket.reporter]))[ticket.reporter]


async def tell(town: Town, code: int, state: str = "failed") -> None:
    """What Meta says of the last message it took for Wati."""
    thread = next(each for each in town.world.whatsapp.threads.values() if each.contact.name == "Wati")
    note = [each for each in thread.notes.values() if each.outgoing][-1]
    word = Reported(
        id=note.wamid,
        channel=WHATSAPP,
        address=thread.contact.user_id,
        state=state,  # type: ignore[arg-type]
        about=note.tracker,
        why=code,
    )
    await town.app.desk.note([word])
    await town.quiet()


@pytest.mark.parametrize("about", [About(7, 0), About(7, 2, "KDS-26-00001-0", 3)])
def test_what_is_sent_along_comes_back_as_it_was(about: About) -> None:
    assert read_about(str(about)) == about


@pytest.mark.parametrize("text", ["", "x", "KDS-26-00001-0/2", "KDS/1/2/x", "a/b/c/d/e"])
def test_what_is_not_ours_is_none(text: str) -> None:
    assert read_about(text) is None


# ---- what comes back


async def test_a_window_that_meta_finds_shut_afterwards_parks_the_answer_and_announces_it(town: Town) -> None:
    number = await send_report(town, "Wati", STORY)
    await hours_pass(town, 25)
    who = await wati(town)
    async with transaction(town.engine) as connection:
        await people.heard_now(connection, who.channel, who.address, millis(town.clock()))
    town.world.whatsapp.late_refusals = True
    await answer(town, number, "Besok kami tambal.")
    assert f"Laporan {number} sudah dijawab" in (await texts(town, "Wati"))[-1]
    assert (await parked(town))["window"] >= 1
    assert "terparkir" in await card(town)
    assert "Besok kami tambal." in "\n".join(await say(town, "buka"))


@pytest.mark.parametrize("presence", ["off", "online"])
async def test_a_letter_is_kept_until_it_arrived(town: Town, presence: str) -> None:
    await send_report(town, "Wati", STORY)
    await town.puppets.call("whatsapp/presence", person=town.ids["Wati"], presence=presence)
    await say(town, "status")
    assert (await lying(town) > 0) is (presence == "off")
    async with transaction(town.engine) as connection:
        assert await outbox.count(connection) == (0, 0)
        assert await outbox.undeliverable(connection, 9) == ()
    town.clock.now += KEEP_IDS
    await hours_pass(town, 1)
    await town.app.bellman.sweeper.forget_failures()
    assert await lying(town) == 0


@pytest.mark.parametrize(("code", "word"), [(131049, "refused"), (131026, "gone")])
async def test_what_can_never_be_delivered_stays_where_it_is_seen(town: Town, code: int, word: str) -> None:
    number = await send_report(town, "Wati", STORY)
    await town.puppets.call("whatsapp/presence", person=town.ids["Wati"], presence="off")
    await answer(town, number, "Besok kami tambal.")
    for _ in range(2):
        await tell(town, code)
    async with transaction(town.engine) as connection:
        assert [each.trouble for each in await outbox.undeliverable(connection, 9)] == [word]
    assert "tidak sampai" in await card(town)


async def test_a_passing_failure_is_sent_again_and_its_repeat_changes_nothing(town: Town) -> None:
    await send_report(town, "Wati", STORY)
    await town.puppets.call("whatsapp/presence", person=town.ids["Wati"], presence="off")
    before = (await say(town, "status"))[-1]
    thread = next(each for each in town.world.whatsapp.threads.values() if each.contact.name == "Wati")
    first = [each for each in thread.notes.values() if each.outgoing][-1].tracker
    await tell(town, 130429)
    assert (await texts(town, "Wati"))[-2:] == [before, before]
    word = Reported(id="again", channel=WHATSAPP, address="x", state="failed", about=first, why=WINDOW)
    await town.app.desk.note([word])
    await town.quiet()
    assert (await texts(town, "Wati"))[-2:] == [before, before]
    assert await parked(town) == {}


# ---- when she wrote


async def test_what_comes_a_day_late_opens_no_window(town: Town) -> None:
    number = await send_report(town, "Wati", STORY)
    wrote = millis(town.clock())
    await hours_pass(town, 30)
    await answer(town, number, "Besok kami tambal.")
    assert await parked(town) == {"window": 1}
    who = await wati(town)
    sender = Sender(who.channel, who.address, who.name, wrote=wrote)
    late = Arrival(id="whatsapp:late", sender=sender, chat=who.address, private=True, event=Said("status"))
    await town.app.desk.take([late])
    await town.quiet()
    assert (await wati(town)).seen <= wrote
    assert (await parked(town))["window"] >= 1
    assert not any("Besok kami tambal." in each for each in await texts(town, "Wati"))
    assert "Besok kami tambal." in "\n".join(await say(town, "buka"))


@pytest.mark.parametrize(("wrote", "heard"), [(0, 500), (400, 400), (900, 500)])
def test_nobody_wrote_later_than_now(wrote: int, heard: int) -> None:
    assert people.heard(Sender("whatsapp", "1", wrote=wrote), 500) == heard


# ---- what it costs


def delivered(id_: str, category: str = "utility", state: str = "delivered", *, billable: bool = True) -> Reported:
    at = millis(datetime(2026, 11, 30, 20, tzinfo=UTC))  # the third of the morning of 1 December in Kudus
    return Reported(
        id=id_,
        channel=WHATSAPP,
        address="1",
        state=state,  # type: ignore[arg-type]
        at=at,
        category=category,
        billable=billable,
    )


async def test_each_message_is_counted_once_in_the_month_of_kudus(town: Town) -> None:
    twice = [delivered("a"), delivered("b"), delivered("b"), delivered("c", "service", billable=False)]
    await town.app.desk.note([*twice, delivered("d", state="sent"), delivered("e", "")])
    await town.app.desk.note([delivered("a", state="read"), delivered("f", state="read")])
    async with transaction(town.engine) as connection:
        assert await of_this(connection, "2026-12") == "service 1 free, utility 3 charged"
        assert await of_this(connection, "2026-11") == ""


async def test_a_template_outside_the_window_is_charged_and_what_is_said_within_is_free(town: Town) -> None:
    number = await send_report(town, "Wati", STORY)
    await hours_pass(town, 25)
    await answer(town, number, "Besok kami tambal.")
    async with transaction(town.engine) as connection:
        told = await of_this(connection, f"{town.clock():%Y-%m}")
    assert "utility 1 charged" in told
    assert "service" in told
