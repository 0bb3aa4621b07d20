"""What the coordinator's commands ask of the house: errands in the desk's transaction (`bot/errands.py`)."""

from bot.errands import Caller, Desk, Errand
from flows.coordination_asked import FindNumber, Recall, Search
from flows.coordination_events import NotFound, NumbersNear, Recalled, Searched
from flows.events import HouseEvent
from flows.seeking import PAGE
from routing.numbers import nearest
from routing.seeking import tells_of, topics_named
from storage import searching, tickets
from storage.searching import MOST_FOUND

MOST_NEAR = 3


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


COORDINATION: dict[type, Errand] = {Search: search, FindNumber: find_number, Recall: recall}
