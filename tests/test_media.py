"""Kept files: named by their content, the same one twice kept once; whole or not at all; gone with their last use."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.bucket import open_bucket
from bot.channels import Later
from bot.demo import demo_settings
from bot.folder import Folder
from bot.media import Media, Shelf, place
from bot.web import listen, serve_web
from routing.pieces import Evidence

S3 = "http://s3.amazonaws.com/doc/2006-03-01/"


def s3() -> Starlette:
    """Of S3: PUT, GET and DELETE of an object, ListObjectsV2 and DeleteObjects of a bucket."""
    objects: dict[str, bytes] = {}

    async def one(request: Request) -> Response:
        assert request.headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=key/")
        key = request.path_params["key"]
        if request.method == "PUT":
            objects[key] = await request.body()
            return Response(headers={"etag": '"1"'})
        if request.method == "DELETE":
            objects.pop(key, None)
            return Response(status_code=204)
        if key not in objects:
            return Response("<Error><Code>NoSuchKey</Code></Error>", 404)
        return Response(objects[key], headers={"etag": '"1"', "last-modified": "Tue, 24 Nov 2026 02:00:00 GMT"})

    async def bucket(request: Request) -> Response:
        if request.method == "POST":
            keys = re.findall("<Key>(.*?)</Key>", (await request.body()).decode())
            gone = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys if [objects.pop(key, None)])
            return Response(f'<DeleteResult xmlns="{S3}">{gone}</DeleteResult>', media_type="application/xml")
        found = "".join(
            f"<Contents><Key>{key}</Key><Size>1</Size><LastModified>2026-11-24T02:00:00.000Z</LastModified></Contents>"
            for key in objects
            if key.startswith(request.query_params["prefix"])
        )
        listed = f'<ListBucketResult xmlns="{S3}"><IsTruncated>false</IsTruncated>{found}</ListBucketResult>'
        return Response(listed, media_type="application/xml")

    return Starlette(
        routes=[
            Route("/berkas", bucket, methods=["GET", "POST"]),
            Route("/berkas/{key:path}", one, methods=["GET", "PUT", "DELETE"]),
        ]
    )


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


@asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[str]:
    socket = listen("127.0.0.1", 0)
    socket.listen()
    task = asyncio.create_task(serve_web(app, socket))
    try:
        yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        socket.close()


@pytest.fixture(params=["folder", "bucket"])
async def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Shelf]:
    """The bucket is one over HTTP, as far as the calls of a shelf go; it looks at no signature."""
    if request.param == "folder":
        yield Folder(tmp_path / "media")
        return
    async with served(s3()) as url:
        keys = {"media_key": SecretStr("key"), "media_secret": SecretStr("secret")}
        settings = demo_settings(url, tmp_path).model_copy(
            update={"media_url": "s3://berkas/kudus", "media_endpoint": url, **keys}
        )
        yield open_bucket(settings)


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


@pytest.mark.parametrize("act", ["get", "put", "remove", "any_under"])
async def test_a_bucket_that_is_not_there_is_for_later(tmp_path: Path, act: str) -> None:
    nowhere = {"media_url": "s3://berkas", "media_endpoint": "http://127.0.0.1:9"}
    bucket = open_bucket(demo_settings("http://127.0.0.1:9", tmp_path).model_copy(update=nowhere))
    with pytest.raises(Later) as caught:
        await getattr(bucket, act)("ab/abcd", *([HOLE] if act == "put" else []))
    assert "127.0.0.1" not in str(caught.value)


async def test_a_half_written_file_is_no_file(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab" / "abcd.part").write_bytes(HOLE[:4])
    assert await folder.get("ab/abcd") is None
    assert not await folder.any_under("ab")
