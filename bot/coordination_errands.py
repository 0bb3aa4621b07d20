"""What the coordinator's commands ask of the house: errands in the desk's transaction (`bot/errands.py`)."""

from msgspec.structs import replace

from bot.errands import Caller, Desk, Errand
from flows.broadcasting import announcement
from flows.coordination_asked import (
    FindNumber,
    FinishBroadcast,
    MergeTickets,
    Mute,
    PlanBroadcast,
    Recall,
    Search,
    SeparateTicket,
    ShowName,
)
from flows.coordination_events import (
    BroadcastDone,
    BroadcastPlanned,
    NameShown,
    NotFound,
    NumbersNear,
    Recalled,
    Searched,
    TicketSeparated,
    TicketsMerged,
)
from flows.coordination_notices import brought
from flows.effects import to_person
from flows.events import ActRefused, HouseEvent
from flows.seeking import PAGE
from routing.coordination import Absorb, Merge, Part, Split
from routing.lifecycle import act
from routing.merging import came_by, may_look, newcomers, unlike
from routing.numbers import nearest
from routing.rights import HOUSE as PROGRAM
from routing.seeking import Sought, tells_of, topics_named
from storage import broadcasts, journal, outbox, searching, stops, tickets
from storage.broadcasts import Broadcast
from storage.database import millis
from storage.outbox import Letter
from storage.searching import MOST_FOUND

MOST_NEAR = 3

MOST_READERS = 20_000
"""Reports whose people an announcement reaches."""


async def search(desk: Desk, effect: Search, caller: Caller) -> HouseEvent:
    """A secret is never found by its words outside its office's group: that would tell them."""
    await desk.flush()  # what this very batch has changed must be found too
    rules, sought = desk.house.rules, effect.sought
    words = [(word, topics_named(word, rules.catalogue)) for word in sought.words]
    now = desk.house.now()
    candidates = await searching.search(desk.connection, sought, words, effect.within, now, rules.zone)
    found = [
        each
        for each in candidates
        if not sought.words
        or (tells_of(each, sought.words, rules.catalogue) and (not each.secret or each.office == effect.within))
    ]
    page = tuple(found[effect.skip : effect.skip + PAGE])
    return Searched(effect.query, effect.skip, page, len(found), len(candidates) >= MOST_FOUND)


async def find_number(desk: Desk, effect: FindNumber, caller: Caller) -> HouseEvent:
    rules = desk.house.rules
    year = desk.house.now().astimezone(rules.zone).year
    meant = nearest(effect.text, year)
    await desk.flush()
    known = await tickets.peek(desk.connection, meant)
    seen = [known[n] for n in meant if n in known and effect.within in (None, known[n].office)]
    return NumbersNear(effect.text, tuple(seen[:MOST_NEAR]))


async def recall(desk: Desk, effect: Recall, caller: Caller) -> HouseEvent:
    await desk.flush()
    ticket = (await tickets.peek(desk.connection, [effect.number])).get(effect.number)
    if ticket is None:
        return NotFound(effect.number)
    entries = await tickets.history(desk.connection, effect.number)
    return Recalled(ticket, entries, effect.skip, effect.paged)


async def merge(desk: Desk, effect: MergeTickets, caller: Caller) -> HouseEvent:
    """Both or neither. The office that takes over sees what the other report said."""
    number, onto = effect.number, effect.into
    both = {each: await desk.ticket(each) for each in sorted({number, onto})}
    ticket, into = both[number], both[onto]
    if ticket is None or into is None:
        return NotFound(number if ticket is None else onto)
    now, rules = desk.house.now(), desk.house.rules
    merged = act(ticket, Merge(onto), caller.actor, now, rules)
    absorbed = act(into, Absorb(number, newcomers(ticket, into)), caller.actor, now, rules)
    if why := merged.refused or unlike(ticket, into) or absorbed.refused:
        return ActRefused("merge", why, ticket, number)
    for outcome in (merged, absorbed):
        desk.keep(outcome)
    for told in brought(ticket, into):
        desk.mail.post(told)
    return TicketsMerged(number, onto)


async def separate(desk: Desk, effect: SeparateTicket, caller: Caller) -> HouseEvent:
    """Whoever came along leaves what the ticket had been merged with, and whatever that went on in."""
    ticket = await desk.ticket(effect.number)
    if ticket is None:
        return NotFound(effect.number) if caller.actor.offices else ActRefused("split", "refused.not_yours")
    into = ticket.merged
    outcome = desk.act(ticket, Split(), caller.actor)
    if outcome.refused:
        return ActRefused("split", outcome.refused, number=effect.number)
    other = await desk.ticket(into)
    while other:
        if people := came_by(ticket, other):
            desk.act(other, Part(ticket.number, people), PROGRAM)
        other = await desk.ticket(other.merged) if other.merged else None
    return TicketSeparated(ticket.number, into)


async def show_name(desk: Desk, effect: ShowName, caller: Caller) -> HouseEvent:
    ticket = await desk.ticket(effect.number)
    seen = ticket is not None and may_look(ticket, caller.person, desk.house.now())
    return NameShown(effect.number, ticket.reporter if ticket and seen else "")


async def audience(desk: Desk, sought: Sought) -> tuple[list[str], int]:
    """Everybody with a running report of that kind who wants announcements, and how many want none: no announcements,
    or no news at all."""
    await desk.flush()
    rules = desk.house.rules
    words = [(word, topics_named(word, rules.catalogue)) for word in sought.words]
    asked = sought if sought.state else replace(sought, state="running")
    found = await searching.search(desk.connection, asked, words, None, desk.house.now(), rules.zone, MOST_READERS)
    told = [t for t in found if not t.secret and t.state != "closed" and tells_of(t, sought.words, rules.catalogue)]
    people = {person: None for t in told for person in (t.reporter, *(each.person for each in t.followers))}
    silent = await broadcasts.muted(desk.connection, people) | await stops.among(desk.connection, people)
    return [person for person in people if person not in silent], len(silent)


async def plan_broadcast(desk: Desk, effect: PlanBroadcast, caller: Caller) -> HouseEvent:
    readers, silent = await audience(desk, effect.sought)
    planned = Broadcast(desk.house.new_person(), caller.person, effect.target, effect.sought, effect.text)
    if readers:
        await broadcasts.plan(desk.connection, planned, desk.house.now())
    return BroadcastPlanned(planned.id, effect.target, effect.text, len(readers), silent)


async def finish_broadcast(desk: Desk, effect: FinishBroadcast, caller: Caller) -> HouseEvent:
    """Whom it concerns is asked again: reports were closed meanwhile, and others came in."""
    now = desk.house.now()
    taken = await broadcasts.finish(desk.connection, effect.id, now)
    if taken is None:
        return BroadcastDone(-1)
    if not effect.send:
        return BroadcastDone(None)
    readers, _ = await audience(desk, taken.sought)
    letters = [
        Letter(to_person(person), announcement(person, taken.text), made=millis(now), patient=True)
        for person in readers
    ]
    await outbox.post(desk.connection, letters)
    told = {"to": taken.target, "text": taken.text, "readers": str(len(readers))}
    await journal.note(desk.connection, now, caller.person, "announcement", told)
    return BroadcastDone(len(readers))


async def mute(desk: Desk, effect: Mute, caller: Caller) -> None:
    if effect.on:
        await broadcasts.mute(desk.connection, caller.person, desk.house.now())
    else:
        await broadcasts.unmute(desk.connection, caller.person)


COORDINATION: dict[type, Errand] = {
    PlanBroadcast: plan_broadcast,
    FinishBroadcast: finish_broadcast,
    Mute: mute,
    Search: search,
    FindNumber: find_number,
    Recall: recall,
    MergeTickets: merge,
    SeparateTicket: separate,
    ShowName: show_name,
}
