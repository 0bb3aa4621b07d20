"""What people of every kind send, over the wire: other scripts, anger, children, places abroad. All are answered
calmly, and nothing that was told is lost."""

import pytest

from tests.test_bad_input import ani, hall
from tests.town import Town
from tests.witness import STORY, all_tickets, fragment, memory, send_report, talks, told

__all__ = ["ani", "hall"]

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def newest(town: Town, who: str) -> str:
    return str((await town.messages(who))[-1]["text"])


@pytest.mark.parametrize(
    "text",
    [
        "الطريق مكسور أمام السوق",
        "ꦢꦭꦤ꧀ꦧꦺꦴꦭꦺꦴꦁ ꦲꦶꦁ ꦔꦂꦼꦥ꧀ ꦥꦱꦂ",
        "\u202bالطريق\u202c مكسور\u200f",
        "市场前面的路坏了",
    ],
)
async def test_a_script_we_cannot_read_is_kept_and_read_by_people(hall: Town, ani: str, text: str) -> None:
    number = await send_report(hall, ani, text)
    card = await hall.last("Diskominfo", number)
    assert f"“{text}”" in card["text"]


@pytest.mark.parametrize("text", ["goblok", "bajingan kalian semua, goblok", "dasar anjing", "ASU!!!", "jancok cok"])
async def test_anger_is_answered_calmly_and_may_still_become_a_report(hall: Town, ani: str, text: str) -> None:
    await hall.say(ani, text)
    await hall.quiet()
    assert await told(hall, ani, "complaint.calm")
    await hall.push(ani, "aduan")
    await hall.quiet()
    assert any(talk.draft.text == text for talk in (await talks(hall)).values())


async def test_anger_in_the_middle_loses_nothing(hall: Town, ani: str) -> None:
    await hall.say(ani, STORY)
    await hall.say(ani, "goblok semua")
    await hall.quiet()
    assert await told(hall, ani, "complaint.calm")
    assert any(talk.draft.text == STORY and talk.words == "goblok semua" for talk in (await talks(hall)).values())
    await hall.push(ani, "Kirim", text="Sudah benar?")
    await hall.quiet()
    assert (await all_tickets(hall))[-1].draft.text == STORY


async def test_an_angry_report_is_a_report(hall: Town, ani: str) -> None:
    text = "jalan berlubang di Pasar Bitingan, goblok semua tidak becus"
    number = await send_report(hall, ani, text)
    assert number in (await hall.last("PUPR", number))["text"]


@pytest.mark.parametrize("word", ["stop", "STOP", "Stop!", "berhenti"])
async def test_stop_stops(hall: Town, ani: str, word: str) -> None:
    """What was begun first; said once more, all news."""
    await hall.say(ani, STORY)
    await hall.say(ani, word)
    await hall.quiet()
    assert fragment(hall, "complaint.cancelled") in (await hall.messages(ani))[-2]["text"]
    assert await told(hall, ani, "contact.stop_again")
    await hall.say(ani, word)
    await hall.quiet()
    assert await told(hall, ani, "contact.stopped")


async def test_a_story_that_begins_with_stop_is_a_story(hall: Town, ani: str) -> None:
    await hall.say(ani, "stop truk besar lewat Jalan Sunan Kudus")
    await hall.quiet()
    assert "Sudah benar?" in await newest(hall, ani)


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(1.29, 103.85), (21.42, 39.83), (-6.97, 110.42)], ids=["Singapore", "Mecca", "Semarang"]
)
async def test_a_place_abroad_is_said_to_be_one_and_kept(
    hall: Town, ani: str, latitude: float, longitude: float
) -> None:
    await hall.say(ani, "jalan berlubang")
    await hall.say(ani, "", kind="location", latitude=latitude, longitude=longitude)
    await hall.quiet()
    assert "di luar Kudus" in await newest(hall, ani)
    await hall.push(ani, "Kirim", text="Sudah benar?")
    await hall.quiet()
    spot = (await all_tickets(hall))[-1].draft.spot
    assert spot
    assert (spot.latitude, spot.longitude) == (latitude, longitude)


@pytest.mark.parametrize("name", ["🌸🌸", "\u202eسارة", "ꦱꦶꦠꦶ", "<b>x</b>", "\u200b"])
async def test_any_name_will_do(hall: Town, name: str) -> None:
    """Telegram lets people be called anything; a report is theirs all the same."""
    await hall.citizen(name)
    await hall.say(name, "/start")
    number = await send_report(hall, name, STORY)
    assert "Warga" in (await hall.last("PUPR", number))["text"]


@pytest.mark.parametrize(
    "text",
    [
        "aku dipukul kakak kelas di sekolah, aku takut, umurku 10 tahun",
        "pak aku mau lapor ayahku suka mukul aku",
        "aku sering dipukuli ayah",
        "bapakku mukuli aku terus, aku kelas 4 sd",
    ],
)
async def test_a_child_who_is_hurt_is_understood_or_asked_never_handed_round(hall: Town, ani: str, text: str) -> None:
    await hall.say(ani, text)
    await hall.quiet()
    shown = await hall.messages(ani)
    labels = " ".join(each["text"] for row in shown[-1].get("buttons") or [] for each in row)
    assert "🔒" in shown[-1]["text"] or "Kekerasan perempuan dan anak" in labels


async def test_a_child_is_heard_like_anybody(hall: Town, ani: str) -> None:
    before = await memory(hall)
    await hall.say(ani, "halo aku kelas 3 sd, ayunan di taman rusak kak")
    await hall.quiet()
    assert await memory(hall) != before
    assert "ini tentang apa?" in await newest(hall, ani)
