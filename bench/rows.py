"""What is compared with what, and what is to be reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bench.measures import FEW, MANY
from bench.memory import FEW as FEW_TALKS
from bench.memory import MANY as MANY_TALKS


@dataclass(frozen=True)
class Comparison:
    """`ours` and `yard` name a measurement and its figure; the goal is a ratio, and `most` a bound for ours alone."""

    measure: str
    yardstick: str
    ours: tuple[str, str]
    yard: tuple[str, str]
    unit: str
    side: Literal["≥", "≤"]
    goal: float
    most: float | None = None

    def judge(self, found: Mapping[str, Mapping[str, float]]) -> "Row":
        ours, yard = (found[name][figure] for name, figure in (self.ours, self.yard))
        ratio = ours / yard
        good = ratio >= self.goal if self.side == "≥" else ratio <= self.goal
        wanted = f"{self.side} {self.goal:g} ×" + (f", ≤ {self.most:g} {self.unit}" if self.most else "")
        reached = good and (self.most is None or ours <= self.most)
        return Row(self.measure, self.yardstick, ours, yard, self.unit, ratio, wanted, reached)


@dataclass(frozen=True)
class Row:
    measure: str
    yardstick: str
    ours: float
    yard: float
    unit: str
    ratio: float
    goal: str
    reached: bool


@dataclass(frozen=True)
class Group:
    """Measurements that take turns, and what they tell."""

    runs: int
    measurements: tuple[str, ...]
    comparisons: tuple[Comparison, ...]


QUESTIONS = ("overdue list", "find mine", "card", "neighbours", "next letter", "next bell")


def grown(question: str, database: str) -> Comparison:
    many, few = ((f"growth_{database.lower()}", f"{question}, {count}") for count in (MANY, FEW))
    return Comparison(f"{question}, {MANY:,} tickets, {database}", f"{FEW:,} tickets", many, few, "ms", "≤", 1.5, 20)


def steps(where: str, yardstick: str, ours: str, yard: str, goal: float) -> Comparison:
    return Comparison(
        f"complaint steps, {where}", yardstick, (ours, "steps/s"), (yard, "steps/s"), "steps/s", "≥", goal
    )


CPU = "dearest cpu µs/step"


def shared(measure: str, one: str, four: str) -> Comparison:
    return Comparison(measure, "one process", (four, CPU), (one, CPU), "µs", "≤", 1.2)


GROUPS = {
    "steps": Group(
        3,
        ("ours_sqlite", "bare_aiogram", "orm", "ours_whatsapp", "ours_postgresql", "bare_asyncpg"),
        (
            steps("SQLite", "bare aiogram, remembers nothing", "ours_sqlite", "bare_aiogram", 2),
            steps("SQLite", "ORM on aiosqlite", "ours_sqlite", "orm", 10),
            steps("SQLite, WhatsApp", "bare aiogram, remembers nothing", "ours_whatsapp", "bare_aiogram", 2),
            steps("SQLite, WhatsApp", "ORM on aiosqlite", "ours_whatsapp", "orm", 10),
            steps("PostgreSQL", "bare asyncpg, 8 tasks", "ours_postgresql", "bare_asyncpg", 1.5),
        ),
    ),
    "processes": Group(
        3,
        ("one_process", "four_processes", "one_bare_process", "four_bare_processes"),
        (
            shared("processor a step, dearest of 4 processes", "one_process", "four_processes"),
            shared("the same in bare aiogram, which shares nothing", "one_bare_process", "four_bare_processes"),
        ),
    ),
    "answers": Group(
        3,
        ("our_answers", "echo_answers"),
        (
            Comparison(
                "message to answer at 100/s, p99",
                "echo in bare aiogram",
                ("our_answers", "p99 ms"),
                ("echo_answers", "p99 ms"),
                "ms",
                "≤",
                2,
            ),
        ),
    ),
    "growth": Group(
        1,
        ("growth_sqlite", "growth_postgresql"),
        tuple(grown(question, database) for database in ("SQLite", "PostgreSQL") for question in QUESTIONS),
    ),
    "memory": Group(
        1,
        ("memory",),
        (
            Comparison(
                f"memory after {MANY_TALKS:,} conversations",
                f"after {FEW_TALKS:,}",
                ("memory", "MB, many"),
                ("memory", "MB, few"),
                "MB",
                "≤",
                1.2,
            ),
        ),
    ),
    "start": Group(
        3,
        ("first_answer", "imports"),
        (
            Comparison(
                "serve to first answer", "import of the libraries", ("first_answer", "s"), ("imports", "s"), "s", "≤", 2
            ),
        ),
    ),
}
