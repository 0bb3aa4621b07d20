"""What is secret is read by its office alone: no other group sees it, not even in that office's stead."""

import re

import pytest

from flows.card import Card, card, title
from flows.effects import SendFiles
from flows.notices import notices
from routing.commands import Open
from routing.lifecycle import Outcome, open_ticket
from routing.pieces import Evidence, Spot
from routing.rules import Rules
from routing.ticket import Draft
from tests.talks import PICTURE
from tests.tickets import MONDAY, SITI
from tests.town import STAFF_BOT, Town, until

STORY = "petugas parkir minta uang lebih di depan kantor"
DRAFT = Draft(text=STORY, spot=Spot("depan kantor"), topic="pungli", evidence=(Evidence("photo", "telegram", "f"),))


def reported(*, secret: bool) -> Outcome:
    return open_ticket(Open("KDS-26-00001-0", DRAFT, "INSPEKTORAT", triage=False, secret=secret), SITI, MONDAY)


def shows_the_story(shown: Card) -> bool:
    return any(STORY in str(line.values.values()) for line in shown.lines)


@pytest.mark.parametrize(
    ("room", "secret", "shows"),
    [
        ("INSPEKTORAT", True, True),
        ("DISKOMINFO", True, False),
        ("DISHUB", True, False),
        ("DISKOMINFO", False, True),
    ],
)
def test_another_room_learns_only_that_it_is_there(room: str, secret: bool, shows: bool, rules: Rules) -> None:
    shown = card(reported(secret=secret).ticket, room, rules, MONDAY)
    assert shows_the_story(shown) is shows
    assert shows or not shown.choices, "nobody decides about what they can't read"


@pytest.mark.parametrize(
    ("room", "secret", "key"),
    [
        ("DISKOMINFO", True, "card.title.sealed"),
        ("INSPEKTORAT", True, "card.title"),
        ("DISKOMINFO", False, "card.title"),
    ],
)
def test_the_name_of_its_topic_in_another_room_is_the_number_alone(
    room: str, secret: bool, key: str, rules: Rules
) -> None:
    named = title(reported(secret=secret).ticket, room, rules)
    assert named.key.removesuffix(".placeless") == key
    assert ("topic" in named.values) == (key == "card.title")


def test_a_secret_photo_is_for_its_own_group_or_none(rules: Rules) -> None:
    outcome = reported(secret=True)
    sent = [each for each in notices(outcome.ticket, outcome.entries, rules) if isinstance(each, SendFiles)]
    assert [each.to for each in sent] == ["office:INSPEKTORAT:sealed"]


async def test_what_is_sealed_waits_for_its_group_and_is_shown_nowhere_else(town: Town) -> None:
    siti, chat = town.ids["Siti"], town.chats["Siti"]
    photo = {"kind": "photo", "file": PICTURE, "file_name": "foto.png"}
    await town.puppets.call("send", **{"from": siti, "chat": chat, "caption": "ada pungli di kantor Dishub", **photo})
    await until(lambda: shows(town, "Siti", "Rahasia"))
    await town.push("Siti", "Kirim")
    await until(lambda: shows(town, "Diskominfo", "Laporan rahasia"))
    inspectors = await town.puppets.group("Inspektorat", [town.ids["Agus"], STAFF_BOT])
    town.chats["Inspektorat"] = inspectors
    await town.say("Ratna", "/undang Inspektorat", "Diskominfo")
    await until(lambda: shows(town, "Diskominfo", "Kode untuk Inspektorat"))
    code = re.search(r"/hubungkan (\S+)", (await town.last("Diskominfo", "Kode untuk Inspektorat"))["text"])
    assert code
    await town.say("Agus", f"/hubungkan {code[1]}", "Inspektorat")
    await until(lambda: shows(town, "Inspektorat", "“ada pungli di kantor Dishub”"))
    await town.quiet()
    assert any(message.get("photo") for message in await town.messages("Inspektorat"))
    assert not any(message.get("photo") for message in await town.messages("Diskominfo"))
    assert not await shows(town, "Diskominfo", "ada pungli di kantor Dishub")


async def shows(town: Town, chat: str, words: str) -> bool:
    return any(words in (message.get("text") or "") for message in await town.messages(chat))
