"""The simulated month in the demo: its people and groups are the messenger's, and its end is the demo's now."""

from bot.app import App
from bot.clock import MovableClock
from bot.demo_whatsapp import give_whatsapp
from bot.month import Producer, play_month
from bot.sandbox.client import Puppeteer, private
from bot.sandbox.world import World
from bot.sitting import Sitting
from flows.notices import hang
from routing.months import month_of
from storage import tickets
from storage.database import transaction

SHOWN = ("PUPR", "DISKOMINFO")
"""Offices whose groups lie on the page; the others are there, and work."""

MOST_CARDS = 5
"""Cards that hang in each of them when the page opens."""


class Theatre:
    def __init__(self, world: World, clock: MovableClock, citizens: int, staff: int) -> None:
        """`citizens` and `staff` are the two bots."""
        self.world = world
        self.clock = clock
        self.citizens = citizens
        self.staff = staff

    async def play(self, app: App, puppets: Puppeteer) -> tuple[dict[str, int], dict[str, str]]:
        """The running month, to its last working day; people and chats to show, by name."""
        rules = app.house.rules

        async def person(name: str) -> int:
            user = self.world.add_person(name)
            self.world.private(user, self.citizens).started = True
            return user.id

        async def group(office: str, members: list[int]) -> str:
            key = await puppets.group(rules.catalogue.office(office).short, [*members, self.staff])
            return key.removeprefix("g:")

        month = month_of(self.clock(), rules.zone)
        played = await play_month(app.engine, rules, month, Producer(person, group))
        self.clock.forward_to(played.end)
        officers = {code: played.officers[code] for code in SHOWN}
        people = {name: await puppets.person(name) for name in ("Siti", "Budi", "Sri")}
        chats = {name: private(people[name], self.citizens) for name in ("Siti", "Budi")}
        chats["Sri"] = await give_whatsapp(puppets, people["Sri"])
        for name, code, title in (("Joko", "PUPR", "PUPR"), ("Ratna", "DISKOMINFO", "Diskominfo")):
            people[name] = int(officers[code].sender.address)
            chats[title] = f"g:{officers[code].chat}"
        return people, chats

    async def hang_cards(self, app: App) -> None:
        """Nothing was sent while the month was played: the newest cards are hung now."""
        async with transaction(app.engine) as connection:
            sitting = Sitting(connection, app.house)
            for office in SHOWN:
                open_ = [each for each in await tickets.of_office(connection, office) if not each.secret]
                for ticket in open_[-MOST_CARDS:]:
                    for told in hang(ticket, office):
                        sitting.mail.post(told)
            await sitting.flush()
        app.courier.nudge()
