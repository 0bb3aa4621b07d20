"""Trouble on WhatsApp, on demand: refused, cut and slow calls, webhooks twice, late, in a heap or out of order."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.whatsapp_client import ACCOUNT, PHONE, Desk, business


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with business() as running:
        yield running


async def fault(desk: Desk, kind: str, **more: Any) -> None:
    await desk.messenger.post("whatsapp/faults", kind=kind, **more)


@pytest.mark.parametrize(
    ("code", "status"), [(130429, 400), (131056, 400), (131048, 400), (131000, 500), (131016, 503), (190, 401)]
)
async def test_a_call_is_refused_once_with_the_code_asked_for(desk: Desk, code: int, status: int) -> None:
    _, key = await desk.person()
    await desk.says(key)
    await fault(desk, "error", code=code)
    got, body = await desk.send(key, text={"body": "a"})
    assert (got, body["error"]["code"]) == (status, code)
    assert (await desk.send(key, text={"body": "a"}))[0] == 200


async def test_a_connection_is_cut_after_the_message_has_left(desk: Desk) -> None:
    _, key = await desk.person()
    await desk.says(key)
    await fault(desk, "cut")
    with pytest.raises(httpx.TransportError):
        await desk.send(key, text={"body": "sampai"})
    assert [each.get("text") for each in await desk.messages(key)] == ["halo", "sampai"]
    await fault(desk, "cut", when="before")
    with pytest.raises(httpx.TransportError):
        await desk.send(key, text={"body": "tidak sampai"})
    assert len(await desk.messages(key)) == 2


@pytest.mark.parametrize("code", [131026, 131049, 131053])
async def test_an_accepted_message_fails_later(desk: Desk, code: int) -> None:
    _, key = await desk.person()
    await desk.says(key)
    await fault(desk, "fail", code=code)
    assert (await desk.send(key, text={"body": "a"}))[0] == 200
    await desk.quiet()
    [status] = desk.ear.values("statuses")
    assert (status["status"], status["errors"][0]["code"]) == ("failed", code)


async def test_a_webhook_comes_twice(desk: Desk) -> None:
    _, key = await desk.person()
    await fault(desk, "duplicate")
    await desk.says(key, "sekali")
    await desk.quiet()
    assert [each["text"]["body"] for each in desk.ear.values("messages")] == ["sekali", "sekali"]
    assert desk.ear.posts[0] == desk.ear.posts[1]


async def test_a_webhook_comes_after_a_later_one(desk: Desk) -> None:
    _, key = await desk.person()
    await fault(desk, "late", seconds=0.05)
    await desk.says(key, "satu")
    await desk.says(key, "dua")
    await desk.quiet()
    assert [each["text"]["body"] for each in desk.ear.values("messages")] == ["dua", "satu"]


async def test_webhooks_wait_for_days_and_come_in_another_order(desk: Desk) -> None:
    _, key = await desk.person()
    await fault(desk, "hold", times=6)
    for number in range(6):
        await desk.says(key, str(number))
    desk.clock.move(7 * 24 * 3600 - 60)
    assert (await desk.messenger.post("whatsapp/release", shuffle=3))["released"] == 6
    await desk.quiet()
    heard = [each["text"]["body"] for each in desk.ear.values("messages")]
    assert sorted(heard) == list("012345") != heard
    assert {each["timestamp"] for each in desk.ear.values("messages")} == {"1800000000"}


async def test_several_changes_come_in_one_post(desk: Desk) -> None:
    _, key = await desk.person()
    await fault(desk, "batch", times=3)
    for number in range(3):
        await desk.says(key, str(number))
    await desk.quiet()
    assert len(desk.ear.posts) == 1
    assert [each["text"]["body"] for each in desk.ear.values("messages")] == list("012")


async def test_a_webhook_nobody_takes_is_given_up_after_seven_days(desk: Desk) -> None:
    _, key = await desk.person()
    desk.ear.refusals = 1
    await desk.says(key)
    desk.clock.move(8 * 24 * 3600)
    await desk.quiet()
    assert (desk.ear.attempts, desk.ear.posts) == (1, [])


async def test_a_media_address_may_have_run_out_before_it_is_used(desk: Desk) -> None:
    _, key = await desk.person()
    await desk.messenger.post("send", **{"from": int(key.split(":")[1]), "chat": key, "kind": "photo", "file": "/9j/"})
    await desk.quiet()
    [message] = desk.ear.values("messages")
    await desk.messenger.post("whatsapp/expire")
    _, stale = await desk.graph("GET", message["image"]["id"])
    _, fresh = await desk.graph("GET", message["image"]["id"])
    headers = {"Authorization": "Bearer EAAtest-token"}
    assert (await desk.messenger.http.get(stale["url"], headers=headers)).status_code == 404
    assert (await desk.messenger.http.get(fresh["url"], headers=headers)).content == b"\xff\xd8\xff"
    assert (await desk.messenger.http.get(fresh["url"])).status_code == 401


async def test_a_phone_that_is_off_gets_what_waited_when_it_is_on_again(desk: Desk) -> None:
    who, key = await desk.person()
    await desk.says(key)
    await desk.messenger.post("whatsapp/presence", person=who, presence="off")
    await desk.send(key, text={"body": "a"})
    await desk.quiet()
    assert [each["status"] for each in desk.ear.values("statuses")] == ["sent"]
    await desk.messenger.post("whatsapp/presence", person=who, presence="online")
    await desk.quiet()
    assert [each["status"] for each in desk.ear.values("statuses")] == ["sent", "delivered"]


async def test_who_looks_at_the_chat_reads_at_once_and_delivered_is_left_out(desk: Desk) -> None:
    who, key = await desk.person()
    await desk.says(key)
    await desk.messenger.post("whatsapp/presence", person=who, presence="reading")
    await desk.send(key, text={"body": "a"})
    await desk.quiet()
    assert [each["status"] for each in desk.ear.values("statuses")] == ["sent", "read"]


async def test_who_has_blocked_the_business_leaves_it_at_one_tick(desk: Desk) -> None:
    who, key = await desk.person()
    await desk.says(key)
    await desk.messenger.post("whatsapp/block", person=who, blocked=True)
    await desk.send(key, text={"body": "a"})
    await desk.quiet()
    assert [each["status"] for each in desk.ear.values("statuses")] == ["sent"]


async def test_a_template_waits_until_it_is_judged(desk: Desk) -> None:
    await desk.messenger.post("whatsapp/rules", review="")
    body = {"name": "kabar", "language": "id", "category": "UTILITY"}
    components = [{"type": "BODY", "text": "Ada kabar untuk laporan Anda."}]
    _, created = await desk.graph("POST", f"{ACCOUNT}/message_templates", json={**body, "components": components})
    assert created["status"] == "PENDING"
    await desk.messenger.post(
        "whatsapp/judge", phone_id=PHONE, name="kabar", status="REJECTED", reason="INVALID_FORMAT"
    )
    await desk.quiet()
    [change] = desk.ear.posts[-1]["entry"][0]["changes"]
    assert change["field"] == "message_template_status_update"
    assert (change["value"]["event"], change["value"]["reason"]) == ("REJECTED", "INVALID_FORMAT")
    _, listed = await desk.graph("GET", f"{ACCOUNT}/message_templates", params={"status": "REJECTED"})
    assert [each["name"] for each in listed["data"]] == ["kabar"]
    again, body = await desk.graph("POST", f"{ACCOUNT}/message_templates", json={**body, "components": components})
    assert (again, body["error"]["error_subcode"]) == (400, 2388024)
