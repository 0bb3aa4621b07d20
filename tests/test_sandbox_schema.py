"""The messenger's gate: every call is checked against the published Bot API schema and coerced."""

from typing import Any

import pytest

from bot.sandbox.condense import condense
from bot.sandbox.files import Upload
from bot.sandbox.refusal import Refused
from bot.sandbox.schema import METHODS, SCHEMA, TYPES, check, reactions, unknown

BUTTONS = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
PICTURE = Upload("a.png", "image/png", b"png")


def test_the_schema_is_the_one_of_bot_api_10_1() -> None:
    assert (SCHEMA["version"], len(METHODS), len(TYPES)) == ("Bot API 10.1", 180, 359)


@pytest.mark.parametrize(
    ("where", "limit"),
    [
        (METHODS["sendMessage"]["text"], [1, 4096, "parsed"]),
        (METHODS["sendPhoto"]["caption"], [0, 1024, "parsed"]),
        (METHODS["answerCallbackQuery"]["text"], [0, 200, "characters"]),
        (METHODS["getUpdates"]["limit"], [1, 100, "value"]),
        (METHODS["sendMediaGroup"]["media"], [2, 10, "items"]),
        (METHODS["createForumTopic"]["name"], [1, 128, "characters"]),
        (METHODS["deleteMessages"]["message_ids"], [1, 100, "items"]),
        (TYPES["InlineKeyboardButton"]["callback_data"], [1, 64, "bytes"]),
        (TYPES["BotCommand"]["description"], [1, 256, "characters"]),
    ],
)
def test_limits_are_read_from_the_descriptions(where: dict[str, Any], limit: list[Any]) -> None:
    assert where["limit"] == limit


def test_a_standard_in_a_description_is_not_taken_for_a_limit() -> None:
    assert "limit" not in METHODS["setMyCommands"]["language_code"]


def test_tags_and_lists_of_values_are_read_from_the_descriptions() -> None:
    assert TYPES["InputMediaPhoto"]["type"]["const"] == "photo"
    assert TYPES["InlineKeyboardButton"]["style"]["values"] == ["danger", "success", "primary"]
    assert {"👍", "❤", "🙏"} <= reactions()


def test_nothing_of_the_prose_survives_condensing() -> None:
    field = {
        "name": "text",
        "types": ["String"],
        "required": True,
        "description": "Some words, 1-5 characters",
    }
    published = {"version": "x", "methods": {"m": {"fields": [field]}}, "types": {"T": {"subtypes": ["A"]}}}
    rule = {"types": ["String"], "required": True, "limit": [1, 5, "characters"]}
    assert condense(published) == {"version": "x", "methods": {"m": {"text": rule}}, "types": {"T": ["A"]}}


@pytest.mark.parametrize(
    ("method", "given", "read"),
    [
        ("sendMessage", {"chat_id": "-5", "text": "a"}, {"chat_id": -5, "text": "a"}),
        ("SENDMESSAGE", {"chat_id": "@kudus", "text": "a"}, {"chat_id": "@kudus", "text": "a"}),
        (
            "sendLocation",
            {"chat_id": 1, "latitude": "-6.8", "longitude": 110},
            {"chat_id": 1, "latitude": -6.8, "longitude": 110.0},
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "protect_content": "true"},
            {"chat_id": 1, "text": "a", "protect_content": True},
        ),
        ("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": None}, {"chat_id": 1, "text": "a"}),
        (
            "getUpdates",
            {"allowed_updates": '["message"]', "timeout": "3"},
            {"allowed_updates": ["message"], "timeout": 3},
        ),
        ("deleteMessages", {"chat_id": 1, "message_ids": "[1,2]"}, {"chat_id": 1, "message_ids": [1, 2]}),
        ("sendPhoto", {"chat_id": 1, "photo": PICTURE}, {"chat_id": 1, "photo": PICTURE}),
        (
            "setMyCommands",
            {"commands": "[]", "scope": '{"type":"chat","chat_id":"7"}'},
            {"commands": [], "scope": {"type": "chat", "chat_id": 7}},
        ),
    ],
)
def test_values_are_coerced_as_telegram_does(method: str, given: Any, read: Any) -> None:
    assert check(method, given) == read


@pytest.mark.parametrize("kind", [BUTTONS, {"remove_keyboard": True}, {"force_reply": True}, {"keyboard": [["Ya"]]}])
def test_every_kind_of_reply_markup_is_understood(kind: dict[str, Any]) -> None:
    read = check("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": kind})["reply_markup"]
    assert read.keys() == kind.keys()


@pytest.mark.parametrize(
    ("method", "given", "status", "words"),
    [
        ("sendNothing", {}, 404, "Not Found: method not found"),
        ("sendMessage", {"text": "a"}, 400, "chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, 400, "message text is empty"),
        ("sendMessage", {"chat_id": 1, "text": 5}, 400, '"text" must be a String'),
        ("sendMessage", {"chat_id": True, "text": "a"}, 400, '"chat_id" must be an Integer'),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "reply_markup": "{"},
            400,
            "can't parse reply keyboard markup JSON object",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "reply_markup": "[]"},
            400,
            "object expected as reply markup",
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "protect_content": "maybe"},
            400,
            '"protect_content" must be a Boolean',
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "reply_parameters": {"message_id": 1, "quotation": "x"}},
            400,
            'can\'t parse ReplyParameters: unknown field "quotation"',
        ),
        (
            "sendMessage",
            {"chat_id": 1, "text": "a", "reply_parameters": {}},
            400,
            "can't parse ReplyParameters: Can't find field \"message_id\"",
        ),
        (
            "sendLocation",
            {"chat_id": 1, "latitude": "north", "longitude": 1},
            400,
            '"latitude" must be a Float',
        ),
        ("sendPhoto", {"chat_id": 1}, 400, "there is no photo in the request"),
        (
            "sendMediaGroup",
            {"chat_id": 1, "media": [{"type": "photo", "media": "x"}]},
            400,
            '"media" must be 2-10 items',
        ),
        (
            "sendMediaGroup",
            {"chat_id": 1, "media": [{"type": "photo", "media": "x"}] * 11},
            400,
            '"media" must be 2-10 items',
        ),
        ("getUpdates", {"limit": 101}, 400, '"limit" must be 1-100'),
        ("deleteMessages", {"chat_id": 1, "message_ids": []}, 400, '"message_ids" must be 1-100 items'),
        ("deleteMessages", {"chat_id": 1, "message_ids": 4}, 400, 'expected an Array as "message_ids"'),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, 400, "MESSAGE_TOO_LONG"),
        (
            "setMyCommands",
            {"commands": [{"command": "x" * 33, "description": "d"}]},
            400,
            "BOT_COMMAND_INVALID",
        ),
        ("createForumTopic", {"chat_id": 1, "name": "x" * 129}, 400, '"name" must be 1-128 characters'),
        (
            "setMessageReaction",
            {"chat_id": 1, "message_id": 1, "reaction": [{"type": "emoji", "emoji": "🚗"}]},
            400,
            "REACTION_INVALID",
        ),
        (
            "editMessageMedia",
            {"media": {"type": "hologram", "media": "x"}},
            400,
            'can\'t parse InputMediaAnimation: "type" must be "animation"',
        ),
    ],
)
def test_what_breaks_the_schema_is_refused(method: str, given: Any, status: int, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        check(method, given)
    assert refusal.value.status == status
    assert refusal.value.description in (words, f"Bad Request: {words}")


@pytest.mark.parametrize("data", ["", "x" * 65, "é" * 33])
def test_button_data_is_counted_in_bytes(data: str) -> None:
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": data}]]}
    with pytest.raises(Refused, match="BUTTON_DATA_INVALID"):
        check("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": markup})


def test_unknown_parameters_are_ignored_but_told() -> None:
    given = {"chat_id": 1, "text": "a", "colour": "red"}
    assert check("sendMessage", given) == {"chat_id": 1, "text": "a"}
    assert unknown("sendMessage", given) == ["colour"]
