"""What platforms tell besides what people say: a group moved, a letter was read, a number changed, an account is ill.

Each is done in the transaction of a sitting, and told twice it is done once.
"""

import structlog

from bot.arrival import Migrated, News, Renumbered, Reported, Warned
from bot.channels.whatsapp_trouble import reason
from bot.metrics import ALARMS, REPORTS
from bot.returns import ARRIVED, hear_of, note, read_about
from bot.sitting import Sitting
from flows.effects import Line, Say, to_office
from storage import inbox, links, people, rooms
from storage.database import millis
from storage.locks import hold_people

log = structlog.get_logger(__name__)


async def take_news(sitting: Sitting, news: News) -> None:
    match news:
        case Migrated(channel=channel, old=old, new=new):
            await rooms.move(sitting.connection, channel, old, new)
        case Reported():
            await report(sitting, news)
        case Renumbered():
            await renumber(sitting, news)
        case Warned():
            await warn(sitting, news)


async def report(sitting: Sitting, told: Reported) -> None:
    """The card shows what became of an answer, and what was not delivered is not lost; whoever can't be reached is not
    written to until she writes."""
    REPORTS.labels(told.channel, told.state).inc()
    why = reason(told.why) if told.state == "failed" else ""
    if why:
        log.warning("not delivered", channel=told.channel, code=told.why, reason=why)
    if why in ("gone", "blocked"):
        await people.mark_account(sitting.connection, told.channel, told.address, why)
    what = read_about(told.about)
    if what is None:
        return
    if told.state != "sent":
        await hear_of(sitting, told.channel, what, str(told.why) if told.state == "failed" else ARRIVED)
    if told.state != "failed":
        await note(sitting, what, "", told.state)


async def renumber(sitting: Sitting, told: Renumbered) -> None:
    """Her tickets stay hers, and what hangs in her chat stays findable."""
    connection, channel = sitting.connection, told.channel
    if not await inbox.take_in(connection, [told.id], millis(sitting.now)):
        return
    await hold_people(connection, [f"{channel}:{each}" for each in (*told.old, *told.new)])
    for before in await people.readdress(connection, channel, told.old, told.new):
        await links.move(connection, channel, before, told.new[0])


async def warn(sitting: Sitting, told: Warned) -> None:
    """Said in the coordinator's group, in the platform's own words, and counted."""
    if await inbox.take_in(sitting.connection, [told.id], millis(sitting.now)):
        ALARMS.labels(told.channel, told.what).inc()
        home = sitting.rules.catalogue.coordinator
        sitting.mail.post(Say(to_office(home), (Line(f"alarm.{told.what}", {"detail": told.detail}),)))
