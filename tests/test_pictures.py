"""A photo as a group sees it: the picture and nothing else of what the camera wrote into it."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from bot.pictures import MOST_PIXELS, UnreadableError, stripped

GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112


def photo(kind: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (40, 20), **more: object) -> bytes:
    """Taken somewhere with a camera of some make; held upright, so that it is stored lying down."""
    exif = Image.Exif()
    exif[MAKE] = "KameraRahasia"
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[1] = "S"
    exif.get_ifd(GPS)[2] = (6.0, 48.0, 17.0)
    target = BytesIO()
    Image.new(mode, size, "red").save(target, kind, exif=exif, **more)
    return target.getvalue()


def read(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def test_place_and_camera_are_gone_and_the_picture_stands_upright() -> None:
    before = photo()
    assert b"KameraRahasia" in before
    assert read(before).getexif().get_ifd(GPS)
    after = stripped(before)
    assert b"KameraRahasia" not in after
    assert dict(read(after).getexif()) == {}
    assert read(after).size == (20, 40)
    assert read(after).getpixel((5, 5)) == pytest.approx((254, 0, 0), abs=3)


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "L"), ("PNG", "P"), ("WEBP", "RGB"), ("JPEG", "CMYK")]
)
def test_every_kind_of_photo_becomes_a_plain_jpeg(kind: str, mode: str) -> None:
    after = stripped(photo(kind, mode))
    assert (read(after).format, read(after).mode) == ("JPEG", "RGB")
    assert b"KameraRahasia" not in after


def test_a_comment_does_not_come_along() -> None:
    assert b"rumah Siti" not in stripped(photo(comment=b"rumah Siti"))


def test_stripping_twice_is_fine() -> None:
    assert read(stripped(stripped(photo()))).size == (20, 40)


def bomb() -> bytes:
    """A PNG of a hundred bytes that says it is a hundred thousand points wide and high."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [b"", b"not a picture", photo()[:200], photo("PNG")[:-30], b"GIF89a" + bytes(20), b"<svg/>", bomb()],
    ids=["empty", "words", "cut JPEG", "cut PNG", "GIF", "SVG", "bomb"],
)
def test_what_can_not_be_read_is_said_to_be_so(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        stripped(content)


def test_a_very_large_photo_of_a_good_camera_still_passes() -> None:
    assert MOST_PIXELS > 50_000_000
