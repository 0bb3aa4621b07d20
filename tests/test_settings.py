"""Settings: what an operator may write, and the sentence for what can't be used."""

from pathlib import Path

import pytest

from bot.settings import BadSettings, Settings, for_serving, load

GOOD = {"citizen_bot_token": "1:a", "staff_bot_token": "2:b"}
WHATSAPP = {
    "whatsapp_token": "EAA",
    "whatsapp_phone_id": "1",
    "whatsapp_business_id": "2",
    "whatsapp_app_secret": "rahasia",
    "whatsapp_verify_token": "kata",
}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"telegram_api_url": "api.telegram.org"}, "PENDOPO_TELEGRAM_API_URL: must begin with https://"),
        ({"public_url": "ftp://kudus.go.id"}, "PENDOPO_PUBLIC_URL: must begin with https://"),
        ({"graph_api_url": "graph.facebook.com"}, "PENDOPO_GRAPH_API_URL: must begin with https://"),
        ({"whatsapp_pause": "60"}, "PENDOPO_WHATSAPP_PAUSE: Input should be less than or equal to 20"),
        ({"webhook_secret": "dua kata"}, "PENDOPO_WEBHOOK_SECRET: 1-256 of A-Z a-z 0-9 _ - and nothing else"),
        ({"webhook_secret": "x" * 257}, "PENDOPO_WEBHOOK_SECRET: 1-256 of"),
        ({"port": "delapan"}, "PENDOPO_PORT: Input should be a valid integer"),
        ({"port": "70000"}, "PENDOPO_PORT: Input should be less than or equal to 65535"),
        ({"port": "-1"}, "PENDOPO_PORT: Input should be greater than or equal to 0"),
        ({"messages_per_second": "0"}, "PENDOPO_MESSAGES_PER_SECOND: Input should be greater"),
        ({"group_messages_per_minute": "0"}, "PENDOPO_GROUP_MESSAGES_PER_MINUTE: Input should be greater"),
        ({"citizen_bot_token": "1:a", "staff_bot_token": "1:a"}, "both bots have the same token"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_as_it_is_written(given: dict[str, str], told: str) -> None:
    with pytest.raises(BadSettings) as caught:
        load(_env_file=None, **given)
    assert str(caught.value).startswith(told)


def test_every_fault_is_told_at_once_and_no_secret_with_it() -> None:
    with pytest.raises(BadSettings) as caught:
        load(_env_file=None, port="x", public_url="x", webhook_secret="rahasia sekali")
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert "rahasia" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, ["PENDOPO_CITIZEN_BOT_TOKEN", "PENDOPO_STAFF_BOT_TOKEN"]),
        ({"citizen_bot_token": "1:a"}, ["PENDOPO_STAFF_BOT_TOKEN"]),
        ({**GOOD, "public_url": "https://kudus.go.id"}, ["PENDOPO_WEBHOOK_SECRET"]),
        ({"staff_bot_token": "2:b", **WHATSAPP}, []),
        ({**GOOD, **WHATSAPP, "whatsapp_app_secret": ""}, ["PENDOPO_WHATSAPP_APP_SECRET"]),
        (
            {**GOOD, "whatsapp_token": "EAA"},
            [f"PENDOPO_{name.upper()}" for name in WHATSAPP if name != "whatsapp_token"],
        ),
        (WHATSAPP, ["PENDOPO_STAFF_BOT_TOKEN"]),
    ],
)
def test_what_serving_needs_is_asked_for_by_name(given: dict[str, str], missing: list[str]) -> None:
    if not missing:
        for_serving(load(_env_file=None, **given))
        return
    with pytest.raises(BadSettings) as caught:
        for_serving(load(_env_file=None, **given))
    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == missing


def test_tokens_and_secrets_do_not_show_when_settings_are_printed() -> None:
    settings = load(_env_file=None, webhook_secret="rahasia", **GOOD)
    assert "1:a" not in f"{settings!r} {settings} {settings.model_dump_json()}"
    assert "rahasia" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_the_environment_wins_over_the_file_and_empty_is_not_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("PENDOPO_PORT=8081\nPENDOPO_HOST=0.0.0.0\nPENDOPO_DATA_DIR=\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("PENDOPO_PORT", "8082")
    settings = load(_env_file=file)
    assert (settings.port, settings.host, settings.data_dir) == (8082, "0.0.0.0", Path("data"))


def test_an_address_has_no_slash_at_its_end_and_the_database_lies_in_the_data_folder() -> None:
    settings = load(_env_file=None, public_url="https://kudus.go.id/", data_dir="/srv/pendopo", **GOOD)
    assert settings.public_url == "https://kudus.go.id"
    assert settings.database == "sqlite+aiosqlite:////srv/pendopo/pendopo.db"
    assert settings.media_dir == Path("/srv/pendopo/media")
    assert isinstance(settings, Settings)
