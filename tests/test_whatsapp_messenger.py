"""The messenger's WhatsApp side: what a person does reaches the business signed, what the business sends she sees."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.whatsapp_client import BUSINESS, PHONE, Desk, business, frame


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with business() as running:
        yield running


async def test_a_webhook_that_does_not_echo_the_challenge_is_not_taken(desk: Desk) -> None:
    url = next(iter(desk.exchange.businesses.values())).url
    with pytest.raises(httpx.HTTPStatusError) as refused:
        await desk.messenger.post("whatsapp/businesses", **{**BUSINESS, "verify_token": "another"}, url=url)
    assert "#2200" in refused.value.response.text


async def test_what_a_person_writes_comes_signed_in_metas_envelope(desk: Desk) -> None:
    who, key = await desk.person("Siti")
    said = await desk.says(key, "jalan berlubang")
    await desk.quiet()
    assert desk.ear.posts == [
        {
            "object": "whatsapp_business_account",
            "entry": [
                {
                    "id": BUSINESS["waba_id"],
                    "changes": [
                        {
                            "field": "messages",
                            "value": {
                                "messaging_product": "whatsapp",
                                "metadata": {"display_phone_number": "6280000000001", "phone_number_id": PHONE},
                                "contacts": [
                                    {
                                        "profile": {"name": "Siti"},
                                        "wa_id": f"62800{who:07d}",
                                        "user_id": f"ID.{13_000_000_000_000 + who}",
                                    }
                                ],
                                "messages": [
                                    {
                                        "from": f"62800{who:07d}",
                                        "from_user_id": f"ID.{13_000_000_000_000 + who}",
                                        "id": said["wamid"],
                                        "timestamp": "1800000000",
                                        "type": "text",
                                        "text": {"body": "jalan berlubang"},
                                    }
                                ],
                            },
                        }
                    ],
                }
            ],
        }
    ]


async def test_what_the_business_sends_stands_on_her_phone_and_its_states_come_back(desk: Desk) -> None:
    _, key = await desk.person()
    await desk.says(key)
    status, body = await desk.send(key, text={"body": "Sudah kami terima."})
    assert status == 200
    [sent] = body["messages"]
    [message] = [each for each in await desk.messages(key) if each["wamid"] == sent["id"]]
    assert (message["text"], message["from"], message["status"]) == ("Sudah kami terima.", int(PHONE), "delivered")
    await desk.messenger.post("whatsapp/read", chat=key)
    await desk.quiet()
    assert [each["status"] for each in desk.ear.values("statuses")] == ["sent", "delivered", "read"]


async def test_a_webhook_is_repeated_until_it_is_taken(desk: Desk) -> None:
    _, key = await desk.person()
    desk.ear.refusals = 2
    await desk.says(key, "satu")
    await desk.quiet()
    assert (desk.ear.attempts, len(desk.ear.posts)) == (3, 1)


async def test_a_token_nobody_gave_is_refused(desk: Desk) -> None:
    status, body = await desk.graph("POST", f"{PHONE}/messages", token="other", json=frame("62800", text={"body": "x"}))
    assert (status, body["error"]["code"], body["error"]["type"]) == (401, 190, "OAuthException")


async def test_commands_stand_behind_the_slash_of_her_phone(desk: Desk) -> None:
    _, key = await desk.person()
    await desk.says(key)
    commands = [{"command_name": "bantuan", "command_description": "Cara melapor"}]
    assert (await desk.graph("POST", f"{PHONE}/conversational_automation", json={"commands": commands}))[0] == 200
    state = (await desk.messenger.http.get("/sandbox/state")).json()
    [chat] = [each for each in state["chats"] if each["key"] == key]
    assert chat["commands"] == [{"command": "bantuan", "description": "Cara melapor"}]
    too_many = {"commands": commands * 31}
    assert (await desk.graph("POST", f"{PHONE}/conversational_automation", json=too_many))[0] == 400


async def test_the_typing_mark_goes_when_the_message_comes(desk: Desk) -> None:
    _, key = await desk.person()
    said = await desk.says(key)
    mark = {"messaging_product": "whatsapp", "status": "read", "message_id": said["wamid"]}
    await desk.graph("POST", f"{PHONE}/messages", json={**mark, "typing_indicator": {"type": "text"}})
    thread = desk.exchange.thread_of(key)
    assert thread.typing_until == desk.clock() + 25
    assert [each["status"] for each in await desk.messages(key)] == ["read"]
    await desk.send(key, text={"body": "a"})
    assert thread.typing_until == 0


async def test_a_business_registered_again_keeps_its_templates_and_chats(desk: Desk) -> None:
    _, key = await desk.person()
    await desk.says(key)
    url = desk.exchange.businesses[PHONE].url
    await desk.messenger.post("whatsapp/businesses", **{**BUSINESS, "name": "Pendopo Baru"}, url=url)
    assert (await desk.send(key, text={"body": "a"}))[0] == 200
    assert desk.exchange.thread_of(key).business.name == "Pendopo Baru"
