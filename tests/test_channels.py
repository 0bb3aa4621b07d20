"""What every channel owes the house, asked of both Telegram bots alike, against the local messenger over HTTP."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio

from bot.channels import Attached, BadToken, Channel, Gone, Later, Menu, Moved, Outgoing, Refused, TopicGone, Trouble
from bot.channels.telegram_citizen import TelegramCitizen
from bot.channels.telegram_staff import TelegramStaff
from bot.sandbox.files import PIXEL
from bot.speech import Button
from routing.pieces import FileKind
from tests.door import Door
from tests.sandbox_client import Clock, Messenger, messenger

pytestmark = pytest.mark.asyncio(loop_scope="module")

CITIZEN_TOKEN = "71:" + "A" * 35
STAFF_TOKEN = "72:" + "B" * 35
MAKERS: tuple[tuple[Callable[[str, str], Channel], str], ...] = (
    (TelegramCitizen, CITIZEN_TOKEN),
    (TelegramStaff, STAFF_TOKEN),
)
BUTTONS = ((Button("Ya & <tidak>", "send:1:"), Button("Batal", "cancel:1:")), (Button("⭐", "rate:KDS-26-00001-0:1"),))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hand() -> AsyncIterator[Messenger]:
    async with messenger() as running:
        await running.post("bots", token=CITIZEN_TOKEN, username="warga_bot", first_name="Warga")
        await running.post("bots", token=STAFF_TOKEN, username="opd_bot", first_name="OPD")
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=MAKERS, ids=["citizen", "staff"])
async def channel(request: pytest.FixtureRequest, hand: Messenger) -> AsyncIterator[tuple[Channel, str]]:
    make, token = request.param
    made = make(token, hand.url)
    await made.start()
    yield made, token
    await made.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def door(channel: tuple[Channel, str], hand: Messenger) -> Door:
    made, token = channel
    return Door(made, hand, token, *await hand.person("Siti", token))


# ---- who we are


async def test_a_start_tells_the_bots_name(door: Door) -> None:
    assert await door.channel.start() == {71: "@warga_bot", 72: "@opd_bot"}[door.bot]


@pytest.mark.parametrize("make", [TelegramCitizen, TelegramStaff])
@pytest.mark.parametrize("token", ["", "x", "123456", "99:" + "C" * 35])
async def test_a_wrong_token_is_known_as_such(hand: Messenger, make: Callable[[str, str], Channel], token: str) -> None:
    with pytest.raises(BadToken) as caught:
        await start_and_stop(make(token, hand.url))
    assert caught.value.reason == "refused"
    assert "bot token" in str(caught.value)
    assert "C" * 35 not in str(caught.value)


async def start_and_stop(channel: Channel) -> None:
    try:
        await channel.start()
    finally:
        await channel.stop()


@pytest.mark.parametrize("make", [TelegramCitizen, TelegramStaff])
async def test_a_server_that_is_not_there_is_for_later(make: Callable[[str, str], Channel]) -> None:
    with pytest.raises(Later):
        await start_and_stop(make("99:" + "C" * 35, "http://127.0.0.1:9"))


async def test_commands_are_shown(door: Door) -> None:
    await door.channel.set_commands(Menu((("bantuan", "Cara memakai"),), "private"))
    await door.channel.set_commands(Menu((("bantuan", "Help"),), "private", language="en"))
    await door.channel.set_commands(Menu((("undang", "Undang"),), "groups"))
    await door.channel.set_commands(Menu((("laporan", "Laporan"),), "chat", door.chat))
    bot = next(each for each in door.hand.world.bots.values() if each.id == door.bot)
    assert {key: [each["description"] for each in menu] for key, menu in bot.profile.commands.items()} == {
        ("all_private_chats", ""): ["Cara memakai"],
        ("all_private_chats", "en"): ["Help"],
        ("all_group_chats", ""): ["Undang"],
        (f"chat:{door.chat}", ""): ["Laporan"],
    }


# ---- out


async def test_what_is_sent_arrives_with_its_markup(door: Door) -> None:
    message = await door.message(await door.send("<b>KDS-1</b> &amp; &lt;i&gt;\nhttp://example.org"))
    assert message["text"] == "KDS-1 & <i>\nhttp://example.org"
    assert [each["type"] for each in message["entities"]] == ["bold", "url"]


async def test_buttons_arrive_in_their_rows(door: Door) -> None:
    message = await door.message(await door.send(buttons=BUTTONS))
    assert message["buttons"] == [[{"text": b.text, "data": b.data} for b in row] for row in BUTTONS]


async def test_a_message_is_changed_and_changing_nothing_is_quiet(door: Door) -> None:
    sent = await door.send(buttons=BUTTONS)
    for _ in range(2):
        await door.channel.edit(sent, Outgoing(chat=door.chat, html="<i>Baru</i>"))
        message = await door.message(sent)
        assert (message["text"], message.get("buttons") or []) == ("Baru", [])


async def test_buttons_are_taken_off_and_twice_is_quiet(door: Door) -> None:
    sent = await door.send(buttons=BUTTONS)
    for _ in range(2):
        await door.channel.unbutton(door.chat, sent)
        message = await door.message(sent)
        assert (message["text"], message.get("buttons") or []) == ("Halo", [])


async def test_a_message_is_taken_back_and_is_gone(door: Door) -> None:
    sent = await door.send()
    await door.channel.withdraw(door.chat, sent)
    with pytest.raises(Gone):
        await door.channel.withdraw(door.chat, sent)
    with pytest.raises(Gone):
        await door.channel.edit(sent, Outgoing(chat=door.chat, html="Baru"))
    with pytest.raises(Gone):
        await door.channel.unbutton(door.chat, sent)


async def test_a_prompt_opens_the_keyboard(door: Door) -> None:
    assert (await door.message(await door.send(prompt=True)))["keyboard"] == "force_reply"


async def test_a_reply_hangs_under_its_message_or_stands_alone(door: Door) -> None:
    first = await door.send()
    assert (await door.message(await door.send(reply_to=first)))["reply_to"] == int(first)
    await door.hand.result("deleteMessage", door.token, chat_id=door.who, message_id=int(first))
    assert (await door.message(await door.send(reply_to=first)))["reply_to"] is None


@pytest.mark.parametrize("kind", ["photo", "video", "voice", "audio", "document"])
async def test_a_file_arrives_under_its_message_with_its_words(door: Door, kind: FileKind) -> None:
    first = await door.send()
    file = Attached(kind, PIXEL, "surat.pdf")
    message = await sent_files(door, [file], "<i>Satu</i> &amp;", first)
    assert message[0][kind]["url"]
    assert (message[0]["reply_to"], message[0]["caption"]) == (int(first), "Satu &")
    assert (await sent_files(door, [file]))[0]["reply_to"] is None


async def sent_files(door: Door, files: list[Attached], html: str = "", reply_to: str = "") -> list[dict[str, Any]]:
    return [await door.message(id_) for id_ in await door.channel.send_files(door.chat, files, html, reply_to)]


@pytest.mark.parametrize(
    "kinds", [("photo", "photo"), ("photo", "video"), ("document", "document"), ("audio",) * 3, ("photo",) * 10]
)
async def test_an_album_arrives_as_one_with_its_words_beneath(door: Door, kinds: tuple[FileKind, ...]) -> None:
    first = await door.send()
    messages = await sent_files(door, [Attached(each, PIXEL, "a.bin") for each in kinds], "Dua", first)
    assert all(kind in each for kind, each in zip(kinds, messages, strict=True))
    assert len({each["album"] for each in messages}) == 1
    assert [each.get("caption") for each in messages] == ["Dua", *[None] * (len(kinds) - 1)]
    assert messages[0]["reply_to"] == int(first)


@pytest.mark.parametrize("count", [1, 2])
async def test_what_is_no_picture_is_refused(door: Door, count: int) -> None:
    with pytest.raises(Refused) as caught:
        await door.channel.send_files(door.chat, [Attached("photo", b"not a picture", "x.jpg")] * count, "", "")
    assert (caught.value.reason, type(caught.value)) == ("refused", Refused)


@pytest.mark.parametrize(("text", "alert"), [("", False), ("Baik <b>", False), ("Tidak bisa", True)])
async def test_a_press_is_answered_once(door: Door, text: str, alert: bool) -> None:
    press = await pressed(door)
    await door.channel.answer_press(press, text, alert=alert)
    given = (await door.hand.calls())[-1]["params"]
    assert (given.get("text") or "", bool(given.get("show_alert"))) == (text, alert)
    with pytest.raises(Refused):
        await door.channel.answer_press(press, text, alert=alert)


async def test_a_press_that_is_too_old_can_be_answered_no_more(door: Door) -> None:
    press = await pressed(door)
    clock = door.hand.world.clock
    assert isinstance(clock, Clock)
    clock.move(3600)
    with pytest.raises(Refused) as caught:
        await door.channel.answer_press(press, "Baik", alert=False)
    assert caught.value.reason == "refused"


async def pressed(door: Door, data: str = "send:1:") -> str:
    sent = await door.send(buttons=BUTTONS)
    act = {"from": door.who, "chat": door.key, "id": int(sent), "data": data}
    return str((await door.hand.post("press", **act))["callback_id"])


# ---- what platforms do


async def test_a_limit_is_waited_for_as_long_as_it_was_told(door: Door) -> None:
    await door.fault("429", retry_after=7)
    with pytest.raises(Later) as caught:
        await door.send()
    assert caught.value.seconds == 7


@pytest.mark.parametrize("fault", [{"kind": "500"}, {"kind": "cut"}, {"kind": "cut", "when": "before"}])
async def test_a_platform_in_trouble_is_for_later(door: Door, fault: dict[str, str]) -> None:
    await door.fault(**fault)
    with pytest.raises(Later):
        await door.send()


REFUSALS: list[tuple[str, str, type[Trouble], str]] = [
    ("403", "Forbidden: bot was blocked by the user", Refused, "blocked"),
    ("403", "Forbidden: user is deactivated", Refused, "blocked"),
    ("403", "Forbidden: bot was kicked from the supergroup chat", Refused, "blocked"),
    ("400", "Bad Request: chat not found", Refused, "gone"),
    ("400", "Bad Request: PEER_ID_INVALID", Refused, "gone"),
    ("400", "Bad Request: group chat was deactivated", Refused, "gone"),
    ("400", "Bad Request: message to edit not found", Gone, "gone"),
    ("400", "Bad Request: message can't be edited", Gone, "gone"),
    ("400", "Bad Request: MESSAGE_ID_INVALID", Gone, "gone"),
    ("400", "Bad Request: can't parse entities", Refused, "refused"),
    ("400", "Bad Request: TOPIC_CLOSED", TopicGone, "muted"),
]


@pytest.mark.parametrize(("status", "description", "kind", "reason"), REFUSALS)
async def test_a_refusal_says_why(door: Door, status: str, description: str, kind: type[Trouble], reason: str) -> None:
    sent = await door.send()
    await door.fault(status, "editMessageText", description=description)
    with pytest.raises(Refused) as caught:
        await door.channel.edit(sent, Outgoing(chat=door.chat, html="Baru"))
    assert (type(caught.value), caught.value.reason) == (kind, reason)


async def test_whoever_blocked_us_or_never_was_cannot_be_reached(door: Door) -> None:
    await door.hand.post("block", user=door.who, bot=door.bot, blocked=True)
    with pytest.raises(Refused) as caught:
        await door.send()
    assert caught.value.reason == "blocked"
    with pytest.raises(Refused) as caught:
        await door.channel.send(Outgoing(chat="999999", html="Halo"))
    assert caught.value.reason == "gone"


async def test_a_group_that_moved_tells_where_to(door: Door) -> None:
    group = chat_id(await door.hand.group(door.who, door.bot))
    new = (await door.hand.post(f"groups/{group}/migrate"))["chat"]
    with pytest.raises(Moved) as caught:
        await door.channel.send(Outgoing(chat=group, html="Halo"))
    assert caught.value.chat == chat_id(new)


def chat_id(chat: dict[str, Any]) -> str:
    """Of a group as the messenger shows it."""
    return str(chat["key"]).removeprefix("g:")


@pytest.mark.parametrize("admin", [False, True])
async def test_our_standing_in_a_group_is_told_in_the_platforms_word(door: Door, admin: bool) -> None:
    group = await door.hand.group(door.who, door.bot, admins=(door.bot,) if admin else ())
    assert await door.channel.standing(chat_id(group)) == ("administrator" if admin else "member")


# ---- in


async def test_updates_are_confirmed_by_the_next_question_alone(door: Door) -> None:
    for text in ("satu", "dua"):
        await door.write(text)
    first, second = await door.channel.fetch(None)
    assert await door.channel.fetch(first["update_id"]) == [first, second]
    assert await door.channel.fetch(second["update_id"]) == [second]
    door.hand.world.updates[door.bot].pending.clear()


@pytest.mark.parametrize("kind", ["429", "500", "cut"])
async def test_asking_for_updates_may_have_to_wait(door: Door, kind: str) -> None:
    await door.fault(kind, "getUpdates", retry_after=3, when="before")
    with pytest.raises(Later) as caught:
        await door.channel.fetch(None)
    assert caught.value.seconds == (3 if kind == "429" else 2)


@pytest.mark.parametrize("kind", ["photo", "video", "voice", "audio", "document"])
async def test_what_was_sent_can_be_fetched(door: Door, kind: FileKind) -> None:
    await door.hand.http.post(
        "/sandbox/send",
        data={"from": str(door.who), "chat": door.key, "kind": kind, "caption": "lubang"},
        files={"file": ("jalan.png", PIXEL, "image/png")},
    )
    [arrival] = await door.news()
    file = arrival.event.file
    assert (arrival.event.caption, file.kind, file.size) == ("lubang", kind, len(PIXEL))
    assert await door.channel.download(file.file) == PIXEL
    with pytest.raises(Refused):
        await door.channel.download("nonsense")


async def test_a_webhook_is_set_shown_and_removed(door: Door) -> None:
    await door.channel.set_webhook("http://127.0.0.1:9/webhook/x", "secret_1")
    assert (await door.channel.webhook()).url == "http://127.0.0.1:9/webhook/x"
    await door.channel.remove_webhook()
    assert await door.channel.webhook() == type(await door.channel.webhook())("", 0, "")
