"""Take the README's picture of the page: `.venv/bin/python -m docs.take_picture`.

It plays half of a story as the browser test does, and writes `docs/page.png` with a palette, which keeps it small.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.test_browser import ANSWER, COMPLAINT, DESK, OTHER, Phone, chromium, demo, file_complaint, opened

PICTURE = Path(__file__).with_name("page.png")

CALM = ".thread { background: #c8ded1 } .toast { display: none }"
"""One colour for the wall: a gradient would use up the palette."""


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
    pupr.sees(late)
    page.locator('[data-control="days-5"]').click()
    budi.sees("melewati batas jawaban pertama")
    page.locator('[data-control="days-1"]').click()
    pupr.sees("Lewat batas. Mohon dijawab hari ini")
    coordinator.say("/terlambat")
    coordinator.sees("1 laporan lewat batas")
    file_complaint(siti, COMPLAINT)
    pupr.push("Ambil")
    siti.sees("sedang ditangani")
    pupr.reply("Status: ditangani", ANSWER)
    pupr.sees("Kirim ke pelapor")
    page.locator("body").hover(position={"x": 700, "y": 20})


def with_palette(png: bytes) -> bytes:
    """The picture in 256 colours at most, as small as it gets."""
    target = BytesIO()
    with Image.open(BytesIO(png)) as found:
        found.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
    return target.getvalue()


if __name__ == "__main__":
    main()
