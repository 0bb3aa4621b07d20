"""What every channel owes the house (`tests/test_channels.py`), asked of WhatsApp's against the local messenger: the
same promises, where nothing that was sent can be changed and nobody has groups.
"""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bot.arrival import Arrival
from bot.channels import Attached, BadToken, Closed, Gone, Later, Menu, Outgoing, Refused, Trouble
from bot.channels.whatsapp import WhatsApp
from bot.sandbox.files import PIXEL
from bot.speech import Button
from flows.events import SentFile
from routing.pieces import FileKind
from tests.whatsapp_client import ACCOUNT, PHONE, TOKEN, VERIFY, Desk, business

pytestmark = pytest.mark.asyncio(loop_scope="module")

BUTTONS = ((Button("Ya & <tidak>", "send:1:"), Button("Batal", "cancel:1:")), (Button("⭐", "rate:KDS-26-00001-0:1"),))
CONTENTS: dict[FileKind, tuple[bytes, str]] = {
    "photo": (PIXEL, "foto.png"),
    "video": (b"\0\0\0\x18ftypmp42", "video.mp4"),
    "voice": (b"OggS", "suara.ogg"),
    "audio": (b"ID3\4", "lagu.mp3"),
    "document": (b"%PDF-1.4", "surat.pdf"),
}
SHOWN = {"photo": "photo", "video": "video", "voice": "voice", "audio": "voice", "document": "document"}
"""Under which name the messenger's view has a file; it makes no difference between sounds."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk() -> AsyncIterator[Desk]:
    async with business() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def channel(desk: Desk) -> AsyncIterator[WhatsApp]:
    made = made_for(desk.messenger.url)
    yield made
    await made.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def siti(desk: Desk) -> tuple[str, str]:
    """Her user id, and the key of her chat, in which she has written."""
    who, key = await desk.person()
    await desk.says(key)
    await desk.quiet()
    return desk.exchange.contacts[who].user_id, key


def made_for(url: str, token: str = TOKEN) -> WhatsApp:
    return WhatsApp(token, PHONE, ACCOUNT, VERIFY, url)


async def shown(desk: Desk, key: str) -> dict[str, Any]:
    """What stands last in her chat."""
    last: dict[str, Any] = (await desk.messages(key))[-1]
    return last


# ---- who we are


async def test_a_start_tells_the_number(channel: WhatsApp) -> None:
    assert await channel.start() == "6280000000001"


@pytest.mark.parametrize("token", ["x", "EAA" + "C" * 35])
async def test_a_wrong_token_is_known_as_such(desk: Desk, token: str) -> None:
    wrong = made_for(desk.messenger.url, token)
    with pytest.raises(BadToken) as caught:
        await wrong.start()
    assert caught.value.reason == "refused"
    assert token not in str(caught.value) or token == "x"
    await wrong.stop()


async def test_a_server_that_is_not_there_is_for_later() -> None:
    nowhere = made_for("http://127.0.0.1:9")
    with pytest.raises(Later):
        await nowhere.start()
    await nowhere.stop()


# ---- out


async def test_what_is_sent_arrives_with_its_marks(desk: Desk, channel: WhatsApp, siti: tuple[str, str]) -> None:
    user, key = siti
    sent = await channel.send(Outgoing(user, "<b>KDS-1</b> &amp; &lt;i&gt;"))
    assert (await shown(desk, key))["text"] == "*KDS-1* & <i>"
    assert sent == (await shown(desk, key))["wamid"]


async def test_a_number_is_written_to_like_an_id(desk: Desk, channel: WhatsApp, siti: tuple[str, str]) -> None:
    _, key = siti
    await channel.send(Outgoing(desk.exchange.contacts[int(key.split(":")[1])].wa_id, "Halo"))
    assert (await shown(desk, key))["text"] == "Halo"


async def test_buttons_arrive(desk: Desk, channel: WhatsApp, siti: tuple[str, str]) -> None:
    user, key = siti
    await channel.send(Outgoing(user, "Halo", BUTTONS))
    assert (await shown(desk, key))["buttons"] == [
        [{"text": each.text, "data": each.data}] for row in BUTTONS for each in row
    ]


async def test_more_of_them_are_a_list_and_a_second_page(desk: Desk, channel: WhatsApp, siti: tuple[str, str]) -> None:
    user, key = siti
    rows = tuple((Button(f"Pilihan nomor {n} dari sekian", f"topic:1:{n}"),) for n in range(13))
    await channel.send(Outgoing(user, "Halo", rows, sheet="Pilih"))
    *_, first, second = await desk.messages(key)
    data = [row["id"] for page in (first, second) for row in page["list"]["sections"][0]["rows"]]
    assert data == [f"topic:1:{n}" for n in range(13)]


async def test_the_longest_text_arrives_whole(desk: Desk, channel: WhatsApp, siti: tuple[str, str]) -> None:
    user, key = siti
    before = len(await desk.messages(key))
    told = " ".join(f"Kalimat nomor {n} 😀 selesai." for n in range(600))
    await channel.send(Outgoing(user, told, BUTTONS))
    assert " ".join(each["text"] for each in (await desk.messages(key))[before:]) == told


async def test_nothing_that_was_sent_can_be_changed_or_taken_back(channel: WhatsApp, siti: tuple[str, str]) -> None:
    sent = await channel.send(Outgoing(siti[0], "Halo", BUTTONS))
    with pytest.raises(Gone):
        await channel.edit(sent, Outgoing(siti[0], "Baru"))
    with pytest.raises(Gone):
        await channel.unbutton(siti[0], sent)
    with pytest.raises(Gone):
        await channel.withdraw(siti[0], sent)
    with pytest.raises(Refused):
        await channel.answer_press("x", "Baik", alert=False)


async def test_a_reply_hangs_under_its_message(desk: Desk, channel: WhatsApp, siti: tuple[str, str]) -> None:
    user, key = siti
    first = await channel.send(Outgoing(user, "Halo"))
    place = (await shown(desk, key))["id"]
    await channel.send(Outgoing(user, "Jawaban", reply_to=first))
    assert (await shown(desk, key))["reply_to"] == place


@pytest.mark.parametrize("kind", CONTENTS)
async def test_a_file_arrives_with_its_words(
    desk: Desk, channel: WhatsApp, siti: tuple[str, str], kind: FileKind
) -> None:
    user, key = siti
    content, name = CONTENTS[kind]
    before = len(await desk.messages(key))
    sent = await channel.send_files(user, [Attached(kind, content, name)], "<i>Satu</i> &amp;", "")
    arrived = (await desk.messages(key))[before:]
    assert [each["wamid"] for each in arrived] == list(sent)
    assert arrived[-1][SHOWN[kind]]["url"]
    assert "_Satu_ &" in [each.get("caption") or each.get("text") for each in arrived]


async def test_files_that_go_together_go_one_after_the_other(
    desk: Desk, channel: WhatsApp, siti: tuple[str, str]
) -> None:
    user, key = siti
    sent = await channel.send_files(user, [Attached("photo", PIXEL, "a.png")] * 3, "Tiga", "")
    arrived = (await desk.messages(key))[-3:]
    assert [each["wamid"] for each in arrived] == list(sent)
    assert [each.get("caption") for each in arrived] == ["Tiga", None, None]


async def test_what_whatsapp_does_not_take_is_refused(channel: WhatsApp, siti: tuple[str, str]) -> None:
    with pytest.raises(Refused) as caught:
        await channel.send_files(siti[0], [Attached("document", b"\x1f\x8b", "arsip.gz")], "", "")
    assert (caught.value.reason, type(caught.value)) == ("refused", Refused)


async def test_what_was_read_shows_its_ticks(desk: Desk, channel: WhatsApp, siti: tuple[str, str]) -> None:
    [note] = desk.exchange.threads[siti[1]].notes.values()
    await channel.mark_read(note.wamid)
    assert note.status == "read"


# ---- what the platform does


@pytest.mark.parametrize("fault", [{"code": 131000}, {"kind": "cut"}, {"kind": "cut", "when": "before"}])
async def test_a_platform_in_trouble_is_for_later(
    desk: Desk, channel: WhatsApp, siti: tuple[str, str], fault: dict[str, Any]
) -> None:
    await desk.messenger.post("whatsapp/faults", **{"kind": "error", "edge": "messages", **fault})
    with pytest.raises(Later):
        await channel.send(Outgoing(siti[0], "Halo"))


ALARMS = {190: "token", 368: "blocked", 131031: "blocked", 131042: "payment", 131048: "spam"}


@pytest.mark.parametrize("code", [4, 130429, 131016, 131056, 131057, *ALARMS])
async def test_what_passes_is_waited_for_and_what_must_be_mended_calls_for_help(
    desk: Desk, channel: WhatsApp, siti: tuple[str, str], code: int
) -> None:
    await desk.messenger.post("whatsapp/faults", kind="error", code=code)
    with pytest.raises(Later) as caught:
        await channel.send(Outgoing(siti[0], "Halo"))
    assert caught.value.alarm == ALARMS.get(code, "")


@pytest.mark.parametrize(
    ("code", "waits"), [(131056, [1, 4, 16, 64, 256, 1024, 1024]), (130429, [1] * 7), (131016, [30] * 7)]
)
async def test_who_was_written_to_too_fast_is_left_four_times_as_long_with_each_try(
    desk: Desk, channel: WhatsApp, siti: tuple[str, str], code: int, waits: list[int]
) -> None:
    await desk.messenger.post("whatsapp/faults", kind="error", code=code)
    with pytest.raises(Later) as caught:
        await channel.send(Outgoing(siti[0], "Halo"))
    assert [caught.value.wait(tries) for tries in range(7)] == waits


@pytest.mark.parametrize(
    ("code", "kind", "reason"),
    [
        (131026, Refused, "gone"),
        (131047, Closed, "closed"),
        (131049, Refused, "refused"),
        (131009, Refused, "refused"),
        (100, Refused, "refused"),
    ],
)
async def test_a_refusal_says_why(
    desk: Desk, channel: WhatsApp, siti: tuple[str, str], code: int, kind: type[Trouble], reason: str
) -> None:
    await desk.messenger.post("whatsapp/faults", kind="error", code=code)
    with pytest.raises(Refused) as caught:
        await channel.send(Outgoing(siti[0], "Halo"))
    assert (type(caught.value), caught.value.reason) == (kind, reason)


async def test_whoever_has_no_whatsapp_can_not_be_reached(channel: WhatsApp) -> None:
    with pytest.raises(Refused) as caught:
        await channel.send(Outgoing("6280099999999", "Halo"))
    assert caught.value.reason in ("gone", "closed")


# ---- in


@pytest.mark.parametrize("kind", CONTENTS)
async def test_what_was_sent_can_be_fetched(desk: Desk, channel: WhatsApp, kind: FileKind) -> None:
    content, name = CONTENTS[kind]
    _, key = await desk.person("Budi")
    heard = len(desk.ear.posts)
    form = {"from": key.split(":")[1], "chat": key, "kind": kind, "caption": "lubang"}
    await desk.messenger.http.post("/sandbox/send", data=form, files={"file": (name, content, "")})
    await desk.quiet()
    [arrival] = [each for post in desk.ear.posts[heard:] for each in channel.read(post)]
    assert isinstance(arrival, Arrival)
    assert isinstance(arrival.event, SentFile)
    assert arrival.event.file.kind == kind
    assert await channel.download(arrival.event.file.file) == content
    with pytest.raises(Refused):
        await channel.download("nonsense")


async def test_a_file_on_another_host_is_not_fetched_because_the_call_would_carry_our_token(
    desk: Desk, channel: WhatsApp
) -> None:
    asked: list[httpx.Request] = []

    async def remember(request: httpx.Request) -> None:
        asked.append(request)

    channel.hosts = {"lookaside.fbsbx.com"}
    channel.http.event_hooks["request"].append(remember)
    _, key = await desk.person("Ani")
    form = {"from": key.split(":")[1], "chat": key, "kind": "photo"}
    heard = len(desk.ear.posts)
    await desk.messenger.http.post("/sandbox/send", data=form, files={"file": ("a.png", PIXEL, "image/png")})
    await desk.quiet()
    [arrival] = [each for post in desk.ear.posts[heard:] for each in channel.read(post)]
    assert isinstance(arrival, Arrival)
    assert isinstance(arrival.event, SentFile)
    with pytest.raises(Refused, match="not Meta's"):
        await channel.download(arrival.event.file.file)
    assert len(asked) == 1, "only where it lies was asked for"


async def test_news_come_by_webhook_alone(channel: WhatsApp) -> None:
    with pytest.raises(Refused):
        await channel.fetch(None)
    with pytest.raises(Refused):
        await channel.standing("1")


async def test_a_webhook_is_set_and_shown(desk: Desk, channel: WhatsApp) -> None:
    url = desk.exchange.businesses[PHONE].url
    await channel.set_webhook(url, "")
    assert (await channel.webhook()).url == url
    with pytest.raises(Refused):
        await channel.set_webhook("http://127.0.0.1:9/hook", "")


async def test_a_menu_for_one_chat_is_none_of_its_matters(channel: WhatsApp) -> None:
    await channel.set_commands(Menu((("laporan", "Laporan"),), "chat", "1"))
