"""Faults on demand: refusals, cut and slow connections, updates that come twice or late."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.sandbox_client import Messenger, messenger


@pytest.fixture
async def hand() -> AsyncIterator[Messenger]:
    async with messenger() as running:
        yield running


@pytest.mark.parametrize(
    ("fault", "status", "description"),
    [
        ({"kind": "429", "retry_after": 3}, 429, "Too Many Requests: retry after 3"),
        ({"kind": "500"}, 500, "Internal Server Error"),
        ({"kind": "403"}, 403, "Forbidden: bot was blocked by the user"),
        (
            {"kind": "403", "description": "Forbidden: user is deactivated"},
            403,
            "Forbidden: user is deactivated",
        ),
        ({"kind": "400"}, 400, "Bad Request: chat not found"),
    ],
)
async def test_a_fault_strikes_once_and_changes_nothing(
    hand: Messenger, fault: dict[str, Any], status: int, description: str
) -> None:
    who, key = await hand.person()
    await hand.post("faults", **fault)
    answered, body = await hand.call("sendMessage", chat_id=who, text="a")
    assert (answered, body["description"]) == (status, description)
    assert len(hand.world.chats[key].messages) == 1
    await hand.result("sendMessage", chat_id=who, text="a")


async def test_a_fault_strikes_only_what_it_names(hand: Messenger) -> None:
    who, _ = await hand.person()
    await hand.post("faults", kind="500", method="sendPhoto")
    await hand.post("faults", kind="500", chat=who + 1)
    await hand.post("faults", kind="500", token="43:other")
    await hand.result("sendMessage", chat_id=who, text="a")


async def test_a_fault_without_a_method_spares_polling(hand: Messenger) -> None:
    await hand.post("faults", kind="500")
    assert await hand.result("getUpdates") == []
    assert (await hand.call("getMe"))[0] == 500


async def test_a_fault_may_strike_polling_by_name_and_several_times(hand: Messenger) -> None:
    await hand.post("faults", kind="500", method="getUpdates", times=2)
    assert [(await hand.call("getUpdates"))[0] for _ in range(3)] == [500, 500, 200]


@pytest.mark.parametrize(("when", "messages"), [("before", 1), ("after", 2)])
async def test_a_cut_leaves_the_client_without_an_answer(hand: Messenger, when: str, messages: int) -> None:
    who, key = await hand.person()
    await hand.post("faults", kind="cut", when=when, method="sendMessage")
    with pytest.raises(httpx.TransportError):
        await hand.call("sendMessage", chat_id=who, text="a")
    assert len(hand.world.chats[key].messages) == messages
    assert (await hand.calls())[-1]["status"] == 0
    await hand.result("sendMessage", chat_id=who, text="a")


async def test_a_slow_call_is_answered_all_the_same(hand: Messenger) -> None:
    who, _ = await hand.person()
    await hand.post("faults", kind="slow", seconds=0.01)
    assert (await hand.result("sendMessage", chat_id=who, text="a"))["text"] == "a"


async def test_a_duplicated_update_comes_again_after_it_was_confirmed(hand: Messenger) -> None:
    who, key = await hand.person()
    await hand.post("faults", kind="duplicate")
    await hand.post("send", **{"from": who, "chat": key, "text": "a"})
    [first] = await hand.result("getUpdates")
    assert await hand.result("getUpdates", offset=first["update_id"] + 1) == [first]
    assert await hand.result("getUpdates", offset=first["update_id"] + 1) == []


async def test_a_late_update_is_overtaken(hand: Messenger) -> None:
    who, key = await hand.person()
    await hand.post("faults", kind="late", seconds=0.05)
    for text in ("late", "prompt"):
        await hand.post("send", **{"from": who, "chat": key, "text": text})
    [prompt] = await hand.result("getUpdates")
    [late] = await hand.result("getUpdates", offset=prompt["update_id"] + 1, timeout=5)
    assert (prompt["message"]["text"], late["message"]["text"]) == ("prompt", "late")


async def test_faults_can_be_taken_back(hand: Messenger) -> None:
    await hand.post("faults", kind="500", times=9)
    await hand.http.delete("/sandbox/faults")
    await hand.result("getMe")


async def test_an_unknown_kind_of_fault_is_refused(hand: Messenger) -> None:
    answer = await hand.http.post("/sandbox/faults", json={"kind": "418"})
    assert (answer.status_code, answer.json()) == (400, {"error": "unknown kind of fault: 418"})
