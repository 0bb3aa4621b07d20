"""The puppeteer's side: what the page of phones reads, does and hears."""

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.sandbox.files import PIXEL
from bot.sandbox.server import Control
from tests.sandbox_client import NOON, TOKEN, Clock, Messenger, messenger


@pytest.fixture
async def hand() -> AsyncIterator[Messenger]:
    async with messenger() as running:
        yield running


async def state(hand: Messenger) -> Any:
    return (await hand.http.get("/sandbox/state")).json()


async def test_the_state_tells_everything_a_page_shows(hand: Messenger) -> None:
    who, key = await hand.person()
    chat = await hand.group(who, 42, admins=(42,), forum=True)
    await hand.post("phones", owner=who, title="Warga", chats=[key])
    topic = await hand.result("createForumTopic", chat_id=int(chat["key"][2:]), name="Jalan")
    told = await state(hand)
    assert told["now"] == NOON
    assert [bot["username"] for bot in told["bots"]] == ["pendopo_bot"]
    assert [person["first_name"] for person in told["people"]] == ["Siti"]
    assert told["phones"] == [{"id": 1, "owner": who, "title": "Warga", "subtitle": "", "chats": [key]}]
    private, group = told["chats"]
    assert (private["type"], private["messages"][0]["text"]) == ("private", "/start")
    assert (group["type"], group["is_forum"], group["admins"]) == ("supergroup", True, [who, 42])
    assert group["topics"] == [{"id": topic["message_thread_id"], "name": "Jalan", "closed": False}]
    assert group["messages"][-1]["service"] == "topic created"


async def test_a_message_is_shown_with_buttons_reply_and_keyboard(hand: Messenger) -> None:
    who, key = await hand.person()
    inline = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}, {"text": "W", "url": "https://a.id"}]]}
    await hand.result("sendMessage", chat_id=who, text="a", reply_markup=inline, reply_parameters={"message_id": 1})
    await hand.result("sendMessage", chat_id=who, text="b", reply_markup={"keyboard": [[{"text": "Ya"}]]})
    await hand.result("sendMessage", chat_id=who, text="c", reply_markup={"remove_keyboard": True})
    *_, asked, keyed, freed = (await state(hand))["chats"][0]["messages"]
    assert asked["buttons"] == [[{"text": "Ya", "data": "y"}, {"text": "W", "url": "https://a.id"}]]
    assert (asked["reply_to"], asked["from"], asked["chat"]) == (1, 42, key)
    assert (keyed["keyboard"], freed["keyboard"]) == ([[{"text": "Ya"}]], "remove")


async def test_files_are_served_to_the_page(hand: Messenger) -> None:
    who, key = await hand.person()
    body = {
        "from": who,
        "chat": key,
        "kind": "photo",
        "file": b64encode(PIXEL).decode(),
        "file_name": "a.png",
    }
    sent = await hand.post("send", **body)
    answer = await hand.http.get(sent["photo"]["url"])
    assert (answer.content, answer.headers["content-type"]) == (PIXEL, "image/jpeg")


async def test_events_are_told_as_they_happen_and_end_with_the_server() -> None:
    async with messenger() as hand:
        who, key = await hand.person()
        heard: list[dict[str, Any]] = []
        async with hand.http.stream("GET", "/sandbox/events") as stream:
            lines = stream.aiter_lines()
            assert await anext(lines) == ": hello"
            sent = await hand.result("sendMessage", chat_id=who, text="a")
            here = {"chat_id": who, "message_id": sent["message_id"]}
            await hand.result("editMessageText", **here, text="b")
            await hand.result("sendChatAction", chat_id=who, action="typing")
            press = await hand.post("press", **{"from": who, "chat": key, "id": sent["message_id"], "data": "y"})
            await hand.result("answerCallbackQuery", callback_query_id=press["callback_id"], text="Baik")
            await hand.result("deleteMessage", **here)
            await hand.post("reset")
            hand.world.bus.close()
            heard = [json.loads(line[6:]) async for line in lines if line.startswith("data: ")]
    assert [event["type"] for event in heard] == ["message", "edit", "typing", "toast", "delete", "reset"]
    assert heard[1]["message"]["text"] == "b"
    assert heard[3] == {"type": "toast", "user": who, "chat": key, "text": "Baik", "alert": False}
    assert heard[4] == {"type": "delete", "chat": key, "id": sent["message_id"]}


async def test_an_open_stream_and_a_long_poll_end_with_the_server() -> None:
    async with httpx.AsyncClient(verify=False) as outside:
        async with messenger() as hand:
            wish = {"timeout": 50, "allowed_updates": ["message"]}
            poll = asyncio.create_task(outside.post(f"{hand.url}/bot{TOKEN}/getUpdates", json=wish))
            while not hand.world.updates[42].allowed:
                await asyncio.sleep(0)
            request = outside.build_request("GET", f"{hand.url}/sandbox/events")
            stream = await outside.send(request, stream=True)
        assert (await stream.aread()).decode() == ": hello\n\n"
        assert (await poll).json() == {"ok": True, "result": []}


async def test_a_control_is_run_and_the_time_told() -> None:
    clock = Clock()

    async def move() -> None:
        clock.move(60)

    async with messenger([Control("minute", "Satu menit", move)], clock) as hand:
        assert (await state(hand))["controls"] == [{"id": "minute", "label": "Satu menit"}]
        assert await hand.post("controls/minute") == {"now": NOON + 60}
        assert (await hand.http.post("/sandbox/controls/other")).status_code == 404


async def test_every_call_is_logged_as_it_was_understood(hand: Messenger) -> None:
    who, _ = await hand.person()
    form = {"chat_id": str(who), "text": "a", "colour": "red"}
    await hand.http.post("/bot42:AAAA-test_token/sendMessage", data=form)
    await hand.http.post(f"/bot42:AAAA-test_token/sendPhoto?chat_id={who}", files={"photo": ("a.png", PIXEL)})
    await hand.call("sendMessage", chat_id=999, text="a")
    sent, photo, lost = await hand.calls()
    assert sent["params"] == {"chat_id": who, "text": "a"}
    assert (sent["method"], sent["status"], sent["ok"], sent["unknown"]) == (
        "sendMessage",
        200,
        True,
        ["colour"],
    )
    assert photo["params"]["photo"]["size"] == len(PIXEL)
    assert (lost["status"], lost["description"]) == (400, "Bad Request: chat not found")
    assert [call["n"] for call in await hand.calls(since=lost["n"])] == [lost["n"]]


async def test_a_reset_forgets_everything_but_the_bots(hand: Messenger) -> None:
    who, _ = await hand.person()
    await hand.post("reset")
    told = await state(hand)
    assert (told["people"], told["chats"], len(told["bots"])) == ([], [], 1)
    again, _ = await hand.person()
    assert again > who


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("send", {"from": 999, "chat": "p:999:42", "text": "a"}, 404),
        ("send", {"from": 42, "chat": "g:-1", "text": "a"}, 404),
        ("people", {}, 404),
        ("groups", {"title": "x", "members": [999]}, 404),
        ("groups/-1/migrate", {}, 404),
    ],
)
async def test_a_puppeteers_mistake_is_told(hand: Messenger, path: str, body: dict[str, Any], status: int) -> None:
    answer = await hand.http.post(f"/sandbox/{path}", json=body)
    assert (answer.status_code, list(answer.json())) == (status, ["error"])


async def test_a_person_can_leave_the_messenger_for_good(hand: Messenger) -> None:
    who, _ = await hand.person()
    await hand.post(f"people/{who}/deactivate")
    status, body = await hand.call("sendMessage", chat_id=who, text="a")
    assert (status, body["description"]) == (403, "Forbidden: user is deactivated")


async def test_only_members_act_in_a_group(hand: Messenger) -> None:
    who, _ = await hand.person()
    stranger, _ = await hand.person("Budi")
    chat = await hand.group(who, 42)
    body = {"from": stranger, "chat": chat["key"], "text": "a"}
    assert (await hand.http.post("/sandbox/send", json=body)).status_code == 400


async def test_the_page_is_served(hand: Messenger) -> None:
    assert "<!doctype html>" in (await hand.http.get("/")).text
    assert (await hand.http.get("/static/app.js")).status_code == 200
