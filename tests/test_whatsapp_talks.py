"""The citizens' talks of `tests/conversations/`, played on WhatsApp: the same words, in its own form.

What changes elsewhere is a new message here, a short note on a button is a message, and what few buttons do not show
stands under "more" (`tests/talks.py`).
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.talks import FOLDER, Player
from tests.town import Town, town_of

TALKS = sorted(FOLDER.glob("*.txt"))


@pytest.fixture
async def whatsapp_town(database: str, tmp_path: Path) -> AsyncIterator[Town]:
    """A town whose citizens write on WhatsApp. No call may be one that Telegram or Meta would refuse."""
    async with town_of(tmp_path, whatsapp=True, database_url=database) as found:
        yield found
        assert found.refused_calls() == []


@pytest.mark.parametrize("path", TALKS, ids=lambda path: path.stem)
async def test_the_talk_goes_on_whatsapp(path: Path, whatsapp_town: Town) -> None:
    await Player(whatsapp_town, path).play()
