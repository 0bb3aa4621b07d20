"""WhatsApp's door in a whole town: who may call it, what comes twice or late, what becomes of answers, who is who.

The messenger plays Meta, with its signatures, statuses and numbers; some calls are made here by hand, as a stranger or
a late repeat would make them.
"""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from bot.demo_whatsapp import ACCOUNT, NUMBER, PHONE
from bot.settings import Settings
from storage import outbox
from storage.database import transaction
from storage.schema import identities, inbox, tickets
from tests.talks import as_text
from tests.town import Town, town_of, until

PATH = "/webhook/whatsapp"
WORDS = "jalan berlubang di depan Pasar Bitingan"


@dataclass
class Meta:
    """A hand that calls the webhook as Meta would, or as somebody else."""

    http: httpx.AsyncClient
    settings: Settings

    def signed(self, body: bytes) -> dict[str, str]:
        secret = self.settings.whatsapp_app_secret.get_secret_value().encode()
        return {"X-Hub-Signature-256": "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()}

    async def post(self, told: Any) -> int:
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        return (await self.http.post(PATH, content=body, headers=self.signed(body))).status_code


@pytest.fixture
async def meta(whatsapp_town: Town) -> AsyncIterator[Meta]:
    base = f"http://127.0.0.1:{whatsapp_town.app.port}"
    async with httpx.AsyncClient(base_url=base, timeout=30) as client:
        yield Meta(client, whatsapp_town.app.settings)
        whatsapp_town.world.whatsapp.calls.clear()  # the messenger knows nothing of what is made up here


def message(id_: str = "wamid.A", who: str = "6281234500009", **more: Any) -> dict[str, Any]:
    said = {"id": id_, "from": who, "timestamp": "1764000000", "type": "text", "text": {"body": WORDS}, **more}
    contact = {"wa_id": who, "profile": {"name": "Wati"}}
    return change({"contacts": [contact], "messages": [said]})


def change(value: dict[str, Any], field: str = "messages") -> dict[str, Any]:
    metadata = {"display_phone_number": NUMBER, "phone_number_id": PHONE}
    whole = {"messaging_product": "whatsapp", "metadata": metadata, **value} if field == "messages" else value
    entry = {"id": ACCOUNT, "changes": [{"field": field, "value": whole}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


async def count(town: Town, table: Any) -> int:
    async with transaction(town.engine) as connection:
        return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())


# ---- who may call


@pytest.mark.parametrize("word", ["lain", "", "kåta"])
async def test_the_address_is_proved_by_the_word_alone(meta: Meta, word: str) -> None:
    ours = meta.settings.whatsapp_verify_token.get_secret_value()
    asked = {"hub.mode": "subscribe", "hub.challenge": "42"}
    right = await meta.http.get(PATH, params={**asked, "hub.verify_token": ours})
    assert (right.status_code, right.text) == (200, "42")
    wrong = await meta.http.get(PATH, params={**asked, "hub.verify_token": word})
    assert (wrong.status_code, wrong.text) == (403, "")
    assert (await meta.http.get(PATH, params={"hub.verify_token": ours})).status_code == 403


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=" + "0" * 64, "sha1=x", "sha256=ÿ"])
async def test_what_is_not_signed_by_meta_is_not_read(whatsapp_town: Town, meta: Meta, signature: str) -> None:
    before = await count(whatsapp_town, inbox)
    body = json.dumps(message()).encode()
    headers = httpx.Headers([(b"X-Hub-Signature-256", signature.encode("latin-1"))])
    assert (await meta.http.post(PATH, content=body, headers=headers)).status_code == 403
    assert await count(whatsapp_town, inbox) == before


async def test_the_signature_is_over_the_bytes_and_not_over_their_meaning(meta: Meta) -> None:
    body = json.dumps(message()).encode()
    spaced = json.dumps(message(), indent=1).encode()
    assert (await meta.http.post(PATH, content=spaced, headers=meta.signed(body))).status_code == 403


async def test_more_than_meta_ever_sends_is_not_read(meta: Meta) -> None:
    assert await meta.post(b" " * (3 * 1024 * 1024 + 1)) == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"entry": [{"changes": [{"value": {"messages": [1]}}]}]}'])
async def test_what_nobody_can_read_is_acknowledged(meta: Meta, body: bytes) -> None:
    assert await meta.post(body) == 200


# ---- what comes twice, late, or together


async def test_the_same_call_again_a_week_later_changes_nothing(whatsapp_town: Town, meta: Meta) -> None:
    assert await meta.post(message()) == 200
    arrivals = await count(whatsapp_town, inbox)
    await whatsapp_town.days_pass(5)
    assert await meta.post(message()) == 200
    assert await count(whatsapp_town, inbox) == arrivals


async def test_one_that_can_not_be_read_hides_none_of_the_others(whatsapp_town: Town, meta: Meta) -> None:
    arrivals = await count(whatsapp_town, inbox)
    told = message()
    first = told["entry"][0]["changes"][0]["value"]["messages"][0]
    broken = {**first, "id": "wamid.B", "text": None}
    told["entry"][0]["changes"][0]["value"]["messages"] = [broken, first, {**first, "id": "wamid.C"}]
    assert await meta.post(told) == 200
    assert await count(whatsapp_town, inbox) == arrivals + 2


# ---- what becomes of an answer


async def answered(town: Town) -> None:
    """Siti has reported, PUPR has answered."""
    await town.say("Siti", WORDS)
    await town.quiet()
    await town.push("Siti", "Kirim")
    await town.quiet()
    card = await town.last("PUPR", "Pelapor:")
    await town.say("Joko", "Besok kami tambal.", "PUPR", reply_to=card["id"])
    await town.quiet()
    await town.push("Joko", "Kirim & selesai", "PUPR")
    await town.quiet()


async def presence(town: Town, who: str, how: str) -> None:
    await town.puppets.call("whatsapp/presence", person=town.ids[who], presence=how)
    await town.quiet()


async def shown(town: Town) -> str:
    return as_text(await town.last("PUPR", "Pelapor:"))


async def test_the_card_follows_an_answer_until_it_is_read(whatsapp_town: Town) -> None:
    town = whatsapp_town
    await presence(town, "Siti", "off")
    await answered(town)
    assert "terkirim, menunggu kabar" in await shown(town)
    await presence(town, "Siti", "online")
    assert "sudah sampai" in await shown(town)
    await presence(town, "Siti", "reading")
    assert "sudah dibaca" in await shown(town)


@pytest.mark.parametrize(("code", "words"), [(131026, "tidak ditemukan"), (131049, "ditolak")])
async def test_an_answer_that_did_not_arrive_says_why(whatsapp_town: Town, meta: Meta, code: int, words: str) -> None:
    town = whatsapp_town
    await presence(town, "Siti", "off")
    await answered(town)
    error = {"code": code, "title": "no", "message": "no"}
    status = {"id": "wamid.Z", "status": "failed", "timestamp": "1764000000", "errors": [error]}
    trackers = [n.tracker for t in town.world.whatsapp.threads.values() for n in t.notes.values() if n.outgoing]
    [about] = [each for each in trackers if each.startswith("KDS-26-00001-0/")]
    told = change({"statuses": [{**status, "biz_opaque_callback_data": about, "recipient_id": "1"}]})
    assert await meta.post(told) == 200
    await town.quiet()
    card = await shown(town)
    assert "tidak sampai" in card
    assert words in card


# ---- who is who


async def test_a_new_number_keeps_her_tickets(whatsapp_town: Town, meta: Meta) -> None:
    town = whatsapp_town
    await answered(town)
    contact = town.world.whatsapp.contacts[town.ids["Siti"]]
    old_number, old_id = contact.wa_id, contact.user_id
    system = {"type": "user_changed_number", "body": "changed", "wa_id": "62811111", "user_id": "ID.999"}
    said = {"from": old_number, "from_user_id": old_id, "id": "wamid.S", "timestamp": "1764000000"}
    told = change({"messages": [{**said, "type": "system", "system": system}]})
    people = await count(town, identities)
    for _ in range(2):
        assert await meta.post(told) == 200
    contact.wa_id, contact.user_id = "62811111", "ID.999"
    town.world.whatsapp.index(contact)
    await town.say("Siti", "status")
    await town.quiet()
    assert "KDS-26-00001-0" in as_text((await town.messages("Siti"))[-1])
    assert await count(town, identities) == people


async def test_whoever_was_known_by_her_number_is_known_when_an_id_comes(whatsapp_town: Town, meta: Meta) -> None:
    town = whatsapp_town
    assert await meta.post(message("wamid.A")) == 200
    known = message("wamid.B")
    known["entry"][0]["changes"][0]["value"]["contacts"][0]["user_id"] = "ID.5"
    assert await meta.post(known) == 200
    async with transaction(town.engine) as connection:
        rows = await connection.execute(
            select(identities.c.address, identities.c.person, identities.c.alias)
            .where(identities.c.channel == "whatsapp", identities.c.name == "Wati")
            .order_by(identities.c.address)
        )
        number, scoped = rows.all()
    assert number.person == scoped.person
    assert (number.alias, scoped.alias) == (True, False)


async def test_a_number_that_changed_hands_opens_nobodys_tickets(whatsapp_town: Town, meta: Meta) -> None:
    town = whatsapp_town
    await answered(town)
    number = town.world.whatsapp.contacts[town.ids["Siti"]].wa_id
    told = message("wamid.H", number)
    told["entry"][0]["changes"][0]["value"]["contacts"][0]["user_id"] = "ID.77"
    assert await meta.post(told) == 200
    async with transaction(town.engine) as connection:
        persons = (
            await connection.execute(select(identities.c.person).where(identities.c.address == "ID.77"))
        ).scalars()
        reporters = (await connection.execute(select(tickets.c.reporter))).scalars()
    assert set(persons).isdisjoint(reporters)


# ---- what Meta says about us


FLAGGED = {"display_phone_number": "62291", "event": "FLAGGED", "current_limit": "TIER_1K"}
PAUSED = {"event": "PAUSED", "message_template_name": "pendopo_answer", "message_template_language": "id"}
BANNED = {"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": "SPAM"}}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("account_update", BANNED, "ACCOUNT_VIOLATION, SPAM"),
        ("phone_number_quality_update", FLAGGED, "Mutu nomor WhatsApp kita berubah: FLAGGED"),
        ("message_template_status_update", PAUSED, "Template WhatsApp: PAUSED, pendopo_answer"),
    ],
)
async def test_a_ban_a_falling_quality_or_a_paused_template_is_told_to_the_coordinator_once(
    field: str, value: dict[str, Any], words: str, whatsapp_town: Town, meta: Meta
) -> None:
    for _ in range(2):
        assert await meta.post(change(value, field)) == 200
    await whatsapp_town.quiet()
    said = [m.get("text") or "" for m in await whatsapp_town.messages("Diskominfo")]
    assert sum(words in each for each in said) == 1


# ---- its own form


async def test_an_old_button_is_answered_kindly(whatsapp_town: Town) -> None:
    town = whatsapp_town
    await town.say("Siti", WORDS)
    await town.quiet()
    old = await town.last("Siti", button="Kirim")
    await town.say("Siti", "tadi malam ada yang jatuh")
    await town.quiet()
    await town.press("Siti", old["id"], next(iter_data(old, "Kirim")))
    await town.quiet()
    assert "tombol" in as_text((await town.messages("Siti"))[-1]).lower()
    assert await count(town, tickets) == 0


def iter_data(message: dict[str, Any], words: str) -> Any:
    return (each["data"] for row in message["buttons"] for each in row if words in each["text"])


@pytest.mark.parametrize(("word", "words"), [("menu", "/laporan"), ("Bantuan", "/laporan"), ("bahasa?", "Basa Jawa")])
async def test_a_command_needs_no_slash(whatsapp_town: Town, word: str, words: str) -> None:
    await whatsapp_town.say("Siti", word)
    await whatsapp_town.quiet()
    assert words in as_text((await whatsapp_town.messages("Siti"))[-1])


async def test_what_was_said_is_shown_as_read(whatsapp_town: Town) -> None:
    await whatsapp_town.say("Siti", WORDS)
    await whatsapp_town.quiet()
    thread = whatsapp_town.world.whatsapp.threads[whatsapp_town.chats["Siti"]]
    assert all(note.status == "read" for note in thread.notes.values() if not note.outgoing)


async def test_what_must_be_mended_is_told_to_the_coordinator_and_what_was_to_be_said_waits(tmp_path: Path) -> None:
    async with town_of(tmp_path, whatsapp=True) as town:
        await town.puppets.call("whatsapp/faults", kind="error", code=131042, times=2)  # the ticks, then the card
        await town.say("Sri", WORDS)

        async def told() -> bool:
            return any("pembayaran" in (each.get("text") or "") for each in await town.messages("Diskominfo"))

        await until(told)
        async with transaction(town.engine) as connection:
            assert await outbox.count(connection) == (1, 0)
