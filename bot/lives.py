"""What people do in the simulated month: how a complaint, a formal request and an objection are lived through.

Chance comes from one seeded source, so that the same seed is the same month.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random

from bot.month_words import Counter, Words
from bot.stage import Heard, Life, Person, Stage
from flows.effects import Choice
from routing.formal import GRIEVANCES
from routing.rules import Rules

HOURS = range(5, 24)
WRITING = (1, 3, 5, 6, 6, 5, 4, 5, 4, 4, 4, 5, 4, 5, 7, 7, 4, 2, 1)
"""How many people write in each of these hours."""

MOST_QUESTIONS = 14

FORM = {
    "ppid.ask.nik": "3319 0117 0890 0001",
    "ppid.ask.address": "Balai desa, Kecamatan Bae",
    "ppid.ask.contact": "pemohon@contoh.id",
}
"""What everybody's form says: nobody's data."""


def waking(day: date, rules: Rules, chance: Random) -> datetime:
    hour = chance.choices(HOURS, WRITING)[0]
    return datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)), rules.zone)


def at_work(start: datetime, hours: float, rules: Rules) -> datetime:
    """So many office hours later."""
    hours_ = rules.catalogue.hours
    opens, closes = (time.fromisoformat(told.replace(".", ":")) for told in (hours_.opens, hours_.closes))
    moment, left = start.astimezone(rules.zone), timedelta(hours=hours)
    while True:
        begin, end = (datetime.combine(moment.date(), edge, rules.zone) for edge in (opens, closes))
        moment = max(moment, begin)
        if rules.calendar.is_working(moment.date()) and moment < end:
            if moment + left <= end:
                return moment + left
            left -= end - moment
        moment = datetime.combine(moment.date() + timedelta(1), time(), rules.zone)


class Lives:
    """`officers` by office; one who is not there yet is nobody, and what lies there stays."""

    def __init__(self, stage: Stage, words: Words, officers: Mapping[str, Person], chance: Random) -> None:
        self.stage = stage
        self.words = words
        self.officers = officers
        self.chance = chance
        self.rules = stage.house.rules

    @property
    def now(self) -> datetime:
        return self.stage.clock.now

    def later(self, hours: float) -> datetime:
        return at_work(self.now, hours, self.rules)

    def about(self, hours: float) -> float:
        """Mostly near, sometimes three times as long."""
        return hours * self.chance.lognormvariate(0, 0.75)

    def wakes(self, least: int, most: int) -> datetime:
        """Some day from now, at an hour when people are awake."""
        day = self.now.astimezone(self.rules.zone).date() + timedelta(self.chance.randint(least, most))
        return max(waking(day, self.rules, self.chance), self.now + timedelta(minutes=5))

    # ---- a complaint

    async def complaint(self, who: Person, text: str, counter: Counter) -> Life:
        sent = await self.sent(who, await self.stage.say(who, text), counter.code)
        if sent is None:
            return
        number, office = sent
        if self.chance.random() * 100 < counter.lost:
            if self.chance.random() < 0.5:
                return
            yield self.later(self.chance.uniform(55, 90))
        else:
            hours = self.about(counter.quick)
            yield self.later(hours * 0.4)
            if self.chance.random() < 0.04:
                await self.give_back(number, office)
                yield self.later(3)
                await self.forward(number, office)
            await self.press(office, Choice("take", number))
            yield self.later(hours * 0.6)
        async for moment in self.handled(who, number, office):
            yield moment

    async def sent(self, who: Person, heard: Heard, office: str) -> tuple[str, str] | None:
        """Answers what the bot asks, until it is sent; the ticket's number and office."""
        for _ in range(MOST_QUESTIONS):
            if button := heard.offers("send"):
                if self.chance.random() < 0.12 and (named := heard.offers("change_name")):
                    heard = await self.named(who, named)
                    button = heard.offers("send") or button
                done = await self.stage.press(who, button)
                return self.opened(done)
            button = next(
                (each for each in heard.choices if self.leads_to(each, office)), heard.offers("topic", "skip_place")
            )
            if button is None:
                return None
            heard = await self.stage.press(who, button)
        return None

    async def named(self, who: Person, button: Choice) -> Heard:
        """She would rather be known by her name."""
        asked = await self.stage.press(who, button)
        shown = asked.offers("name", value="named")
        return await self.stage.press(who, shown) if shown else asked

    def leads_to(self, choice: Choice, office: str) -> bool:
        topic = self.rules.catalogue.topics.get(choice.value)
        return choice.name == "topic" and topic is not None and topic.office == office

    def opened(self, heard: Heard) -> tuple[str, str] | None:
        return (heard.number, heard.office) if heard.number else None

    async def handled(self, who: Person, number: str, office: str) -> Life:
        """Answered, and what the reporter makes of it."""
        if self.chance.random() < 0.25:
            await self.reply(office, number, self.chance.choice(self.words.news), "news")
            yield self.later(self.about(10))
        await self.reply(office, number, self.chance.choice(self.words.answers), "answer")
        fate = self.chance.random()
        if fate < 0.42:
            return  # she says nothing, and the window closes
        yield self.wakes(0, 3)
        if fate > 0.88:
            await self.stage.press(who, Choice("unsolved", number))
            await self.stage.say(who, self.chance.choice(self.words.disputes))
            yield self.later(self.about(12))
            await self.reply(office, number, self.chance.choice(self.words.answers), "answer")
            yield self.wakes(0, 2)
        await self.solved(who, number)

    async def solved(self, who: Person, number: str) -> None:
        await self.stage.press(who, Choice("solved", number))
        if self.chance.random() < 0.7:
            stars = self.chance.choices((1, 2, 3, 4, 5), (1, 1, 3, 7, 9))[0]
            await self.stage.press(who, Choice("rate", number, str(stars), str(stars)))

    # ---- an office

    async def press(self, office: str, choice: Choice) -> Heard | None:
        officer = self.officers.get(office)
        return await self.stage.press(officer, choice) if officer else None

    async def reply(self, office: str, number: str, text: str, *buttons: str) -> None:
        """In answer to the card, with the second look the bot asks for."""
        if officer := self.officers.get(office):
            asked = await self.stage.say(officer, text, about=number)
            if button := asked.offers(*buttons):
                await self.stage.press(officer, button)

    async def give_back(self, number: str, office: str) -> None:
        officer = self.officers.get(office)
        if officer and await self.press(office, Choice("return", number)):
            asked = await self.stage.say(officer, self.chance.choice(self.words.returns), about=number)
            if whose := asked.offers("to", value="?"):
                await self.stage.press(officer, whose)

    async def forward(self, number: str, office: str) -> None:
        """The coordinator thinks otherwise."""
        await self.stage.say(self.home, f"/teruskan {number} {office}")

    @property
    def home(self) -> Person:
        return self.officers[self.rules.catalogue.coordinator]

    # ---- a formal request

    async def request(self, who: Person, text: str, ruling: str) -> Life:
        sent = await self.filled(who, await self.stage.say(who, text))
        if sent is None:
            return
        number, _ = sent
        if ruling == "extended":
            yield self.later(60)
            await self.asked(number, "extend", self.words.extension)
        yield self.later(self.chance.uniform(12, 70))
        await self.decided(number, ruling)
        if ruling in ("refused", "part"):
            yield self.wakes(1, 2)
            await self.objected(who, number)
            yield self.later(self.chance.uniform(20, 40))
            await self.reply(self.rules.catalogue.coordinator, number, self.words.objection_answer, "answer")
        if self.chance.random() < 0.6:
            yield self.wakes(0, 2)
            await self.solved(who, number)

    async def filled(self, who: Person, heard: Heard) -> tuple[str, str] | None:
        """The form, question by question."""
        for _ in range(MOST_QUESTIONS):
            if button := heard.offers("submit"):
                return self.opened(await self.stage.press(who, button))
            if button := self.form_button(heard):
                heard = await self.stage.press(who, button)
            elif answer := self.form_answer(who, heard):
                heard = await self.stage.say(who, answer)
            else:
                return None
        return None

    def form_button(self, heard: Heard) -> Choice | None:
        way = self.chance.choice(("chat", "pickup"))
        wanted = (("kind", "ppid"), ("agree", ""), ("obtain", "copy"), ("deliver", way))
        return next((found for name, value in wanted if (found := heard.offers(name, value=value))), None)

    def form_answer(self, who: Person, heard: Heard) -> str:
        told = {**FORM, "ppid.ask.name": who.sender.name, "ppid.ask.purpose": self.chance.choice(self.words.purposes)}
        return next((answer for key, answer in told.items() if heard.asks(key)), "")

    async def asked(self, number: str, button: str, *answers: str) -> Heard | None:
        """A button of the coordinator's card, and what it asks next."""
        heard = await self.press(self.rules.catalogue.coordinator, Choice(button, number))
        for answer in answers:
            heard = await self.stage.say(self.home, answer, about=number)
        return heard

    async def decided(self, number: str, ruling: str) -> None:
        coordinator = self.rules.catalogue.coordinator
        if ruling in ("refused", "part"):
            await self.asked(number, "refuse" if ruling == "refused" else "give_part")
            await self.press(coordinator, Choice("ground", number, "b", "b"))
            await self.stage.say(self.home, self.words.test, about=number)
            shown = await self.stage.say(self.home, self.words.withheld, about=number)
        else:
            button = "elsewhere" if ruling == "elsewhere" else "give"
            shown = await self.asked(number, button, self.chance.choice(self.words.grants)) or Heard(())
        if button_ := shown.offers("decide"):
            await self.stage.press(self.home, button_)

    async def objected(self, who: Person, number: str) -> None:
        ground = self.chance.choice(GRIEVANCES[:5])
        await self.stage.press(who, Choice("object", number))
        await self.stage.press(who, Choice("grievance", number, ground, ground))
        await self.stage.say(who, self.words.objection)
