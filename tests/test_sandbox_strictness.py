"""Where Telegram is strict the messenger is strict, with the same status and the same words."""

from typing import Any

import pytest

from bot.sandbox import acts, membership
from bot.sandbox.chats import Chat
from bot.sandbox.files import PIXEL, Upload
from bot.sandbox.people import Bot, User
from bot.sandbox.telegram import answer
from bot.sandbox.world import World
from tests.sandbox_client import TOKEN, Clock

PICTURE = Upload("jalan.png", "image/png", PIXEL)
DAY = 86400.0
ENTITIES, BUTTON = "can't parse entities: ", "can't parse inline keyboard button: "


class Scene:
    """A bot, Siti who has written to it, Budi who has not, and a group with both."""

    def __init__(self, **options: Any) -> None:
        self.clock = Clock()
        self.world = World(self.clock, **options)
        self.bot: Bot = self.world.add_bot(TOKEN, "pendopo_bot", "Pendopo")
        self.siti: User = self.world.add_person("Siti")
        self.budi: User = self.world.add_person("Budi")
        self.private: Chat = self.world.private(self.siti, self.bot.id)
        self.first = acts.write(self.world, self.siti, self.private, {"text": "halo"}, None)
        self.group = membership.found(self.world, "PUPR", [self.siti.id, self.budi.id, self.bot.id], [])

    async def call(self, method: str, token: str = TOKEN, /, **params: Any) -> tuple[int, Any]:
        uploads = {name: value for name, value in params.items() if isinstance(value, Upload)}
        given = await answer(self.world, token, method, params, uploads)
        return given.status, given.body

    async def said(self, method: str, token: str = TOKEN, /, **params: Any) -> str:
        """Status and description in one line, or "200"."""
        status, body = await self.call(method, token, **params)
        return f"{status} {body['description']}" if status != 200 else "200"

    async def sent(self, **params: Any) -> Any:
        _, body = await self.call("sendMessage", **{"chat_id": self.siti.id, "text": "a", **params})
        return body["result"]["message_id"]

    async def tell(self, **params: Any) -> str:
        return await self.said("sendMessage", **{"chat_id": self.siti.id, "text": "a", **params})


@pytest.fixture
def scene() -> Scene:
    return Scene()


def buttons(*row: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(row)]}


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "x" * 32769}, "text is too long"),
        ({"text": "🚧" * 2049}, "message is too long"),
        (
            {"text": "<i>a", "parse_mode": "HTML"},
            ENTITIES + 'Can\'t find end tag corresponding to start tag "i"',
        ),
        (
            {"text": "a.", "parse_mode": "MarkdownV2"},
            ENTITIES + "Character '.' is reserved and must be escaped with the preceding '\\'",
        ),
        ({"chat_id": 999}, "chat not found"),
        ({"chat_id": -999}, "chat not found"),
        ({"chat_id": "@kudus"}, "chat not found"),
        ({"reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"message_thread_id": 7}, "message thread not found"),
        ({"reply_markup": buttons({"text": "a", "callback_data": "x" * 65})}, "BUTTON_DATA_INVALID"),
        (
            {"reply_markup": buttons({"text": "a"})},
            BUTTON + "Text buttons are unallowed in the inline keyboard",
        ),
        ({"reply_markup": buttons({"text": " ", "callback_data": "a"})}, BUTTON + "Text is empty"),
        ({"reply_markup": buttons({"text": "a", "url": "kudus"})}, "BUTTON_URL_INVALID"),
        (
            {"reply_markup": buttons({"text": "a", "url": "http://a.id", "callback_data": "b"})},
            BUTTON + "exactly one optional field must be used",
        ),
        ({"reply_markup": buttons(*[{"text": "a", "callback_data": "b"}] * 101)}, "reply markup is too long"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
async def test_a_message_that_telegram_refuses(scene: Scene, params: dict[str, Any], words: str) -> None:
    assert await scene.tell(**params) == f"400 Bad Request: {words}"


@pytest.mark.parametrize("text", ["x" * 4096, f"<b>{'x' * 4096}</b>", "&lt;" * 4096])
async def test_a_text_is_measured_after_its_entities_are_parsed(scene: Scene, text: str) -> None:
    assert await scene.tell(text=text, parse_mode="HTML") == "200"


async def test_a_bot_cannot_write_first(scene: Scene) -> None:
    words = "403 Forbidden: bot can't initiate conversation with a user"
    assert await scene.tell(chat_id=scene.budi.id) == words


async def test_a_bot_that_is_blocked_is_told_so_until_the_person_writes_again(scene: Scene) -> None:
    acts.block(scene.world, scene.private, blocked=True)
    assert await scene.tell() == "403 Forbidden: bot was blocked by the user"
    acts.write(scene.world, scene.siti, scene.private, {"text": "lagi"}, None)
    assert await scene.tell() == "200"


async def test_a_deactivated_person_gets_nothing(scene: Scene) -> None:
    scene.siti.deactivated = True
    assert await scene.tell() == "403 Forbidden: user is deactivated"


async def test_a_bot_does_not_write_to_bots(scene: Scene) -> None:
    scene.world.add_bot("43:B", "lain_bot", "Lain")
    assert await scene.tell(chat_id=43) == "403 Forbidden: bots can't send messages to bots"


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_a_bot_that_was_kicked_is_told_so(scene: Scene, kind: str) -> None:
    members = [scene.siti.id, scene.bot.id]
    chat = membership.found(scene.world, "PUPR", members, [], supergroup=kind == "supergroup")
    membership.leave(scene.world, chat, scene.bot.user, scene.siti)
    assert await scene.tell(chat_id=chat.id) == f"403 Forbidden: bot was kicked from the {kind} chat"


async def test_a_bot_that_left_is_no_member(scene: Scene) -> None:
    assert await scene.said("leaveChat", chat_id=scene.group.id) == "200"
    assert await scene.tell(chat_id=scene.group.id) == "403 Forbidden: bot is not a member of the group chat"


async def test_a_group_that_is_gone_is_gone(scene: Scene) -> None:
    membership.dissolve(scene.world, scene.group)
    assert await scene.tell(chat_id=scene.group.id) == "403 Forbidden: the group chat was deleted"


async def test_an_upgraded_group_names_its_new_id(scene: Scene) -> None:
    new = membership.migrate(scene.world, scene.group)
    status, body = await scene.call("sendMessage", chat_id=scene.group.id, text="a")
    assert (status, body["description"]) == (
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
    )
    assert body["parameters"] == {"migrate_to_chat_id": new.id}
    assert await scene.tell(chat_id=new.id) == "200"


@pytest.mark.parametrize(("token", "answered"), [("42:other", "401 Unauthorized"), ("nonsense", "404 Not Found")])
async def test_a_wrong_token_opens_nothing(scene: Scene, token: str, answered: str) -> None:
    assert await scene.said("getMe", token) == answered


async def test_a_method_that_does_not_exist_is_not_found(scene: Scene) -> None:
    assert await scene.said("sendNothing") == "404 Not Found: method not found"


async def test_a_method_that_is_not_rebuilt_says_so_and_is_marked(scene: Scene) -> None:
    words = "400 Bad Request: method is not available in the sandbox"
    assert await scene.said("getMyStarBalance") == words
    assert scene.world.calls.since(0, polls=False)[-1]["unavailable"] is True


async def test_unknown_parameters_are_logged_and_otherwise_ignored(scene: Scene) -> None:
    assert await scene.tell(colour="red") == "200"
    assert scene.world.calls.since(0, polls=False)[-1]["unknown"] == ["colour"]


async def test_a_reply_may_be_sent_without_its_original_when_asked(scene: Scene) -> None:
    wish = {"message_id": 99, "allow_sending_without_reply": True}
    assert await scene.tell(reply_parameters=wish) == "200"


@pytest.mark.parametrize("method", ["editMessageText", "editMessageReplyMarkup"])
async def test_an_edit_that_changes_nothing_is_refused(scene: Scene, method: str) -> None:
    markup = buttons({"text": "a", "callback_data": "b"})
    message = await scene.sent(reply_markup=markup)
    text = {"text": "a"} if method == "editMessageText" else {}
    assert await scene.said(method, chat_id=scene.siti.id, message_id=message, reply_markup=markup, **text) == (
        "400 Bad Request: message is not modified: specified new message content and reply markup are exactly"
        " the same as a current content and reply markup of the message"
    )


async def test_editing_without_a_keyboard_takes_the_keyboard_away(scene: Scene) -> None:
    message = await scene.sent(reply_markup=buttons({"text": "a", "callback_data": "b"}))
    _, body = await scene.call("editMessageText", chat_id=scene.siti.id, message_id=message, text="a")
    assert "reply_markup" not in body["result"]


async def test_only_the_bots_own_plain_messages_can_be_edited(scene: Scene) -> None:
    async def edited(message_id: int) -> str:
        return await scene.said("editMessageText", chat_id=scene.siti.id, message_id=message_id, text="b")

    with_keyboard = await scene.sent(reply_markup={"keyboard": [[{"text": "Ya"}]]})
    assert await edited(scene.first.id) == "400 Bad Request: message can't be edited"
    assert await edited(with_keyboard) == "400 Bad Request: message can't be edited"
    assert await edited(99) == "400 Bad Request: message to edit not found"


async def test_text_and_caption_are_not_edited_for_each_other(scene: Scene) -> None:
    here = {"chat_id": scene.siti.id}
    _, photo = await scene.call("sendPhoto", **here, photo=PICTURE)
    words = await scene.said("editMessageText", **here, message_id=photo["result"]["message_id"], text="b")
    assert words == "400 Bad Request: there is no text in the message to edit"
    words = await scene.said("editMessageCaption", **here, message_id=await scene.sent(), caption="b")
    assert words == "400 Bad Request: there is no caption in the message to edit"


async def test_a_message_can_be_deleted_for_two_days(scene: Scene) -> None:
    message = await scene.sent()
    scene.clock.move(2 * DAY + 1)
    here = {"chat_id": scene.siti.id, "message_id": message}
    assert await scene.said("deleteMessage", **here) == ("400 Bad Request: message can't be deleted for everyone")
    assert await scene.said("editMessageText", **here, text="b") == "200"


async def test_others_messages_in_a_group_are_deleted_by_administrators_only(scene: Scene) -> None:
    message = acts.write(scene.world, scene.siti, scene.group, {"text": "a"}, None)
    here = {"chat_id": scene.group.id, "message_id": message.id}
    assert await scene.said("deleteMessage", **here) == "400 Bad Request: message can't be deleted"
    membership.promote(scene.world, scene.group, scene.bot.user, scene.siti, admin=True)
    assert await scene.said("deleteMessage", **here) == "200"
    assert await scene.said("deleteMessage", **here) == "400 Bad Request: message to delete not found"


@pytest.mark.parametrize(
    ("reaction", "answered"),
    [
        ([{"type": "emoji", "emoji": "👍"}], "200"),
        ([], "200"),
        ([{"type": "emoji", "emoji": "🚗"}], "400 Bad Request: REACTION_INVALID"),
        ([{"type": "custom_emoji", "custom_emoji_id": "5"}], "400 Bad Request: REACTION_INVALID"),
        (
            [{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "❤"}],
            "400 Bad Request: REACTIONS_TOO_MANY",
        ),
    ],
)
async def test_a_bot_reacts_with_one_emoji_of_the_set(scene: Scene, reaction: Any, answered: str) -> None:
    here = {"chat_id": scene.siti.id, "message_id": scene.first.id}
    assert await scene.said("setMessageReaction", **here, reaction=reaction) == answered


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
    assert words == "400 Bad Request: not enough rights to manage topics"


async def test_a_topic_is_closed_once_and_closed_to_plain_members(scene: Scene) -> None:
    chat = membership.found(scene.world, "PUPR", [scene.siti.id, scene.bot.id], [scene.bot.id], forum=True)
    _, body = await scene.call("createForumTopic", chat_id=chat.id, name="Jalan")
    here = {"chat_id": chat.id, "message_thread_id": body["result"]["message_thread_id"]}
    assert await scene.said("closeForumTopic", **here) == "200"
    assert await scene.said("closeForumTopic", **here) == "400 Bad Request: TOPIC_NOT_MODIFIED"
    membership.promote(scene.world, chat, scene.bot.user, scene.siti, admin=False)
    assert await scene.tell(**here) == "400 Bad Request: TOPIC_CLOSED"


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
