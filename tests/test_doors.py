"""How arrivals come in, by webhook and by polling: proved, measured, kept before they are acknowledged, kept once."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.app import App
from bot.metrics import UNREADABLE
from bot.settings import BadSettings
from tests.town import CITIZEN_BOT, STAFF_BOT, Town, data_of, town_of, until
from tests.witness import STORY, all_tickets, memory, parked

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECRET = "Kudus-1549_webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
MEGABYTE = 1024 * 1024


def town_with(folder: Path, door: str, **changes: Any) -> AbstractAsyncContextManager[Town]:
    """With a web side whose port is known; by webhook its address is the program's own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    if door == "webhook":
        given = {"public_url": f"http://127.0.0.1:{port}", "webhook_secret": SecretStr(SECRET)}
        changes = {**given, **changes}
    return town_of(folder, port=port, **changes)


@pytest_asyncio.fixture(loop_scope="module", params=["webhook", "polling"])
async def town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Town]:
    async with town_with(tmp_path / "data", request.param) as found:
        yield found
        assert await parked(found) == []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hooked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """One town with webhooks for all who only knock."""
    async with town_with(tmp_path_factory.mktemp("hooked") / "data", "webhook") as found:
        yield found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def polled(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with town_with(tmp_path_factory.mktemp("polled") / "data", "polling") as found:
        yield found


@asynccontextmanager
async def web(town: Town) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who calls the program's own web side."""
    url = f"http://127.0.0.1:{town.app.settings.port}"
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as client:
        yield client


def update(id_: int, who: int = 5_000, text: str = STORY) -> dict[str, Any]:
    chat = {"id": who, "type": "private", "first_name": "Tini"}
    sender = {"id": who, "is_bot": False, "first_name": "Tini"}
    message = {"message_id": id_, "date": 1_800_000_000, "chat": chat, "from": sender, "text": text}
    return {"update_id": id_, "message": message}


async def tell_the_story(town: Town) -> list[str]:
    """From the complaint to its stars; what Siti and PUPR read, in order."""
    await town.say("Siti", STORY)
    await town.quiet()
    await town.push("Siti", "Kirim")
    await town.quiet()
    card = await town.last("PUPR", "KDS-26-00001-0", button="Ambil")
    await town.push("Joko", "Ambil", "PUPR")
    await town.say("Joko", "Besok pagi kami tambal.", "PUPR", reply_to=card["id"])
    await town.quiet()
    await town.push("Joko", "Kirim & selesai", "PUPR")
    await town.quiet()
    await town.push("Siti", "Sudah selesai")
    await town.quiet()
    await town.push("Siti", "5 ⭐")
    await town.quiet()
    return [each["text"] for chat in ("Siti", "PUPR") for each in await town.messages(chat) if each.get("text")]


async def test_the_story_is_the_same_whatever_the_door_and_however_often_updates_come(town: Town) -> None:
    await town.puppets.call("faults", kind="duplicate", times=100)
    texts = await tell_the_story(town)
    assert len(texts) == len(set(texts))
    [ticket] = await all_tickets(town)
    assert (ticket.state, ticket.stars, len(ticket.answers)) == ("closed", 5, 1)
    assert town.refused_calls() == []


async def test_webhooks_are_set_as_the_settings_say(town: Town) -> None:
    public = town.app.settings.public_url
    urls = {bot["id"]: bot["webhook"] for bot in (await town.puppets.state())["bots"]}
    wanted = {CITIZEN_BOT: f"{public}/webhook/telegram_citizen", STAFF_BOT: f"{public}/webhook/telegram_staff"}
    assert urls == (wanted if public else dict.fromkeys(wanted, ""))


async def test_there_is_no_webhook_to_call_while_polling(polled: Town) -> None:
    before = await memory(polled)
    async with web(polled) as client:
        answer = await client.post("/webhook/telegram_citizen", json=update(1), headers={HEADER: ""})
    assert answer.status_code == 404
    assert await memory(polled) == before


# ---- proved and measured before it is parsed


async def test_whoever_does_not_know_the_secret_is_not_heard(hooked: Town) -> None:
    before = await memory(hooked)
    async with web(hooked) as client:
        for name, given in (
            (HEADER, ""),
            (HEADER, "x"),
            (HEADER, SECRET + "x"),
            (HEADER, "käse"),
            ("X-Secret", SECRET),
        ):
            raw = {name.encode(): given.encode()}
            for path in ("telegram_citizen", "telegram_staff", "whoever"):
                answer = await client.post(f"/webhook/{path}", json=update(1), headers=raw)
                assert answer.status_code == 403
    assert await memory(hooked) == before


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/webhook/whatsapp", 404),
        ("POST", "/webhook/", 404),
        ("POST", "/", 404),
        ("GET", "/docs", 404),
        ("GET", "/webhook/telegram_citizen", 405),
        ("POST", "/healthz", 405),
        ("POST", "/metrics", 405),
    ],
)
async def test_there_are_no_other_doors(hooked: Town, method: str, path: str, status: int) -> None:
    async with web(hooked) as client:
        answer = await client.request(method, path, headers={HEADER: SECRET})
    assert answer.status_code == status


async def test_a_body_of_more_than_a_megabyte_is_refused_whatever_it_claims(hooked: Town) -> None:
    before = await memory(hooked)

    async def in_pieces() -> AsyncIterator[bytes]:
        for _ in range(MEGABYTE // 4096 + 1):
            yield b" " * 4096

    async with web(hooked) as client:
        for body in (b" " * (MEGABYTE + 1), in_pieces()):
            answer = await client.post("/webhook/telegram_citizen", content=body, headers={HEADER: SECRET})
            assert answer.status_code == 413
    assert await memory(hooked) == before


UNREADABLES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"update"',
    b"\xff\xfe\x00",
    b"[" * 200_000,
    b"{}",
    b'{"update_id": 1, "message": 5}',
    b'{"update_id": 1, "message": ' + b'{"reply_to_message": ' * 900 + b"{}" + b"}" * 901,
]

HALF_READABLE = [
    b'{"update_id": "x"}',
    b'{"update_id": 1, "message": {"text": "tanpa apa-apa"}}',
    b'{"update_id": 1, "callback_query": {"id": 5}}',
]
"""One library raises where the other sees nothing in it."""


@pytest.mark.parametrize("channel", ["telegram_citizen", "telegram_staff"])
async def test_what_cannot_be_read_is_acknowledged_and_counted_because_it_never_will_be(
    hooked: Town, channel: str
) -> None:
    before = await memory(hooked)
    counter = UNREADABLE.labels(channel)._value
    async with web(hooked) as client:
        for body in UNREADABLES:
            count = counter.get()
            answer = await client.post(f"/webhook/{channel}", content=body, headers={HEADER: SECRET})
            assert (answer.status_code, counter.get()) == (200, count + 1), body[:60]
        for body in HALF_READABLE:
            answer = await client.post(f"/webhook/{channel}", content=body, headers={HEADER: SECRET})
            assert answer.status_code == 200, body
    assert await memory(hooked) == before


async def test_a_webhook_without_a_secret_is_not_opened(hooked: Town) -> None:
    bare = hooked.app.settings.model_copy(update={"webhook_secret": SecretStr("")})
    with pytest.raises(BadSettings, match="PENDOPO_WEBHOOK_SECRET: missing"):
        App(bare, hooked.engine)


# ---- kept before it is acknowledged


@asynccontextmanager
async def no_database(town: Town) -> AsyncIterator[None]:
    """The disk with the database is away."""
    folder = town.app.settings.data_dir
    away = folder.with_name("away")
    await town.engine.dispose()
    folder.rename(away)
    await town.engine.dispose()
    try:
        yield
    finally:
        away.rename(folder)


async def test_while_the_database_is_away_a_webhook_is_told_to_come_again(hooked: Town) -> None:
    async with web(hooked) as client:
        headers = {HEADER: SECRET}
        async with no_database(hooked):
            answer = await client.post("/webhook/telegram_citizen", json=update(1), headers=headers)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
            health = await client.get("/healthz")
            assert (health.status_code, health.json()) == (503, {"ok": False, "database": "unavailable"})
        assert (await client.post("/webhook/telegram_citizen", json=update(1), headers=headers)).status_code == 200
        assert (await client.get("/healthz")).status_code == 200
    assert [talk.draft.text for talk in (await memory(hooked))["talks"].values()] == [STORY]


async def test_while_the_database_is_away_polled_updates_are_not_confirmed(polled: Town) -> None:
    async with no_database(polled):
        before = polls(polled)
        await polled.say("Siti", STORY)

        async def asked_again() -> bool:
            return polls(polled) > before + 1

        await until(asked_again)
        assert len(polled.world.updates[CITIZEN_BOT].pending) == 1
    await polled.quiet()
    assert data_of((await polled.messages("Siti"))[-1], "Kirim")


def polls(town: Town, bot: int = CITIZEN_BOT) -> int:
    """How often the bot has asked for updates."""
    calls = town.world.calls.since(0, polls=True)
    return sum(call["method"] == "getUpdates" and call["bot"] == bot for call in calls)


# ---- polling through trouble


@pytest.mark.parametrize("trouble", ["429", "500", "cut", "409"])
async def test_polling_goes_on_after_trouble(polled: Town, trouble: str) -> None:
    before, status = polled.refused_calls(), 0 if trouble == "cut" else int(trouble)
    for token in (polled.app.settings.citizen_bot_token, polled.app.settings.staff_bot_token):
        await disturb(polled, token.get_secret_value(), trouble)
    await asyncio.gather(polled.say("Budi", STORY), polled.say("Joko", "/terlambat", "PUPR"))

    async def struck() -> bool:
        return len(polled.refused_calls()) >= len(before) + 2

    await until(struck)
    await polled.quiet()
    assert "Sudah benar?" in (await polled.messages("Budi"))[-1]["text"]
    assert "Tidak ada laporan" in (await polled.messages("PUPR"))[-1]["text"]
    new = polled.refused_calls()[len(before) :]
    assert {(call["method"], call["status"]) for call in new} == {("getUpdates", status)}


async def disturb(town: Town, token: str, trouble: str) -> None:
    """Another program polls with the same token, or Telegram itself is unwell."""
    if trouble == "409":
        await town.puppets.http.get(f"{town.url}/bot{token}/getUpdates", params={"timeout": 0})
    else:
        await town.puppets.call("faults", kind=trouble, method="getUpdates", token=token, when="before")


# ---- what can be seen from outside


async def test_health_and_metrics_tell_of_work_and_of_nobody(town: Town) -> None:
    await tell_the_story(town)
    async with web(town) as client:
        health, metrics = await client.get("/healthz"), await client.get("/metrics")
    doors = {"telegram_citizen": True, "telegram_staff": True}
    assert health.json() == {"ok": True, "doors": doors, "waiting": 0, "undeliverable": 0}
    for name in ("arrivals", "arrivals_parked", "letters", "bells", "updates_unreadable"):
        assert f"# TYPE pendopo_{name}_total counter" in metrics.text
    for name in ("pendopo_letters_waiting 0.0", "pendopo_letters_undeliverable", "pendopo_batch_seconds_count"):
        assert name in metrics.text
    settings = town.app.settings
    secrets = [settings.citizen_bot_token.get_secret_value(), settings.staff_bot_token.get_secret_value(), SECRET]
    for never in (*secrets, "Siti", "Joko", "tambal", "KDS-", str(town.ids["Siti"]), town.chats["PUPR"][2:]):
        assert never not in metrics.text + health.text
