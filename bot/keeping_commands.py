"""What an operator who keeps the installation safe is shown: letters that are stuck, backups, a move."""

import asyncio
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.audit_command import prove_at
from bot.audit_command import tell as tell_verdict
from bot.keeping import back_up, move, restore
from bot.settings import BadSettings, load
from bot.start import opened, sole_owner
from storage import outbox, parking
from storage.copying import Contents
from storage.database import transaction

out = Console()

MOST = 200


def show_outbox(*, retry: bool) -> None:
    async def work() -> None:
        async with opened(load()) as engine, transaction(engine) as connection:
            waiting, stuck = await outbox.count(connection)
            parked = sum((await parking.count(connection)).values())
            letters = await outbox.undeliverable(connection, MOST)
            tried = await outbox.try_all_again(connection) if retry else 0
        out.print(f"{waiting} waiting, {stuck} undeliverable, {parked} parked until their reader writes")
        if letters:
            out.print(as_table(letters))
        if retry:
            out.print(f"{tried} will be sent once more.")

    asyncio.run(work())


def as_table(letters: tuple[outbox.Stuck, ...]) -> Table:
    table = Table("letter", "to", "kind", "ticket", "since", "tries", "trouble")
    for letter in letters:
        since = datetime.fromtimestamp(letter.made / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
        row = (letter.id, letter.recipient, letter.kind, letter.ticket or "", since, letter.attempts, letter.trouble)
        table.add_row(*map(str, row))
    return table


def make_backup(file: Path) -> None:
    if file.exists():
        raise BadSettings(f"{file} exists already. Give another name; a backup never overwrites another.")
    settings = load()
    tell(asyncio.run(back_up(settings, file)), f"Written to {file}.")
    prove(settings.database)


def restore_backup(file: Path) -> None:
    settings = load()
    with sole_owner(settings):
        tell(asyncio.run(restore(settings, file)), "Restored. Start the program with: pendopo serve")
        prove(settings.database)


def move_database(to: str) -> None:
    settings = load()
    with sole_owner(settings):
        held = asyncio.run(move(settings, to))
    tell(held, "Moved. Set PENDOPO_DATABASE_URL to the new address and start the program; the old one is untouched.")
    prove(to)


def prove(url: str) -> None:
    """The history went along; whether every line of it holds is said at once, and fails when one does not."""
    verdict = asyncio.run(prove_at(url))
    tell_verdict(verdict)
    if verdict.broken:
        sys.exit(1)


def tell(held: Mapping[str, Contents], done: str) -> None:
    table = Table("table", "rows", "digest")
    for name, each in held.items():
        table.add_row(name, str(each.rows), each.digest[:16])
    out.print(table)
    out.print(done, markup=False, highlight=False, soft_wrap=True)
