"""A text of more than 4,096 characters leaves a phone in several messages, and on some phones only the first of them
answers the card: what its writer sends right after it belongs to the same ticket (`flows/drafting.py`)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.arrival import STAFF, Arrival
from flows.conversation import Conversation
from flows.drafting import AT_ONCE, is_cut
from flows.events import Said
from storage import conversations
from storage.database import millis

Talks = dict[str, Conversation]


def may_continue(arrival: Arrival) -> bool:
    """Words in a group that answer nothing and are no command."""
    loose = arrival.sender.channel == STAFF and not (arrival.private or arrival.reply_to or arrival.hint)
    return loose and isinstance(arrival.event, Said) and not arrival.event.text.startswith("/")


async def cut_drafts(
    connection: AsyncConnection, arrivals: Iterable[Arrival], person: Callable[[Arrival], str], now: datetime
) -> Talks:
    """The officers' talks that one of the arrivals may continue."""
    writers = {person(arrival) for arrival in arrivals if may_continue(arrival)}
    return await conversations.lately(connection, writers, millis(now - AT_ONCE)) if writers else {}


def continued(arrival: Arrival, person: str, talks: Mapping[str, Conversation], now: datetime) -> str | None:
    """The number of the ticket whose draft this is the rest of."""
    if not may_continue(arrival):
        return None
    mine = (
        talk for key, talk in talks.items() if key.startswith(f"{person}/") and is_cut(talk, now, f"{arrival.chat}/")
    )
    newest = max(mine, key=lambda talk: (talk.wrote or now, talk.turn), default=None)
    return newest.key.partition("/")[2] if newest else None
