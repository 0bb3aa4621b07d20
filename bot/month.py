"""`pendopo demo --month`: a whole month at the desk before the phones are laid out.

Some four hundred reports to twenty offices, by day and by night, answered quickly, slowly and never; stars and silence,
reports opened again, formal requests and objections. What people do comes in like any arrival (`bot/stage.py`).
"""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from random import Random

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errands import invite
from bot.house import ALPHABET, House
from bot.lives import Lives, at_work, waking
from bot.month_words import Counter, Words, read
from bot.stage import Life, Person, Stage, StandingClock, citizen, officer
from routing.months import Month
from routing.rules import Rules
from storage import outbox
from storage.database import transaction

REPORTS = 388
RULINGS = (*["whole"] * 6, "part", "refused", "elsewhere", "extended", "part", "refused")
"""How the formal requests end."""

SEED = 20

NewPerson = Callable[[str], Awaitable[int]]
NewGroup = Callable[[str, list[int]], Awaitable[str]]


class Played(Struct, frozen=True):
    """`people` and `groups` by name and by office, for whoever shows them; `acts` that came in."""

    officers: dict[str, Person]
    acts: int
    end: datetime


class Producer:
    """Makes people and groups as the messenger at hand does."""

    def __init__(self, new_person: NewPerson, new_group: NewGroup) -> None:
        self.new_person = new_person
        self.new_group = new_group

    async def office(self, name: str, code: str) -> Person:
        address = await self.new_person(name)
        return officer(address, name, await self.new_group(code, [address]))

    async def citizen(self, name: str) -> Person:
        return citizen(await self.new_person(name), name)


async def play_month(
    engine: AsyncEngine, rules: Rules, month: Month, producer: Producer, seed: int = SEED, most: int = REPORTS
) -> Played:
    """With `most` reports. The month is over afterwards: it is half past four on its last working day."""
    chance, words = Random(seed), read()  # noqa: S311 - a play, no secret
    start, _ = month.window(rules.zone)
    clock = StandingClock(start + timedelta(hours=6))
    house = House(rules, clock, lambda length: "".join(chance.choices(ALPHABET, k=length)))
    stage = Stage(engine, house, clock)
    async with stage.writing():
        officers = await staffed(stage, words, producer)
    lives = Lives(stage, words, officers, chance)
    end = last_moment(month, rules)
    plan = [*await reports(lives, month, producer, most), *await requests(lives, month, producer)]
    await stage.play(plan, end)
    async with transaction(engine) as connection:
        await outbox.clear(connection)
    return Played(officers, stage.acts, end)


def last_moment(month: Month, rules: Rules) -> datetime:
    days = (month.last - timedelta(n) for n in range(31))
    day = next(day for day in days if rules.calendar.is_working(day))
    return waking(day, rules, Random(0)).replace(hour=16, minute=30, second=0)  # noqa: S311


async def staffed(stage: Stage, words: Words, producer: Producer) -> dict[str, Person]:
    """Every office's group, linked by the code that the coordinator's invitation holds."""
    officers = {}
    for place, counter in enumerate(words.office):
        name = words.officers[place % len(words.officers)]
        who = await producer.office(name, counter.code)
        code = await invite(stage.connection, stage.house, counter.code)
        await stage.say(who, f"/hubungkan {code}")
        officers[counter.code] = who
    return officers


async def reports(lives: Lives, month: Month, producer: Producer, most: int) -> list[tuple[datetime, Life]]:
    """More on working days, and now and then somebody who has written before."""
    chance, words, rules = lives.chance, lives.words, lives.rules
    days = [month.first + timedelta(n) for n in range((month.last - month.first).days + 1)]
    busy = [3.0 if rules.calendar.is_working(day) else 1.2 for day in days]
    weights = [counter.weight for counter in words.office]
    villages = [(village, name) for name in rules.gazetteer.districts for village in rules.gazetteer.villages[name]]
    people: list[Person] = []
    plan = []
    for day in sorted(chance.choices(days, busy, k=most)):
        counter: Counter = chance.choices(words.office, weights)[0]
        if not people or chance.random() < 0.7:
            people.append(await producer.citizen(chance.choice(words.names)))
        village, _ = chance.choice(villages)
        text = chance.choice(counter.said).replace("{place}", f"Desa {village}")
        moment = waking(day, rules, chance)
        plan.append(
            (moment, lives.complaint(people[-1] if chance.random() < 0.8 else chance.choice(people), text, counter))
        )
    return plan


async def requests(lives: Lives, month: Month, producer: Producer) -> list[tuple[datetime, Life]]:
    """Formal requests, spread over the first two thirds of the month."""
    chance, words, rules = lives.chance, lives.words, lives.rules
    plan = []
    for place, ruling in enumerate(RULINGS):
        day = date(month.year, month.month, 1 + place * 19 // len(RULINGS))
        who = await producer.citizen(chance.choice(words.names))
        moment = at_work(waking(day, rules, chance), chance.uniform(0, 6), rules)
        plan.append((moment, lives.request(who, chance.choice(words.formal), ruling)))
    return plan
