"""What an update means to the house, read by both bots alike."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from msgspec.structs import replace

from bot.arrival import Arrival, Migrated
from bot.channels import Channel
from bot.channels.telegram_citizen import TelegramCitizen
from bot.channels.telegram_staff import TelegramStaff
from flows.events import Chose, Invited, LeftGroup, Said, SentFile, SentOther, SentPlace, SentTooLarge
from flows.groups_events import StandingChanged
from routing.pieces import Evidence
from storage.people import Sender
from tests.sandbox_client import messenger

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def citizen() -> AsyncIterator[Channel]:
    yield (made := TelegramCitizen("71:" + "A" * 35, "http://127.0.0.1:9"))
    await made.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def staff() -> AsyncIterator[Channel]:
    """Started, because only then it knows a reply to itself."""
    async with messenger() as hand:
        await hand.post("bots", token="72:" + "B" * 35, username="opd_bot", first_name="OPD")
        made = TelegramStaff("72:" + "B" * 35, hand.url)
        await made.start()
        yield made
        await made.stop()


@pytest.fixture(params=["citizen", "staff"])
def channel(request: pytest.FixtureRequest, citizen: Channel, staff: Channel) -> Channel:
    return {"citizen": citizen, "staff": staff}[request.param]


SITI = {"id": 1001, "is_bot": False, "first_name": "Siti", "last_name": "A"}
ALONE = {"id": 1001, "first_name": "Siti", "type": "private"}
GROUP = {"id": -5001, "title": "Dinas PUPR", "type": "group"}
PHOTOS = [
    {"file_id": f"photo-{size}", "file_unique_id": f"u{size}", "width": size, "height": size} for size in (90, 1280)
]
STICKER = {
    "file_id": "s",
    "file_unique_id": "s",
    "type": "regular",
    "width": 1,
    "height": 1,
    "is_animated": False,
    "is_video": False,
}
MEGABYTE = 1024 * 1024
VOICE = {"file_id": "v", "file_unique_id": "v", "duration": 1, "mime_type": "audio/ogg", "file_size": 9}
ROUND = {"file_id": "r", "file_unique_id": "r", "length": 1, "duration": 1, "file_size": 5}
PDF = {"file_id": "d", "file_unique_id": "d", "file_name": "surat.pdf", "file_size": 7}
FORWARDED = {"type": "hidden_user", "sender_user_name": "Bu RT", "date": 1_700_000_000}
VIDEO = {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 1}


def message(chat: dict[str, Any] | None = None, **body: Any) -> dict[str, Any]:
    return {"message_id": 7, "date": 1_800_000_000, "chat": chat or ALONE, "from": SITI, **body}


def update(**body: Any) -> dict[str, Any]:
    return {"update_id": 700, **body}


def arrivals(channel: Channel, raw: dict[str, Any]) -> list[Arrival]:
    return [each for each in channel.read(raw) if isinstance(each, Arrival)]


@pytest.mark.parametrize(
    ("body", "event"),
    [
        ({"text": "jalan rusak"}, Said("jalan rusak")),
        ({"text": "a\0b\ud800c"}, Said("abc")),
        ({"photo": PHOTOS}, SentFile(Evidence("photo", "", "photo-1280"))),
        ({"photo": PHOTOS, "caption": "lubang"}, SentFile(Evidence("photo", "", "photo-1280"), "lubang")),
        ({"video": VIDEO}, SentFile(Evidence("video", "", "v"))),
        ({"animation": VIDEO, "document": PDF}, SentFile(Evidence("video", "", "v"))),
        ({"video_note": ROUND}, SentFile(Evidence("video", "", "r", "", 5))),
        ({"voice": VOICE}, SentFile(Evidence("voice", "", "v", "", 9, "audio/ogg"))),
        ({"audio": VOICE | {"file_name": "a.mp3"}}, SentFile(Evidence("audio", "", "v", "a.mp3", 9, "audio/ogg"))),
        ({"document": PDF, "caption": "surat"}, SentFile(Evidence("document", "", "d", "surat.pdf", 7), "surat")),
        ({"photo": PHOTOS, "forward_origin": FORWARDED}, SentFile(Evidence("photo", "", "photo-1280"))),
        ({"text": "banjir", "forward_origin": FORWARDED}, Said("banjir")),
        ({"location": {"latitude": -6.8, "longitude": 110.8}}, SentPlace(-6.8, 110.8)),
        ({"sticker": STICKER}, SentOther("sticker")),
        ({"document": PDF | {"file_size": 60 * MEGABYTE}}, SentTooLarge("document", 60 * MEGABYTE, 20 * MEGABYTE)),
        ({"contact": {"phone_number": "+62", "first_name": "Budi"}}, SentOther("contact")),
    ],
)
async def test_a_message_is_read_as_what_it_is(channel: Channel, body: dict[str, Any], event: Any) -> None:
    if isinstance(event, SentFile):
        event = replace(event, file=replace(event.file, channel=channel.name))
    [arrival] = arrivals(channel, update(message=message(**body)))
    assert arrival == Arrival(
        id=f"{channel.name}:700",
        sender=Sender(channel.name, "1001", "Siti A"),
        chat="1001",
        private=True,
        event=event,
        message="7",
    )


@pytest.mark.parametrize(
    ("data", "event"),
    [
        ("send:3:", Chose("send", "3")),
        ("rate:KDS-26-00001-0:5", Chose("rate", "KDS-26-00001-0", "5")),
        ("topic:1:a:b:c", Chose("topic", "1", "a:b:c")),
        ("nonsense", Chose("nonsense")),
        ("", Chose("")),
        (None, Chose("")),
    ],
)
async def test_a_press_is_read_with_the_message_it_stands_under(
    channel: Channel, data: str | None, event: Chose
) -> None:
    sender = {"id": 99, "is_bot": True, "first_name": "Pendopo"}
    under = message(text="Benar?") | {"from": sender}
    query = {"id": "4", "from": SITI, "chat_instance": "1", "message": under}
    query |= {"game_short_name": "x"} if data is None else {"data": data}
    [arrival] = arrivals(channel, update(callback_query=query))
    assert (arrival.event, arrival.press, arrival.message, arrival.chat) == (event, "4", "7", "1001")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -100, "type": "channel", "title": "x"}}},
        {"poll": {"id": "1"}},
        {"something_of_next_year": {"id": 1, "deep": [{"er": None}]}},
        {"message": {"message_id": 1, "date": 1, "chat": ALONE, "text": "tanpa pengirim"}},
    ],
)
async def test_what_is_not_for_us_is_passed_over(channel: Channel, body: dict[str, Any]) -> None:
    known = {"poll"} & set(body)
    assert known or arrivals(channel, update(**body)) == []


async def test_a_caption_of_something_unusable_is_two_arrivals_with_two_ids(citizen: Channel) -> None:
    large = VIDEO | {"file_size": 60 * MEGABYTE}
    found = arrivals(citizen, update(message=message(video=large, caption="lihat ini")))
    assert [(each.id, each.event) for each in found] == [
        ("telegram_citizen:700", Said("lihat ini")),
        ("telegram_citizen:700/1", SentTooLarge("video", 60 * MEGABYTE, 20 * MEGABYTE)),
    ]


async def test_the_public_bot_hears_nothing_in_groups(citizen: Channel) -> None:
    assert arrivals(citizen, update(message=message(GROUP, text="jalan rusak"))) == []


@pytest.mark.parametrize(
    "service",
    [
        {"new_chat_members": [SITI]},
        {"new_chat_title": "PUPR Baru"},
        {"pinned_message": message(GROUP, text="x")},
        {"group_chat_created": True},
    ],
)
async def test_what_telegram_itself_says_in_a_group_is_no_talk(staff: Channel, service: dict[str, Any]) -> None:
    assert arrivals(staff, update(message=message(GROUP, **service))) == []


async def test_a_reply_in_a_group_tells_whom_and_what_it_answers(staff: Channel) -> None:
    buttons = {"inline_keyboard": [[{"text": "Ambil", "callback_data": "take:KDS-26-00001-0:"}]]}
    me = {"id": 72, "is_bot": True, "first_name": "OPD"}
    card = message(GROUP, text="kartu", reply_markup=buttons) | {"from": me, "message_id": 3}
    [arrival] = arrivals(staff, update(message=message(GROUP, text="baik", reply_to_message=card)))
    assert (arrival.reply_to, arrival.hint, arrival.quotes_bot, arrival.quoted) == ("3", "KDS-26-00001-0", True, None)
    hers = message(GROUP, text="halo") | {"message_id": 4}
    [arrival] = arrivals(staff, update(message=message(GROUP, text="/petugas", reply_to_message=hers)))
    assert (arrival.reply_to, arrival.quotes_bot, arrival.quoted) == ("4", False, arrival.sender)


ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
OTHER_BOT = {"id": 99, "is_bot": True, "first_name": "Bot lain"}


@pytest.mark.parametrize(("author", "kind"), [(ANONYMOUS, "anonymous"), (OTHER_BOT, "bot")])
async def test_a_reply_to_what_no_person_wrote_says_so(staff: Channel, author: dict[str, Any], kind: str) -> None:
    theirs = message(GROUP, text="halo") | {"from": author, "message_id": 4}
    [arrival] = arrivals(staff, update(message=message(GROUP, text="/petugas", reply_to_message=theirs)))
    assert (arrival.quotes, arrival.quoted, arrival.quotes_bot) == (kind, None, False)


async def test_who_writes_in_the_groups_name_is_known_as_such(staff: Channel) -> None:
    [arrival] = arrivals(staff, update(message=message(GROUP, text="/petugas") | {"from": ANONYMOUS}))
    assert arrival.anonymous


async def test_a_reply_to_a_question_tells_what_was_asked(staff: Channel) -> None:
    buttons = {"inline_keyboard": [[{"text": "Nanti", "callback_data": "decree_drop:PUPR:ABC"}]]}
    question = message(GROUP, text="Balas", reply_markup=buttons) | {"message_id": 3}
    [arrival] = arrivals(staff, update(message=message(GROUP, text="800/1", reply_to_message=question)))
    assert arrival.asked == Chose("decree_drop", "PUPR", "ABC")


BUDI = {"id": 1002, "is_bot": False, "first_name": "Budi"}


@pytest.mark.parametrize("status", ["left", "kicked", "restricted"])
async def test_who_is_in_the_group_no_longer_is_told_of_in_both_ways(staff: Channel, status: str) -> None:
    """Everybody sees the message about it; administrators are told of it besides."""
    more = {"kicked": {"until_date": 0}, "restricted": {"until_date": 0, "is_member": False, **NOTHING_ALLOWED}}
    change = {
        "chat": GROUP,
        "from": SITI,
        "date": 1,
        "old_chat_member": {"user": BUDI, "status": "member"},
        "new_chat_member": {"user": BUDI, "status": status, **more.get(status, {})},
    }
    for raw in (update(chat_member=change), update(message=message(GROUP, left_chat_member=BUDI))):
        [arrival] = arrivals(staff, raw)
        assert (arrival.event, arrival.sender.address, arrival.chat) == (LeftGroup(), "1002", "-5001")


async def test_coming_and_being_promoted_is_no_going(staff: Channel) -> None:
    change = {
        "chat": GROUP,
        "from": SITI,
        "date": 1,
        "old_chat_member": {"user": BUDI, "status": "left"},
        "new_chat_member": {"user": BUDI, "status": "member"},
    }
    assert arrivals(staff, update(chat_member=change)) == []


NOTHING_ALLOWED = {
    f"can_{each}": False
    for each in (
        *("send_messages", "send_audios", "send_documents", "send_photos", "send_videos", "send_video_notes"),
        *("send_voice_notes", "send_polls", "send_other_messages", "add_web_page_previews", "change_info"),
        *("invite_users", "pin_messages", "manage_topics", "edit_tag", "react_to_messages"),
    )
}


@pytest.mark.parametrize(
    ("before", "after", "greeted"),
    [
        ("left", "member", True),
        ("kicked", "member", True),
        ("member", "administrator", False),
        ("member", "kicked", False),
        ("member", "left", False),
    ],
)
async def test_only_coming_into_a_group_is_greeted(staff: Channel, before: str, after: str, greeted: bool) -> None:
    me = {"id": 72, "is_bot": True, "first_name": "OPD"}
    rights = {f"can_{each}": False for each in RIGHTS} | {"is_anonymous": False}

    def member(status: str) -> dict[str, Any]:
        more: dict[str, dict[str, Any]] = {"administrator": rights, "kicked": {"until_date": 0}}
        return {"user": me, "status": status, **more.get(status, {})}

    change = {
        "chat": GROUP,
        "from": SITI,
        "date": 1,
        "old_chat_member": member(before),
        "new_chat_member": member(after),
    }
    found = arrivals(staff, update(my_chat_member=change))
    inside = after in ("member", "administrator")
    noted = StandingChanged(inside, writes=inside, topics=False)
    assert [each.event for each in found] == [Invited() if greeted else noted]


RIGHTS = (
    "be_edited",
    "manage_chat",
    "change_info",
    "delete_messages",
    "invite_users",
    "restrict_members",
    "promote_members",
    "manage_video_chats",
    "post_stories",
    "edit_stories",
    "delete_stories",
)


@pytest.mark.parametrize(
    ("chat", "body"),
    [
        (GROUP, {"migrate_to_chat_id": -1005001}),
        ({"id": -1005001, "title": "Dinas PUPR", "type": "supergroup"}, {"migrate_from_chat_id": -5001}),
    ],
)
async def test_a_groups_new_id_is_told_from_both_ends(
    staff: Channel, chat: dict[str, Any], body: dict[str, Any]
) -> None:
    [moved] = staff.read(update(message=message(chat, **body)))
    assert isinstance(moved, Migrated)
    assert (moved.old, moved.new) == ("-5001", "-1005001")
