"""Calls of a webhook as Meta makes them for WhatsApp: the talks of `bench/updates.py`, each call with its signature
before its body."""

import hmac
import json
from collections.abc import Iterable, Iterator
from hashlib import sha256

from bench.updates import DATE, FIRST, STORIES
from bot.channels import Raw
from bot.channels.whatsapp_envelope import updates
from bot.demo_whatsapp import ACCOUNT, NUMBER, PHONE
from bot.whatsapp_door import is_signed

SECRET = "0123456789abcdef0123456789abcdef"


def conversations(people: int, first: int = FIRST) -> Iterator[bytes]:
    """Everybody tells a complaint, then everybody sends it. `first` is the first person's id."""
    for number in range(people):
        yield _call(first + number, "a", {"type": "text", "text": {"body": STORIES[number % len(STORIES)]}})
    for number in range(people):
        reply = {"type": "button_reply", "button_reply": {"id": "send:1:", "title": "✅ Kirim"}}
        pressed = {"context": {"from": NUMBER, "id": _wamid(first + number, "b")}, "interactive": reply}
        yield _call(first + number, "c", {"type": "interactive", **pressed})


def opened(call: bytes) -> Iterable[Raw]:
    """What the door does with a call: compared with its signature over the bytes, parsed, taken apart."""
    signature, body = call.split(b"\n", 1)
    assert is_signed(body, signature.decode(), SECRET)
    return updates(json.loads(body))


def _call(person: int, place: str, said: dict[str, object]) -> bytes:
    number, user = f"628{person:09d}", f"ID.{13_000_000_000_000 + person}"
    known = {"id": _wamid(person, place), "from": number, "from_user_id": user, "timestamp": str(DATE)}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": NUMBER, "phone_number_id": PHONE},
        "contacts": [{"profile": {"name": f"Warga {person}"}, "wa_id": number, "user_id": user}],
        "messages": [{**known, **said}],
    }
    entry = {"id": ACCOUNT, "changes": [{"value": value, "field": "messages"}]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    signature = "sha256=" + hmac.new(SECRET.encode(), body, sha256).hexdigest()
    return signature.encode() + b"\n" + body


def _wamid(person: int, place: str) -> str:
    return f"wamid.HBgNNjI4{person:012d}VAgASGBQzQT{place}=="
