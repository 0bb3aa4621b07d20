"""aiogram and python-telegram-bot, written apart, go the same round and take the messenger for Telegram."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import aiogram.types
import pytest
import telegram

from bot.sandbox.files import PIXEL
from tests.sandbox_client import Messenger, messenger
from tests.sandbox_libraries import Aiogram, with_aiogram, with_ptb

Door = Callable[..., Any]
each = pytest.mark.parametrize("door", [with_aiogram, with_ptb], ids=["aiogram", "ptb"])


@pytest.fixture
async def hand(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Messenger]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else PTB warns whenever it raises RetryAfter
    async with messenger() as running:
        yield running


@each
async def test_a_bot_learns_who_it_is(hand: Messenger, door: Door) -> None:
    async with door(hand.url) as client:
        me = await client.me()
    assert (me.id, me.is_bot, me.username, me.can_read_all_group_messages) == (42, True, "pendopo_bot", False)


@each
async def test_a_question_is_asked_pressed_answered_and_edited(hand: Messenger, door: Door) -> None:
    who, key = await hand.person()
    async with door(hand.url) as client:
        await hand.post("send", **{"from": who, "chat": key, "text": "/lapor jalan rusak"})
        [update] = await client.poll()
        assert (update.message.text, update.message.chat.id) == ("/lapor jalan rusak", who)
        assert [e.type for e in update.message.entities] == ["bot_command"]
        asked = await client.ask(who, "Benar?")
        await hand.post("press", **{"from": who, "chat": key, "id": asked.message_id, "data": "y"})
        [update] = await client.poll(update.update_id + 1)
        press = update.callback_query
        assert (press.data, press.message.text, press.from_user.id) == ("y", "Benar?", who)
        assert press.message.reply_markup.inline_keyboard[0][1].text == "Tidak"
        assert await client.answer(press.id, "Baik")
        edited = await client.edit(who, asked.message_id, "Terima kasih")
        assert (edited.text, edited.reply_markup) == ("Terima kasih", None)
        await hand.post("edit", **{"from": who, "chat": key, "id": 2, "text": "lampu"})
        [update] = await client.poll(update.update_id + 1)
        assert update.edited_message.text == "lampu"
    assert all("unknown" not in call for call in await hand.calls())


@each
async def test_marked_text_keeps_its_entities(hand: Messenger, door: Door) -> None:
    who, _ = await hand.person()
    async with door(hand.url) as client:
        sent = await client.say(who, "🚧 <b>KDS-1</b> &amp; <code>x</code>")
    assert sent.text == "🚧 KDS-1 & x"
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [("bold", 3, 5), ("code", 11, 1)]


@each
async def test_a_photo_goes_up_and_comes_down_byte_for_byte(hand: Messenger, door: Door) -> None:
    who, key = await hand.person()
    data = PIXEL + bytes(range(256)) * 40 + b"\r\n--x"
    async with door(hand.url) as client:
        sent = await client.photo(who, data, "Jalan <rusak>")
        assert sent.caption == "Jalan <rusak>"
        assert await client.fetch(sent.photo[-1].file_id) == data
        form = {"from": str(who), "chat": key, "kind": "photo", "caption": "lubang"}
        await hand.http.post("/sandbox/send", data=form, files={"file": ("l.png", data, "image/png")})
        [update] = await client.poll()
        assert (update.message.caption, update.message.photo[-1].width) == ("lubang", 1)
        assert await client.fetch(update.message.photo[-1].file_id) == data
        assert await client.fetch(update.message.photo[0].file_id) != data


@each
async def test_an_album_is_one_group_of_messages(hand: Messenger, door: Door) -> None:
    who, _ = await hand.person()
    async with door(hand.url) as client:
        sent = await client.album(who, [PIXEL, PIXEL + b"2", PIXEL + b"3"])
    assert len(sent) == 3
    assert len({message.media_group_id for message in sent}) == 1


KINDS: dict[str, dict[str, Any]] = {
    "document": {"file": "aGFsbw==", "file_name": "surat.pdf"},
    "voice": {"file": "aGFsbw=="},
    "video": {"file": "aGFsbw=="},
    "location": {"latitude": -6.8048, "longitude": 110.8405},
    "contact": {},
    "sticker": {},
    "poll": {"text": "Setuju?"},
}


@each
@pytest.mark.parametrize("kind", list(KINDS))
async def test_every_kind_of_message_fits_the_models(hand: Messenger, door: Door, kind: str) -> None:
    who, key = await hand.person()
    await hand.post("send", **{"from": who, "chat": key, "kind": kind, **KINDS[kind]})
    async with door(hand.url) as client:
        [update] = await client.poll()
    assert getattr(update.message, kind)


@each
async def test_a_forum_has_topics_that_are_made_renamed_closed_and_reopened(hand: Messenger, door: Door) -> None:
    who, _ = await hand.person()
    chat = await hand.group(who, 42, admins=(42,), forum=True)
    here = int(chat["key"][2:])
    async with door(hand.url) as client:
        topic = await client.plain("create_forum_topic", chat_id=here, name="Jalan")
        thread = {"chat_id": here, "message_thread_id": topic.message_thread_id}
        sent = await client.say(here, "kartu", message_thread_id=topic.message_thread_id)
        assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
        await hand.post("send", **{"from": who, "chat": chat["key"], "text": "ya", "thread": topic.message_thread_id})
        _, update = await client.poll()
        assert update.message.reply_to_message.forum_topic_created.name == "Jalan"
        assert await client.plain("edit_forum_topic", **thread, name="Jalan & jembatan")
        assert await client.plain("close_forum_topic", **thread)
        assert await client.plain("reopen_forum_topic", **thread)
        assert await client.plain("delete_forum_topic", **thread)


@each
async def test_an_upgraded_group_moves_the_bot_to_its_new_id(hand: Messenger, door: Door) -> None:
    who, _ = await hand.person()
    chat = await hand.group(who, 42)
    old = int(chat["key"][2:])
    new = int((await hand.post(f"groups/{old}/migrate"))["chat"]["key"][2:])
    async with door(hand.url) as client:
        left, came = await client.poll()
        assert (left.message.chat.id, left.message.migrate_to_chat_id) == (old, new)
        assert (came.message.chat.id, came.message.migrate_from_chat_id) == (new, old)
        assert await client.fault(client.say(old, "a")) == ("TelegramMigrateToChat", new)


@each
async def test_refusals_reach_the_libraries_as_their_own_errors(hand: Messenger, door: Door) -> None:
    who, _ = await hand.person()
    async with door(hand.url) as client:
        assert await client.fault(client.say(999, "a")) == ("TelegramBadRequest", None)
        await hand.post("block", user=who, bot=42, blocked=True)
        assert await client.fault(client.say(who, "a")) == ("TelegramForbiddenError", None)
        await hand.post("faults", kind="429", retry_after=7)
        assert await client.fault(client.say(who, "a")) == ("TelegramRetryAfter", 7)
    async with door(hand.url, "43:unknown") as stranger:
        assert await stranger.fault(stranger.me()) == ("TelegramUnauthorizedError", None)


@each
async def test_memberships_are_told(hand: Messenger, door: Door) -> None:
    who, _ = await hand.person()
    async with door(hand.url) as client:
        chat = await hand.post("groups", title="PUPR", members=[who, 42])
        joined, made = await client.poll()
        assert joined.my_chat_member.new_chat_member.status == "member"
        assert made.message.group_chat_created
        await hand.post(f"groups/{chat['key'][2:]}/admins", user=42)
        await hand.http.delete(f"/sandbox/groups/{chat['key'][2:]}/members/42")
        *_, promoted, farewell, out = await client.poll(made.update_id + 1)
        assert promoted.my_chat_member.new_chat_member.status == "administrator"
        assert farewell.message.left_chat_member.id == 42
        assert out.my_chat_member.new_chat_member.status == "kicked"


@each
async def test_a_bot_asks_about_its_chats(hand: Messenger, door: Door) -> None:
    who, _ = await hand.person()
    chat = await hand.group(who, 42, admins=(who,))
    here = int(chat["key"][2:])
    async with door(hand.url) as client:
        assert (await client.plain("get_chat", chat_id=here)).title == "Dinas PUPR"
        assert (await client.plain("get_chat_member", chat_id=here, user_id=who)).status == "creator"
        assert (await client.plain("get_chat_member", chat_id=here, user_id=42)).status == "member"
        assert await client.plain("get_chat_member_count", chat_id=here) == 2
        [admin] = await client.plain("get_chat_administrators", chat_id=here)
        assert admin.user.id == who


@each
async def test_commands_are_set_by_scope_and_language(hand: Messenger, door: Door) -> None:
    async with door(hand.url) as client:
        commands = [
            aiogram.types.BotCommand(command="lapor", description="Melapor")
            if isinstance(client, Aiogram)
            else telegram.BotCommand("lapor", "Melapor")
        ]
        assert await client.plain("set_my_commands", commands=commands, language_code="id")
        [command] = await client.plain("get_my_commands", language_code="id")
        assert (command.command, command.description) == ("lapor", "Melapor")
        assert not await client.plain("get_my_commands")
        assert await client.plain("set_my_description", description="Balai warga")
        assert (await client.plain("get_my_description")).description == "Balai warga"


@each
async def test_a_reaction_goes_both_ways(hand: Messenger, door: Door) -> None:
    who, key = await hand.person()
    async with door(hand.url) as client:
        sent = await client.say(who, "Puas?")
        await client.plain("get_updates", allowed_updates=["message_reaction"])
        await hand.post("react", **{"from": who, "chat": key, "id": sent.message_id, "emoji": "👍"})
        [update] = await client.poll()
        assert update.message_reaction.new_reaction[0].emoji == "👍"
        reaction: Any = [aiogram.types.ReactionTypeEmoji(emoji="🙏")] if isinstance(client, Aiogram) else "🙏"
        assert await client.plain("set_message_reaction", chat_id=who, message_id=1, reaction=reaction)
    assert hand.world.chats[key].messages[1].person_reactions() == {"🙏": [42]}


@each
async def test_messages_are_forwarded_copied_pinned_and_deleted(hand: Messenger, door: Door) -> None:
    who, key = await hand.person()
    async with door(hand.url) as client:
        first = {"chat_id": who, "from_chat_id": who, "message_id": 1}
        assert (await client.plain("forward_message", **first)).forward_origin.sender_user.id == who
        copied = await client.plain("copy_message", **first)
        assert await client.plain("pin_chat_message", chat_id=who, message_id=copied.message_id)
        assert await client.plain("unpin_chat_message", chat_id=who)
        assert await client.plain("delete_message", chat_id=who, message_id=copied.message_id)
        assert await client.plain("send_chat_action", chat_id=who, action="typing")
    assert hand.world.chats[key].messages[copied.message_id].deleted
