"""Where Telegram is strict about messages the messenger is strict, with the same status and words."""

from typing import Any

import pytest

from bot.sandbox import acts, membership
from bot.sandbox.files import PIXEL, Upload
from tests.sandbox_scene import Scene, buttons

PICTURE = Upload("jalan.png", "image/png", PIXEL)
DAY = 86400.0
ENTITIES, BUTTON = "can't parse entities: ", "can't parse inline keyboard button: "


@pytest.fixture
def scene() -> Scene:
    return Scene()


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


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"language_code": "english"}, "invalid language code specified"),
        ({"language_code": "E1"}, "invalid language code specified"),
        ({"scope": {"type": "chat", "chat_id": 12}}, "chat not found"),
    ],
)
async def test_a_menu_is_for_a_language_and_a_chat_that_exist(scene: Scene, more: dict[str, Any], words: str) -> None:
    commands = [{"command": "bantuan", "description": "Cara memakai"}]
    assert await scene.said("setMyCommands", commands=commands, **more) == f"400 Bad Request: {words}"
