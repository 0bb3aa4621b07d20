"""`pendopo learn`: teach the router by hand, from the installation's own tickets or from a table of labelled rows."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.learning import Study, study
from bot.route_command import BadTable, office_code, table_of
from bot.settings import BadSettings, Settings
from bot.settings import load as load_settings
from bot.start import load_rules, opened
from routing import catalogue as catalogues
from routing.experience import LEAST_COMPARED, Comparison, Score, experienced
from routing.learned import Example
from storage import models
from storage.database import transaction
from storage.models import Model

out = Console()
err = Console(stderr=True)

HOW = {
    "chosen": "the reporter chose the topic",
    "taken": "the office took it",
    "answered": "the office answered it",
    "assigned": "the coordinator gave it to the office",
}

FOLLOWS = "A running program follows within seconds."


def learn_table(file: Path, text_column: str, office_column: str, model: Path) -> None:
    """Learn from rows of a CSV file; rows whose office is unknown are counted and left out. No database is needed."""
    catalogue = catalogues.load(load_settings().catalogue)
    rows = table_of(file, text_column, office_column)
    examples = [Example(row[text_column], code) for row in rows if (code := office_code(catalogue, row[office_column]))]
    if not examples:
        raise BadTable(f"No row of {file} names an office of the catalogue in column {office_column!r}.")
    with err.status("Learning…"):
        experienced(examples, catalogue).save(model)
    skipped = len(rows) - len(examples)
    err.print(f"Learnt from {len(examples)} rows into {model}." + (f" {skipped} name no known office." * bool(skipped)))


def learn_here() -> None:
    """Learn from the installation's own tickets, and say what came of it."""
    settings = installed()
    catalogue = load_rules(settings).catalogue

    async def work() -> None:
        async with opened(settings) as engine:
            tell(await study(engine, catalogue, datetime.now(UTC), unproved=True))

    with err.status("Learning…"):
        asyncio.run(work())


def go_back() -> None:
    """Leave the current model for the one before it."""
    settings = installed()

    async def work() -> None:
        async with opened(settings) as engine, transaction(engine) as connection:
            left, now = await models.go_back(connection)
        if left is None:
            out.print("No model is in use: the catalogue routes alone already.")
        else:
            write(f"Left model {left.id}. {in_use(now)} {FOLLOWS}")

    asyncio.run(work())


def installed() -> Settings:
    settings = load_settings()
    if not settings.installed:
        raise BadSettings(
            f"There is no database in the folder {settings.data_dir}. Give the installation's own with "
            "PENDOPO_DATA_DIR or PENDOPO_DATABASE_URL, or learn from a table: --csv FILE --model PATH."
        )
    return settings


def in_use(model: Model | None) -> str:
    if model is None:
        return "The catalogue routes alone again."
    made = datetime.fromtimestamp(model.made / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
    return f"Model {model.id} is in use again, made {made} of {model.rows} reports."


def tell(found: Study) -> None:
    """What was learned from, how it compares, and what is in use now."""
    if found.outcome == "nothing to learn":
        write("Nobody has taught anything yet: no office took or answered a report, and none was forwarded.")
        return
    out.print(taught(found))
    if found.comparison:
        out.print(comparison(found, found.comparison))
    else:
        write(f"Too few reports are new to compare on ({LEAST_COMPARED} are needed): it is not proved to be better.")
    if found.outcome == "taken over":
        write(f"Model {found.number} is in use now. {FOLLOWS} To go back: pendopo learn --back")
    else:
        stays = name_of(found.before)
        write(f"The new model is worse and was refused. {stays[:1].upper()}{stays[1:]} stays in use.")


def taught(found: Study) -> Table:
    table = Table("what people taught", "reports")
    for how, words in HOW.items():
        table.add_row(words, str(found.taught.get(how, 0)))
    table.add_row("together", str(sum(found.taught.values())))
    return table


def comparison(found: Study, made: Comparison) -> Table:
    table = Table(f"the newest {made.rows}, unseen by both", "right at once", "sure", "of those wrong")
    for name, score in ((name_of(found.before), made.before), ("the new model", made.after)):
        table.add_row(name, share(score, made.rows), str(score.sure), str(-score.wrong))
    return table


def share(score: Score, rows: int) -> str:
    return f"{score.right} ({score.right / rows:.0%})"


def name_of(model: int | None) -> str:
    return f"model {model}" if model else "the catalogue alone"


def write(words: str) -> None:
    out.print(words, highlight=False, soft_wrap=True)
