"""The promise: killed at any instruction, the program goes on where it was. `make chaos` is the long form."""

from pathlib import Path

import pytest

from tests.chaos import run


@pytest.mark.slow
async def test_nothing_is_lost_and_nothing_happens_twice_when_the_program_is_killed(tmp_path: Path) -> None:
    report = await run(tmp_path, conversations=16, kills=4, stops=1, seed=2026)
    assert report.faults == []
    assert len(report.kills) == 4
