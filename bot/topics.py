"""Topics of groups that have them: each ticket's own, named after it, closed with it and reopened with it.

One step a delivery: what was done is written down, and the letter comes again at once. So a crash between a step and
its noting leaves at worst an empty topic.
"""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels import NoTopics, TopicGone, Topics, Trouble
from bot.parcels import Parcel
from bot.speech import Speech
from flows.card import title
from flows.effects import ShowCard
from routing.rules import Rules
from storage import rooms, threads
from storage.links import Link
from storage.threads import Thread

LONGEST = 128
"""Characters of a topic's name, core.telegram.org/bots/api#createforumtopic."""


class OnTheWay(Trouble):
    """A step towards the letter was done, or turned out to be impossible (`lacks`, as in `NoTopics`)."""

    def __init__(self, thread: Thread | None = None, links: Sequence[Link] = (), lacks: str = "") -> None:
        self.thread = thread
        self.links = links
        self.lacks = lacks
        super().__init__(lacks or "on the way")


def able(channel: object) -> Topics | None:
    return channel if isinstance(channel, Topics) else None


def wants_step(parcel: Parcel) -> bool:
    """Its topic has to be made, closed or reopened first. A card that hangs outside of topics stays there."""
    if not (parcel.forum and parcel.ticket):
        return False
    if not parcel.thread:
        return parcel.card is None and (parcel.topic is not None or isinstance(parcel.letter.body, ShowCard))
    return isinstance(parcel.letter.body, ShowCard) and parcel.topic != parcel.due_topic


def lacks_card(parcel: Parcel) -> bool:
    """It was hung in a topic that is no more."""
    return bool(parcel.topic and parcel.ticket) and parcel.card is None and not isinstance(parcel.letter.body, ShowCard)


async def take_step(topics: Topics, parcel: Parcel, speech: Speech, rules: Rules) -> OnTheWay:
    """Raises `Trouble`."""
    assert parcel.ticket, "only a ticket has a topic"
    try:
        if due := parcel.due_topic:
            await (topics.close_topic if due.closed else topics.reopen_topic)(parcel.chat, due.thread)
            return OnTheWay(due)
        name = speech.plain(title(parcel.ticket, parcel.office, rules), parcel.language)
        thread = await topics.open_topic(parcel.chat, name[:LONGEST])
    except NoTopics as trouble:
        return OnTheWay(lacks=trouble.lacks)
    return OnTheWay(Thread(parcel.channel, parcel.chat, parcel.ticket.number, thread))


async def note_topic(connection: AsyncConnection, parcel: Parcel, trouble: OnTheWay | TopicGone) -> None:
    """A topic was made, closed or reopened; may not be made, or is no more."""
    if isinstance(trouble, TopicGone):
        await threads.lose(connection, *parcel.where, parcel.letter.ticket or "")
    elif trouble.lacks == "right":
        await rooms.note_missing(connection, *parcel.where, "topics")
    elif trouble.lacks:
        await rooms.note_forum(connection, *parcel.where, forum=False)
        await threads.forget_chat(connection, *parcel.where)
    elif trouble.thread:
        await threads.note(connection, trouble.thread)
