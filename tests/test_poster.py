"""`pendopo qr`: what stands on a poster, and what a camera reads from it."""

import html
import re
from pathlib import Path

import pytest

from tests import qr_reader
from tests.test_browser import chromium
from tests.test_commands import Typed, pendopo, settings_of, typed
from tests.town import Town

__all__ = ["typed"]


@pytest.mark.parametrize(
    ("words", "payload", "plate"),
    [
        ((), "lapor", ""),
        (("--place", "getas pejaten"), "di-GETASPEJATEN", "Getaspejaten"),
        (("--place", "Kec. Jati", "--paper", "a5"), "di-KECJATI", "Kec. Jati"),
        (("--place", "RSUD", "--language", "jv"), "di-RSUDDRLOEKMONOHADI", "RSUD dr. Loekmono Hadi"),
        (("--office", "Dishub", "--language", "en"), "opd-DISHUB", "Dinas Perhubungan"),
    ],
)
def test_a_camera_reads_the_link_of_the_place_that_is_printed(
    words: tuple[str, ...], payload: str, plate: str, typed: Typed, tmp_path: Path
) -> None:
    code, said = typed("qr", "--out", "posters", "--bot", "@pendopo_kudus_bot", *words)
    page = (tmp_path / f"posters/poster-{payload}.html").read_text()
    link = f"https://t.me/pendopo_kudus_bot?start={payload}"
    assert code == 0
    assert link in said
    assert qr_reader.read(page) == link
    assert plate in page
    assert "112" in page
    assert "$" not in page


def test_a_poster_needs_nothing_from_elsewhere(typed: Typed, tmp_path: Path) -> None:
    typed("qr", "--bot", "pendopo_kudus_bot")
    page = (tmp_path / "posters/poster-lapor.html").read_text()
    assert set(re.findall(r"https?://[^\"<]+", page)) == {"https://t.me/pendopo_kudus_bot?start=lapor"}
    assert not re.search(r"<script|url\(|@import| src=", page)


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (("--place", "Paris"), "--place Paris: no village, kecamatan or landmark of that name"),
        (("--office", "NASA"), "--office NASA: no office of the Kabupaten"),
        (("--office", "PLN"), "--office PLN: no office of the Kabupaten"),
        (("--bot", "x y"), "--bot x y: not a name on Telegram"),
        (("--language", "fr"), "--language fr: unknown"),
        (("--paper", "A0"), "--paper A0: unknown"),
    ],
)
def test_what_is_none_is_said_with_its_mend(words: tuple[str, ...], mend: str, typed: Typed) -> None:
    code, said = typed("qr", "--bot", "pendopo_kudus_bot", *words)
    assert code == 1
    assert mend in said


def test_without_a_name_and_a_token_it_says_what_it_needs(typed: Typed) -> None:
    code, said = typed("qr")
    assert code == 1
    assert "Give --bot NAME" in said


async def test_the_bots_name_is_asked_of_telegram(town: Town, tmp_path: Path) -> None:
    code, said = await pendopo(tmp_path, "qr", **settings_of(town))
    assert code == 0
    assert "https://t.me/pendopo_kudus_bot?start=lapor" in said


@pytest.mark.browser
@pytest.mark.parametrize("language", ["id", "jv", "en"])
def test_it_fits_on_one_page_and_on_a_phone(language: str, typed: Typed, tmp_path: Path) -> None:
    typed("qr", "--bot", "pendopo_kudus_bot", "--office", "DISNAKERPERINKOPUKM", "--language", language)
    file = tmp_path / "posters/poster-opd-DISNAKERPERINKOPUKM.html"
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b(?!s)", printed)) == 1
    assert html.unescape(file.read_text()).count("<li>") == 3
