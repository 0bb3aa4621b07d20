"""The `pendopo` command. Each command teaches with `--help` and ends with a code: 0 done, 1 a fault that it names
with its mend, 2 a wrong call."""

import asyncio
import errno
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.logs import set_up
from bot.settings import BadSettings, Settings, for_serving, load

# The rest is imported by the command that needs it: libraries of this size take a second, and --help needs none.

app = typer.Typer(
    help="Pendopo: aduan warga lewat chat, sampai ke OPD yang tepat, dan jawabannya kembali. "
    "Settings come from the environment and from .env; .env.example explains each.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

out = Console()
err = Console(stderr=True)


def main() -> None:
    """Entry of the `pendopo` script."""
    try:
        app()
    except Exception as error:
        from bot.faults import explain, fault_in

        fault = fault_in(error)
        if fault is None:
            raise
        err.print("[bold red]Pendopo can't go on.[/]")
        err.print(explain(fault), markup=False, highlight=False)
        sys.exit(1)


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
    role: Annotated[str, typer.Option(help="what this process does: web, courier, bellman, all")] = "all",
) -> None:
    """Run the program: both bots, the clock, and the web side.

    Needs two bot tokens in .env (PENDOPO_CITIZEN_BOT_TOKEN, PENDOPO_STAFF_BOT_TOKEN). Without PENDOPO_PUBLIC_URL it
    asks Telegram for news (long polling), so it runs behind any router; with it, Telegram calls the webhook.
    """
    from bot.start import as_role, opened, sole_owner

    settings = for_serving(load())
    part = as_role(role, settings)
    set_up()

    async def work() -> None:
        from bot.app import App  # brings both bots' libraries, which take seconds

        async with opened(settings) as engine:
            await App(settings, engine, role=part).run()

    with sole_owner(settings):
        run(work)


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
    with free_port(port):
        run(
            lambda: run_demo(
                port, data_dir, lambda url: out.print(f"\n  Buka [bold cyan]{url}[/] – Ctrl-C untuk berhenti.\n")
            )
        )


@contextmanager
def free_port(port: int) -> Iterator[None]:
    """Raises `BadSettings` when another program listens there."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise BadSettings(
            f"Port {port} is taken. Stop the program there, or give another: --port 0 picks one."
        ) from error


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
    with free_port(port):
        run_sandbox(host, port)


@app.command()
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


@app.command()
def outbox(
    retry: Annotated[bool, typer.Option("--retry", help="send all of them once more")] = False,
) -> None:
    """List the letters that could not be delivered, and why; never their words.

    A letter to somebody who blocked the bot goes out by itself when they write again.
    """
    from bot.keeping_commands import show_outbox

    show_outbox(retry=retry)


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="the file to write, e.g. pendopo-2026-12-01.tar.gz")]) -> None:
    """Write the whole installation, database and media, into one file, while the program runs."""
    from bot.keeping_commands import make_backup

    make_backup(file)


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="a file made by: pendopo backup")]) -> None:
    """Bring a backup into an empty installation (a new data folder or database), and prove it."""
    from bot.keeping_commands import restore_backup

    restore_backup(file)


@app.command()
def move(
    to: Annotated[str, typer.Option("--to", help="e.g. postgresql+asyncpg://user:password@host/pendopo")],
) -> None:
    """Carry everything over to another database, and prove that nothing changed. Stop the program first."""
    from bot.keeping_commands import move_database

    move_database(to)


@app.command()
def route(
    text: Annotated[str | None, typer.Argument(help="the message, between quotes")] = None,
    file: Annotated[Path | None, typer.Option("--csv", help="route every row of a CSV file instead")] = None,
    text_column: Annotated[str, typer.Option("--text", help="its column with the message")] = "text",
    id_column: Annotated[str, typer.Option("--id", help="its column with a name for the row")] = "id",
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a line")] = False,
    model: Annotated[Path | None, typer.Option(help="by what 'pendopo learn --csv' made")] = None,
    unlearned: Annotated[bool, typer.Option("--unlearned", help="by the catalogue alone, as on the first day")] = False,
) -> None:
    """Say where a message would go, and why: kind, topic, office, place, confidence, the words that decided it.

    Where there is an installation, by what it has learned; else by the catalogue alone. Nothing is written.
    """
    from bot.route_command import Router, route_one, route_table

    if (text is None) == (file is None):
        raise typer.BadParameter("give a message between quotes, or --csv FILE")
    if model and unlearned:
        raise typer.BadParameter("--model and --unlearned exclude each other")
    router = Router(model, unlearned=unlearned)
    if file is not None:
        route_table(router, file, text_column, id_column)
    elif text is not None:
        route_one(router, text, as_json)


@app.command()
def learn(
    back: Annotated[bool, typer.Option("--back", help="return to the model before, or to the catalogue alone")] = False,
    file: Annotated[Path | None, typer.Option("--csv", help="learn from rows of this file instead")] = None,
    model: Annotated[Path | None, typer.Option(help="with --csv: file to write, for 'pendopo route --model'")] = None,
    text_column: Annotated[str, typer.Option("--text", help="its column with the message")] = "text",
    office_column: Annotated[str, typer.Option("--office", help="its column with the office's code")] = "office",
) -> None:
    """Learn now, on top of the catalogue, where this installation's reports went in the end.

    The program does the same every night by itself. The new model is compared with the one in use on the newest
    reports and takes over if it is not worse. With --csv, learn from labelled rows into a file of its own instead.
    """
    from bot.learn_command import go_back, learn_here, learn_table

    if (file is None) != (model is None):
        raise typer.BadParameter("--csv FILE and --model PATH go together")
    if back and file:
        raise typer.BadParameter("--back is for the installation's own model; leave out --csv")
    if file and model:
        learn_table(file, text_column, office_column, model)
    elif back:
        go_back()
    else:
        learn_here()


@app.command()
def qr(
    folder: Annotated[Path, typer.Option("--out", help="folder for the poster")] = Path("posters"),
    place: Annotated[str | None, typer.Option(help="where it hangs: a village, 'Kec. Jati', a landmark")] = None,
    office: Annotated[str | None, typer.Option(help="or whose counter it hangs at, e.g. DISHUB")] = None,
    bot: Annotated[str | None, typer.Option(help="the public bot's name; else Telegram is asked")] = None,
    language: Annotated[str, typer.Option(help="id, jv or en")] = "id",
    paper: Annotated[str, typer.Option(help="A4 or A5")] = "A4",
) -> None:
    """Make a poster with a QR code that opens the chat; who scans it need not say where, or which office.

    With neither --place nor --office it is for anywhere. Print it from a browser.
    """
    from bot.qr_command import make_poster

    if place and office:
        raise typer.BadParameter("--place and --office exclude each other")
    make_poster(folder, place, office, bot, language, paper)


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
