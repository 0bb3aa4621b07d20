"""The desk's work shared by several processes on one PostgreSQL: does a step cost each of them more than one alone?

`python -m bench.share URL NUMBER PEOPLE` is one of them: its people are its own. It says `ready` once it is warm,
begins at a line of input, and ends with the processor's microseconds a step. `bare` instead of an address is the
yardstick of bare aiogram, which shares nothing with its like: what it costs more is the machine's own doing.
"""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import yard_aiogram
from bench.ours import complaint_steps
from bench.updates import FIRST

BARE = "bare"

APART = 10_000
"""From one process's first person to the next one's."""


def processor_times(url: str, processes: int, people: int) -> dict[str, float]:
    """Microseconds a step in the dearest of `processes` that work at the same time, and on average."""
    command = [sys.executable, "-m", "bench.share", url]
    running = [
        subprocess.Popen(
            [*command, str(number), str(people)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        for number in range(processes)
    ]
    for each in running:
        assert each.stdout
        assert each.stdout.readline() == "ready\n", "it ended before it began"
    for each in running:
        assert each.stdin
        each.stdin.write("go\n")
        each.stdin.flush()
    found = [float(each.communicate()[0]) for each in running]
    return {"dearest cpu µs/step": max(found), "mean cpu µs/step": sum(found) / processes}


def begin() -> None:
    print("ready")
    sys.stdin.readline()


def main(url: str, number: str, people: str) -> None:
    with TemporaryDirectory() as folder:
        first = FIRST + int(number) * APART
        if url == BARE:
            found = asyncio.run(yard_aiogram.complaint_steps(int(people), begin))
        else:
            found = asyncio.run(complaint_steps(Path(folder), url, int(people), first, begin))
    print(found["cpu µs/step"])


if __name__ == "__main__":
    main(*sys.argv[1:])
