"""What WhatsApp takes and fails afterwards is not lost: it is sent again, parked and announced, or shown; and messages
are counted by what they cost, each once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.arrival import WHATSAPP, Reported
from bot.costs import of_this
from bot.returns import About, read_about
from bot.sweeper import KEEP_IDS
from storage import outbox, parking, sent, traffic
from storage.database import transaction
from storage.schema import outbox as letters
from storage.traffic import Traffic
from tests.test_window import STORY, answer, card, parked, say
from tests.town import Town
from tests.whatsapp_town import hours_pass, push_templates, texts, whatsapp_town
from tests.witness import send_report


@pytest.fixture
async def town(database: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with whatsapp_town(tmp_path, database_url=database) as found:
        await push_templates(found)
        yield found


async def lying(town: Town) -> int:
    """Letters in the outbox, whatever their state."""
    async with transaction(town.engine) as connection:
        return (await connection.execute(select(func.count()).select_from(letters))).scalar() or 0


@pytest.mark.parametrize("about", [About(7, 0), About(7, 2, "KDS-26-00001-0", 3)])
def test_what_is_sent_along_comes_back_as_it_was(about: About) -> None:
    assert read_about(str(about)) == about


@pytest.mark.parametrize("text", ["", "x", "KDS-26-00001-0/2", "KDS/1/2/x", "a/b/c/d/e"])
def test_what_is_not_ours_is_none(text: str) -> None:
    assert read_about(text) is None


async def open_here_closed_there(town: Town) -> None:
    """Our clock says that she wrote just now; Meta says otherwise, and says it late."""
    town.world.whatsapp.late_refusals = True
    town.app.courier.postman.windows.lengths = {}


async def close_here(town: Town) -> None:
    from bot.windows import WINDOWS

    town.app.courier.postman.windows.lengths = WINDOWS


async def test_a_window_that_shut_unseen_parks_the_answer_and_announces_it(town: Town) -> None:
    number = await send_report(town, "Wati", STORY)
    await hours_pass(town, 25)
    await open_here_closed_there(town)
    sending = town.app.courier.postman.windows
    told_by_meta = town.world.whatsapp
    look = sending.look
    seen: list[int] = []

    def once(parcel):  # type: ignore[no-untyped-def]
        seen.append(parcel.letter.id)
        return look(parcel)

    assert once
    assert told_by_meta.late_refusals
    await answer(town, number, "Besok kami tambal.")
    assert await parked(town) == {"window": 1}
