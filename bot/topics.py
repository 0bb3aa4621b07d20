"""Topics of groups that have them: each ticket's own, named after it, closed with it and reopened with it.

One step a delivery: what was done is written down, and the letter comes again at once. So a crash between a step and
its noting leaves at worst an empty topic.
"""

from collections.abc import Sequence
from hashlib import sha256

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.arrival import Arrival
from bot.channels import NoTopics, TopicGone, Topics, Trouble
from bot.mailbag import Mailbag
from bot.parcels import Parcel
from bot.speech import Speech
from flows.card import title
from flows.effects import Line, Say, ShowCard, to_office
from flows.events import Edited, Said, SentFile, SentTooLarge
from routing.rules import Rules
from storage import rooms, threads
from storage.links import Link
from storage.threads import Thread

LONGEST = 128
"""Characters of a topic's name, core.telegram.org/bots/api#createforumtopic."""

NEEDED = "topics"
"""The right to make some, as `storage.rooms.Room.missing` has it."""

WORDS = (Said, SentFile, SentTooLarge, Edited)
"""What answers a ticket when it is written in its topic. A sticker there is talk among colleagues."""


class OnTheWay(Trouble):
    """A step towards the letter was done, or turned out to be impossible (`lacks`, as in `NoTopics`)."""

    def __init__(self, thread: Thread | None = None, links: Sequence[Link] = (), lacks: str = "") -> None:
        self.thread = thread
        self.links = links
        self.lacks = lacks
        super().__init__(lacks or "on the way")


def able(channel: object) -> Topics | None:
    return channel if isinstance(channel, Topics) else None


# ---- out


class Topic:
    """The topic of one parcel's ticket, as it is and as it should be."""

    def __init__(self, parcel: Parcel, speech: Speech, rules: Rules) -> None:
        self.parcel = parcel
        self.home = rules.catalogue.coordinator
        self.name = ""
        if parcel.ticket and parcel.forum is not None:
            self.name = speech.plain(title(parcel.ticket, parcel.office, rules), parcel.language)[:LONGEST]

    @property
    def due(self) -> Thread | None:
        """Closed while its ticket is, and where the ticket was handed on; named after what the ticket still tells."""
        topic, ticket = self.parcel.topic, self.parcel.ticket
        if not (topic and topic.thread and ticket):
            return None
        over = ticket.state == "closed" or self.parcel.office not in (ticket.office, self.home)
        return replace(topic, closed=over, shown=mark(self.name))

    @property
    def wants_step(self) -> bool:
        """It has to be made, renamed, closed or reopened first. A card that hangs outside of topics stays there."""
        parcel = self.parcel
        shows = isinstance(parcel.letter.body, ShowCard)
        if parcel.ticket is None or parcel.forum is None:
            return False
        if parcel.thread:
            return shows and parcel.topic != self.due
        missed = parcel.topic is not None or (parcel.card is None and shows)
        return parcel.forum and missed and not parcel.buried

    async def take_step(self, topics: Topics) -> OnTheWay:
        """Raises `Trouble`."""
        parcel, due = self.parcel, self.due
        assert parcel.ticket, "only a ticket has a topic"
        try:
            if due is None:
                thread = await topics.open_topic(parcel.chat, self.name)
                due = Thread(parcel.channel, parcel.chat, parcel.ticket.number, thread, shown=mark(self.name))
            else:
                await self._change(topics, due)
        except NoTopics as trouble:
            if due is None or trouble.lacks == "topics":
                return OnTheWay(lacks=trouble.lacks)
        return OnTheWay(due)  # of one that is not ours to change, nothing more is tried

    async def _change(self, topics: Topics, due: Thread) -> None:
        """Each change once more does no harm."""
        now = self.parcel.topic
        assert now, "what is due is a change of it"
        if now.shown != due.shown:
            await topics.rename_topic(due.chat, due.thread, self.name)
        if now.closed != due.closed:
            await (topics.close_topic if due.closed else topics.reopen_topic)(due.chat, due.thread)


def lacks_card(parcel: Parcel) -> bool:
    """It was hung in a topic that is no more."""
    hangs = parcel.card is not None or isinstance(parcel.letter.body, ShowCard)
    return bool(parcel.thread and parcel.ticket) and not hangs


def mark(name: str) -> str:
    """A digest, so that a place that was erased is not kept here."""
    return sha256(name.encode()).hexdigest()[:16]


async def note_topic(connection: AsyncConnection, mail: Mailbag, parcel: Parcel, trouble: OnTheWay | TopicGone) -> None:
    """A topic was made or changed; may not be made, or is no more."""
    if isinstance(trouble, TopicGone):
        await threads.lose(connection, *parcel.where, parcel.letter.ticket or "")
    elif trouble.lacks == "right":
        if await rooms.note_missing(connection, *parcel.where, NEEDED):
            mail.post(Say(to_office(parcel.office), (Line(f"health.missing.{NEEDED}"),)))
    elif trouble.lacks:
        await rooms.note_forum(connection, *parcel.where, forum=False)
        await threads.forget_chat(connection, *parcel.where)
    elif trouble.thread:
        if not parcel.thread:
            await threads.forget_links(connection, *parcel.where, trouble.thread.ticket)
        await threads.note(connection, trouble.thread)


# ---- in


async def read_topics(connection: AsyncConnection, arrivals: Sequence[Arrival]) -> list[Arrival]:
    """What an officer writes in a ticket's topic answers that ticket, unless it answers a colleague or a question of
    ours. A group may get topics on any day."""
    for channel, chat in sorted({(each.sender.channel, each.chat) for each in arrivals if each.forum}):
        await rooms.note_forum(connection, channel, chat, forum=True)
    spoken = [(each.sender.channel, each.chat, each.thread) for each in arrivals if speaks_of_topic(each)]
    found = await threads.at(connection, spoken) if spoken else {}
    return [
        replace(each, hint=found.get((each.sender.channel, each.chat, each.thread), ""))
        if speaks_of_topic(each)
        else each
        for each in arrivals
    ]


def speaks_of_topic(arrival: Arrival) -> bool:
    answers = arrival.asked is not None or (arrival.reply_to and not arrival.quotes_bot)
    return bool(arrival.thread) and isinstance(arrival.event, WORDS) and not answers
