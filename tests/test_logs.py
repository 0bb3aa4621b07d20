"""What stands in the logs: JSON, kinds and ids; never a token, a text, a name, a number or what an exception says."""

import io
import json
import logging
import sys
import warnings
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import structlog
from sqlalchemy import select, update

from bot.logs import blot, set_up
from storage.database import transaction
from storage.schema import conversations, identities
from tests.town import CITIZEN_BOT, Town, town_of, until
from tests.witness import STORY, parked, told, unhurried


class Lines(io.StringIO):
    """What was logged so far."""

    def events(self) -> list[dict[str, Any]]:
        """Every line; raises if one is not JSON."""
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """Logging as `pendopo serve` sets it up; afterwards as it was."""
    before, handlers, level = structlog.get_config(), logging.root.handlers[:], logging.root.level
    monkeypatch.setattr(sys, "stderr", Lines())
    set_up()
    assert isinstance(sys.stderr, Lines)
    yield sys.stderr
    logging.captureWarnings(capture=False)
    structlog.configure(**before)
    logging.root.handlers[:], logging.root.level = handlers, level


@pytest.fixture
async def town(lines: Lines, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with town_of(tmp_path_factory.mktemp("town")) as found:
        unhurried(found)
        yield found


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("bot7000000001:AAF-abcdefghijklmnopqrstuvwxyz_0123 said", "bot[…] said"),
        ("https://api.telegram.org/bot123456:" + "A" * 35 + "/getMe", "https://api.telegram.org/bot[…]/getMe"),
        ("hubungi 081234567890 ya", "hubungi […] ya"),
        ("hubungi +6281234567890", "hubungi […]"),
        ("hubungi 6281234567890.", "hubungi […]."),
        ("hubungi 0812-3456-7890, +62 812 3456 7890", "hubungi […], […]"),
        ("NIK 3319010101900001", "NIK […]"),
        ("2026-08-12T08:44:59.083948+07:00", "2026-08-12T08:44:59.083948+07:00"),
        ("KDS-26-00001-0", "KDS-26-00001-0"),
        ("letter=18 attempts=3 112", "letter=18 attempts=3 112"),
    ],
)
def test_what_looks_like_a_secret_is_blotted_out(text: str, left: str) -> None:
    assert blot(text) == left


def test_libraries_and_warnings_go_the_same_way(lines: Lines) -> None:
    logging.getLogger("httpx").warning("GET %s", "/bot7000000001:" + "A" * 35)
    logging.getLogger("httpx").info("never shown")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("look 081234567890", stacklevel=1)
    try:
        raise ValueError("rahasia Bu Siti")  # noqa: TRY301
    except ValueError:
        logging.getLogger("asyncio").exception("Task exception was never retrieved\nfuture: rahasia")
        structlog.get_logger("bot").exception("batch failed", size=1)
    read = lines.events()
    assert [(line["event"].rpartition("UserWarning: ")[2], line["level"]) for line in read] == [
        ("GET /bot[…]", "warning"),
        ("look […]", "warning"),
        ("Task exception was never retrieved", "error"),
        ("batch failed", "error"),
    ]
    assert [line["error"] for line in read if "error" in line] == ["ValueError", "ValueError"]
    assert all(line["where"].startswith("tests.test_logs:") for line in read if "where" in line)
    for never in ("rahasia", "A" * 35, "081234567890", "never shown"):
        assert never not in lines.getvalue()


async def test_a_story_full_of_trouble_leaves_no_word_name_or_number_in_the_logs(town: Town, lines: Lines) -> None:
    await town.say("Siti", STORY)
    await town.say("Budi", "halo")
    await town.quiet()
    await town.push("Siti", "Kirim")
    await town.quiet()
    await town.puppets.call("block", user=town.ids["Siti"], bot=CITIZEN_BOT, blocked=True)
    await town.push("Joko", "Ambil", "PUPR")
    await town.quiet()
    await break_the_talk_of_siti(town)
    await town.say("Siti", "rahasia sekali")
    await until(lambda: has_parked(town))
    deliver_nonsense(town)
    await town.puppets.call("faults", kind="500", method="sendMessage")
    await town.say("Budi", "/bantuan")
    await town.quiet()
    assert await told(town, "Siti", "sorry")
    assert await told(town, "Budi", "help")
    events = {line["event"] for line in lines.events()}
    assert events >= {"door open", "refused", "batch failed", "arrival parked", "unreadable update"}
    for never in nevers(town):
        assert never not in lines.getvalue()


async def break_the_talk_of_siti(town: Town) -> None:
    """As a disk or a strange version of the program might leave it."""
    broken = b'{"key": 5, "draft": {"text": "rahasia"}}'
    hers = select(identities.c.person).where(identities.c.address == str(town.ids["Siti"]))
    async with transaction(town.engine) as connection:
        await connection.execute(update(conversations).values(data=broken).where(conversations.c.key.in_(hers)))


async def has_parked(town: Town) -> bool:
    return bool(await parked(town))


def deliver_nonsense(town: Town) -> None:
    chat = town.world.chats[town.chats["Budi"]]
    town.world.deliver(town.world.bot(CITIZEN_BOT), "message", {"text": "rahasia", "from": "Budi"}, chat)


def nevers(town: Town) -> list[str]:
    settings = town.app.settings
    tokens = [settings.citizen_bot_token.get_secret_value(), settings.staff_bot_token.get_secret_value()]
    secrets = [token.partition(":")[2] for token in tokens]
    chats = [town.chats["PUPR"][2:], town.chats["Diskominfo"][2:]]
    people = [f'"{id_}"' for id_ in town.ids.values()] + [f" {id_}" for id_ in town.ids.values()]
    return [*secrets, *chats, *people, *town.ids, "rahasia", "Bitingan", "lubang", "Traceback"]
