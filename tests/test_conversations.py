"""Every talk in `tests/conversations/` goes as it is written, over the wire.

Between two steps a conversation lives only in the database: it is written as JSON after each step and read back
before the next, so a talk that comes to its end has survived that many round trips.
"""

from pathlib import Path

import pytest

from tests.talks import FOLDER, Player, read
from tests.town import Town

TALKS = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", TALKS, ids=lambda path: path.stem)
async def test_the_talk_goes_as_written(path: Path, town: Town) -> None:
    await Player(town, path).play()


def test_there_are_the_story_and_ten_others() -> None:
    assert len(TALKS) >= 11


def test_a_line_that_is_none_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_text("# fine\nSiti says hello\n")
    with pytest.raises(ValueError, match=r"broken\.txt:2"):
        read(broken)
