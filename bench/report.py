"""The figures as a table to look at, as JSON to keep, and as a part of the README."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.machine import machine
from bench.rows import Row
from bench.turns import Values

LATEST = Path(__file__).with_name("results") / "latest.json"
README = Path(__file__).parent.parent / "README.md"
PART = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)


def figure(value: float) -> str:
    """Three digits that count, never as a power of ten."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def cells(row: Row) -> tuple[str, ...]:
    mark = "✓" if row.reached else "not reached"
    figures = (f"{figure(row.ours)} {row.unit}", f"{figure(row.yard)} {row.unit}", f"{row.ratio:.2f} ×")
    return (row.measure, row.yardstick, *figures, row.goal, mark)


HEAD = ("measure", "yardstick in the same run", "ours", "yardstick's", "ratio", "to reach", "")


def show(rows: Sequence[Row]) -> None:
    table = Table()
    for place, title in enumerate(HEAD):
        table.add_column(title, justify="right" if place in (2, 3, 4) else "left", no_wrap=True)
    for row in rows:
        table.add_row(*cells(row))
    Console(width=150).print(table)


def keep(rows: Sequence[Row], values: Values, command: str, seconds: float) -> None:
    """The rows, every single value behind them, and when, on what and with which command they were measured."""
    told = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": command,
        "seconds": round(seconds),
        "machine": machine(),
        "rows": [asdict(row) for row in rows],
        "values": values,
    }
    LATEST.parent.mkdir(exist_ok=True)
    LATEST.write_text(json.dumps(told, indent=1, ensure_ascii=False))


def write_readme() -> None:
    """The latest figures between the two marks."""
    text, told = README.read_text(encoding="utf-8"), json.loads(LATEST.read_text())
    assert PART.search(text), f"{README} has lost its marks"
    README.write_text(PART.sub(lambda _: markdown(told), text), encoding="utf-8")


def markdown(told: Mapping[str, Any]) -> str:
    rows = [cells(Row(**row)) for row in told["rows"]]
    lines = [HEAD, ("---", "---", *["--:"] * 3, "---", "---"), *rows]
    place = told["machine"]
    kind = f"{place['processor']}, {place['cores']} cores, {place['system']}"
    versions = ", ".join(f"{name} {place[name]}" for name in ("Python", "SQLite", "PostgreSQL"))
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{table}\n\nMeasured {told['at'][:10]} on {kind}; {versions}.\n"
