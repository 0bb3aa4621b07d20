"""What a report costs: how often a citizen presses a button until she has a number. One for a good first message."""

import re
from statistics import median

import pytest

from tests.talks import FOLDER, GROUPS, read

NUMBER = re.compile(r"KDS-\d\d-\d{5}-")

MOST = 3
"""The median of all talks may be no more."""


def taps(talk: str) -> dict[str, int]:
    """Who got a number in this talk, and what the first one cost her; choosing a language counts, too."""
    pressed: dict[str, int] = {}
    cost: dict[str, int] = {}
    for line in read(FOLDER / f"{talk}.txt"):
        if line.who in GROUPS or line.who in GROUPS.values():
            continue
        if line.sign == ":" and line.text.startswith("["):
            pressed[line.who] = pressed.get(line.who, 0) + 1
        elif line.sign in "|=" and NUMBER.search(line.text):
            cost.setdefault(line.who, pressed.get(line.who, 0))
    return cost


COSTS = {path.stem: taps(path.stem) for path in sorted(FOLDER.glob("*.txt"))}


@pytest.mark.parametrize("talk", ["jalan_berlubang", "terlambat", "dua_kali_belum"])
def test_a_complete_first_message_costs_one_tap(talk: str) -> None:
    assert set(COSTS[talk].values()) == {1}


def test_the_median_of_all_reports_costs_little() -> None:
    all_costs = sorted((cost, talk, who) for talk, found in COSTS.items() for who, cost in found.items())
    assert len(all_costs) >= 15
    told = "\n".join(f"  {cost}  {who} in {talk}.txt" for cost, talk, who in reversed(all_costs))
    assert median(cost for cost, _, _ in all_costs) <= MOST, f"taps until the number:\n{told}"
