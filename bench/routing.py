"""Approaches to routing on the same texts in one run: `make bench-routing`.

Measures on our 300 sentences (tests/routing_sentences.csv) and, when PENDOPO_ROUTING_DATA names a CSV file with the
columns text and opd, on those reports too: never trained on, save for the last table, which says what experience adds.
"""

import csv
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.routing_approaches import approaches
from routing.catalogue import Catalogue, load
from routing.experience import believed, experienced
from routing.learned import Example
from routing.linear import GOLDEN
from routing.trained import Trained, trained

OWN = Path(__file__).parent.parent / "tests" / "routing_sentences.csv"
FOLDS = 5
TAUGHT = (10, 50, 100, 10_000)  # reports learned from, at most
out = Console(width=110)


def main() -> None:
    began = time.perf_counter()
    catalogue = load()
    made = trained(catalogue)
    out.print(f"Catalogue read and learnt in {time.perf_counter() - began:.2f} s\n")
    measure("300 sentences of our own", own(catalogue), catalogue, made)
    if data := os.environ.get("PENDOPO_ROUTING_DATA"):
        reports = real(Path(data))
        measure(f"{len(reports)} real reports", reports, catalogue, made)
        measure_learning(reports, catalogue)


def own(catalogue: Catalogue) -> list[Example]:
    rows = csv.DictReader(OWN.read_text("utf-8").splitlines())
    return [Example(row["text"], catalogue.topic(row["topic"]).office) for row in rows]


def real(path: Path) -> list[Example]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [Example(row["text"], row["opd"]) for row in csv.DictReader(lines)]


def measure(title: str, reports: Sequence[Example], catalogue: Catalogue, made: Trained) -> None:
    table = Table("approach", "first", "of three", "sure: share", "sure: right", "ms a text", title=title)
    for name, approach in approaches(catalogue, made).items():
        began = time.process_time()
        found = [approach(report.text) for report in reports]
        spent = (time.process_time() - began) / len(reports) * 1000
        table.add_row(name, *figures(reports, found, catalogue.routing.sure), f"{spent:.1f}")
    out.print(table, "")


def figures(reports: Sequence[Example], found: Sequence[Mapping[str, float]], sure: float) -> list[str]:
    """Right at first, among three; how many are sure, and right of those."""
    ranks = [sorted(offices, key=lambda office: -offices[office])[:3] for offices in found]
    right = [rank[0] == report.office for rank, report in zip(ranks, reports, strict=True)]
    three = [report.office in rank for rank, report in zip(ranks, reports, strict=True)]
    trusted = [ok for ok, rank, offices in zip(right, ranks, found, strict=True) if offices[rank[0]] >= sure]
    share = len(trusted) / len(reports)
    return [f"{mean(right):.3f}", f"{mean(three):.3f}", f"{share:.2f}", f"{mean(trusted):.3f}" if trusted else "–"]


def mean(values: Sequence[bool]) -> float:
    return sum(values) / len(values)


def measure_learning(reports: Sequence[Example], catalogue: Catalogue) -> None:
    """Learn from some reports of four fifths, ask the last fifth; five times, so that each is asked once."""
    sure = catalogue.routing.sure
    beliefs = [believed(report.text, catalogue) for report in reports]
    table = Table("learned from", "first", "of three", "sure: share", "sure: right", title="Experience, five folds")
    table.add_row("the catalogue alone", *figures(reports, beliefs, sure))
    scattered = np.argsort((np.arange(len(reports)) * GOLDEN) % 1).tolist()
    for most in TAUGHT:
        found: list[Mapping[str, float]] = [{}] * len(reports)
        for fold in range(FOLDS):
            asked = scattered[fold::FOLDS]
            rest = [place for place in scattered if place not in set(asked)][:most]
            learned = experienced([reports[place] for place in rest], catalogue)
            for place in asked:
                found[place] = learned.offices(reports[place].text, beliefs[place])
        table.add_row(f"and {len(rest)} reports", *figures(reports, found, sure))
    out.print(table)


if __name__ == "__main__":
    main()
