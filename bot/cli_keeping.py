"""Commands of `pendopo` about the installation and its data: database, letters, backups, invitations."""

from pathlib import Path
from typing import Annotated

import typer

from bot.console import out, run
from bot.settings import BadSettings, load

# The rest is imported by the command that needs it: see bot/cli.py.

keeping = typer.Typer()


@keeping.command()
def migrate() -> None:
    """Bring the database to the shape this program knows (serve does it by itself, too)."""
    from storage.database import connect
    from storage.migrate import migrate as bring_up_to_date

    settings = load()
    settings.data_dir.mkdir(parents=True, exist_ok=True)

    async def work() -> None:
        engine = connect(settings.database)
        try:
            before, after = await bring_up_to_date(engine)
        finally:
            await engine.dispose()
        out.print(f"Database: {before or 'empty'} → {after}" if before != after else f"Database: up to date ({after})")

    run(work)


@keeping.command(name="invite")
def invite_office(
    office: Annotated[
        str, typer.Argument(help="'coordinator', or an office of the catalogue, e.g. PUPR")
    ] = "coordinator",
) -> None:
    """Print a one-time code that links a Telegram group to an office.

    Add the officers' bot to the group, then write there: /hubungkan CODE. Whoever does so becomes the office's
    first officer. Later codes can be made in the coordinator's group with /undang.
    """
    from bot.errands import INVITE_HOURS, invite
    from bot.house import House
    from bot.start import load_rules, opened
    from storage.database import transaction

    settings = load()
    rules = load_rules(settings)
    home = rules.catalogue.coordinator
    found = rules.catalogue.offices[home] if office == "coordinator" else rules.catalogue.find_office(office)
    if found is None:
        raise BadSettings(f"No office {office!r} in the catalogue. Give its code or short name, e.g. PUPR or Dishub.")
    code = found.code

    async def work() -> None:
        async with opened(settings) as engine, transaction(engine) as connection:
            made = await invite(connection, House(rules), code)
        out.print(f"Kode untuk {found.name} (sekali pakai, {INVITE_HOURS} jam):", highlight=False)
        out.print(f"/hubungkan {made}", highlight=False)

    run(work)


@keeping.command()
def outbox(
    retry: Annotated[bool, typer.Option("--retry", help="send all of them once more")] = False,
) -> None:
    """List the letters that could not be delivered, and why; never their words.

    A letter to somebody who blocked the bot goes out by itself when they write again.
    """
    from bot.keeping_commands import show_outbox

    show_outbox(retry=retry)


@keeping.command()
def backup(file: Annotated[Path, typer.Argument(help="the file to write, e.g. pendopo-2026-12-01.tar.gz")]) -> None:
    """Write the whole installation, database and media, into one file, while the program runs."""
    from bot.keeping_commands import make_backup

    make_backup(file)


@keeping.command()
def restore(file: Annotated[Path, typer.Argument(help="a file made by: pendopo backup")]) -> None:
    """Bring a backup into an empty installation (a new data folder or database), and prove it."""
    from bot.keeping_commands import restore_backup

    restore_backup(file)


@keeping.command()
def move(
    to: Annotated[str, typer.Option("--to", help="e.g. postgresql+asyncpg://user:password@host/pendopo")],
) -> None:
    """Carry everything over to another database, and prove that nothing changed. Stop the program first."""
    from bot.keeping_commands import move_database

    move_database(to)
