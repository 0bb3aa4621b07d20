"""What Meta's webhook brings and what it means to us: the vendors' own samples (`tests/webhooks`, each folder under its
licence) are all read, and shapes nobody has seen hide nothing else."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bot.arrival import Arrival, News, Renumbered, Reported, Warned
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp_envelope import updates
from flows.events import Chose, PersonEvent, Said, SentFile, SentOther, SentPlace

FOLDER = Path(__file__).parent / "webhooks"


def samples() -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and body; the second folder's files hold several under names."""
    for path in sorted(FOLDER.glob("meta/*.json")):
        yield path.stem.removeprefix("webhook--"), json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(FOLDER.glob("pywa/*.json")):
        for name, body in json.loads(path.read_text(encoding="utf-8")).items():
            yield f"{path.stem}/{name}", body


SAMPLES = dict(samples())


def read(body: dict[str, Any]) -> list[Arrival | News]:
    """By the number it came to."""
    value = body["entry"][0]["changes"][0]["value"]
    phone = value.get("metadata", {}).get("phone_number_id", "1")
    return list(WhatsApp("token", phone, "2", "word", "http://127.0.0.1:9").read(body))


SILENT = (
    "account_update/ad_account_linked",
    "account_update/authentication_international_eligibility",
    "account_update/mm_api",
    "account_update/partner",
    "account_update/account_verified",
    "Group-",
    "call_",
    "message/unreaction",  # a reaction taken back
    "outgoing_message/",
    "system/identity_change",
    "template_",
    "user_marketing_preferences/",
)
"""What says nothing to us: groups, calls, marketing, our own other hands, and what somebody signed with Meta."""


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_of_the_vendors_is_read(name: str) -> None:
    found = read(SAMPLES[name])
    assert found or name.startswith(SILENT), name


def event_of(name: str) -> PersonEvent:
    [arrival] = read(SAMPLES[name])
    assert isinstance(arrival, Arrival)
    return arrival.event


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("Text-Message", Said("Does it come in another color?")),
        ("Interactive-Button-Reply-Message", Chose("cancel-button")),
        ("Interactive-List-Reply-Message", Chose("priority_express")),
        ("Button-Message", Said("Unsubscribe")),
        ("Reaction-Message", SentOther("reaction")),
        ("Contact-Sharing-Message", SentOther("contacts")),
        ("Order-Message", SentOther("order")),
        ("Unsupported-Message", SentOther("unsupported")),
        ("message/static_sticker", SentOther("sticker")),
        ("edited_message/image", SentOther("edit")),
        ("deleted_message/revoke", SentOther("revoke")),
        (
            "Location-Message",
            SentPlace(37.44221496582, -122.16165924072, "Philz Coffee, 101 Forest Ave, Palo Alto, CA 94301"),
        ),
    ],
)
def test_a_sample_means_this(name: str, event: PersonEvent) -> None:
    assert event_of(name) == event


@pytest.mark.parametrize(
    ("name", "kind", "mime", "caption"),
    [
        ("Image-Message", "photo", "image/jpeg", "Taj Mahal"),
        ("message/video", "video", "video/mp4", "caption"),
        ("message/document", "document", "application/pdf", "caption"),
        ("message/audio", "audio", "audio/ogg", ""),
        ("message/voice", "voice", "audio/ogg", ""),
    ],
)
def test_a_file_is_known_by_its_kind(name: str, kind: str, mime: str, caption: str) -> None:
    event = event_of(name)
    assert isinstance(event, SentFile)
    assert (event.file.kind, event.file.mime, event.caption) == (kind, mime, caption)


# ---- who it is


def text(**changes: Any) -> dict[str, Any]:
    """One message; `contact` and `message` are changed by what is given, and None takes a key out."""
    contact: dict[str, Any] = {
        "profile": {"name": "Siti"},
        "wa_id": "6281234500001",
        "user_id": "ID.777",
        **changes.pop("contact", {}),
    }
    message: dict[str, Any] = {"id": "wamid.1", "from": "6281234500001", "timestamp": "1764000000", "type": "text"}
    message |= {"text": {"body": "halo"}, **changes.pop("message", {})}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "62291", "phone_number_id": "1"},
        "contacts": [{key: each for key, each in contact.items() if each is not None}],
        "messages": [{key: each for key, each in message.items() if each is not None}],
    }
    return {"object": "whatsapp_business_account", "entry": [{"id": "2", "changes": [_change(value)]}]}


def _change(value: dict[str, Any]) -> dict[str, Any]:
    return {"field": "messages", "value": value}


@pytest.mark.parametrize(
    ("changes", "address", "aliases"),
    [
        ({}, "ID.777", ("6281234500001",)),
        ({"contact": {"user_id": None}}, "6281234500001", ()),
        ({"contact": {"wa_id": None}, "message": {"from": None, "from_user_id": "ID.777"}}, "ID.777", ()),
        ({"contact": {"wa_id": ""}, "message": {"from": None}}, "ID.777", ()),
    ],
)
def test_a_person_is_known_by_her_id_and_else_by_her_number(
    changes: dict[str, Any], address: str, aliases: tuple[str, ...]
) -> None:
    [arrival] = read(text(**changes))
    assert isinstance(arrival, Arrival)
    assert (arrival.sender.address, arrival.sender.aliases, arrival.sender.name) == (address, aliases, "Siti")
    assert (arrival.id, arrival.own, arrival.private) == ("whatsapp:wamid.1", "wamid.1", True)


def test_a_press_names_the_message_it_was_on_and_needs_no_answer_of_its_own() -> None:
    [arrival] = read(SAMPLES["Interactive-Button-Reply-Message"])
    assert isinstance(arrival, Arrival)
    assert arrival.message == "wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI3MEM2RUJFNkI0RENGQTVDRjUA"
    assert (arrival.press, arrival.reply_to) == ("", "")


@pytest.mark.parametrize(
    ("body", "heard"),
    [
        ("Halo Pendopo [di-GETASPEJATEN]", ["/start di-GETASPEJATEN"]),
        ("[lapor]", ["/start lapor"]),
        ("Halo Pendopo [opd-DISHUB] lampu mati", ["/start opd-DISHUB", "lampu mati"]),
        ("lampu jalan mati [di-KECJATI] sudah lama", ["/start di-KECJATI", "lampu jalan mati sudah lama"]),
        ("lampu mati [foto]", ["lampu mati [foto]"]),
        ("[di-]", ["[di-]"]),
    ],
)
def test_a_poster_says_where_it_hangs_and_no_word_of_hers_is_lost(body: str, heard: list[str]) -> None:
    arrivals = read(text(message={"text": {"body": body}}))
    assert [each.event for each in arrivals if isinstance(each, Arrival)] == [Said(words) for words in heard]
    assert len({each.id for each in arrivals}) == len(heard)


@pytest.mark.parametrize(
    "changes",
    [
        {"message": {"group_id": "Y2F"}},
        {"message": {"type": "text", "text": None}},
        {"contact": {"user_id": None, "wa_id": None}, "message": {"from": None}},
    ],
)
def test_what_is_not_for_us_or_has_no_sense_makes_no_arrival(changes: dict[str, Any]) -> None:
    with suppress(KeyError, ValueError):  # then it is counted as unreadable
        assert read(text(**changes)) == []


def test_another_number_of_the_account_is_not_ours() -> None:
    channel = WhatsApp("token", "99", "2", "word", "http://127.0.0.1:9")
    assert list(channel.read(text())) == []


# ---- what is reported


@pytest.mark.parametrize(
    ("name", "state", "why"),
    [
        ("message_status/sent", "sent", 0),
        ("message_status/delivered", "delivered", 0),
        ("message_status/read", "read", 0),
        ("message_status/played", "read", 0),
    ],
)
def test_a_status_says_what_became_of_a_message(name: str, state: str, why: int) -> None:
    [report] = read(SAMPLES[name])
    assert isinstance(report, Reported)
    assert (report.state, report.why, report.id) == (state, why, "wamid.xyzxyz")


def test_a_failure_says_why_and_what_was_sent_along_comes_back() -> None:
    value = {
        "metadata": {"phone_number_id": "1"},
        "statuses": [
            {
                "id": "wamid.9",
                "status": "failed",
                "timestamp": "1764000000",
                "recipient_id": "6281234500001",
                "biz_opaque_callback_data": "KDS-26-00001-0/2",
                "errors": [{"code": 131026, "title": "Message undeliverable", "message": "Message undeliverable"}],
            }
        ],
    }
    [report] = read({"entry": [{"id": "2", "changes": [_change(value)]}]})
    assert isinstance(report, Reported)
    assert (report.state, report.why, report.about) == ("failed", 131026, "KDS-26-00001-0/2")
    assert report.address == "6281234500001"


@pytest.mark.parametrize("name", ["System-Message", "system/phone_number_change"])
def test_a_new_number_is_told_with_the_old_one(name: str) -> None:
    [news] = read(SAMPLES[name])
    assert isinstance(news, Renumbered)
    assert news.old
    assert news.new
    assert set(news.old).isdisjoint(news.new)


def test_a_ban_is_told_in_metas_words_and_the_same_only_once() -> None:
    [first] = read(SAMPLES["account_update/account_violation"])
    [again] = read(SAMPLES["account_update/account_violation"])
    assert isinstance(first, Warned)
    assert (first.what, first.detail) == ("account", "ACCOUNT_VIOLATION, ADULT")
    assert first == again


# ---- several at once


def test_all_in_one_call_are_taken_apart_in_their_order_each_with_its_own_writer() -> None:
    value = text()["entry"][0]["changes"][0]["value"]
    value["contacts"] = [{"wa_id": "621", "user_id": "ID.1"}, {"wa_id": "622", "profile": {"name": "Budi"}}]
    value["messages"] = [
        {**value["messages"][0], "id": f"wamid.{place}", "from": who} for place, who in enumerate(("622", "621", "622"))
    ]
    body = {"entry": [{"id": "2", "changes": [_change(value)]}, text()["entry"][0]]}
    found = [each for each in read(body) if isinstance(each, Arrival)]
    assert [each.sender.address for each in found] == ["622", "ID.1", "622", "ID.777"]
    assert [each.sender.name for each in found] == ["Budi", "", "Budi", "Siti"]


@pytest.mark.parametrize(
    "body", [{}, {"entry": None}, {"entry": [None]}, {"entry": [{"changes": {}}]}, {"entry": [{"changes": [{}]}]}]
)
def test_a_shape_nobody_knows_has_no_updates(body: dict[str, Any]) -> None:
    assert list(updates(body)) == []
