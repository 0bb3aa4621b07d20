"""What an operator sees of learning: a report is forwarded, and the next like it goes there by itself; one command
goes back. The program runs all the while."""

import re
from pathlib import Path

import pytest

from storage import tickets
from storage.database import transaction
from tests.test_commands import Typed, pendopo, settings_of, typed
from tests.town import Town

NUMBER = re.compile(r"KDS-\d{2}-\d{5}-\d")

__all__ = ["typed"]


async def tells(town: Town, who: str, text: str) -> str:
    """What the bot has understood, before it is sent."""
    await town.say(who, text)
    await town.quiet()
    return str((await town.last(who, button="Kirim"))["text"])


async def sends(town: Town, who: str) -> tuple[str, str]:
    """The number and the office of the ticket that comes of it."""
    await town.push(who, "Kirim")
    await town.quiet()
    number = NUMBER.findall((await town.last(who, "KDS-"))["text"])[0]
    async with transaction(town.engine) as connection:
        return number, (await tickets.peek(connection, [number]))[number].office


@pytest.mark.parametrize(
    ("first", "office", "corrected", "code", "following"),
    [
        (
            "gapura masuk kampung roboh di Gribig",
            "DISKOMINFO",
            "PKPLH",
            "PKPLH",
            "gapura masuk kampung roboh di perempatan Jember",
        ),
        (
            "jalan berlubang di depan Pasar Bitingan",
            "PUPR",
            "Disdag",
            "DISDAG",
            "jalan berlubang di depan Pasar Kliwon",
        ),
    ],
    ids=["from the coordinator", "from the wrong office"],
)
async def test_a_correction_leads_the_next_like_message_there_and_back_is_one_command(
    first: str, office: str, corrected: str, code: str, following: str, town: Town, tmp_path: Path
) -> None:
    settings = settings_of(town)
    await tells(town, "Siti", first)
    number, went_to = await sends(town, "Siti")
    assert went_to == office
    await town.say("Ratna", f"/teruskan {number} {corrected}", "Diskominfo")
    await town.quiet()
    ended, said = await pendopo(tmp_path, "learn", **settings)
    assert (ended, "Model 1 is in use now" in said, "not proved" in said) == (0, True, True), said
    await town.app.tutor.look()
    assert "laporan serupa ditangani di sana" in await tells(town, "Budi", following)
    _, went_to = await sends(town, "Budi")
    assert went_to == code
    ended, said = await pendopo(tmp_path, "learn", "--back", **settings)
    assert (ended, "The catalogue routes alone again" in said) == (0, True), said
    await town.app.tutor.look()
    await tells(town, "Siti", first)
    _, went_to = await sends(town, "Siti")
    assert went_to == office


async def test_route_answers_as_the_installation_would(town: Town, tmp_path: Path) -> None:
    settings, text = settings_of(town), "jalan berlubang di depan Pasar Bitingan"
    await tells(town, "Siti", text)
    number, _ = await sends(town, "Siti")
    await town.say("Ratna", f"/teruskan {number} Disdag", "Diskominfo")
    await town.quiet()
    _, said = await pendopo(tmp_path, "route", text, **settings)
    assert "(PUPR)" in said
    await pendopo(tmp_path, "learn", **settings)
    _, said = await pendopo(tmp_path, "route", text, **settings)
    assert "(DISDAG)" in said
    assert "By model 1, learnt from 1 of" in said
    _, said = await pendopo(tmp_path, "route", text, "--unlearned", **settings)
    assert "(PUPR)" in said
    _, said = await pendopo(tmp_path, "check", **settings)
    assert "✓ router by model 1, learned from 1 of" in said


def test_learning_where_no_installation_is_says_what_to_do(typed: Typed, tmp_path: Path) -> None:
    code, said = typed("learn")
    assert (code, "There is no database in the folder data." in said) == (1, True)
    assert not (tmp_path / "data").exists()


def test_nobody_taught_anything_yet(typed: Typed) -> None:
    typed("migrate")
    assert "Nobody has taught anything yet" in typed("learn")[1]
    assert "the catalogue routes alone already" in typed("learn", "--back")[1]


@pytest.mark.parametrize("words", ["learn --csv x.csv", "learn --model m.npz", "learn --back --csv x --model m"])
def test_options_that_exclude_each_other_are_a_wrong_call(words: str, typed: Typed) -> None:
    assert typed(*words.split())[0] == 2


def test_a_database_that_is_away_leaves_route_to_the_catalogue(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENDOPO_DATABASE_URL", "postgresql+asyncpg://nobody@127.0.0.1:9/nothing")
    code, said = typed("route", "jalan berlubang")
    assert (code, "routing by the catalogue alone" in said, "(PUPR)" in said) == (0, True, True), said
