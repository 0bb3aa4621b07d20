"""`pendopo qr`: what stands on a poster, and what a camera reads from it."""

import html
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.demo_whatsapp import NUMBER
from flows import doorways
from tests import qr_reader
from tests.test_browser import chromium
from tests.test_commands import Typed, pendopo, settings_of, typed
from tests.town import Town

__all__ = ["typed"]

WHATSAPP = ("--channel", "whatsapp", "--number", NUMBER)


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


@pytest.mark.parametrize(
    ("words", "written", "file"),
    [
        ((), "Halo Pendopo [lapor]", "lapor"),
        (("--place", "getas pejaten", "--language", "jv"), "Kulanuwun Pendopo [di-GETASPEJATEN]", "di-GETASPEJATEN"),
        (("--office", "Dishub", "--language", "en"), "Hello Pendopo [opd-DISHUB]", "opd-DISHUB"),
    ],
)
def test_a_camera_finds_the_message_for_whatsapp_written_already(
    words: tuple[str, ...], written: str, file: str, typed: Typed, tmp_path: Path
) -> None:
    code, said = typed("qr", "--channel", "whatsapp", "--number", "0800-0000-0001", *words)
    page = (tmp_path / f"posters/poster-{file}-whatsapp.html").read_text()
    link = urlsplit(qr_reader.read(page))
    assert code == 0
    assert link.geturl() in said
    assert (link.netloc, link.path, parse_qs(link.query)) == ("wa.me", "/6280000000001", {"text": [written]})
    assert "WhatsApp" in page
    assert "Telegram" not in page
    assert doorways.written(written) == (file, "")


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
        (("--channel", "sms"), "--channel sms: unknown. Give telegram or whatsapp"),
        (("--channel", "whatsapp"), "--channel whatsapp: give --number"),
        (("--number", "6280000000001"), "--channel telegram: give --bot NAME"),
    ],
)
def test_what_is_none_is_said_with_its_mend(words: tuple[str, ...], mend: str, typed: Typed) -> None:
    code, said = typed("qr", "--bot", "pendopo_kudus_bot", *words)
    assert code == 1
    assert mend in said


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        ((), "Give --bot NAME"),
        (("--channel", "whatsapp"), "Give --number"),
        (("--channel", "whatsapp", "--number", "halo"), "--number halo: not a telephone number"),
    ],
)
def test_without_a_name_or_number_and_a_token_it_says_what_it_needs(
    words: tuple[str, ...], mend: str, typed: Typed
) -> None:
    code, said = typed("qr", *words)
    assert code == 1
    assert mend in said


async def test_the_bots_name_is_asked_of_telegram(town: Town, tmp_path: Path) -> None:
    code, said = await pendopo(tmp_path, "qr", **settings_of(town))
    assert code == 0
    assert "https://t.me/pendopo_kudus_bot?start=lapor" in said


async def test_the_number_is_asked_of_meta(whatsapp_town: Town, tmp_path: Path) -> None:
    settings = whatsapp_town.app.settings
    known = ("token", "phone_id", "business_id", "app_secret", "verify_token")
    told = settings.model_dump(include={f"whatsapp_{each}" for each in known} | {"graph_api_url"})
    secret = {name: value if isinstance(value, str) else value.get_secret_value() for name, value in told.items()}
    code, said = await pendopo(tmp_path, "qr", "--channel", "whatsapp", **settings_of(whatsapp_town), **secret)
    assert code == 0
    assert f"https://wa.me/{NUMBER}?text=Halo%20Pendopo%20%5Blapor%5D" in said


@pytest.mark.browser
@pytest.mark.parametrize("language", ["id", "jv", "en"])
@pytest.mark.parametrize(("door", "end"), [(("--bot", "pendopo_kudus_bot"), ""), (WHATSAPP, "-whatsapp")])
def test_it_fits_on_one_page_and_on_a_phone(
    door: tuple[str, ...], end: str, language: str, typed: Typed, tmp_path: Path
) -> None:
    typed("qr", *door, "--office", "DISNAKERPERINKOPUKM", "--language", language)
    file = tmp_path / f"posters/poster-opd-DISNAKERPERINKOPUKM{end}.html"
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b(?!s)", printed)) == 1
    assert html.unescape(file.read_text()).count("<li>") == 3
