"""`make bench`: one table of ratios, measured side by side in one run, and the same as JSON.

`python -m bench steps memory` measures some groups only; `python -m bench --readme` writes the latest figures into the
README. Ratios travel from one machine to another, figures don't.
"""

import argparse
import sys
import time

from bench.report import LATEST, keep, show, write_readme
from bench.rows import GROUPS
from bench.turns import Values, medians, take_turns


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("groups", nargs="*", help=f"of {', '.join(GROUPS)}; all when none is named")
    parser.add_argument("--runs", type=int, help="of every measurement; otherwise as many as each group wants")
    parser.add_argument("--readme", action="store_true", help="measure nothing, write the latest figures there")
    chosen = parser.parse_args()
    if unknown := set(chosen.groups) - set(GROUPS):
        parser.error(f"no such group: {', '.join(sorted(unknown))}")
    if chosen.readme:
        write_readme()
    else:
        measure(chosen.groups or list(GROUPS), chosen.runs)


def measure(names: list[str], runs: int | None) -> None:
    began = time.perf_counter()
    values: Values = {}
    for name in names:
        print(f"{name} …", file=sys.stderr)
        values = {**values, **take_turns(GROUPS[name].measurements, runs or GROUPS[name].runs)}
    found = medians(values)
    rows = [each.judge(found) for name in names for each in GROUPS[name].comparisons]
    show(rows)
    keep(rows, values, " ".join(["python -m bench", *sys.argv[1:]]), time.perf_counter() - began)
    print(f"Written to {LATEST}.")


main()
