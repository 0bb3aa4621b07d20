"""The vendors' own examples judge the messenger: its webhooks have their shape, their requests are accepted.

`WHATSAPP_SAMPLES` names a folder with `meta-examples/` (Meta's OpenAPI examples) and `pywa-webhooks/` (pywa's
collection); without it nothing is compared.
"""

import json
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.files import PIXEL, Upload
from bot.sandbox.whatsapp import sending
from bot.sandbox.whatsapp.refusals import GraphError
from tests.test_whatsapp_refusals import Counter
from tests.whatsapp_client import PHONE, Desk, business

SAMPLES = Path(os.environ.get("WHATSAPP_SAMPLES", "-"))
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples to compare with")

Json = dict[str, Any]
NEWER = ("contacts[].user_id", "messages[].from_user_id", "system.user_id", "statuses[].recipient_user_id")
"""What Meta added in 2026 and the older examples lack."""

OPTIONAL = ("parent_user_id", ".url", "org", "last_name", ".name", ".address", "forwarded", "caption", "expiration_")
"""What stands in an example only because that person or that business had it."""


def sample(name: str) -> Json:
    found: Json = json.loads((SAMPLES / "meta-examples" / f"webhook--{name}.json").read_text())
    return found


def collected(file: str, name: str) -> Json:
    found: Json = json.loads((SAMPLES / "pywa-webhooks" / f"{file}.json").read_text())[name]
    return found


def paths(value: Any, at: str = "") -> Iterator[str]:
    """Every key of a JSON value with the type of what stands there."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, f"{at}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{at}[]")
    else:
        yield f"{at}: {type(value).__name__}"


def differences(ours: Json, theirs: Json) -> set[str]:
    """What only one of the two has, but for what is newer or optional."""
    unlike = set(paths(ours)) ^ set(paths(theirs))
    return {path for path in unlike if not any(word in path for word in (*NEWER, *OPTIONAL))}


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with business() as running:
        yield running


async def act(desk: Desk, path: str = "send", **body: Any) -> Json:
    who, key = await desk.person()
    await desk.says(key)
    await desk.send(
        key,
        interactive={
            "type": "button",
            "body": {"text": "?"},
            "action": {"buttons": [{"type": "reply", "reply": {"id": "a", "title": "A"}}]},
        },
    )
    rows = [{"id": "r", "title": "R", "description": "d"}]
    action = {"button": "B", "sections": [{"rows": rows}]}
    await desk.send(key, interactive={"type": "list", "body": {"text": "?"}, "action": action})
    await desk.messenger.post(path, **{"from": who, "person": who, "chat": key, **body})
    await desk.quiet()
    return desk.exchange.hook.log[-1]


@pytest.mark.parametrize(
    ("name", "path", "body"),
    [
        ("Text-Message", "send", {"text": "a"}),
        ("Image-Message", "send", {"kind": "photo", "file": "/9j/", "caption": "a"}),
        ("Location-Message", "send", {"kind": "location", "latitude": -6.8, "longitude": 110.8}),
        ("Contact-Sharing-Message", "send", {"kind": "contact"}),
        ("Reaction-Message", "react", {"id": 1, "emoji": "👍"}),
        ("Interactive-Button-Reply-Message", "press", {"id": 2, "data": "a"}),
        ("Interactive-List-Reply-Message", "press", {"id": 3, "data": "r"}),
        ("System-Message", "whatsapp/renumber", {"wa_id": "62800999"}),
    ],
)
async def test_a_webhook_has_the_shape_of_metas_own(desk: Desk, name: str, path: str, body: Json) -> None:
    assert differences(await act(desk, path, **body), sample(name)) == set()


@pytest.mark.parametrize(
    ("file", "name", "path", "body"),
    [
        ("message", "voice", "send", {"kind": "voice"}),
        ("message", "video", "send", {"kind": "video", "caption": "a", "forwarded": True}),
        ("message", "document", "send", {"kind": "document", "caption": "a", "forwarded": True}),
        ("message", "static_sticker", "send", {"kind": "sticker"}),
        ("message", "reply", "send", {"text": "a", "reply_to": 2}),
        ("message", "unreaction_no_emoji", "react", {"id": 1}),
        ("deleted_message", "revoke", "whatsapp/revoke", {"id": 1}),
        ("account_update", "account_disabled", "whatsapp/standing", {"phone_id": PHONE, "event": "DISABLED_UPDATE"}),
        (
            "account_update",
            "account_restriction",
            "whatsapp/standing",
            {"phone_id": PHONE, "event": "ACCOUNT_RESTRICTION"},
        ),
    ],
)
async def test_a_webhook_has_the_shape_of_a_real_one(desk: Desk, file: str, name: str, path: str, body: Json) -> None:
    assert differences(await act(desk, path, **body), collected(file, name)) == set()


@pytest.mark.parametrize("name", ["sent", "delivered", "read", "with_tracker"])
async def test_a_state_has_the_shape_of_a_real_one(desk: Desk, name: str) -> None:
    _, key = await desk.person()
    await desk.says(key)
    tracker = {"biz_opaque_callback_data": "a"} if name == "with_tracker" else {}
    await desk.send(key, text={"body": "a"}, **tracker)
    await desk.messenger.post("whatsapp/read", chat=key)
    await desk.quiet()
    states = ("sent", "delivered", "read")
    ours = desk.ear.posts[1 + states.index(name if name in states else "sent")]
    # the kind of price came with per-message pricing, after these were collected
    unlike = {path for path in differences(ours, collected("message_status", name)) if ".pricing.type" not in path}
    assert unlike == set()


REQUESTS = sorted((SAMPLES / "meta-examples").glob("messages-request--*.json"))
ELSEWHERE = ("Catalog", "Flow", "Product", "Order", "Template", "Issue", "Test-Message", "Sample")
"""Kinds of messages the messenger does not play, and templates that are placeholders throughout."""


@pytest.mark.parametrize(
    "path", [p for p in REQUESTS if not any(word in p.name for word in ELSEWHERE)], ids=lambda path: path.stem[18:]
)
async def test_metas_own_requests_are_accepted(path: Path) -> None:
    counter = Counter()
    call = prepared(json.loads(path.read_text()), counter)
    try:
        await sending.send(counter.exchange, counter.business, call)
    except GraphError as refusal:
        raise AssertionError(f"{refusal.message} {refusal.details}: {call}") from None


def prepared(call: Json, counter: Counter) -> Json:
    """An example with its placeholders replaced by what exists here."""
    if "interactive" in call:
        call["type"] = "interactive"  # one of the examples forgot it
    kind = call.get("type", "text")
    mimes = {"image": "image/png", "video": "video/mp4", "audio": "audio/mpeg", "sticker": "image/webp"}
    upload = Upload("a", mimes.get(kind, "application/pdf"), PIXEL)
    media = counter.exchange.media.upload(PHONE, upload, upload.mime, counter.clock())
    if "to" in call:
        call["to"] = counter.siti.wa_id
    for holder in (call, call.get("context", {}), call.get("reaction", {})):
        if "message_id" in holder:
            holder["message_id"] = counter.heard.wamid
    body = call.get(kind, {})
    if isinstance(body, dict) and "id" in body:
        body["id"] = media.id
    if isinstance(body, dict) and "link" in body:
        body["link"] = "https://example.org/a"
    if kind == "location":
        body |= {"latitude": "-6.8", "longitude": "110.8"}
    return call
