"""What becomes of a letter that WhatsApp took and could not deliver: it goes out again, is parked, or is given up where
it can be seen. Each is what becomes of one that is refused at once (`bot/courier.py`).
"""

from datetime import datetime

import structlog
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels import Closed, Later, NoTemplate, Refused
from bot.channels.whatsapp_trouble import reason, trouble
from bot.clock import real_now
from bot.metrics import ALARMS
from bot.sitting import Sitting
from flows.announcing import says_something
from flows.effects import Line, Say, to_office
from routing.delivery import Stage
from storage import inbox, outbox, parking, people, sent, stops
from storage.database import millis
from storage.outbox import Letter
from storage.sent import Kept

ARRIVED = "arrived"
"""What is noted of a letter instead of the number of a failure."""

MOST_TRIES = 8
"""A platform that takes a letter and fails it each time does not want it."""

log = structlog.get_logger(__name__)


class About(Struct, frozen=True):
    """What is sent along with a message and comes back with whatever is told of it. `ticket` and `answer` stand there
    for an answer alone."""

    letter: int
    attempt: int
    ticket: str = ""
    answer: int = 0

    def __str__(self) -> str:
        return f"{self.ticket}/{self.answer}/{self.letter}/{self.attempt}"


def about(letter: Letter) -> About:
    if isinstance(letter.body, Say) and letter.body.answer is not None and letter.ticket:
        return About(letter.id, letter.attempts, letter.ticket, letter.body.answer)
    return About(letter.id, letter.attempts)


def read_about(text: str) -> About | None:
    """None for what is not ours."""
    ticket, *numbers = text.split("/")
    if len(numbers) != 3 or not all(each.isdecimal() for each in numbers):
        return None
    answer, letter, attempt = map(int, numbers)
    return About(letter, attempt, ticket, answer)


def may_come_back(letter: Letter) -> bool:
    """Of what says nothing, nobody need hear a second time."""
    return says_something(letter.body)


async def hear_of(sitting: Sitting, channel: str, what: About, reported: str) -> None:
    """`ARRIVED`, or the number of a failure. A letter that was forgotten, or has gone out again, is left alone."""
    if kept := await sent.find(sitting.connection, what.letter, what.attempt, reported):
        await act_upon(sitting, channel, kept, what, reported)


async def act_upon(sitting: Sitting, channel: str, kept: Kept, what: About, reported: str) -> None:
    if reported == ARRIVED:
        await outbox.drop(sitting.connection, [kept.id])
    else:
        await take_back(sitting, channel, kept, what, int(reported))


async def take_back(sitting: Sitting, channel: str, kept: Kept, what: About, code: int) -> None:
    connection, person = sitting.connection, kept.recipient.partition(":")[2]
    log.warning("came back", letter=kept.id, channel=channel, code=code, reason=reason(code))
    match found := trouble(code, 0, "told by a status"):
        case Closed():
            await people.shut(connection, person, channel)
            await sent.bring_back(connection, kept.id, 0, kept.attempts + 1)
        case Later(alarm=alarm) if kept.attempts < MOST_TRIES:
            wait = max(found.wait(kept.attempts), 2.0**kept.attempts)
            await sent.bring_back(connection, kept.id, real_now() + round(wait * 1000), kept.attempts + 1)
            await call_for_help(sitting, channel, alarm)
        case Refused(reason="stopped"):
            await stops.stop(connection, person, millis(sitting.now))
            await park(sitting, kept, what, "stopped")
        case NoTemplate():
            await park(sitting, kept, what, "untold")
        case _:
            await outbox.give_up(connection, kept.id, reason(code))
            await note(sitting, what, reason(code))


async def park(sitting: Sitting, kept: Kept, what: About, why: parking.Why) -> None:
    await parking.park(sitting.connection, kept.id, why)
    await note(sitting, what, why, "parked")


async def note(sitting: Sitting, what: About, why: str, stage: Stage = "delivered") -> None:
    """The card shows what became of an answer."""
    if what.ticket:
        await sitting.note_delivery(what.ticket, what.answer, why, stage)


async def call_for_help(sitting: Sitting, channel: str, alarm: str) -> None:
    """The coordinator is told once an hour, whichever process hears of it."""
    if not alarm:
        return
    ALARMS.labels(channel, alarm).inc()
    if await first_this_hour(sitting.connection, alarm, sitting.now):
        home = sitting.rules.catalogue.coordinator
        sitting.mail.post(Say(to_office(home), (Line(f"alarm.{alarm}", {"detail": ""}),), mark=f"alarm {alarm}"))


async def first_this_hour(connection: AsyncConnection, alarm: str, now: datetime) -> bool:
    return bool(await inbox.take_in(connection, [f"alarm:{alarm}/{now:%Y-%m-%dT%H}"], millis(now)))
