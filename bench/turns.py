"""Running measurements: each in a process of its own, and in turns: a slow minute of the machine hits every side."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

Values = Mapping[str, Mapping[str, Sequence[float]]]
"""By measurement and figure: the value of every run."""


def take_turns(names: Sequence[str], runs: int) -> Values:
    found: dict[str, dict[str, list[float]]] = {name: {} for name in names}
    for _ in range(runs):
        for name in names:
            for figure, value in run(name).items():
                found[name].setdefault(figure, []).append(value)
    return found


def run(name: str) -> Mapping[str, float]:
    """Raises RuntimeError with the measurement's own last words if it fails."""
    command = (sys.executable, "-m", "bench.measures", name)
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=Path(__file__).parent.parent)
    if done.returncode:
        raise RuntimeError(f"{name} failed:\n{done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def medians(values: Values) -> Mapping[str, Mapping[str, float]]:
    return {name: {figure: median(each) for figure, each in told.items()} for name, told in values.items()}
