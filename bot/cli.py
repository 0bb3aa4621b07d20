"""The `pendopo` command. Each command teaches with `--help` and ends with a code: 0 done, 1 a fault that it names
with its mend, 2 a wrong call."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.app import ROLES, AlreadyRunning, App, Role, load_rules, opened, sole_owner
from bot.channels import BadToken
from bot.errands import INVITE_HOURS, invite
from bot.house import House
from bot.keeping import BadBackup, Changed, NotEmpty
from bot.keeping_commands import register
from bot.logs import set_up
from bot.settings import BadSettings, Settings, for_serving, load
from routing.catalogue import CatalogueError
from storage.database import Unavailable, connect, transaction
from storage.migrate import DatabaseTooNew
from storage.migrate import migrate as bring_up_to_date

app = typer.Typer(
    help="Pendopo: aduan warga lewat chat, sampai ke OPD yang tepat, dan jawabannya kembali. "
    "Settings come from the environment and from .env; .env.example explains each.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

register(app)

out = Console()
err = Console(stderr=True)

FAULTS: tuple[type[Exception], ...] = (
    BadSettings,
    CatalogueError,
    AlreadyRunning,
    BadToken,
    DatabaseTooNew,
    Unavailable,
    BadBackup,
    NotEmpty,
    Changed,
)
"""What an operator can mend. Anything else is ours, and shows its traceback."""


def main() -> None:
    """Entry of the `pendopo` script."""
    try:
        app()
    except FAULTS as error:
        stop_with(error)
    except BaseExceptionGroup as group:
        faults, rest = group.split(FAULTS)
        if faults is None or rest is not None:
            raise
        stop_with(first(faults))


def first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    inner = group.exceptions[0]
    return first(inner) if isinstance(inner, BaseExceptionGroup) else inner


def stop_with(error: BaseException) -> None:
    err.print("[bold red]Pendopo can't go on.[/]")
    err.print(explain(error), markup=False, highlight=False)
    sys.exit(1)


def explain(error: BaseException) -> str:
    """The fault and its mend, in the operator's words."""
    if isinstance(error, BadToken):
        return f"Telegram does not accept a bot token ({error}). Copy it again from @BotFather into .env, whole."
    if isinstance(error, Unavailable):
        return (
            f"The database can't be opened ({error}). Check PENDOPO_DATA_DIR and PENDOPO_DATABASE_URL: "
            "the folder must exist, be writable and have room."
        )
    return str(error)


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run until done, or until Ctrl-C or SIGTERM; both are a normal end."""

    async def until_told() -> None:
        task = asyncio.ensure_future(work())
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        try:
            await task
        except asyncio.CancelledError:
            err.print("Stopped.")

    try:
        asyncio.run(until_told())
    except KeyboardInterrupt:
        err.print("Stopped.")


@app.command()
def serve(
    role: Annotated[str, typer.Option(help=f"what this process does: {', '.join(ROLES)}")] = "all",
) -> None:
    """Run the program: both bots, the clock, and the web side.

    Needs two bot tokens in .env (PENDOPO_CITIZEN_BOT_TOKEN, PENDOPO_STAFF_BOT_TOKEN). Without PENDOPO_PUBLIC_URL it
    asks Telegram for news (long polling), so it runs behind any router; with it, Telegram calls the webhook.
    """
    settings = for_serving(load())
    part = as_role(role, settings)
    set_up()

    async def work() -> None:
        async with opened(settings) as engine:
            await App(settings, engine, role=part).run()

    with sole_owner(settings):
        run(work)


def as_role(text: str, settings: Settings) -> Role:
    """Raises `BadSettings` for a role that is none, or that this database has no use for."""
    role = next((each for each in ROLES if each == text), None)
    if role is None:
        raise BadSettings(f"--role {text}: unknown. Give one of: {', '.join(ROLES)}.")
    if role != "all" and settings.database.startswith("sqlite"):
        raise BadSettings(
            "--role: several processes need PostgreSQL (PENDOPO_DATABASE_URL). On SQLite run just: pendopo serve"
        )
    return role


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="port of the page of phones; 0 picks a free one")] = 8765,
    data_dir: Annotated[Path | None, typer.Option(help="keep the demo's data here instead of throwing it away")] = None,
) -> None:
    """Show everything on one page: citizens' phones and offices' groups, with no token and no server.

    Starts the local messenger and this very program against it, and prints the address to open.
    """
    from bot.demo import run_demo

    set_up("WARNING")
    run(
        lambda: run_demo(
            port, data_dir, lambda url: out.print(f"\n  Buka [bold cyan]{url}[/] – Ctrl-C untuk berhenti.\n")
        )
    )


@app.command()
def sandbox(
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="port to listen on")] = 8081,
) -> None:
    """Run the local messenger alone: it speaks Telegram's Bot API and shows a page of phones.

    Point a bot at it with PENDOPO_TELEGRAM_API_URL=http://127.0.0.1:8081.
    """
    from bot.sandbox.server import run as run_sandbox

    out.print(f"  Messenger: [bold cyan]http://{host}:{port}[/] – Ctrl-C to stop.")
    run_sandbox(host, port)


@app.command()
def migrate() -> None:
    """Bring the database to the shape this program knows (serve does it by itself, too)."""
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


@app.command(name="invite")
def invite_office(
    office: Annotated[
        str, typer.Argument(help="'coordinator', or an office of the catalogue, e.g. PUPR")
    ] = "coordinator",
) -> None:
    """Print a one-time code that links a Telegram group to an office.

    Add the officers' bot to the group, then write there: /hubungkan CODE. Whoever does so becomes the office's
    first officer. Later codes can be made in the coordinator's group with /undang.
    """
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


@app.command()
def check() -> None:
    """Look at settings, catalogue, database, tokens, webhooks and groups, and say what to do about each fault."""
    from bot.checkup import check_everything

    set_up("ERROR")
    faults = asyncio.run(check_everything(load_leniently(), out))
    sys.exit(1 if faults else 0)


def load_leniently() -> Settings | BadSettings:
    try:
        return load()
    except BadSettings as error:
        return error
