"""The citizens' talks of `tests/conversations/`, played on WhatsApp: the same words, in its own form.

What changes elsewhere is a new message here, a short note on a button is a message, and what few buttons do not show
stands under "more" (`tests/talks.py`).
"""

from pathlib import Path

import pytest

from bot.demo_whatsapp import submit_templates
from tests.talks import FOLDER, Player
from tests.town import Town

OWN = FOLDER / "whatsapp"
TALKS = sorted(FOLDER.glob("*.txt"))

DAYS = "days pass, and with them the 24 hours in which anything may be sent"
OTHERWISE = {
    "cuti": DAYS,
    "diam": DAYS,
    "konsep_terlupa": DAYS,
    "minta_data": DAYS,
    "terlambat": DAYS,
    "video_besar": "WhatsApp takes files of up to 100 MB, and tells their size only later",
}
"""Talks that can't go as written, and why: each is written a second time as it goes here. `docs/whatsapp.md` names
them, too."""

OF_THE_DESK = {
    "bukan_petugas", "cari_dan_riwayat", "cari_opd", "catatan", "grup_naik", "identitas", "keluar_grup", "kinerja",
    "konsultasi", "libur", "menghubungkan_grup", "petugas", "serah_terima", "templat",
}  # fmt: skip
"""Talks of officers, in which a citizen does no more than report: nothing in them depends on her channel."""

CITIZENS = [each for each in TALKS if each.stem not in OTHERWISE.keys() | OF_THE_DESK]


@pytest.mark.parametrize("path", CITIZENS, ids=lambda path: path.stem)
async def test_the_talk_goes_on_whatsapp(path: Path, whatsapp_town: Town) -> None:
    await submit_templates(whatsapp_town.app)
    await Player(whatsapp_town, path).play()


@pytest.mark.parametrize("path", sorted(OWN.glob("*.txt")), ids=lambda path: path.stem)
async def test_a_talk_of_its_own_goes_as_written(path: Path, whatsapp_town: Town) -> None:
    await submit_templates(whatsapp_town.app)
    await Player(whatsapp_town, path).play()


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_goes_otherwise_is_written_as_it_goes_and_documented(name: str) -> None:
    assert (OWN / f"{name}.txt").exists()
    assert f"`{name}`" in (FOLDER.parent.parent / "docs" / "whatsapp.md").read_text(encoding="utf-8")
