"""`pendopo check`: what can be wrong before anybody notices, each finding with its mend."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.checkup import look, look_at_folder
from bot.findings import Finding
from bot.settings import BadSettings, Settings
from storage import rooms
from storage.database import transaction
from tests.town import STAFF_BOT, Town, town_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with town_of(tmp_path_factory.mktemp("hall")) as found:
        yield found


async def faults(settings: Settings | BadSettings) -> list[Finding]:
    return [finding async for finding in look(settings) if not finding.good]


def changed(town: Town, **changes: object) -> Settings:
    return town.app.settings.model_copy(update=changes)


async def test_a_town_that_is_well_has_no_fault(hall: Town) -> None:
    assert await faults(hall.app.settings) == []


async def test_settings_that_cannot_be_read_are_all_there_is_to_tell() -> None:
    assert await faults(BadSettings("PENDOPO_PORT: no")) == [Finding("settings", False, "PENDOPO_PORT: no")]


@pytest.mark.parametrize("token", ["nonsense", "99:" + "C" * 35])
async def test_a_wrong_token_is_to_be_copied_again_and_the_other_bot_is_still_looked_at(hall: Town, token: str) -> None:
    for name, what in (("citizen_bot_token", "public bot"), ("staff_bot_token", "officers' bot")):
        [fault] = await faults(changed(hall, **{name: SecretStr(token)}))
        assert fault.what == what
        assert fault.detail.endswith("Copy it again from @BotFather, whole.") or "Copy the token again" in fault.detail
        assert token not in fault.detail


async def test_a_messenger_that_is_not_there_is_a_matter_of_the_network(hall: Town) -> None:
    found = await faults(changed(hall, telegram_api_url="http://127.0.0.1:9"))
    assert [fault.what for fault in found] == ["public bot", "officers' bot"]
    assert all("Check the network" in fault.detail for fault in found)


async def test_a_broken_catalogue_is_shown_with_line_and_mend(hall: Town, tmp_path: Path) -> None:
    file = tmp_path / "katalog.toml"
    file.write_text('\ncoordinator = "NOBODY"\n')
    [fault] = [each for each in await faults(changed(hall, catalogue=file)) if each.what == "catalogue"]
    assert "katalog.toml:2: coordinator points to office" in fault.detail
    assert 'katalog.toml:1: [hours] has no "opens". Add opens = … below this line.' in fault.detail


async def test_a_folder_that_cannot_be_written_is_told_before_anything_is_lost(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    fault = await asyncio.to_thread(look_at_folder, tmp_path / "data")
    assert not fault.good
    assert "set PENDOPO_DATA_DIR to a folder this user may write to" in fault.detail


async def test_a_webhook_that_settings_want_but_is_not_set_is_told(hall: Town) -> None:
    hooked = changed(hall, public_url="https://kudus.example", webhook_secret=SecretStr("x"))
    assert [fault.what for fault in await faults(hooked)] == ["public bot: webhook", "officers' bot: webhook"]


async def test_a_bot_that_was_put_out_of_a_group_is_told(hall: Town) -> None:
    group = hall.chats["PUPR"].removeprefix("g:")
    await hall.puppets.http.delete(f"/sandbox/groups/{group}/members/{STAFF_BOT}")
    [fault] = await faults(hall.app.settings)
    assert fault.what == "group of PUPR"
    assert "Add the officers' bot to the group again" in fault.detail
    await hall.puppets.call(f"groups/{group}/members", user=STAFF_BOT)
    assert await faults(hall.app.settings) == []


async def test_whatsapp_that_is_well_has_no_fault_and_a_wrong_token_or_address_is_told(tmp_path: Path) -> None:
    async with town_of(tmp_path, whatsapp=True) as town:
        assert await faults(town.app.settings) == []
        [wrong] = await faults(changed(town, whatsapp_token=SecretStr("EAAwrong")))
        assert "Meta does not know this token" in wrong.detail
        [away] = await faults(changed(town, graph_api_url="http://127.0.0.1:9"))
        assert "Check the network" in away.detail
        hooked = changed(town, public_url="https://kudus.example", webhook_secret=SecretStr("x"))
        [*_, elsewhere] = await faults(hooked)
        assert (elsewhere.what, "not https://kudus.example/webhook/whatsapp" in elsewhere.detail) == (
            "WhatsApp: webhook",
            True,
        )


async def test_without_a_coordinators_group_the_mend_is_an_invitation(tmp_path: Path) -> None:
    async with town_of(tmp_path) as town:
        async with transaction(town.engine) as connection:
            await rooms.lose(connection, "telegram_staff", town.chats["Diskominfo"].removeprefix("g:"), "out")
        [fault] = await faults(town.app.settings)
    assert fault.what == "coordinator's group"
    assert "pendopo invite coordinator" in fault.detail
