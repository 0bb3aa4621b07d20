"""Where Telegram is strict about presses, files, topics and floods, the messenger is strict as well."""

from typing import Any

import pytest

from bot.sandbox import acts, membership
from bot.sandbox.files import PIXEL, Upload
from tests.sandbox_scene import Scene, buttons

PICTURE = Upload("jalan.png", "image/png", PIXEL)


@pytest.fixture
def scene() -> Scene:
    return Scene()


TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_a_press_is_answered_once_and_soon(scene: Scene) -> None:
    message = await scene.sent(reply_markup=buttons({"text": "a", "callback_data": "b"}))
    quick = acts.press(scene.world, scene.siti, scene.private, message, "b")
    assert await scene.said("answerCallbackQuery", callback_query_id=quick) == "200"
    assert await scene.said("answerCallbackQuery", callback_query_id=quick) == TOO_OLD
    assert await scene.said("answerCallbackQuery", callback_query_id="never") == TOO_OLD
    slow = acts.press(scene.world, scene.siti, scene.private, message, "forged")
    scene.clock.move(151)
    assert await scene.said("answerCallbackQuery", callback_query_id=slow) == TOO_OLD


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendPhoto", {"photo": Upload("a.jpg", "image/jpeg", b"no picture")}, "IMAGE_PROCESS_FAILED"),
        ("sendPhoto", {"photo": Upload("a.jpg", "image/jpeg", b"")}, "file must be non-empty"),
        ("sendPhoto", {"photo": PICTURE, "caption": "x" * 1025}, "message caption is too long"),
        (
            "sendPhoto",
            {"photo": Upload("a.png", "image/png", PIXEL + bytes(10 * 1024 * 1024))},
            "file is too big",
        ),
        ("sendPhoto", {"photo": "nonsense"}, "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"photo": "https://kuduskab.go.id/a.png"}, "failed to get HTTP URL content"),
        ("sendPhoto", {"photo": "attach://nothing"}, "there is no photo in the request"),
        ("sendLocation", {"latitude": 91, "longitude": 0}, "wrong latitude or longitude specified"),
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
        ("getChatMember", {"user_id": 999}, "user not found"),
        ("getChatAdministrators", {}, "there are no administrators in the private chat"),
        ("createForumTopic", {"name": "Jalan"}, "the chat is not a forum"),
        ("pinChatMessage", {"message_id": 99}, "message to pin not found"),
        ("unpinChatMessage", {}, "message to unpin not found"),
        ("forwardMessage", {"from_chat_id": 1001, "message_id": 99}, "message to forward not found"),
        ("copyMessage", {"from_chat_id": 1001, "message_id": 99}, "message to copy not found"),
    ],
)
async def test_other_methods_refuse_what_telegram_refuses(
    scene: Scene, method: str, params: dict[str, Any], words: str
) -> None:
    assert await scene.said(method, chat_id=scene.siti.id, **params) == f"400 Bad Request: {words}"


async def test_an_upload_of_more_than_50_mb_is_refused(scene: Scene) -> None:
    document = Upload("a.bin", "application/octet-stream", bytes(50 * 1024 * 1024 + 1))
    words = await scene.said("sendDocument", chat_id=scene.siti.id, document=document)
    assert words == "413 Request Entity Too Large"


async def test_a_file_of_more_than_20_mb_cannot_be_downloaded(scene: Scene) -> None:
    document = Upload("a.bin", "application/octet-stream", bytes(20 * 1024 * 1024 + 1))
    _, body = await scene.call("sendDocument", chat_id=scene.siti.id, document=document)
    file_id = body["result"]["document"]["file_id"]
    assert await scene.said("getFile", file_id=file_id) == "400 Bad Request: file is too big"


async def test_a_file_id_is_good_for_one_bot_and_one_kind(scene: Scene) -> None:
    other = scene.world.add_bot("43:B", "lain_bot", "Lain")
    scene.world.private(scene.siti, other.id).started = True
    _, body = await scene.call("sendPhoto", chat_id=scene.siti.id, photo=PICTURE)
    file_id = body["result"]["photo"][-1]["file_id"]
    here = {"chat_id": scene.siti.id}
    assert await scene.said("sendPhoto", **here, photo=file_id) == "200"
    assert await scene.said("sendPhoto", "43:B", **here, photo=file_id) == (
        "400 Bad Request: wrong file identifier/HTTP URL specified"
    )
    assert await scene.said("sendDocument", **here, document=file_id) == (
        "400 Bad Request: can't use file of type Photo as Document"
    )


async def test_documents_are_not_mixed_into_an_album_of_photos(scene: Scene) -> None:
    media = [{"type": "photo", "media": "x"}, {"type": "document", "media": "x"}]
    words = await scene.said("sendMediaGroup", chat_id=scene.siti.id, media=media)
    assert words == "400 Bad Request: documents and audio files can't be mixed with other types in an album"


async def test_topics_want_an_administrator(scene: Scene) -> None:
    chat = membership.found(scene.world, "PUPR", [scene.siti.id, scene.bot.id], [], forum=True)
    words = await scene.said("createForumTopic", chat_id=chat.id, name="Jalan")
    assert words == "400 Bad Request: not enough rights to create a topic"


async def test_a_topic_is_closed_once_and_closed_to_plain_members(scene: Scene) -> None:
    chat = membership.found(scene.world, "PUPR", [scene.siti.id, scene.bot.id], [scene.bot.id], forum=True)
    _, body = await scene.call("createForumTopic", chat_id=chat.id, name="Jalan")
    here = {"chat_id": chat.id, "message_thread_id": body["result"]["message_thread_id"]}
    assert await scene.said("closeForumTopic", **here) == "200"
    assert await scene.said("closeForumTopic", **here) == "400 Bad Request: TOPIC_NOT_MODIFIED"
    membership.promote(scene.world, chat, scene.bot.user, scene.siti, admin=False)
    assert await scene.tell(**here) == "400 Bad Request: TOPIC_CLOSED"


async def test_whoever_made_a_topic_may_change_it_without_the_right_and_others_may_not(scene: Scene) -> None:
    other = scene.world.add_bot("43:b", "other_bot", "Lain")
    members = [scene.siti.id, scene.bot.id, other.id]
    chat = membership.found(scene.world, "PUPR", members, [scene.bot.id], forum=True)
    _, body = await scene.call("createForumTopic", chat_id=chat.id, name="Jalan")
    here = {"chat_id": chat.id, "message_thread_id": body["result"]["message_thread_id"]}
    membership.restrict(
        scene.world,
        chat,
        scene.bot.user,
        scene.siti,
        withheld={"can_manage_topics", "can_delete_messages"},
        muted=False,
    )
    assert await scene.said("editForumTopic", **here, name="Jembatan") == "200"
    assert await scene.said("closeForumTopic", **here) == "200"
    refused = "400 Bad Request: not enough rights to edit the topic"
    assert await scene.said("reopenForumTopic", "43:b", **here) == refused
    assert await scene.said("deleteForumTopic", **here) == "400 Bad Request: not enough rights to delete the topic"
    assert await scene.tell(**here) == "400 Bad Request: TOPIC_CLOSED"
    with pytest.raises(ValueError, match="closed"):
        acts.write(scene.world, scene.budi, chat, {"text": "a", "thread": here["message_thread_id"]}, None)


async def test_the_general_topic_and_a_group_without_topics_have_no_thread(scene: Scene) -> None:
    """https://github.com/tdlib/telegram-bot-api/issues/798"""
    chat = membership.found(scene.world, "PUPR", [scene.siti.id, scene.bot.id], [scene.bot.id], forum=True)
    _, body = await scene.call("createForumTopic", chat_id=chat.id, name="Jalan")
    here = {"chat_id": chat.id, "message_thread_id": body["result"]["message_thread_id"]}
    assert await scene.tell(chat_id=chat.id, message_thread_id=1) == "400 Bad Request: message thread not found"
    assert await scene.tell(**here) == "200"
    membership.become_forum(scene.world, chat, forum=False)
    assert await scene.tell(**here) == "400 Bad Request: message thread not found"


async def test_commands_are_lower_case_words(scene: Scene) -> None:
    wrong = [{"command": "Lapor", "description": "d"}]
    assert await scene.said("setMyCommands", commands=wrong) == "400 Bad Request: BOT_COMMAND_INVALID"


async def test_flood_limits_are_kept_when_they_are_on() -> None:
    scene = Scene(limits=True)
    for _ in range(5):
        assert await scene.tell() == "200"
    status, body = await scene.call("sendMessage", chat_id=scene.siti.id, text="a")
    assert (status, body["description"]) == (429, "Too Many Requests: retry after 5")
    assert body["parameters"] == {"retry_after": 5}
    scene.clock.move(5)
    assert await scene.tell() == "200"


async def test_twenty_messages_a_minute_go_into_a_group_when_limits_are_on() -> None:
    scene = Scene(limits=True)
    for _ in range(20):
        scene.clock.move(1.5)
        assert await scene.tell(chat_id=scene.group.id) == "200"
    scene.clock.move(1.5)
    assert await scene.tell(chat_id=scene.group.id) == "429 Too Many Requests: retry after 30"


async def test_without_the_switch_there_is_no_limit(scene: Scene) -> None:
    assert {await scene.tell() for _ in range(100)} == {"200"}
