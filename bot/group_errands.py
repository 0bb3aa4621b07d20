"""Groups that are lost and come back, done in the desk's transaction like any errand (`bot/errands.py`).

An office's letters are addressed when they are sent: without a group they go to the coordinator's, and when the group
is back, everything of the office that still runs hangs there.
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from msgspec.structs import replace

from bot.errands import Caller, Desk, come_home
from bot.register_errands import today
from flows.effects import Line, OfficeName, Say, to_office
from flows.events import HouseEvent, RoomRefused
from flows.groups_asked import FindHealth, LoseGroup, NoteTopics, RegainGroup
from flows.groups_events import GroupHealth, GroupReturned, HealthFound
from storage import notes, officers, outbox, rooms


async def lose_group(desk: Desk, channel: str, chat: str, why: str) -> None:
    """The coordinator is told, once, and what to do."""
    office = await rooms.lose(desk.connection, channel, chat, why)
    home = desk.house.rules.catalogue.coordinator
    if office and office != home:
        desk.mail.post(Say(to_office(home), (Line(f"room.lost.{why}", {"office": OfficeName(office)}),)))


async def lose(desk: Desk, effect: LoseGroup, caller: Caller) -> None:
    if caller.arrival:
        await lose_group(desk, caller.arrival.sender.channel, caller.arrival.chat, effect.why)


async def regain(desk: Desk, effect: RegainGroup, caller: Caller) -> HouseEvent | None:
    assert caller.arrival, "a group is found again by something that happened in it"
    office = await rooms.regain(desk.connection, caller.arrival.sender.channel, caller.arrival.chat)
    if office is None:
        return RoomRefused(effect.otherwise) if effect.otherwise else None
    await notes.forget(desk.connection, caller.arrival.sender.channel, caller.arrival.chat)
    await come_home(desk, office)
    return GroupReturned(office)


async def note_topics(desk: Desk, effect: NoteTopics, caller: Caller) -> None:
    """Where there are no topics, no right is missing for them."""
    assert caller.arrival, "it is told of a group"
    where = (caller.arrival.sender.channel, caller.arrival.chat)
    lacks = caller.arrival.forum and not effect.may
    await rooms.note_missing(desk.connection, *where, "topics" if lacks else "")
    if effect.may:
        await notes.forget(desk.connection, *where)


async def find_health(desk: Desk, effect: FindHealth, caller: Caller) -> HouseEvent:
    await desk.flush()
    groups = await examine(desk)
    known = {each.office for each in groups}
    inside = [each for each in desk.house.rules.catalogue.offices.values() if not each.outside]
    if effect.office:
        found = tuple(each for each in groups if each.office == effect.office)
        return HealthFound(found or (GroupHealth(effect.office, linked=False),), 0)
    return HealthFound(groups, sum(each.code not in known for each in inside))


async def examine(desk: Desk) -> tuple[GroupHealth, ...]:
    """By office."""
    day, connection = today(desk), desk.connection
    serving = await officers.all_of_them(connection)
    linked = {room.office: room for room in await rooms.all_of_them(connection)}
    letters = await outbox.by_office(connection)
    count = Counter(each.office for each in serving if each.holds(day))
    expired = Counter(each.office for each in serving if each.ran_out(day))
    undecreed = Counter(each.office for each in serving if each.holds(day) and not each.decree)
    found = []
    for office in sorted({*linked, *count, *expired, *letters}):
        room = linked.get(office)
        waiting, undeliverable = letters.get(office, (0, 0))
        health = GroupHealth(office, linked=bool(room and not room.lost), officers=count[office])
        told = {"expired": expired[office], "undecreed": undecreed[office]}
        told |= {"waiting": waiting if not health.linked else 0, "undeliverable": undeliverable}
        state = {"lost": room.lost, "missing": room.missing, "forum": room.forum} if room else {}
        found.append(replace(health, **told, **state, delivered=room.delivered if room else None))
    return tuple(found)


GROUPS: dict[type, Callable[[Any, Any, Caller], Awaitable[HouseEvent | None]]] = {
    LoseGroup: lose,
    RegainGroup: regain,
    NoteTopics: note_topics,
    FindHealth: find_health,
}
