"""`make bench`: one table of ratios, measured side by side in one run, and the same as JSON.

Each measurement is a process of its own; both sides take turns, and the median of each is compared. Ratios travel
from one machine to another, figures don't.
"""

import asyncio
import json
import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).with_name("results")
RUNS = 3
PEOPLE = 1_000
FEW, MANY = 10_000, 200_000


@dataclass(frozen=True)
class Row:
    """`ours` against `yard`; `ratio` is told so that the wanted side of `goal` is good."""

    measure: str
    yardstick: str
    ours: float
    yard: float
    unit: str
    ratio: float
    goal: str
    reached: bool


# ---- one measurement, in a process of its own


def measure(name: str) -> dict[str, float]:
    with TemporaryDirectory() as folder:
        return MEASURES[name](Path(folder))


def ours_sqlite(folder: Path) -> dict[str, float]:
    from bench.ours import complaint_steps

    return asyncio.run(complaint_steps(folder, "", PEOPLE))


def ours_postgresql(folder: Path) -> dict[str, float]:
    from bench.ours import complaint_steps
    from tests.postgres import running_server

    with running_server() as server:
        return asyncio.run(complaint_steps(folder, asyncio.run(server.new_database()), PEOPLE))


def bare_aiogram(folder: Path) -> dict[str, float]:
    from bench.yard_aiogram import complaint_steps

    return asyncio.run(complaint_steps(PEOPLE))


def orm(folder: Path) -> dict[str, float]:
    from bench.yard_rows import orm_steps

    return asyncio.run(orm_steps(folder, PEOPLE // 4))


def bare_asyncpg(folder: Path) -> dict[str, float]:
    from bench.yard_rows import asyncpg_steps
    from tests.postgres import running_server

    with running_server() as server:
        return asyncio.run(asyncpg_steps(asyncio.run(server.new_database()), PEOPLE))


def first_answer(folder: Path) -> dict[str, float]:
    from bench.start import first_answer_seconds

    return {"s": asyncio.run(first_answer_seconds(folder))}


def imports(folder: Path) -> dict[str, float]:
    from bench.start import import_seconds

    return {"s": import_seconds()}


def few_tickets(folder: Path) -> dict[str, float]:
    from bench.growth import answer_times

    return asyncio.run(answer_times(folder, FEW))


def many_tickets(folder: Path) -> dict[str, float]:
    from bench.growth import answer_times

    return asyncio.run(answer_times(folder, MANY))


MEASURES: dict[str, Callable[[Path], dict[str, float]]] = {
    each.__name__: each
    for each in (
        ours_sqlite,
        ours_postgresql,
        bare_aiogram,
        orm,
        bare_asyncpg,
        first_answer,
        imports,
        few_tickets,
        many_tickets,
    )
}


# ---- all of them, side by side


def run(name: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-m", "bench", name], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def medians(names: Sequence[str], runs: int) -> dict[str, dict[str, float]]:
    """Taking turns, so that a slow minute of the machine hits every side."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(runs):
        for name in names:
            found[name].append(run(name))
    return {name: {key: median(each[key] for each in all_) for key in all_[0]} for name, all_ in found.items()}


def rows() -> list[Row]:
    speed = medians(("ours_sqlite", "bare_aiogram", "orm", "ours_postgresql", "bare_asyncpg"), RUNS)
    start = medians(("first_answer", "imports"), RUNS)
    growth = medians(("few_tickets", "many_tickets"), 1)

    def steps(ours: str, yard: str, goal: float) -> Row:
        mine, theirs = speed[ours]["steps/s"], speed[yard]["steps/s"]
        label = f"complaint steps, {ours.removeprefix('ours_')}"
        return Row(label, yard, mine, theirs, "steps/s", mine / theirs, f"≥ {goal} ×", mine / theirs >= goal)

    first, libraries = start["first_answer"]["s"], start["imports"]["s"]
    table = [
        steps("ours_sqlite", "bare_aiogram", 2.0),
        steps("ours_sqlite", "orm", 10),
        steps("ours_postgresql", "bare_asyncpg", 1.5),
        Row(
            "serve to first answer",
            "imports",
            first,
            libraries,
            "s",
            first / libraries,
            "≤ 2 ×",
            first <= 2 * libraries,
        ),
    ]
    for question, few in growth["few_tickets"].items():
        many = growth["many_tickets"][question]
        good = many <= 1.5 * few or many < 1
        table.append(Row(f"{question}, {MANY:,}", f"{FEW:,} tickets", many, few, "ms", many / few, "≤ 1.5 ×", good))
    return table


def main() -> None:
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
        return
    found = rows()
    table = Table("measure", "yardstick", "ours", "yardstick's", "unit", "ratio", "goal", "")
    for row in found:
        mark = "✓" if row.reached else "not yet"
        figures = (f"{row.ours:.3g}", f"{row.yard:.3g}", row.unit, f"{row.ratio:.2f} ×")
        table.add_row(row.measure, row.yardstick, *figures, row.goal, mark)
    Console(width=150).print(table)
    keep(found)


def keep(found: Sequence[Row]) -> None:
    """Beside the figures: when, on what, and with which command."""
    RESULTS.mkdir(exist_ok=True)
    told = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "command": "make bench",
        "runs": RUNS,
        "rows": [asdict(row) for row in found],
    }
    file = RESULTS / "latest.json"
    file.write_text(json.dumps(told, indent=1, ensure_ascii=False))
    print(f"Written to {file}.")


main()
