"""Take the README's picture of the page: `.venv/bin/python -m docs.take_picture`.

It plays half of a story as the browser test does, and writes `docs/page.png` with a palette, which keeps it small.
"""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from tests.test_browser import ANSWER, COMPLAINT, DESK, OTHER, Phone, chromium, demo, file_complaint, opened

PICTURE = Path(__file__).with_name("page.png")

CALM = ".thread { background: #c8ded1 } .toast { display: none }"
"""One colour for the wall: a gradient would use up the palette."""

Colour = tuple[int, int, int]


def main() -> None:
    with demo() as address, chromium() as browser, opened(browser, address, DESK, bypass_csp=True) as page:
        play(page)
        PICTURE.write_bytes(with_palette(page.screenshot(style=CALM)))


def play(page: Page) -> None:
    """One complaint is late, another is being answered."""
    siti, budi, pupr, coordinator = (
        Phone(page, title) for title in ("Siti", "Budi", "Grup Dinas PUPR", "Grup Diskominfo")
    )
    for _ in range(4):
        page.get_by_role("button", name="Tutup petunjuk").first.click()
    late = file_complaint(budi, OTHER)
    for days, news in (("5", f"{late} lewat batas"), ("1", "Kini menjadi perhatian sekretaris")):
        page.locator(f'[data-control="days-{days}"]').click()
        pupr.sees(news)
    coordinator.say("/terlambat")
    coordinator.sees("1 laporan lewat batas")
    file_complaint(siti, COMPLAINT)
    pupr.push("Ambil")
    siti.sees("sedang ditangani")
    pupr.reply("Status: ditangani", ANSWER)
    pupr.sees("Kirim ke pelapor")
    page.locator("body").hover(position={"x": 700, "y": 20})


def with_palette(png: bytes) -> bytes:
    """The picture in 256 colours at most; each other colour becomes the nearest of them."""
    width, lines = decode(png)
    counts = Counter(pixel for line in lines for pixel in line)
    palette = choose(counts)
    place = {colour: min(range(len(palette)), key=lambda at: distance(palette[at], colour)) for colour in counts}
    head = struct.pack(">IIBBBBB", width, len(lines), 8, 3, 0, 0, 0)
    data = b"".join(b"\0" + bytes(place[pixel] for pixel in line) for line in lines)
    colours = b"".join(bytes(colour) for colour in palette)
    parts = (b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(data, 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, body) for name, body in parts)


def choose(counts: Counter[Colour]) -> list[Colour]:
    """The commonest colours, and the commonest of every kind of colour, so that a small red dot stays red."""
    common = [colour for colour, _ in counts.most_common()]
    kinds = {tuple(part >> 5 for part in colour): colour for colour in reversed(common)}
    return [*dict.fromkeys([*common[:128], *list(kinds.values())[::-1], *common[128:]])][:256]


def distance(one: Colour, other: Colour) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        size, name = struct.unpack_from(">I4s", png, at)
        yield name, png[at + 8 : at + 8 + size]
        at += 12 + size


def decode(png: bytes) -> tuple[int, list[list[Colour]]]:
    """Width and lines of red, green, blue. Only what Chromium writes: eight bits, no transparency, not interlaced."""
    parts = [*chunks(png)]
    width, height, depth, kind = struct.unpack_from(">IIBB", dict(parts)[b"IHDR"])
    assert (depth, kind) == (8, 2)
    data = zlib.decompress(b"".join(body for name, body in parts if name == b"IDAT"))
    size, above, lines = 3 * width + 1, bytearray(3 * width), []
    for number in range(height):
        above = unfilter(data[number * size], data[number * size + 1 : (number + 1) * size], above)
        lines.append([*zip(above[::3], above[1::3], above[2::3], strict=True)])
    return width, lines


def unfilter(how: int, line: bytes, above: bytearray) -> bytearray:
    """One line as it was before PNG's filter `how` (https://www.w3.org/TR/png-3/#9Filters)."""
    done = bytearray(3)  # three bytes of nothing to the left
    high = bytes(3) + above
    for at, byte in enumerate(line):
        left, up, corner = done[at], high[at + 3], high[at]
        guess = (0, left, up, (left + up) // 2, paeth(left, up, corner))[how]
        done.append((byte + guess) % 256)
    return done[3:]


def paeth(left: int, up: int, corner: int) -> int:
    whole = left + up - corner
    return min((left, up, corner), key=lambda each: abs(whole - each))


if __name__ == "__main__":
    main()
