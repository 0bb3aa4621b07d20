"""The promises in short: some of the faults of `make chaos`, each a few times, while people talk."""

from pathlib import Path

import pytest

from tests.chaos import chosen, run
from tests.chaos_faults import FAULTS

SHORT = "kill,power cut"


@pytest.mark.slow
async def test_nothing_is_lost_and_nothing_happens_twice_whatever_goes_wrong(tmp_path: Path) -> None:
    faults = [fault for fault in chosen(SHORT) if not fault.postgres]
    rows = await run(tmp_path, faults, seed=2026, conversations=4, server=None)
    assert [breach for row in rows for breach in row.breaches] == []
    assert all(row.struck for row in rows)
    assert all(row.arrivals == row.kept and row.promised == row.delivered + row.parked for row in rows)


def test_every_fault_says_what_it_breaks() -> None:
    assert all(fault.breaks for fault in FAULTS.values())
