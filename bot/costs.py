"""What WhatsApp charges for, counted by month and category as its statuses tell it.
https://developers.facebook.com/documentation/business-messaging/whatsapp/pricing

A message is charged when it is delivered. Its price stands in several statuses, and any may come twice or be the only
one, so each message is counted once: by the first word that it arrived.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.arrival import News, Reported
from bot.clock import system_clock
from bot.findings import Finding
from bot.metrics import PRICED
from bot.sitting import Sitting
from routing.rules import Rules
from storage import inbox, traffic
from storage.database import Unavailable, millis, moment, transaction
from storage.traffic import Traffic


async def count_prices(sitting: Sitting, news: Iterable[News]) -> None:
    """All at once, whatever the number of statuses."""
    told = {key(each): each for each in news if isinstance(each, Reported) and is_charged(each)}
    if not told:
        return
    fresh = await inbox.take_in(sitting.connection, sorted(told), millis(sitting.now))
    counted = Counter(traffic_of(told[each], sitting.rules) for each in fresh)
    await traffic.add(sitting.connection, counted)
    for of, number in counted.items():
        PRICED.labels(of.category, str(of.billable).lower()).inc(number)


def is_charged(told: Reported) -> bool:
    return told.state in ("delivered", "read") and bool(told.category)


def key(told: Reported) -> str:
    return f"{told.channel}:{told.id}/price"


def traffic_of(told: Reported, rules: Rules) -> Traffic:
    return Traffic(month_of(moment(told.at), rules), told.category, told.billable)


def month_of(when: datetime, rules: Rules) -> str:
    """In the time of Kudus."""
    return f"{when.astimezone(rules.zone):%Y-%m}"


# ---- shown by `pendopo check`


async def look_at_costs(engine: AsyncEngine, rules: Rules) -> Finding:
    month = month_of(system_clock(), rules)
    try:
        async with transaction(engine) as connection:
            found = await of_this(connection, month)
    except Unavailable as error:
        return Finding("WhatsApp: messages", False, f"can't be counted: {error}")
    return Finding("WhatsApp: messages", True, f"{month}: {found or 'none yet'}")


async def of_this(connection: AsyncConnection, month: str) -> str:
    """`utility 12 charged, service 40 free`."""
    found = await traffic.of_month(connection, month)
    return ", ".join(f"{of.category} {count} {'charged' if of.billable else 'free'}" for of, count in found.items())
