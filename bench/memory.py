"""Does it grow with the people it has talked to? The desk's resident memory after the first talks and after all."""

import json
import os
import resource
import sys
from itertools import islice
from pathlib import Path

from bench.ours import BATCH, desk_on
from bench.updates import FIRST, complaint
from bot.doors import bring_in

FEW = 1_000
MANY = int(os.environ.get("BENCH_CONVERSATIONS", "100000"))
"""A million takes a quarter of an hour: `BENCH_CONVERSATIONS=1000000 .venv/bin/python -m bench memory`."""


async def resident_megabytes(folder: Path) -> dict[str, float]:
    """Every conversation is one person's first message, and the review that answers it."""
    people = iter(range(FIRST, FIRST + MANY))
    async with desk_on(folder, "") as (desk, channel):
        found = {}
        for name, count in (("few", FEW), ("many", MANY - FEW)):
            bodies = (complaint(2 * person, person) for person in islice(people, count))
            while updates := [json.loads(body) for body in islice(bodies, BATCH)]:
                await bring_in(channel, desk, updates)
            found[f"MB, {name}"] = resident() / 1e6
    return found


def resident() -> float:
    """Bytes of this process in memory now; where only its highest is told, that."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return pages * resource.getpagesize()
