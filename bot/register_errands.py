"""What the talk about officers asks of the house, done in the desk's transaction like any errand (`bot/errands.py`).

Whoever's rights change here has them changed for what comes next in the same batch, too.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from msgspec.structs import replace

from bot.errands import Caller, Desk
from flows.effects import HERE, Line, Say
from flows.events import HouseEvent, RoomRefused
from flows.register_asked import Depart, Dismiss, Enrol, FindOfficers, SayOnce, SetLeave
from flows.register_events import DismissalDoubted, Dismissed, Enrolled, LeaveSet, OfficersFound
from routing.register import Appointment, is_last
from routing.rights import Actor
from storage import journal, notes, officers
from storage.database import millis

AGAIN = 24 * 3_600_000
"""Milliseconds after which what was said once may be said again."""

NO_OFFICER = RoomRefused("register.no_officer")


def today(desk: Desk) -> date:
    return desk.house.now().astimezone(desk.house.rules.zone).date()


async def write_down(desk: Desk, caller: Caller, appointment: Appointment) -> None:
    await officers.put(desk.connection, appointment, millis(desk.house.now()), caller.person)
    await journal.note(desk.connection, desk.house.now(), caller.person, "officer", as_told(appointment))
    leave = appointment.leave
    await refresh(desk, appointment.person, *([leave.deputy] if leave and leave.deputy else []))


def as_told(appointment: Appointment) -> dict[str, str]:
    """For the journal: who serves which office how, by ids and dates."""
    who, leave = appointment, appointment.leave
    told = {"person": who.person, "office": who.office, "role": who.role, "decree": who.decree}
    told |= {"until": str(who.until or ""), "leave": str(leave.last) if leave else ""}
    told |= {"deputy": leave.deputy if leave else "", "over": "yes" if who.over else ""}
    return {name: value for name, value in told.items() if value}


async def refresh(desk: Desk, *persons: str) -> None:
    """What they serve from now on."""
    serving = await officers.actors(desk.connection, persons, today(desk))
    for person in persons:
        desk.actors[person] = serving.get(person, Actor(person))


async def find_officers(desk: Desk, effect: FindOfficers, caller: Caller) -> HouseEvent:
    return OfficersFound(effect.office, await officers.of_office(desk.connection, effect.office), effect.person)


async def enrol(desk: Desk, effect: Enrol, caller: Caller) -> HouseEvent:
    """Whoever was dismissed, or whose decree ran out, begins anew."""
    known = await officers.find(desk.connection, effect.person, effect.office)
    serves = known is not None and not known.over
    before = known if known and serves else Appointment(effect.person, effect.office)
    told = {"role": effect.role, "decree": effect.decree, "until": effect.until}
    after = replace(before, **{name: value for name, value in told.items() if value is not None})
    if serves and after == before:
        return Enrolled(after, "same")
    await write_down(desk, caller, after)
    return Enrolled(after, "changed" if serves else "new")


async def dismiss(desk: Desk, effect: Dismiss, caller: Caller) -> HouseEvent:
    there = await officers.of_office(desk.connection, effect.office)
    officer = next((each for each in there if each.person == effect.person), None)
    if officer is None:
        return NO_OFFICER
    last = is_last(there, effect.person, today(desk))
    if not effect.sure and (last or effect.person == caller.person):
        return DismissalDoubted(officer, last)
    return await end(desk, caller, officer, left=False)


async def end(desk: Desk, caller: Caller, officer: Appointment, *, left: bool) -> HouseEvent:
    """Whoever stood in for them does so no longer either."""
    deputy = officer.leave.deputy if officer.leave else ""
    await write_down(desk, caller, replace(officer, leave=None, over=True))
    if deputy:
        await refresh(desk, deputy)
    rest = await officers.of_office(desk.connection, officer.office)
    remaining = sum(each.holds(today(desk)) for each in rest)
    return Dismissed(officer.person, officer.office, left, remaining)


async def depart(desk: Desk, effect: Depart, caller: Caller) -> HouseEvent | None:
    await officers.free_deputy(desk.connection, effect.person, effect.office)
    await refresh(desk, effect.person)
    officer = await officers.find(desk.connection, effect.person, effect.office)
    return await end(desk, caller, officer, left=True) if officer and not officer.over else None


async def set_leave(desk: Desk, effect: SetLeave, caller: Caller) -> HouseEvent:
    there = await officers.of_office(desk.connection, effect.office)
    officer = next((each for each in there if each.person == effect.person), None)
    if officer is None:
        return NO_OFFICER
    before = officer.leave.deputy if officer.leave else ""
    officer = replace(officer, leave=effect.leave)
    await write_down(desk, caller, officer)
    if before:
        await refresh(desk, before)
    others = [each for each in there if each.person != effect.person and each.holds(today(desk))]
    return LeaveSet(officer, alone=not (others or (effect.leave and effect.leave.deputy)))


async def say_once(desk: Desk, effect: SayOnce, caller: Caller) -> None:
    if caller.arrival is None:
        return
    where, now = (caller.arrival.sender.channel, caller.arrival.chat), millis(desk.house.now())
    if await notes.is_news(desk.connection, *where, f"{effect.key}:{effect.about}", now, AGAIN):
        desk.mail.post(Say(HERE, (Line(effect.key),)), caller.arrival)


REGISTER: dict[type, Callable[[Any, Any, Caller], Awaitable[HouseEvent | None]]] = {
    FindOfficers: find_officers,
    Enrol: enrol,
    Dismiss: dismiss,
    Depart: depart,
    SetLeave: set_leave,
    SayOnce: say_once,
}
