"""Make the pictures of `docs/numbers.md`: `.venv/bin/python -m docs.take_numbers`.

The simulated month is played, drawn as `/kinerja` draws it and written as `/rekap` writes it; the sheets are then read
back from the file and shown as tables.
"""

import asyncio
import html
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.bureau import Bureau
from bot.charts import pictures
from bot.demo import demo_settings
from bot.house import House
from bot.month import Producer, play_month
from bot.sheets import Scribe
from bot.speech import Speech
from bot.stage import StandingClock
from bot.start import load_rules, opened
from docs.take_picture import with_palette
from routing.months import Month
from tests.test_browser import chromium

FOLDER = Path(__file__).with_name("numbers")
MONTH = Month(2026, 11)
CHARTS = ("1-flow", "2-waits", "3-late", "4-stars", "5-places")
SHEETS = {"Ringkasan": 34, "Per OPD": 26, "Aduan": 14, "Register permohonan": 12, "Laporan tahunan": 24}
"""How many lines of each are shown."""

WIDE, NARROW = 2400, 1000

STYLE = """
body { margin: 0; background: white; font: 13px "DejaVu Sans", sans-serif; color: #1e2b27 }
h1 { font-size: 18px; color: #1b5e4b; margin: 14px 12px 4px } p { margin: 2px 12px; color: #555 }
table { border-collapse: collapse; margin: 12px } td, th { padding: 4px 8px; vertical-align: top; max-width: 230px }
th { background: #1b5e4b; color: white; text-align: left; font-size: 12px } td { border-bottom: 1px solid #d5ddd9 }
td.n { text-align: right }
"""


async def make() -> tuple[list[bytes], bytes]:
    """The charts and the workbook of the month."""
    numbers = count(9001)

    async def person(name: str) -> int:
        return next(numbers)

    async def group(office: str, members: list[int]) -> str:
        return f"-{next(numbers)}"

    with TemporaryDirectory() as folder:
        settings = demo_settings("http://127.0.0.1:1", Path(folder))
        rules = load_rules(settings)
        async with opened(settings) as engine:
            played = await play_month(engine, rules, MONTH, Producer(person, group))
            speech = Speech(rules)
            bureau = Bureau(settings.database, House(rules, StandingClock(played.end)), speech)
            drawn = pictures(await bureau.figures(MONTH), Scribe(speech))
            book = bureau.workbook(await bureau.ledger(MONTH), "id")
            await bureau.close()
    return list(drawn), book


def page_of(sheet: Worksheet, most: int) -> str:
    return f"<meta charset=utf-8><style>{STYLE}</style>{''.join(parts(sheet, most))}"


def parts(sheet: Worksheet, most: int) -> Iterator[str]:
    lines = list(sheet.iter_rows(max_row=most, values_only=True))
    head = next(place for place, line in enumerate(lines) if place and sum(cell is not None for cell in line) > 1)
    yield f"<h1>{lines[0][0]}</h1>"
    yield from (f"<p>{line[0]}</p>" for line in lines[1:head] if line[0])
    yield "<table><tr>" + "".join(f"<th>{cell}</th>" for cell in lines[head]) + "</tr>"
    for line in lines[head + 1 :]:
        yield "<tr>" + "".join(cell_of(cell) for cell in line) + "</tr>"
    yield "</table>"


def cell_of(cell: object) -> str:
    if isinstance(cell, datetime):
        return f"<td>{cell:%d-%m-%Y %H.%M}</td>"
    cell = round(cell, 1) if isinstance(cell, float) else cell
    number = isinstance(cell, int | float)
    return f"<td{' class=n' if number else ''}>{'' if cell is None else html.escape(str(cell))}</td>"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    charts, content = asyncio.run(make())
    for name, chart in zip(CHARTS, charts, strict=True):
        (FOLDER / f"{name}.png").write_bytes(with_palette(chart))
    book = load_workbook(BytesIO(content))
    with chromium() as browser:
        for place, (name, most) in enumerate(SHEETS.items(), 1):
            width = WIDE if book[name].max_column > 10 else NARROW
            page = browser.new_page(viewport={"width": width, "height": 400})
            page.set_content(page_of(book[name], most))
            (FOLDER / f"sheet-{place}.png").write_bytes(with_palette(page.screenshot(full_page=True)))
            page.close()


if __name__ == "__main__":
    main()
