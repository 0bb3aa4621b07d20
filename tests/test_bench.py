"""The bench says "reached" only of what was reached, and its figures read well."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bench import report
from bench.ours import TELEGRAM, WHATSAPP, Door, desk_on
from bench.report import PART, README, figure, keep, write_readme
from bench.rows import GROUPS, Comparison
from bench.turns import medians
from bot.doors import bring_in
from storage.schema import tickets


def comparison(side: str, goal: float, most: float | None = None) -> Comparison:
    return Comparison("a step", "a bare step", ("ours", "ms"), ("theirs", "ms"), "ms", side, goal, most)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "ours", "reached"),
    [
        (comparison("≥", 2), 20.0, True),
        (comparison("≥", 2), 19.9, False),
        (comparison("≤", 1.5), 15.0, True),
        (comparison("≤", 1.5), 15.1, False),
        (comparison("≤", 1.5, most=12), 12.0, True),
        (comparison("≤", 1.5, most=12), 12.1, False),
    ],
)
def test_a_goal_is_a_ratio_and_maybe_a_bound_of_its_own(asked: Comparison, ours: float, reached: bool) -> None:
    row = asked.judge({"ours": {"ms": ours}, "theirs": {"ms": 10.0}})
    assert (row.ratio, row.reached) == (ours / 10, reached)


def test_medians_are_taken_of_each_figure() -> None:
    assert medians({"ours": {"ms": [1, 9, 2], "s": [3.0]}}) == {"ours": {"ms": 2, "s": 3.0}}


@pytest.mark.parametrize(
    ("value", "told"), [(2873.4, "2,873"), (100.4, "100"), (41.26, "41.3"), (1.5, "1.5"), (0.6604, "0.66")]
)
def test_a_figure_shows_the_digits_that_count(value: float, told: str) -> None:
    assert figure(value) == told


def test_every_comparison_names_measurements_of_its_group() -> None:
    for group in GROUPS.values():
        assert {name for each in group.comparisons for name, _ in (each.ours, each.yard)} <= set(group.measurements)


@pytest.mark.parametrize("door", [TELEGRAM, WHATSAPP], ids=["telegram", "whatsapp"])
async def test_what_is_measured_makes_a_ticket_of_every_talk(door: Door, tmp_path: Path) -> None:
    async with desk_on(tmp_path, "", door) as (desk, channel):
        await bring_in(channel, desk, [raw for body in door.brought(3, 100) for raw in door.opened(body)])
        async with desk.engine.connect() as connection:
            assert (await connection.execute(select(func.count()).select_from(tickets))).scalar() == 3


def test_the_latest_figures_replace_those_in_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "LATEST", tmp_path / "results" / "latest.json")
    monkeypatch.setattr(report, "README", tmp_path / "README.md")
    report.README.write_text(README.read_text())
    values = {"ours": {"ms": [30.0]}, "theirs": {"ms": [10.0]}}
    keep([comparison("≤", 2).judge(medians(values))], values, "python -m bench", 1.0)
    write_readme()
    written = report.README.read_text()
    assert "| a step | a bare step | 30 ms | 10 ms | 3.00 × | ≤ 2 × | not reached |" in written
    assert PART.sub("", written) == PART.sub("", README.read_text()), "all else is left as it was"
    assert json.loads(report.LATEST.read_text())["values"] == values
