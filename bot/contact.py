"""How a person is written to, done in the desk's transaction like any errand (`bot/errands.py`): news stopped and
resumed, and two of her chats brought together or parted.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from bot.errands import Caller, Desk
from flows.contact import (
    ChatsJoined,
    ChatsSplit,
    DropHandshake,
    HandshakeFound,
    HandshakeMade,
    HandshakeOffered,
    HandshakeRefused,
    LookUpHandshake,
    MakeHandshake,
    NewsResumed,
    NewsStopped,
    OfferHandshake,
    ResumeNews,
    SplitChats,
    StopNews,
    TakeHandshake,
)
from flows.effects import to_person
from flows.events import HouseEvent
from routing.history import replay
from storage import conversations, forgetting, handshakes, joining, links, parking, people, stops, tickets
from storage.database import millis
from storage.handshakes import Handshake
from storage.locks import hold_people
from storage.people import Identity

GOOD_FOR = timedelta(minutes=10)
"""Long enough to find the other app, too short to be carried away."""

MOST_NAME = 40


# ---- news at all


async def stop_news(desk: Desk, effect: StopNews, caller: Caller) -> HouseEvent:
    await stops.stop(desk.connection, caller.person, millis(desk.house.now()))
    return NewsStopped()


async def resume_news(desk: Desk, effect: ResumeNews, caller: Caller) -> HouseEvent:
    """What came meanwhile goes out, in its order, before the answer."""
    stopped = await stops.resume(desk.connection, caller.person)
    freed = await parking.release(desk.connection, [to_person(caller.person)], all_=True)
    return NewsResumed(stopped, sum(freed.values()))


# ---- two chats


async def make_handshake(desk: Desk, effect: MakeHandshake, caller: Caller) -> HouseEvent:
    code, now = desk.house.new_code(), desk.house.now()
    await handshakes.make(desk.connection, code, caller.person, millis(now + GOOD_FOR), millis(now))
    return HandshakeMade(code, round(GOOD_FOR / timedelta(minutes=1)))


async def find(desk: Desk, code: str) -> Handshake | None:
    return await handshakes.find(desk.connection, code, millis(desk.house.now()))


async def look_up(desk: Desk, effect: LookUpHandshake, caller: Caller) -> HouseEvent:
    """Whose it is, before anything is done."""
    found = await find(desk, effect.code)
    if found and found.person == caller.person:
        return HandshakeRefused("joining.code.own")
    owner = await chat_of(desk, found.person) if found else None
    if owner is None:
        return HandshakeRefused("joining.code.unknown")
    return HandshakeFound(effect.code, owner.channel, owner.name[:MOST_NAME])


async def offer(desk: Desk, effect: OfferHandshake, caller: Caller) -> HouseEvent:
    """The typist says that both are theirs; the one who asked for the code has the last word."""
    found = await find(desk, effect.code)
    typist = await chat_of(desk, caller.person)
    if found is None or typist is None or caller.person == found.person:
        return HandshakeRefused("joining.code.unknown")
    await handshakes.offer(desk.connection, effect.code, caller.person)
    return HandshakeOffered(effect.code, found.person, typist.channel, typist.name[:MOST_NAME])


async def take(desk: Desk, effect: TakeHandshake, caller: Caller) -> HouseEvent:
    """Only whoever asked for the code can take it, and only once somebody has offered theirs."""
    found = await find(desk, effect.code)
    if found is None or found.person != caller.person or not found.other:
        return HandshakeRefused("joining.code.unknown")
    await handshakes.drop(desk.connection, effect.code, caller.person)
    joined = await join(desk, gone=found.other, keep=caller.person)
    if caller.arrival:
        sender, now = caller.arrival.sender, millis(desk.house.now())
        await people.heard_now(desk.connection, *sender.key, people.heard(sender, now))
    return joined


async def drop(desk: Desk, effect: DropHandshake, caller: Caller) -> None:
    await handshakes.drop(desk.connection, effect.code, caller.person)


async def chat_of(desk: Desk, person: str) -> Identity | None:
    """The one used last."""
    return next(reversed(await people.accounts_of(desk.connection, person)), None)


async def join(desk: Desk, gone: str, keep: str) -> ChatsJoined:
    """Everything of `gone` is `keep`'s. Nobody may be writing from the other chat meanwhile."""
    connection = desk.connection
    chats = await people.accounts_of(connection, gone)
    await hold_people(connection, [f"{each.channel}:{each.address}" for each in chats])
    await desk.flush()
    numbers = await forgetting.written_in(connection, gone)
    talk = (await conversations.read(connection, [gone])).get(gone)
    await conversations.forget(connection, gone)
    await links.forget(connection, [links.draft_of(gone)])
    await joining.join(connection, gone, keep, millis(desk.house.now()))
    await retell(desk, numbers)
    meet_again(desk, {gone: keep})
    return ChatsJoined(len(await forgetting.written_in(connection, keep)), talk)


def meet_again(desk: Desk, now: Mapping[str, str]) -> None:
    """Whoever writes in this very batch is who she is now."""
    for key, who in desk.people.items():
        desk.people[key] = replace(who, person=now.get(who.person, who.person))
    for person in now:
        desk.talks.pop(person, None)
        desk.changed_talks.pop(person, None)


async def retell(desk: Desk, numbers: Iterable[str]) -> None:
    """Tickets are what their histories tell, of the people as they are now."""
    told = [replay(await tickets.history(desk.connection, number)) for number in numbers]
    await joining.retell(desk.connection, told)
    desk.tickets.update({ticket.number: ticket for ticket in told})


async def split(desk: Desk, effect: SplitChats, caller: Caller) -> HouseEvent:
    """Each is who they were; their tickets are theirs again."""
    await desk.flush()
    numbers = await forgetting.written_in(desk.connection, caller.person)
    others = await joining.part(desk.connection, caller.person)
    if others:
        await retell(desk, numbers)
    return ChatsSplit(1 + len(others))


CONTACT: dict[type, Callable[[Any, Any, Caller], Awaitable[HouseEvent | None]]] = {
    StopNews: stop_news,
    ResumeNews: resume_news,
    MakeHandshake: make_handshake,
    LookUpHandshake: look_up,
    OfferHandshake: offer,
    TakeHandshake: take,
    DropHandshake: drop,
    SplitChats: split,
}
