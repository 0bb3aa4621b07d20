"""The citizens' talks of `tests/conversations/`, played on WhatsApp: the same words, in its own form.

What changes elsewhere is a new message here, a short note on a button is a message, and what few buttons do not show
stands under "more" (`tests/talks.py`).
"""

from pathlib import Path

import pytest

from tests.talks import FOLDER, Player
from tests.town import Town

TALKS = sorted(FOLDER.glob("*.txt"))

OTHERWISE = {
    "cuti": "days pass, and with them the 24 hours in which anything may be sent",
    "diam": "days pass, and with them the 24 hours in which anything may be sent",
    "keberatan": "days pass, and with them the 24 hours in which anything may be sent",
    "konsep_terlupa": "days pass, and with them the 24 hours in which anything may be sent",
    "janji": "days pass, and with them the 24 hours in which anything may be sent",
    "terlambat": "days pass, and with them the 24 hours in which anything may be sent",
    "video_besar": "WhatsApp takes files of up to 100 MB, and tells their size only later",
}
"""Talks that can't go as written, and why; `docs/whatsapp.md` names them, too."""


@pytest.mark.parametrize("path", [each for each in TALKS if each.stem not in OTHERWISE], ids=lambda path: path.stem)
async def test_the_talk_goes_on_whatsapp(path: Path, whatsapp_town: Town) -> None:
    await Player(whatsapp_town, path).play()


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_goes_otherwise_is_documented(name: str) -> None:
    assert f"`{name}`" in (FOLDER.parent.parent / "docs" / "whatsapp.md").read_text(encoding="utf-8")
