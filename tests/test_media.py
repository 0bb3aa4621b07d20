"""Kept files: named by their content, the same one twice kept once; whole or not at all; gone with their last use."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from bot.channels import Later
from bot.folder import Folder
from bot.media import Media, Shelf, place
from routing.ticket import Evidence

HOLE = b"a hole in the road"
ONE, TWO, OTHER = (Evidence("photo", "telegram", each) for each in ("1", "2", "3"))


class Platform:
    """Gives out files, and remembers how often."""

    name = "telegram"

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)
        self.asked: list[str] = []

    async def download(self, file: str) -> bytes:
        self.asked.append(file)
        return self.files[file]


@pytest.fixture
def platform() -> Platform:
    return Platform({"1": HOLE, "2": HOLE, "3": b"another"})


@pytest.fixture(params=["folder"])
def shelf(tmp_path: Path) -> Shelf:
    return Folder(tmp_path / "media")


@pytest.fixture
def media(shelf: Shelf) -> Media:
    return Media(shelf)


async def test_a_file_is_fetched_once_and_kept_by_its_content(media: Media, shelf: Shelf, platform: Platform) -> None:
    for _ in range(2):
        assert await media.get(ONE, platform) == HOLE
    assert platform.asked == ["1"]
    assert await shelf.get(place(sha256(HOLE).hexdigest())) == HOLE


async def test_the_same_content_goes_only_with_its_last_file(media: Media, platform: Platform) -> None:
    for each in (ONE, TWO, OTHER):
        await media.get(each, platform)
    await media.discard(ONE)
    platform.files.clear()
    assert await media.get(TWO, platform) == HOLE
    await media.discard(TWO)
    assert not await media.shelf.get(place(sha256(HOLE).hexdigest()))
    assert await media.get(OTHER, platform) == b"another"


async def test_discarding_twice_or_what_was_never_fetched_is_harmless(media: Media, platform: Platform) -> None:
    await media.discard(ONE)
    await media.get(ONE, platform)
    for _ in range(2):
        await media.discard(ONE)
    assert await media.get(ONE, platform) == HOLE
    assert platform.asked == ["1", "1"]


class Struck:
    """A shelf that dies at a given write or removal, as a process does."""

    def __init__(self, shelf: Shelf, after: int) -> None:
        self.shelf = shelf
        self.left = after

    def strike(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt

    async def get(self, name: str) -> bytes | None:
        return await self.shelf.get(name)

    async def put(self, name: str, content: bytes) -> None:
        self.strike()
        await self.shelf.put(name, content)

    async def remove(self, name: str) -> None:
        self.strike()
        await self.shelf.remove(name)

    async def any_under(self, folder: str) -> bool:
        return await self.shelf.any_under(folder)


@pytest.mark.parametrize("after", range(3))
async def test_a_crash_while_keeping_costs_one_more_fetch(shelf: Shelf, platform: Platform, after: int) -> None:
    with pytest.raises(KeyboardInterrupt):
        await Media(Struck(shelf, after)).get(ONE, platform)
    assert await Media(shelf).get(ONE, platform) == HOLE
    await Media(shelf).discard(ONE)
    assert await is_empty(shelf)


@pytest.mark.parametrize("after", range(3))
async def test_a_crash_while_discarding_leaves_nothing_behind(shelf: Shelf, platform: Platform, after: int) -> None:
    await Media(shelf).get(ONE, platform)
    with pytest.raises(KeyboardInterrupt):
        await Media(Struck(shelf, after)).discard(ONE)
    await Media(shelf).discard(ONE)
    assert await is_empty(shelf)


async def is_empty(shelf: Shelf) -> bool:
    digest = sha256(HOLE).hexdigest()
    return not any([await shelf.any_under(each) for each in ("index", "marks", digest[:2])])


async def test_a_folder_that_can_not_be_written_is_for_later(tmp_path: Path) -> None:
    (tmp_path / "media").write_text("a file where the folder should be")
    with pytest.raises(Later):
        await Folder(tmp_path / "media").put("ab/abcd", HOLE)
    with pytest.raises(Later):
        await Folder(tmp_path / "media").get("ab/abcd")


async def test_a_half_written_file_is_no_file(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab" / "abcd.1234.part").write_bytes(HOLE[:4])
    assert await folder.get("ab/abcd") is None
    assert not await folder.any_under("ab")
