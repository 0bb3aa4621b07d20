"""What a test looks at: the sentences people were told, the notes on their buttons, and what the house remembers."""

import html
import re
import time
from typing import Any

import msgspec
from sqlalchemy import func, select

from bot.limits import Limiter, Quota
from bot.speech import HOME, TAG
from flows.conversation import Conversation, load
from routing.ticket import Ticket
from storage.database import transaction
from storage.schema import conversations, facts, inbox, invites, officers, rooms, tickets
from tests.town import Town

STORY = "jalan berlubang di depan Pasar Bitingan, kemarin ada yang jatuh"


def unhurried(town: Town) -> None:
    """Limits on sending and on what a person may send are counted on a clock that runs a thousand times as fast."""
    town.app.courier.postman.limiter = Limiter(lambda: time.monotonic() * 1000)
    town.app.desk.quota = Quota(lambda: time.monotonic() * 1000)


def fragment(town: Town, key: str, language: str = HOME) -> str:
    """The longest piece of a sentence that is the same whatever its values are."""
    plain = html.unescape(TAG.sub("", town.app.speech.sentence(key, language)))
    return max(re.split(r"\{[^}]*\}|\n", plain), key=len).strip()


async def told(town: Town, chat: str, key: str) -> bool:
    """Whether the last message in `chat` holds this sentence."""
    messages = await town.messages(chat)
    return fragment(town, key) in (messages[-1].get("text") or "")


def toasts(town: Town) -> list[str]:
    """The notes on pressed buttons so far, in order; empty ones only stop the button from spinning."""
    calls = town.world.calls.since(0, polls=False)
    return [call["params"].get("text") or "" for call in calls if call["method"] == "answerCallbackQuery"]


async def all_tickets(town: Town) -> list[Ticket]:
    async with transaction(town.engine) as connection:
        rows = await connection.execute(select(tickets.c.data).order_by(tickets.c.number))
        return [msgspec.json.decode(data, type=Ticket) for data in rows.scalars()]


async def talks(town: Town) -> dict[str, Conversation]:
    """Every conversation that is about something."""
    async with transaction(town.engine) as connection:
        found = [load(data) for data in (await connection.execute(select(conversations.c.data))).scalars()]
    return {talk.key: talk for talk in found if not (talk.state == "idle" and talk.draft.empty and not talk.words)}


async def parked(town: Town) -> list[str]:
    """Tracebacks of what the program failed to handle."""
    async with transaction(town.engine) as connection:
        rows = await connection.execute(select(inbox.c.trouble).where(inbox.c.trouble.is_not(None)))
        return list(rows.scalars())


async def memory(town: Town) -> dict[str, Any]:
    """Everything that a misstep must not change: tickets and their history, talks, groups, rights, codes."""
    async with transaction(town.engine) as connection:
        counted = (await connection.execute(select(func.count()).select_from(facts))).scalar_one()
        linked = select(*(column for column in rooms.c if column is not rooms.c.delivered))
        rest = {
            name: sorted(map(tuple, await connection.execute(rows)))
            for name, rows in (("rooms", linked), ("officers", select(officers)))
        }
        codes = sorted(map(tuple, await connection.execute(select(invites.c.digest, invites.c.used.is_not(None)))))
    return {
        "tickets": await all_tickets(town),
        "facts": counted,
        "talks": await talks(town),
        "codes": codes,
        "parked": await parked(town),
        **rest,
    }


async def send_report(town: Town, who: str = "Siti", text: str = STORY) -> str:
    """A report, told and sent; its number."""
    await town.say(who, text)
    await town.quiet()
    await town.push(who, "Kirim")
    await town.quiet()
    return (await all_tickets(town))[-1].number
