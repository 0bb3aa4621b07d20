"""The table of `docs/whatsapp.md`: whatever people do and whatever they are shown on Telegram has its form on WhatsApp
there, each row names the tests that keep it, and its numbers are the program's.
"""

import re
from typing import get_args

import pytest

from bot.channels.whatsapp_files import MEGABYTE, MOST_DOWNLOAD
from bot.channels.whatsapp_form import BUTTON_TITLE, MOST_BODY, MOST_BUTTONS, MOST_ROWS, ROW_TITLE
from bot.channels.whatsapp_text import MOST_TEXT
from flows.effects import Outward
from flows.events import PersonEvent
from tests.test_documents import ROOT

TEXT = (ROOT / "docs" / "whatsapp.md").read_text(encoding="utf-8")
SECTION = TEXT.partition("## Every interaction, and its form here")[2].partition("\n## ")[0]
ROWS = {
    cells[0]: cells[1:]
    for cells in ([cell.strip() for cell in line.strip("|").split(" | ")] for line in SECTION.splitlines())
    if len(cells) == 3
}

GROUPS = ""
"""Of officers' groups alone, which are on Telegram."""

HEARD = {
    "Said": "words",
    "Chose": "up to three buttons",
    "SentFile": "photo, video, voice, music, document, in and out",
    "SentTooLarge": "a file of more than 20 MB is refused at once",
    "SentPlace": "a place from the map",
    "SentOther": "sticker, contact, poll",
    "Edited": GROUPS,
    "Invited": GROUPS,
    "LeftGroup": GROUPS,
    "StandingChanged": GROUPS,
}
SHOWN = {
    "Say": "words",
    "MarkRead": '"typing" is not shown',
    "SendFiles": "photo, video, voice, music, document, in and out",
    "SendCopy": "photo, video, voice, music, document, in and out",
    "TakeBack": "the old card is taken away",
    "Toast": "a short note on a button",
    "Unbutton": "buttons are taken off what is decided",
    "ShowMenu": "`/laporan`, `/bahasa` … in a menu",
    "ShowCard": GROUPS,
    "SendFigures": GROUPS,
    "SendRecap": GROUPS,
    "Remind": GROUPS,
}


@pytest.mark.parametrize(("told", "union"), [(HEARD, PersonEvent), (SHOWN, Outward)], ids=["heard", "shown"])
def test_whatever_is_heard_or_shown_has_a_row(told: dict[str, str], union: object) -> None:
    assert told.keys() == {each.__name__ for each in get_args(union)}
    assert set(told.values()) - {GROUPS} <= ROWS.keys()


@pytest.mark.parametrize("row", [row for row in ROWS if row not in ("On Telegram", "---")])
def test_a_row_is_kept_by_tests_that_are_there(row: str) -> None:
    named = re.findall(r"`(test_\w+)`", ROWS[row][1])
    assert named
    written = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    assert [name for name in named if f"def {name}(" not in written] == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            "up to three buttons",
            f"{('none', 'one', 'two', 'three')[MOST_BUTTONS]} buttons of {BUTTON_TITLE} characters",
        ),
        ("more buttons of equal weight", f"{'ten' if MOST_ROWS == 10 else MOST_ROWS} rows ({ROW_TITLE} characters"),
        ("a text of any length", f"{MOST_TEXT} characters, {MOST_BODY} above buttons"),
        ("photo, video, voice, music, document, in and out", f"documents of {MOST_DOWNLOAD // MEGABYTE} MB"),
    ],
)
def test_its_numbers_are_the_programs(row: str, words: str) -> None:
    assert words in ROWS[row][0]
