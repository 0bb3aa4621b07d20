"""Commands of `pendopo` about where reports go: route, learn, and posters that know where they hang."""

from pathlib import Path
from typing import Annotated

import typer

# The rest is imported by the command that needs it: see bot/cli.py.

routing = typer.Typer()


@routing.command()
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


@routing.command()
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


@routing.command()
def qr(
    folder: Annotated[Path, typer.Option("--out", help="folder for the poster")] = Path("posters"),
    place: Annotated[str | None, typer.Option(help="where it hangs: a village, 'Kec. Jati', a landmark")] = None,
    office: Annotated[str | None, typer.Option(help="or whose counter it hangs at, e.g. DISHUB")] = None,
    channel: Annotated[str, typer.Option(help="telegram or whatsapp")] = "telegram",
    bot: Annotated[str | None, typer.Option(help="the public bot's name; else Telegram is asked")] = None,
    number: Annotated[str | None, typer.Option(help="the office's number on WhatsApp; else Meta is asked")] = None,
    language: Annotated[str, typer.Option(help="id, jv or en")] = "id",
    paper: Annotated[str, typer.Option(help="A4 or A5")] = "A4",
) -> None:
    """Make a poster with a QR code that opens the chat; who scans it need not say where, or which office.

    With neither --place nor --office it is for anywhere. Print it from a browser.
    """
    from bot.qr_command import make_poster, to_door

    if place and office:
        raise typer.BadParameter("--place and --office exclude each other")
    make_poster(folder, place, office, to_door(channel, bot, number), language, paper)
