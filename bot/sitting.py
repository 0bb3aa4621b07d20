"""One transaction of the desk: what came in, who and what it is about, the steps, and everything that follows.

Reads are set-based and come first, writes come last; in between there is no I/O except where a flow asks for
something that can only be looked up then (`bot/errands.py`). No rule about tickets or talk lives here.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from msgspec.json import encode
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.arrival import CITIZENS, STAFF, Arrival
from bot.clock import real_now
from bot.continuing import continued, cut_drafts
from bot.errand_tables import errand_for
from bot.errands import Caller
from bot.house import House
from bot.mailbag import Mailbag
from bot.topics import read_topics
from bot.windows import WINDOWS
from flows.conversation import Conversation
from flows.effects import HERE, Effect, Line, Remind, Say, Toast, to_person
from flows.events import Chose, Heard, HouseEvent, Room, Said
from flows.notices import notices
from flows.step import step
from flows.waiting import next_nudge
from routing.commands import Command, NoteDelivery
from routing.deadlines import deadline, next_bell
from routing.delivery import Stage
from routing.duplicates import lies_in
from routing.facts import Entry
from routing.following import newly_following, no_longer_following
from routing.lessons import Taught, lesson
from routing.lifecycle import Outcome, act
from routing.numbers import read_number
from routing.retention import expires
from routing.rights import HOUSE as PROGRAM
from routing.rights import Actor
from routing.ticket import Ticket
from storage import (
    bells,
    consents,
    conversations,
    inbox,
    lessons,
    links,
    officers,
    outbox,
    parking,
    people,
    reminders,
    rooms,
    tickets,
)
from storage.database import millis
from storage.links import Link
from storage.locks import hold_people
from storage.outbox import Letter
from storage.people import Identity, Sender

MOST_ECHOES = 8
"""Steps one arrival may lead to. A flow that asks and asks would otherwise never end the transaction."""


class Sitting:
    """Values that were read, values that changed, letters that were written. Used once, then flushed or dropped."""

    def __init__(self, connection: AsyncConnection, house: House) -> None:
        self.connection = connection
        self.house = house
        self.rules = house.rules
        self.now = house.now()
        self.people: dict[tuple[str, str], Identity] = {}
        self.actors: dict[str, Actor] = {}
        self.rooms: dict[tuple[str, str], str] = {}
        self.links: dict[tuple[str, str, str], Link] = {}
        self.talks: dict[str, Conversation] = {}
        self.asked: frozenset[str] = frozenset()
        self.tickets: dict[str, Ticket] = {}
        self.changed_talks: dict[str, Conversation] = {}
        self.changed_tickets: dict[str, Ticket | None] = {}
        self.entries: list[tuple[str, int, Entry]] = []
        self.taught: list[tuple[str, Taught]] = []
        self.seen_around: dict[tuple[str, tuple[str, ...]], tuple[Ticket, ...]] = {}
        self.counts: dict[str, int] = {}
        self.opened: dict[str, int] = {}
        self.forgotten: set[str] = set()
        self.agreed: list[consents.Consent] = []
        self.reminders: dict[tuple[str, str], str] = {}
        self.mail = Mailbag(self._person, self.forgotten)

    # ---- in

    async def hear(self, arrivals: Sequence[Arrival], over_quota: Collection[str] = ()) -> None:
        """Take in what is new among `arrivals`, in order. Those over their sender's quota are kept unread."""
        fresh = await inbox.take_in(self.connection, [arrival.id for arrival in arrivals], millis(self.now))
        new = list({arrival.id: arrival for arrival in arrivals if arrival.id in fresh}.values())
        if new:
            new = await read_topics(self.connection, new)
            await self._meet(new)
            await self._read(new)
            for arrival in new:
                if arrival.id in over_quota:
                    await self._set_aside(arrival)
                else:
                    await self._hear(arrival)

    async def _meet(self, arrivals: Sequence[Arrival]) -> None:
        senders = [sender for arrival in arrivals for sender in (arrival.sender, arrival.quoted) if sender]
        await hold_people(self.connection, [":".join(key) for sender in senders for key in sender.keys])
        self.people = await people.meet(self.connection, senders, self.house.new_person, millis(self.now))
        staff = [who.person for who in self.people.values() if who.channel == STAFF]
        today = self.now.astimezone(self.rules.zone).date()
        self.actors = await officers.actors(self.connection, staff, today) if staff else {}
        back = [to_person(who.person) for who in self.people.values() if who.unreachable]
        if back:
            await outbox.try_again(self.connection, back)
        await self._open_letters(senders)

    async def _open_letters(self, senders: Iterable[Sender]) -> None:
        """Whoever has not written for a day may have letters that wait for it (`bot/window.py`). What was written a
        day ago and comes only now opens nothing."""
        long_ago, now = millis(self.now - min(WINDOWS.values())), millis(self.now)
        writing = {sender.key for sender in senders if people.heard(sender, now) > long_ago}
        met = [self.people[key] for key in writing]
        quiet = {to_person(who.person): who.person for who in met if 0 < who.seen <= long_ago}
        freed = await parking.release(self.connection, quiet)
        self.opened = {quiet[recipient]: count for recipient, count in freed.items()}

    async def _read(self, arrivals: Sequence[Arrival]) -> None:
        answered = [(a.sender.channel, a.chat, a.reply_to) for a in arrivals if a.reply_to]
        groups = [(a.sender.channel, a.chat) for a in arrivals if not a.private]
        self.links = await links.of(self.connection, answered) if answered else {}
        self.rooms = await rooms.offices(self.connection, groups) if groups else {}
        self.talks = await cut_drafts(self.connection, arrivals, self._person, self.now)
        self.tickets = await tickets.read_onward(self.connection, filter(None, map(self._number, arrivals)))
        talks, self.asked = await conversations.read_asked(self.connection, [self._key(a) for a in arrivals])
        self.talks |= talks

    def _person(self, arrival: Arrival) -> str:
        return self.people[arrival.sender.key].person

    def _number(self, arrival: Arrival) -> str | None:
        """The ticket it is about: of the message that was answered, or named by the button."""
        if isinstance(arrival.event, Chose):
            return self._onward(read_number(arrival.event.ref))
        linked = self._link(arrival)
        named = linked.ticket if linked else read_number(arrival.hint)
        return self._onward(named or continued(arrival, self._person(arrival), self.talks, self.now))

    def _onward(self, number: str | None) -> str | None:
        """What was merged goes on elsewhere, and so does what is said about it."""
        while (ticket := self.tickets.get(number or "")) and ticket.merged:
            number = ticket.merged
        return number

    def _link(self, arrival: Arrival) -> Link | None:
        """What the answered message speaks of."""
        return self.links.get((arrival.sender.channel, arrival.chat, arrival.reply_to))

    def _key(self, arrival: Arrival) -> str:
        """A citizen has one talk; an officer has one about each ticket."""
        person, number = self._person(arrival), self._number(arrival)
        return person if arrival.sender.channel in CITIZENS or number is None else f"{person}/{number}"

    def _flow(self, arrival: Arrival) -> str:
        if arrival.sender.channel in CITIZENS:
            return "complaint"
        commands = isinstance(arrival.event, Said) and arrival.event.text.startswith("/")
        return "room" if commands or self._number(arrival) is None else "office"

    async def _hear(self, arrival: Arrival) -> None:
        if self._person(arrival) in self.forgotten:  # just now, and writes again: somebody new
            self.people |= await people.meet(self.connection, [arrival.sender], self.house.new_person, millis(self.now))
        person, key, flow = self._person(arrival), self._key(arrival), self._flow(arrival)
        talk = (self.talks.get(key) if flow != "room" else None) or Conversation(key, flow=flow)
        heard = Heard(
            event=arrival.event,
            at=self.now,
            actor=self.actors.get(person, Actor(person)),
            room=self._room(arrival),
            ticket=self.tickets.get(self._number(arrival) or ""),
            quoted=self.people[arrival.quoted.key].person if arrival.quoted else None,
            quotes_bot=arrival.quotes_bot,
            opened=self.opened.pop(person, 0),
            called=linked.called if (linked := self._link(arrival)) else "",
            source=f"{arrival.chat}/{arrival.message}" if arrival.message else "",
            quotes=arrival.quotes,
            quote=arrival.quote,
            anonymous=arrival.anonymous,
            questioned=key in self.asked,
            asked=arrival.asked,
            button=(arrival.event.choice or "?") if isinstance(arrival.event, Chose) else "",
        )
        self.mail.mark_read(arrival)
        before = len(self.mail.letters)
        talk = await self.converse(talk, heard, Caller(person, heard.actor, arrival))
        if flow != "room" and person not in self.forgotten:
            self.talks[key] = self.changed_talks[key] = talk
        self.mail.answer_press(arrival, before)

    async def _set_aside(self, arrival: Arrival) -> None:
        """A flood: nothing is lost, nothing is answered but once."""
        await inbox.park(self.connection, arrival.id, millis(self.now), encode(arrival), inbox.OVER_QUOTA)
        if arrival.private:
            chat = self.mail.chat(arrival)
            self.mail.post(Say(chat, (Line("flood"),), mark="flood"))
        self.mail.answer_press(arrival, len(self.mail.letters))

    def _room(self, arrival: Arrival) -> Room:
        if arrival.private:
            return Room("private")
        office = self.rooms.get((arrival.sender.channel, arrival.chat))
        return Room("office", office) if office else Room("stranger")

    async def converse(self, talk: Conversation, heard: Heard, caller: Caller) -> Conversation:
        """Step; do what was asked; step again with the answer, until nothing more is asked."""
        pending = [heard]
        for _ in range(MOST_ECHOES):
            if not pending:
                return talk
            heard = pending.pop(0)
            talk, effects = step(talk, heard, self.rules)
            for effect in effects:
                answer = await self._perform(effect, heard, caller)
                if answer is not None:
                    about = getattr(answer, "ticket", None) or heard.ticket
                    pending.append(replace(heard, event=answer, ticket=about))
        raise RuntimeError(f"the flow {talk.flow!r} in state {talk.state!r} goes on asking")

    async def _perform(self, effect: Effect, heard: Heard, caller: Caller) -> HouseEvent | None:
        if errand := errand_for(effect):
            return await errand(self, effect, caller)
        if caller.arrival is None and isinstance(effect, Say) and effect.to == HERE:
            effect = replace(effect, to=to_person(caller.person))
        self.mail.post(effect, caller.arrival, heard.room)
        return None

    async def apologise(self, arrival: Arrival) -> None:
        """We failed; what they sent is kept. Used in a sitting of its own, after the failed one was dropped."""
        await self._meet([arrival])
        if arrival.press:
            self.mail.post(Toast(Line("sorry"), alert=True), arrival)
        elif arrival.private:
            self.mail.post(Say(self.mail.chat(arrival), (Line("sorry"),)))

    # ---- tickets

    async def ticket(self, number: str) -> Ticket | None:
        if number not in self.tickets:
            self.tickets |= await tickets.read(self.connection, [number])
        return self.tickets.get(number)

    def act(self, ticket: Ticket, command: Command, actor: Actor) -> Outcome:
        outcome = act(ticket, command, actor, self.now, self.rules)
        self.keep(outcome)
        return outcome

    def keep(self, outcome: Outcome) -> None:
        """Remember the ticket, its new entries, and tell whom it concerns."""
        ticket, first = outcome.ticket, outcome.ticket.entries - len(outcome.entries)
        if not outcome.entries:
            return
        self.tickets[ticket.number] = self.changed_tickets[ticket.number] = ticket
        self.entries += [(ticket.number, first + place, entry) for place, entry in enumerate(outcome.entries)]
        if taught := lesson(ticket, outcome.entries, self.rules.catalogue):
            self.taught.append((ticket.number, taught))
        for effect in notices(ticket, outcome.entries, self.rules):
            if isinstance(effect, Remind):
                self.reminders[effect.office, effect.number] = effect.why
            self.mail.post(effect)

    async def around(self, topic: str, where: tuple[str, ...], since: datetime) -> tuple[Ticket, ...]:
        """Tickets around there that were written before, read once a sitting: a burst is about one place."""
        if (topic, where) not in self.seen_around:
            self.seen_around[topic, where] = await tickets.around(self.connection, topic, where, since)
        return self.seen_around[topic, where]

    def unwritten(self) -> list[Ticket]:
        """Tickets that this sitting has changed or opened."""
        return [ticket for ticket in self.changed_tickets.values() if ticket]

    async def count(self, name: str) -> int:
        """1, 2, 3 … under `name`, without a gap and without a twin."""
        if name not in self.counts:
            self.counts[name] = await tickets.lock_count(self.connection, name)
        self.counts[name] += 1
        return self.counts[name]

    async def note_delivery(self, number: str, answer: int, trouble: str, stage: Stage = "delivered") -> None:
        if ticket := await self.ticket(number):
            self.act(ticket, NoteDelivery(answer, trouble, stage), PROGRAM)

    # ---- the end

    async def flush(self) -> None:
        """Write everything, one statement a table. The transaction is the caller's to commit."""
        await self._refresh_cards()
        changed = {number: ticket for number, ticket in self.changed_tickets.items() if ticket}
        dated = [(each, limit.due if (limit := deadline(each, self.rules)) else None) for each in changed.values()]
        ring = {n: next_bell(ticket, self.rules) if ticket else None for n, ticket in self.changed_tickets.items()}
        for name, value in self.counts.items():
            await tickets.set_count(self.connection, name, value)
        ages = {n: age[0] for n, ticket in changed.items() if (age := expires(ticket, self.rules))}
        await tickets.write(self.connection, dated, ages)
        await tickets.add_facts(self.connection, self.entries)
        await lessons.put(self.connection, self.taught, self.now)
        await self._place()
        await bells.put(self.connection, ring)
        await consents.give(self.connection, self.agreed)
        await reminders.put(self.connection, self.reminders)
        nudges = {k: at for k, talk in self.changed_talks.items() if (at := next_nudge(talk, self.now, self.rules))}
        await conversations.write(self.connection, self.changed_talks.values(), millis(self.now), nudges)
        letters = [self._dated(letter) for letter in self.mail.empty()]
        await outbox.post(self.connection, letters, new=self._new_tickets())
        for written in (self.changed_tickets, self.changed_talks, self.reminders, self.seen_around):
            written.clear()
        self.entries, self.taught, self.agreed = [], [], []

    def _dated(self, letter: Letter) -> Letter:
        wait = real_now() + round(self.house.pause * 1000) if letter.quiet and self.house.pause else 0
        return replace(letter, made=millis(self.now), not_before=wait)

    async def _place(self) -> None:
        """Where new tickets lie, and who joined or left one. Secrets lie nowhere."""
        new = [self.tickets[number] for number in self._new_tickets()]
        seen = [each for each in new if each.draft.topic and not each.secret]
        await tickets.place(self.connection, [(each, lies_in(each.draft.spot)) for each in seen])
        moves = [(number, entry.by, entry.fact) for number, _, entry in self.entries]
        came = [(n, each) for n, who, fact in moves for each in newly_following(who, fact)]
        went = [(n, each) for n, who, fact in moves for each in no_longer_following(who, fact)]
        await tickets.follow(self.connection, came)
        await tickets.unfollow(self.connection, went)

    def _new_tickets(self) -> set[str]:
        return {number for number, place, _ in self.entries if place == 0}

    async def _refresh_cards(self) -> None:
        """A ticket that changed is shown truly wherever its card hangs already; a new one hangs nowhere yet."""
        touched = {number for number, _, _ in self.entries} - self._new_tickets()
        if not touched:
            return
        hanging = await links.cards(self.connection, touched)
        chats = {(link.channel, link.chat) for link in hanging}
        at_home = await rooms.offices(self.connection, chats) if chats else {}
        for link in hanging:
            if office := at_home.get((link.channel, link.chat)):
                self.mail.show_card(link.ticket, office)
