"""What is said about each command stays true: every one has a help, a place in the list, and a line in the guide."""

import html
import re
from pathlib import Path

import pytest

import locales
from flows.helping import GROUPS
from flows.room import COMMANDS, COORDINATORS
from tests.town import Town

DOCS = Path(__file__).parent.parent / "docs"
GUIDES = ["panduan-operator.md", "operator-guide.md"]
NAMES = sorted({*COMMANDS, "hubungkan"} - {"start"})
WORDS = {language: locales.read(language) for language in locales.languages()}


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_a_help_in_every_language(name: str) -> None:
    for language, words in WORDS.items():
        assert words.get(f"help.of.{name}").startswith(f"<b>/{name}</b>"), language
        assert words.get(f"command.{name}"), language


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("guide", GUIDES)
def test_every_command_stands_in_the_operators_guide(name: str, guide: str) -> None:
    assert re.search(rf"`/{name}\b", (DOCS / guide).read_text(encoding="utf-8"))


@pytest.mark.parametrize("guide", GUIDES)
def test_what_the_guides_set_in_bold_is_a_button_that_is_there(guide: str) -> None:
    told = {
        " ".join(each.split()) for each in re.findall(r"\*\*([^*]+)\*\*", (DOCS / guide).read_text(encoding="utf-8"))
    }
    forms = WORDS["id"].forms
    shown = {html.unescape(re.sub(r"^\W+", "", forms[key][0])) for key in forms if key.startswith("button.")}
    assert told - shown <= {"tebal", "bold"}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("bantuan", "terlambat", "sehat")])
def test_every_help_has_an_example_that_can_be_tapped(name: str) -> None:
    assert "<code>" in WORDS["id"].get(f"help.of.{name}")


def test_no_command_stands_in_two_groups_of_the_list() -> None:
    listed = [name for names in GROUPS.values() for name in names]
    assert len(listed) == len({*listed})


async def test_the_list_names_what_can_be_done_here_and_nothing_else(town: Town) -> None:
    for who, chat, here in (
        ("Joko", "PUPR", [name for name in NAMES if name not in COORDINATORS]),
        ("Ratna", "Diskominfo", NAMES),
    ):
        await town.say(who, "/bantuan", chat)
        await town.quiet()
        shown = (await town.messages(chat))[-1]["text"]
        assert sorted(line.split()[0].lstrip("/") for line in shown.splitlines() if line.startswith("/")) == here
    await town.say("Ratna", "/bantuan gabung", "Diskominfo")
    await town.quiet()
    assert (await town.messages("Diskominfo"))[-1]["text"].startswith("/gabung NOMOR NOMOR")
