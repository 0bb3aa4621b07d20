"""Where figures are made of what is kept: counted, drawn and written at the moment they are sent, so that they lie
nowhere. It reads beside the program's own work, and the drawing happens off its loop."""

import asyncio
from collections.abc import Mapping

from msgspec import Struct

from bot import recap, registers, sp4n
from bot.channels import Attached, Later
from bot.charts import pictures
from bot.house import House
from bot.ledger import Ledger
from bot.ledger import read as read_ledger
from bot.sheets import Scribe
from bot.speech import Speech
from bot.telling import caption
from bot.workbook import written
from flows.effects import Line, MonthName, OfficeName, Officer, SendFigures, SendRecap, Value
from routing.figures import Figures
from routing.months import Month
from storage import figures
from storage.database import Unavailable, connect, transaction


class Made(Struct, frozen=True):
    """`html` stands beneath the files, or alone when there is nothing to show."""

    html: str
    files: tuple[Attached, ...] = ()


class Bureau:
    def __init__(self, database: str, house: House, speech: Speech) -> None:
        self.engine = connect(database, reading=True)
        self.house = house
        self.speech = speech

    async def close(self) -> None:
        await self.engine.dispose()

    async def make(self, asked: SendFigures | SendRecap, language: str, names: Mapping[str, str]) -> Made:
        """Raises `Later` while the database is away."""
        try:
            if isinstance(asked, SendRecap):
                return await self._recap(asked, language, names)
            return await self._figures(asked, language)
        except Unavailable as error:
            raise Later(2, "the figures can't be read now") from error

    async def figures(self, month: Month, office: str | None = None) -> Figures:
        rules = self.house.rules
        async with transaction(self.engine) as connection:
            cases = await figures.of_month(connection, *month.window(rules.zone))
        return Figures(month=month, now=self.house.now(), rules=rules, cases=cases, office=office)

    async def ledger(self, month: Month) -> Ledger:
        found = await self.figures(month)
        async with transaction(self.engine) as connection:
            return await read_ledger(connection, found)

    async def _figures(self, asked: SendFigures, language: str) -> Made:
        found = await self.figures(asked.month, asked.office)
        if not found.received and not found.ended:
            return await self._nothing(asked.month, language, asked.office)
        drawn = await asyncio.to_thread(pictures, found, Scribe(self.speech, language))
        files = tuple(
            Attached("photo", each, f"kinerja-{asked.month.code}-{place}.png") for place, each in enumerate(drawn, 1)
        )
        return Made(self.speech.html(caption(found, language), language), files)

    async def _recap(self, asked: SendRecap, language: str, names: Mapping[str, str]) -> Made:
        ledger = await self.ledger(asked.month)
        if not ledger.figures.cases and not registers.objections_of_month(ledger):
            return await self._nothing(asked.month, language)
        content = await asyncio.to_thread(self.workbook, ledger, language)
        secret = sum(case.ticket.secret for case in ledger.figures.received)
        values: dict[str, Value] = {
            "month": MonthName(asked.month.year, asked.month.month),
            "received": len(ledger.figures.received),
            "secret": secret,
            "officer": Officer(asked.by),
        }
        html = self.speech.html((Line("recap.caption", values),), language, names)
        return Made(html, (Attached("document", content, f"rekap-{asked.month.code}.xlsx"),))

    def workbook(self, ledger: Ledger, language: str) -> bytes:
        scribe = Scribe(self.speech, language)
        head = (
            recap.summary(ledger, scribe),
            recap.offices(ledger, scribe),
            recap.reports(ledger, scribe),
            sp4n.lines(ledger, scribe),
        )
        sheets = (*head, *registers.sheets(ledger, scribe))
        return written(sheets, f"Pendopo {ledger.figures.month.code}")

    async def _nothing(self, month: Month, language: str, office: str | None = None) -> Made:
        """A kind sentence, and since when there are reports at all."""
        async with transaction(self.engine) as connection:
            first = await figures.first_opened(connection)
        named = MonthName(month.year, month.month)
        if office and first:
            line = Line("figures.none_office", {"office": OfficeName(office), "month": named})
            return Made(self.speech.html((line,), language))
        if first is None:
            return Made(self.speech.html((Line("figures.none_yet", {"month": named}),), language))
        since = first.astimezone(self.house.rules.zone)
        values: dict[str, Value] = {"month": named, "first": MonthName(since.year, since.month)}
        return Made(self.speech.html((Line("figures.none", values),), language))
