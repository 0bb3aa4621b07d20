"""What an operator types, and what the program answers: done with 0, a fault with 1 and its mend, never a traceback."""

import asyncio
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import BadSettings, Settings, load
from bot.start import AlreadyRunning, sole_owner
from tests.town import STAFF_BOT, Town

Typed = Callable[..., tuple[int, str]]

PROGRAM = Path(sys.executable).with_name("pendopo")


async def pendopo(folder: Path, *words: str, **settings: str) -> tuple[int, str]:
    """Run a command in `folder` with nothing but these settings; its exit code and all it said, in one line."""
    environment = {"PATH": os.environ["PATH"], "PENDOPO_DATA_DIR": str(folder / "data")}
    environment |= {f"PENDOPO_{name.upper()}": value for name, value in settings.items()}
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        PROGRAM, *words, cwd=folder, env=environment, stdout=pipe, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, " ".join(said.decode().split())


def settings_of(town: Town) -> dict[str, str]:
    settings = town.app.settings
    return {
        "citizen_bot_token": settings.citizen_bot_token.get_secret_value(),
        "staff_bot_token": settings.staff_bot_token.get_secret_value(),
        "telegram_api_url": settings.telegram_api_url,
        "database_url": settings.database,
        "data_dir": str(settings.data_dir),
    }


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """The same in this very process, which is quicker: for commands that leave logging alone."""

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("PENDOPO_DATA_DIR", "data")
        monkeypatch.setattr(sys, "argv", ["pendopo", *words])
        with pytest.raises(SystemExit) as end:
            main()
        return int(end.value.code or 0), " ".join("".join(capsys.readouterr()).split())

    return run


def test_serving_without_tokens_names_them_and_where_to_get_them(typed: Typed) -> None:
    code, said = typed("serve")
    assert code == 1
    assert "PENDOPO_CITIZEN_BOT_TOKEN: missing. Ask @BotFather" in said
    assert "PENDOPO_STAFF_BOT_TOKEN" in said


def test_migrating_an_empty_folder_makes_a_database(typed: Typed, tmp_path: Path) -> None:
    code, said = typed("migrate")
    assert code == 0
    assert said.startswith("Database: empty → ")
    assert (tmp_path / "data/pendopo.db").exists()


def test_an_invitation_for_an_office_that_is_not_there_is_refused(typed: Typed) -> None:
    code, said = typed("invite", "Dinas Sihir")
    assert code == 1
    assert "No office 'Dinas Sihir' in the catalogue" in said


async def test_an_invitation_is_one_line_to_copy_into_a_group(town: Town, tmp_path: Path) -> None:
    code, said = await pendopo(tmp_path, "invite", "Dishub", **settings_of(town))
    assert code == 0
    town.chats["Dishub"] = await town.puppets.group("Dinas Perhubungan", [town.ids["Agus"], STAFF_BOT])
    await town.say("Agus", said[said.index("/hubungkan") :], "Dishub")
    await town.quiet()
    assert await town.last("Dishub", "Terhubung: grup ini melayani Dishub")


async def test_a_town_that_is_well_passes_the_check(town: Town, tmp_path: Path) -> None:
    code, said = await pendopo(tmp_path, "check", **settings_of(town))
    assert said.endswith("Everything is in order.")
    assert code == 0


async def test_the_check_finds_every_fault_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "katalog.toml").write_text('coordinator = "NOBODY"\n')
    code, said = await pendopo(tmp_path, "check", catalogue="katalog.toml")
    assert code == 1
    assert "✗ settings PENDOPO_CITIZEN_BOT_TOKEN: missing" in said
    assert "✗ catalogue katalog.toml:" in said
    assert "✓ data folder" in said
    assert "Run: pendopo migrate" in said


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"public_url": "kudus.go.id"}, "PENDOPO_PUBLIC_URL: must begin with https://"),
        ({"port": "delapan"}, "PENDOPO_PORT: "),
        ({"citizen_bot_token": "1:a", "staff_bot_token": "1:a"}, "must be two bots"),
    ],
)
def test_a_setting_that_can_not_be_used_is_named_as_it_is_written(given: dict[str, str], told: str) -> None:
    with pytest.raises(BadSettings, match=told):
        load(_env_file=None, **given)


def test_a_data_folder_has_one_program(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)  # type: ignore[call-arg]
    with sole_owner(settings), pytest.raises(AlreadyRunning, match="Stop it first"), sole_owner(settings):
        pass


def test_a_port_where_another_program_listens_is_named(typed: Typed) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, words = typed("sandbox", "--port", str(port))
    assert (code, f"Port{port}istaken" in words.replace(" ", "")) == (1, True)
