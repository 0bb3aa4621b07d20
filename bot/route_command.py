"""`pendopo route`: ask the router from the command line.

Needs no token, no network and no database; where an installation is, it answers by what that has learned.
"""

import asyncio
import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from bot.settings import Settings
from bot.settings import load as load_settings
from routing import catalogue as catalogues
from routing.assign import Choice, chosen
from routing.catalogue import Catalogue
from routing.classify import Guess, classify
from routing.gazetteer import Gazetteer, Place
from routing.kinds import Intent
from routing.learned import BadModel, Learned
from routing.learned import load as load_model
from routing.parts import parts

out = Console()
err = Console(stderr=True)


INTENTS: dict[Intent, str] = {
    "emergency": "darurat",
    "ppid": "permohonan informasi publik (PPID)",
    "status": "menanyakan laporan",
    "complaint": "aduan",
    "aspiration": "aspirasi",
    "information": "pertanyaan",
    "thanks": "terima kasih",
    "greeting": "salam",
    "nonsense": "tidak terbaca",
}


class BadTable(ValueError):
    """A CSV file that cannot be used; says why."""


class Router:
    """Everything a route needs: the catalogue, the places, and what was learnt, if anything: from a file, or else by
    the installation that is here, unless its experience is not wanted (`unlearned`)."""

    def __init__(self, model: Path | None = None, *, unlearned: bool = False) -> None:
        settings = load_settings()
        self.catalogue: Catalogue = catalogues.load(settings.catalogue)
        self.gazetteer = Gazetteer()
        self.learned: Learned | None = None
        if model:
            self.learned = load_model(model)
        elif not unlearned and settings.installed:
            self.learned = own(settings, self.catalogue)

    def route(self, text: str) -> tuple[Guess, Choice, Place | None]:
        guess = classify(text, self.catalogue, self.learned)
        place = self.gazetteer.find(text)
        return guess, chosen(self.catalogue, text, guess, place), place

    def answer(self, name: str, text: str) -> dict[str, Any]:
        """One row's route as plain values; what nobody could place goes to the triage office."""
        guess, choice, place = self.route(text)
        return {
            "id": name,
            "kind": guess.intent,
            "topic": choice.topic,
            "office": choice.office or self.catalogue.triage,
            "alternatives": list(choice.alternatives),
            "confidence": choice.confidence,
            "place": msgspec.to_builtins(place),
            "reasons": list(choice.reasons),
        }


def own(settings: Settings, catalogue: Catalogue) -> Learned | None:
    """What the installation has learned; told on stderr. A database that can't be read is told, and done without."""
    from bot.learning import current
    from storage.database import Unavailable, connect

    async def read() -> tuple[int, Learned] | None:
        engine = connect(settings.database, reading=True)
        try:
            return await current(engine, catalogue)
        finally:
            await engine.dispose()

    try:
        found = asyncio.run(read())
    except (Unavailable, BadModel) as error:
        err.print(f"The database can't be read ({error}); routing by the catalogue alone.", highlight=False)
        return None
    if found is None:
        return None
    number, learned = found
    err.print(
        f"By model {number}, learnt from {learned.rows} of this installation's reports. Without it: --unlearned",
        highlight=False,
    )
    return learned


def route_one(router: Router, text: str, as_json: bool) -> None:
    """Route one message, for people to read or as a line of JSON."""
    if as_json:
        print_line(router.answer("", text))
    else:
        show(router, text)


def route_table(router: Router, file: Path, text_column: str, id_column: str) -> None:
    """Route every row of a CSV file: one JSON object a line, a progress bar on stderr."""
    for row in track(table_of(file, text_column, id_column), "Routing", console=err):
        print_line(router.answer(row[id_column], row[text_column]))


def office_code(catalogue: Catalogue, said: str) -> str | None:
    office = catalogue.offices.get(said.strip()) or catalogue.find_office(said)
    return office.code if office else None


def table_of(file: Path, *columns: str) -> list[dict[str, str]]:
    """The rows of a CSV file that has these columns; raises BadTable with the mend when it has not."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            lacking = [column for column in columns if column not in (reader.fieldnames or ())]
            if lacking:
                known = ", ".join(reader.fieldnames or ())
                raise BadTable(f"{file} has no column {', '.join(lacking)}. Its columns: {known}.")
            return [{column: row[column] or "" for column in columns} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadTable(f"{file} cannot be read: {error}.") from error


def print_line(answer: dict[str, Any]) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")


def show(router: Router, text: str) -> None:
    """A route for people to read."""
    guess, choice, place = router.route(text)
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, value in lines_of(router.catalogue, guess, choice, place):
        table.add_row(f"[dim]{name}[/]", value)
    for number, part in enumerate(parts(text, router.catalogue), 1):
        office = router.catalogue.offices[part.office].short
        table.add_row(f"[dim]bagian {number}[/]", f"{escape(part.text)} → [bold]{escape(office)}[/]")
    out.print(table)


def lines_of(catalogue: Catalogue, guess: Guess, choice: Choice, place: Place | None) -> Iterator[tuple[str, str]]:
    if guess.emergency:
        yield "DARURAT", f"[bold red]hubungi {escape(catalogue.emergency.number)} dulu[/]"
    yield "jenis", INTENTS[guess.intent]
    topic = catalogue.topics.get(choice.topic or "")
    yield "topik", escape(topic.name.id) if topic else "–"
    office = catalogue.offices[choice.office or catalogue.triage]
    how = "langsung" if choice.sure else "ditanyakan dulu"
    yield "dinas", f"[bold]{escape(office.name)}[/] ({office.code}), {how}" + (", rahasia" if choice.secret else "")
    if office.door:
        yield "pintu", escape(office.door)
    yield "yakin", f"{choice.confidence:.0%}"
    yield "sebab", escape(quoted(choice.reasons))
    yield "lainnya", escape(", ".join(catalogue.offices[code].short for code in choice.alternatives) or "–")
    yield "tempat", escape(place_line(place))


def quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words) or "–"


def place_line(place: Place | None) -> str:
    if place is None:
        return "–"
    known = [name for name in (place.village, place.district and f"Kec. {place.district}") if name]
    return f"“{place.words}”" + (f" ({', '.join(known)})" if known else "")
