"""How updates reach a bot: long polling, confirmation, webhooks, and what privacy mode hides."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox import acts, membership
from bot.sandbox.server import serve
from bot.sandbox.world import World
from tests.sandbox_client import TOKEN, Clock, Messenger, messenger


@pytest.fixture
async def hand() -> AsyncIterator[Messenger]:
    async with messenger(first_retry=0.01) as running:
        yield running


async def write(hand: Messenger, who: int, key: str, *texts: str) -> None:
    for text in texts:
        await hand.post("send", **{"from": who, "chat": key, "text": text})


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_come_again_until_they_are_confirmed(hand: Messenger) -> None:
    who, key = await hand.person()
    await write(hand, who, key, "a", "b")
    first = await hand.result("getUpdates")
    assert texts(first) == ["a", "b"]
    assert first[1]["update_id"] == first[0]["update_id"] + 1
    assert await hand.result("getUpdates", limit=1) == first[:1]
    assert await hand.result("getUpdates", offset=first[1]["update_id"]) == first[1:]
    assert await hand.result("getUpdates", offset=first[1]["update_id"] + 1) == []


async def test_a_negative_offset_forgets_all_but_the_last(hand: Messenger) -> None:
    who, key = await hand.person()
    await write(hand, who, key, "a", "b", "c")
    assert texts(await hand.result("getUpdates", offset=-1)) == ["c"]
    assert texts(await hand.result("getUpdates")) == ["c"]


async def test_a_long_poll_ends_when_something_comes(hand: Messenger) -> None:
    who, key = await hand.person()
    waiting = asyncio.create_task(hand.result("getUpdates", timeout=50))
    await write(hand, who, key, "a")
    assert texts(await waiting) == ["a"]


async def test_a_second_poller_ends_the_first(hand: Messenger) -> None:
    older = asyncio.create_task(hand.call("getUpdates", timeout=50))
    while not older.done():
        assert await hand.result("getUpdates") == []
    status, body = older.result()
    assert (status, body["description"]) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )


async def test_reactions_are_told_only_to_those_who_ask(hand: Messenger) -> None:
    who, key = await hand.person()
    await hand.post("react", **{"from": who, "chat": key, "id": 1, "emoji": "👍"})
    assert await hand.result("getUpdates", allowed_updates=["message_reaction"]) == []
    await hand.post("react", **{"from": who, "chat": key, "id": 1, "emoji": None})
    [update] = await hand.result("getUpdates")
    assert update["message_reaction"]["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    await write(hand, who, key, "unwanted")
    assert await hand.result("getUpdates", offset=update["update_id"] + 1) == []


async def test_an_empty_list_restores_the_default_kinds(hand: Messenger) -> None:
    who, key = await hand.person()
    await hand.result("getUpdates", allowed_updates=["callback_query"])
    await hand.result("getUpdates", allowed_updates=[])
    await write(hand, who, key, "a")
    assert texts(await hand.result("getUpdates")) == ["a"]


class Receiver:
    """A webhook's end: keeps what comes and answers with the statuses it was given, then 200."""

    def __init__(self, *answers: Response) -> None:
        self.answers = list(answers)
        self.got: list[dict[str, Any]] = []
        self.secrets: set[str | None] = set()
        self.news = asyncio.Condition()

    async def receive(self, request: Request) -> Response:
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.got.append(await request.json())
        async with self.news:
            self.news.notify_all()
        return self.answers.pop(0) if self.answers else Response()

    async def wait_for(self, number: int) -> list[str]:
        """The texts of the first arrivals, once there are so many."""
        async with self.news, asyncio.timeout(5):
            await self.news.wait_for(lambda: len(self.got) >= number)
        return texts(self.got)


@asynccontextmanager
async def receiving(*answers: Response) -> AsyncIterator[tuple[Receiver, str]]:
    """A receiver and its address."""
    receiver = Receiver(*answers)
    app = Starlette(routes=[Route("/hook", receiver.receive, methods=["POST"])])
    app.state.world = World()
    async with serve(app) as url:
        yield receiver, f"{url}/hook"


async def test_a_webhook_gets_what_waits_and_what_comes_with_its_secret(hand: Messenger) -> None:
    who, key = await hand.person()
    await write(hand, who, key, "a")
    async with receiving() as (receiver, url):
        await hand.result("setWebhook", url=url, secret_token="rahasia-1")
        await write(hand, who, key, "b")
        assert await receiver.wait_for(2) == ["a", "b"]
        assert receiver.secrets == {"rahasia-1"}
        info = await hand.result("getWebhookInfo")
        assert (info["url"], info["max_connections"]) == (url, 40)
        await hand.result("deleteWebhook")


async def test_polling_is_refused_while_a_webhook_is_set(hand: Messenger) -> None:
    async with receiving() as (_, url):
        await hand.result("setWebhook", url=url)
        status, body = await hand.call("getUpdates")
        assert (status, body["description"]) == (
            409,
            "Conflict: can't use getUpdates method while webhook is active;"
            " use deleteWebhook to delete the webhook first",
        )
        await hand.result("deleteWebhook")
    assert await hand.result("getUpdates") == []


async def test_setting_a_webhook_ends_a_waiting_poll(hand: Messenger) -> None:
    poll = asyncio.create_task(hand.call("getUpdates", timeout=50, allowed_updates=["message"]))
    while not hand.world.updates[42].allowed:
        await asyncio.sleep(0)
    async with receiving() as (_, url):
        await hand.result("setWebhook", url=url)
        status, body = await poll
        assert (status, body["description"]) == (409, "Conflict: terminated by setWebhook request")
        await hand.result("deleteWebhook")


async def test_a_webhook_is_tried_again_until_it_answers_2xx(hand: Messenger) -> None:
    who, key = await hand.person()
    refusals = [Response(status_code=500), Response(status_code=503, headers={"Retry-After": "0.01"})]
    async with receiving(*refusals) as (receiver, url):
        await hand.result("setWebhook", url=url)
        await write(hand, who, key, "a", "b")
        assert await receiver.wait_for(4) == ["a", "a", "a", "b"]
        info = await hand.result("getWebhookInfo")
        assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
        await hand.result("deleteWebhook")


async def test_a_failing_update_holds_up_its_own_chat_alone(hand: Messenger) -> None:
    siti, her_key = await hand.person("Siti")
    budi, his_key = await hand.person("Budi")
    async with receiving(Response(status_code=500, headers={"Retry-After": "30"})) as (receiver, url):
        await hand.result("setWebhook", url=url)
        await write(hand, siti, her_key, "a")
        await receiver.wait_for(1)
        await write(hand, siti, her_key, "b")
        await write(hand, budi, his_key, "c")
        assert await receiver.wait_for(2) == ["a", "c"]
        await hand.result("deleteWebhook")
    assert texts(await hand.result("getUpdates")) == ["a", "b"]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"url": "ftp://x"}, "invalid webhook URL specified"),
        ({"url": "http://x", "secret_token": "x" * 257}, "secret token is too long"),
        ({"url": "http://x", "secret_token": "with space"}, "secret token contains unallowed characters"),
    ],
)
async def test_a_bad_webhook_is_refused(hand: Messenger, params: dict[str, Any], words: str) -> None:
    status, body = await hand.call("setWebhook", **params)
    assert (status, body["description"]) == (400, f"Bad Request: {words}")


def seen(text: str, *, privacy: bool = True, admin: bool = False, reply: str = "") -> bool:
    """Whether a group's message reaches the bot; `reply` names whose message it answers."""
    world = World(Clock())
    bot = world.add_bot(TOKEN, "pendopo_bot", "Pendopo", privacy=privacy)
    siti, budi = world.add_person("Siti"), world.add_person("Budi")
    admins = [bot.id] if admin else []
    chat = membership.found(world, "PUPR", [siti.id, budi.id, bot.id], admins)
    originals = {
        "bot": world.post(chat, bot.user, {"text": "kartu"}),
        "budi": world.post(chat, budi, {"text": "x"}),
    }
    world.updates[bot.id].pending.clear()
    act = {"text": text, "reply_to": originals[reply].id if reply else None}
    acts.write(world, siti, chat, act, None)
    return bool(world.updates[bot.id].pending)


@pytest.mark.parametrize(
    ("text", "reaches"),
    [
        ("selamat pagi", False),
        ("/ambil", True),
        ("/ambil@pendopo_bot", True),
        ("/ambil@Pendopo_Bot", True),
        ("/ambil@lain_bot", False),
        ("halo @pendopo_bot", True),
        ("🚧 halo @pendopo_bot", True),
        ("halo @lain_bot", False),
        ("a@pendopo_bot.id", False),
    ],
)
def test_privacy_mode_shows_commands_and_mentions_only(text: str, reaches: bool) -> None:
    assert seen(text) is reaches


def test_privacy_mode_shows_replies_to_the_bot_alone() -> None:
    assert seen("sudah", reply="bot")
    assert not seen("sudah", reply="budi")


def test_an_administrator_and_a_bot_without_privacy_see_everything() -> None:
    assert seen("selamat pagi", admin=True)
    assert seen("selamat pagi", privacy=False)


def test_bots_do_not_see_bots_but_see_service_messages() -> None:
    world = World(Clock())
    ours, theirs = world.add_bot(TOKEN, "pendopo_bot", "Pendopo"), world.add_bot("43:B", "lain_bot", "Lain")
    siti = world.add_person("Siti")
    chat = membership.found(world, "PUPR", [siti.id, ours.id, theirs.id], [ours.id])
    world.updates[ours.id].pending.clear()
    world.post(chat, theirs.user, {"text": "/ambil"})
    assert not world.updates[ours.id].pending
    membership.join(world, chat, world.add_person("Budi"), siti)
    assert len(world.updates[ours.id].pending) == 1
    membership.leave(world, chat, theirs.user, siti)
    assert len(world.updates[ours.id].pending) == 2


async def test_a_bot_is_told_of_its_own_topics_and_pins_but_not_of_its_messages(hand: Messenger) -> None:
    who, _ = await hand.person()
    chat = await hand.group(who, 42, admins=(42,), forum=True)
    here = {"chat_id": int(chat["key"][2:])}
    topic = await hand.result("createForumTopic", **here, name="Jalan")
    card = await hand.result("sendMessage", **here, text="kartu")
    await hand.result("pinChatMessage", **here, message_id=card["message_id"])
    made, pinned = await hand.result("getUpdates")
    assert made["message"]["message_id"] == topic["message_thread_id"]
    assert pinned["message"]["pinned_message"]["text"] == "kartu"


def test_the_original_of_a_reply_carries_its_buttons() -> None:
    world = World(Clock())
    bot, siti = world.add_bot(TOKEN, "pendopo_bot", "Pendopo"), world.add_person("Siti")
    chat = membership.found(world, "PUPR", [siti.id, bot.id], [])
    markup = {"inline_keyboard": [[{"text": "Ambil", "callback_data": "x"}]]}
    card = world.post(chat, bot.user, {"text": "kartu"}, markup=markup)
    world.updates[bot.id].pending.clear()
    acts.write(world, siti, chat, {"text": "sudah", "reply_to": card.id}, None)
    [entry] = world.updates[bot.id].pending.values()
    assert entry.update["message"]["reply_to_message"]["reply_markup"] == markup
