"""pywa, written apart, takes the messenger for Meta: its types read every webhook, its client's calls are accepted."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import httpx
import pytest

from bot.sandbox.files import PIXEL
from bot.sandbox.whatsapp.hook import signature
from tests.whatsapp_client import ACCOUNT, PHONE, SECRET, TOKEN, Desk, business

# pywa's modules export nothing by mypy's rule, and its types say less than they take
pywa: Any = import_module("pywa_async")
types: Any = import_module("pywa_async.types")
templates: Any = import_module("pywa_async.types.templates")

JPEG = {"file": "/9j/", "file_name": "jalan.jpg", "mime_type": "image/jpeg"}


@dataclass
class Stage:
    """A business that speaks through pywa, and Siti who has written to it."""

    desk: Desk
    wa: Any
    who: int
    key: str

    @property
    def number(self) -> str:
        return self.desk.exchange.contacts[self.who].wa_id

    async def last(self) -> Any:
        """The newest webhook."""
        await self.desk.quiet()
        return self.desk.ear.posts[-1]

    async def act(self, path: str = "send", **body: Any) -> Any:
        """Siti does something; the webhook it makes."""
        await self.desk.messenger.post(path, **{"from": self.who, "chat": self.key, **body})
        return await self.last()


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with business() as desk, httpx.AsyncClient(trust_env=False) as session:
        wa = pywa.WhatsApp(PHONE, TOKEN, session=session, waba_id=ACCOUNT, app_secret=SECRET, server=None)
        session.base_url = httpx.URL(f"{desk.messenger.url}/v24.0")
        who, key = await desk.person("Siti")
        await desk.says(key, "halo")
        await desk.quiet()
        logging.getLogger("pywa").setLevel(logging.CRITICAL)
        yield Stage(desk, wa, who, key)


@pytest.mark.parametrize(
    ("act", "kind", "field", "expected"),
    [
        ({"text": "jalan rusak"}, "text", "text", "jalan rusak"),
        ({"kind": "photo", "caption": "lubang", **JPEG}, "image", "image.mime_type", "image/jpeg"),
        ({"kind": "photo", "caption": "lubang", **JPEG}, "image", "caption", "lubang"),
        ({"kind": "video", "caption": "air"}, "video", "video.mime_type", "video/mp4"),
        ({"kind": "voice"}, "audio", "audio.voice", True),
        ({"kind": "audio"}, "audio", "audio.voice", False),
        ({"kind": "document", "file": "aGk=", "file_name": "ktp.pdf"}, "document", "document.filename", "ktp.pdf"),
        ({"kind": "sticker"}, "sticker", "sticker.animated", False),
        ({"kind": "location", "latitude": -6.8, "longitude": 110.84}, "location", "location.latitude", -6.8),
        ({"kind": "contact"}, "contacts", "contacts", None),
        ({"kind": "poll"}, "unsupported", "error.code", 131051),
        ({"kind": "video", "file_size": 101 * 1024 * 1024}, "unsupported", "error.code", 131052),
        ({"text": "lanjut", "forwarded": True}, "text", "forwarded", True),
    ],
)
async def test_every_kind_of_message_is_read(stage: Stage, act: Any, kind: str, field: str, expected: Any) -> None:
    update = types.Message.from_update(stage.wa, await stage.act(**act))
    found: Any = update
    for name in field.split("."):
        found = getattr(found, name)
    assert (update.type, update.from_user.name, update.metadata.phone_number_id) == (kind, "Siti", PHONE)
    assert expected is None or found == expected


async def test_an_answer_to_a_message_names_it(stage: Stage) -> None:
    sent = await stage.wa.send_text(stage.number, "Di mana?")
    [question] = [each for each in await stage.desk.messages(stage.key) if each["wamid"] == sent.id]
    update = types.Message.from_update(stage.wa, await stage.act(text="Jati", reply_to=question["id"]))
    assert update.reply_to_message is not None
    assert update.reply_to_message.id == sent.id


async def test_a_pressed_button_and_a_chosen_row_are_read(stage: Stage) -> None:
    buttons = [types.Button("Kirim", callback_data="send"), types.Button("Batal", callback_data="cancel")]
    await stage.wa.send_text(stage.number, "Benar?", buttons=buttons)
    pressed = types.CallbackButton.from_update(stage.wa, await stage.act("press", id=2, data="send"))
    assert (pressed.data, pressed.title) == ("send", "Kirim")
    rows = [types.SectionRow("Jati", callback_data="jati", description="kecamatan")]
    await stage.wa.send_text(
        stage.number, "Di mana?", buttons=types.SectionList("Pilih", sections=[types.Section("Kudus", rows=rows)])
    )
    chosen = types.CallbackSelection.from_update(stage.wa, await stage.act("press", id=4, data="jati"))
    assert (chosen.data, chosen.title, chosen.description) == ("jati", "Jati", "kecamatan")


async def test_reactions_corrections_and_messages_taken_back_are_read(stage: Stage) -> None:
    reaction = types.Message.from_update(stage.wa, await stage.act("react", id=1, emoji="👍"))
    assert reaction.reaction is not None
    assert reaction.reaction.emoji == "👍"
    edited = types.EditedMessage.from_update(stage.wa, await stage.act("edit", id=1, text="halo lagi"))
    assert edited.message.text == "halo lagi"
    revoked = types.DeletedMessage.from_update(stage.wa, await stage.act("whatsapp/revoke", id=1))
    assert revoked.original_message_id == edited.original_message_id


async def test_the_states_of_a_message_are_read_with_their_price(stage: Stage) -> None:
    await stage.wa.send_text(stage.number, "Sudah.", tracker="letter 7")
    await stage.desk.messenger.post("whatsapp/read", chat=stage.key)
    await stage.desk.quiet()
    read = [types.MessageStatus.from_update(stage.wa, post) for post in stage.desk.ear.posts[-3:]]
    assert [each.status for each in read] == ["sent", "delivered", "read"]
    assert {each.tracker for each in read} == {"letter 7"}
    assert [(each.pricing.billable, each.pricing.category) for each in read if each.pricing] == [(False, "service")] * 3


async def test_a_failed_state_has_no_contacts_and_is_read_once_they_are_put_back(stage: Stage) -> None:
    await stage.desk.messenger.post("whatsapp/faults", kind="fail", code=131049)
    await stage.wa.send_text(stage.number, "Sudah.")
    post = await stage.last()
    value = post["entry"][0]["changes"][0]["value"]
    assert "contacts" not in value
    value["contacts"] = [{"user_id": "ID.1"}]
    failed = types.MessageStatus.from_update(stage.wa, post)
    assert (failed.status, type(failed.error).__name__) == (
        "failed",
        "MessageUndeliverableDueToHealthyEcosystemEngagement",
    )


async def test_a_person_without_a_number_is_read_by_her_user_id(stage: Stage) -> None:
    await stage.desk.messenger.post("whatsapp/contacts", person=stage.who, username="siti.jati", hidden=True)
    update = types.Message.from_update(stage.wa, await stage.act(text="halo"))
    user = update.from_user
    assert (user.wa_id, user.username, user.bsuid) == (None, "siti.jati", f"ID.{13_000_000_000_000 + stage.who}")
    sent = await stage.wa.send_text(str(user.bsuid), "Ya?")
    assert sent.id.startswith("wamid.")


async def test_a_new_number_and_a_new_user_id_are_read(stage: Stage) -> None:
    old = stage.number
    update = types.PhoneNumberChange.from_update(
        stage.wa, await stage.act("whatsapp/renumber", person=stage.who, wa_id="62800999", user_id="ID.77")
    )
    assert (update.old_wa_id, update.new_wa_id, update.new_user_id) == (old, "62800999", "ID.77")
    update = types.PhoneNumberChange.from_update(
        stage.wa, await stage.act("whatsapp/renumber", person=stage.who, user_id="ID.78")
    )
    assert (update.sys_type, update.new_user_id, update.new_wa_id) == ("user_changed_user_id", "ID.78", None)


@pytest.mark.parametrize(
    ("event", "code"), [("DISABLED_UPDATE", 131031), ("ACCOUNT_RESTRICTION", 368), ("ACCOUNT_VIOLATION", 0)]
)
async def test_news_of_the_account_are_read(stage: Stage, event: str, code: int) -> None:
    await stage.desk.messenger.post("whatsapp/standing", phone_id=PHONE, event=event, code=code)
    assert types.AccountUpdate.from_update(stage.wa, await stage.last()).event == event


async def test_a_falling_quality_is_told(stage: Stage) -> None:
    await stage.desk.messenger.post("whatsapp/standing", phone_id=PHONE, quality="RED")
    [change] = (await stage.last())["entry"][0]["changes"]
    assert (change["field"], change["value"]["event"]) == ("phone_number_quality_update", "FLAGGED")
    number = await stage.wa.get_business_phone_number()
    assert number.quality_rating == "RED"


def new_template(name: str = "kabar_laporan") -> Any:
    return templates.Template(
        name=name,
        language=templates.TemplateLanguage.INDONESIAN,
        category=templates.TemplateCategory.UTILITY,
        components=[
            templates.BodyText(
                "Ada kabar untuk laporan {{1}}, sekarang statusnya {{2}}. Terima kasih.", "KDS-1", "selesai"
            ),
            templates.FooterText(text="Balas STOP untuk berhenti"),
            templates.Buttons(buttons=[templates.QuickReplyButton(text="BUKA")]),
        ],
    )


async def test_a_template_is_submitted_judged_listed_sent_pressed_and_deleted(stage: Stage) -> None:
    created = await stage.wa.create_template(new_template())
    assert created.status == "PENDING"
    assert types.TemplateStatusUpdate.from_update(stage.wa, await stage.last()).new_status == "APPROVED"
    [listed] = [each async for each in aiter_of(await stage.wa.get_templates())]
    assert (listed.name, listed.status, listed.category) == ("kabar_laporan", "APPROVED", "UTILITY")
    stage.desk.clock.move(2 * 24 * 3600)
    await stage.wa.send_template(
        stage.number,
        "kabar_laporan",
        templates.TemplateLanguage.INDONESIAN,
        params=[
            templates.BodyText.params("KDS-7", "diproses"),
            templates.QuickReplyButton.params(callback_data="open:7", index=0),
        ],
    )
    status = types.MessageStatus.from_update(stage.wa, await stage.last())
    assert status.pricing is not None
    assert (status.pricing.billable, status.pricing.category) == (True, "utility")
    shown = (await stage.desk.messages(stage.key))[-1]
    assert shown["text"] == "Ada kabar untuk laporan KDS-7, sekarang statusnya diproses. Terima kasih."
    pressed = types.CallbackButton.from_update(stage.wa, await stage.act("press", id=shown["id"], data="open:7"))
    assert (pressed.data, pressed.title) == ("open:7", "BUKA")
    assert await stage.wa.delete_template("kabar_laporan")


async def aiter_of(result: Any) -> AsyncIterator[Any]:
    for item in result:
        yield item


async def test_media_go_up_come_down_and_their_address_runs_out(stage: Stage) -> None:
    media = await stage.wa.upload_media(PIXEL, mime_type="image/png", filename="a.png")
    sent = await stage.wa.send_image(stage.number, media.id, caption="lokasi")
    shown = (await stage.desk.messages(stage.key))[-1]
    assert (shown["wamid"], shown["caption"]) == (sent.id, "lokasi")
    found = await stage.wa.get_media_url(media.id)
    assert await stage.wa.get_media_bytes(found.url) == PIXEL
    stage.desk.clock.move(301)
    with pytest.raises(httpx.HTTPStatusError):
        await stage.wa.get_media_bytes(found.url)
    await stage.wa.delete_media(media.id)
    with pytest.raises(pywa.errors.WhatsAppError) as gone:
        await stage.wa.get_media_url(media.id)
    assert (gone.value.code, gone.value.subcode) == (100, 33)


async def test_the_other_calls_of_the_client_are_accepted(stage: Stage) -> None:
    wa, to = stage.wa, stage.number
    heard = (await stage.desk.messages(stage.key))[0]["wamid"]
    await wa.send_text(to, "https://kuduskab.go.id", preview_url=True, reply_to_message_id=heard)
    await wa.send_text(to, "Lihat", buttons=types.URLButton("Buka", "https://kuduskab.go.id"))
    await wa.request_location(to, "Di mana?")
    await wa.send_location(to, -6.8, 110.84, name="Alun-alun", address="Kudus")
    await wa.send_reaction(to, "👍", heard)
    await wa.send_contact(to, types.Contact(name=types.Contact.Name(formatted_name="Diskominfo", first_name="Dinas")))
    assert await wa.indicate_typing(heard)
    assert await wa.mark_message_as_read(heard)
    kinds = [each["kind"] for each in await stage.desk.messages(stage.key)]
    assert kinds == ["text", "text", "interactive", "interactive", "location", "contacts"]


async def test_a_refusal_becomes_pywas_own_error(stage: Stage) -> None:
    stage.desk.clock.move(24 * 3600)
    with pytest.raises(pywa.errors.ReEngagementMessage):
        await stage.wa.send_text(stage.number, "terlambat")


async def test_pywa_checks_the_signature_and_takes_it(stage: Stage) -> None:
    raw = b'{"a": 1}'
    assert await stage.wa.webhook_update_validator(raw, signature(SECRET, raw)) is None
    assert await stage.wa.webhook_update_validator(raw, signature("other", raw)) is not None
