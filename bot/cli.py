"""The `pendopo` command. Each command teaches with `--help` and ends with a code: 0 done, 1 a fault that it names
with its mend, 2 a wrong call."""

import asyncio
import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.cli_audit import auditing
from bot.cli_keeping import keeping
from bot.cli_routing import routing
from bot.cli_templates import templates
from bot.console import err, out, run
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

app.add_typer(auditing)
app.add_typer(keeping)
app.add_typer(routing)
app.add_typer(templates, name="templates")


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
    month: Annotated[bool, typer.Option("--month", help="play a whole month first: 400 reports, 20 offices")] = False,
) -> None:
    """Show everything on one page: citizens' phones and offices' groups, with no token and no server.

    Starts the local messenger and this very program against it, and prints the address to open.
    """
    from bot.demo import run_demo

    def announce(url: str) -> None:
        out.print(f"\n  Buka [bold cyan]{url}[/] – Ctrl-C untuk berhenti.\n")

    set_up("WARNING")
    if month:
        out.print("  Sebulan sedang dimainkan, kira-kira setengah menit …")
    with free_port(port):
        run(lambda: run_demo(port, data_dir, announce, month=month))


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
