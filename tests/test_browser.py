"""The page of phones as a visitor meets it: the whole story by visible controls, in a real Chromium.

`pendopo demo` runs as a command of its own; only the address it prints is known here. Whatever a test does, the page
stays silent on its console and speaks to its own server alone.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium, google-chrome or chrome on this machine"),
]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

PATIENCE = 30_000
"""Milliseconds a control may take to appear."""

COMPLAINT = "jalan berlubang di depan Pasar Bitingan, kemarin ada yang jatuh"
OTHER = "got mampet di depan SD 1 Jati Wetan, air meluap ke jalan"
ANSWER = "Besok pagi kami tambal. Sementara ini kami pasang tanda."
DESK, POCKET = (1600, 900), (390, 844)
"""Width and height in pixels."""


class Phone:
    """One phone of the page, by its title."""

    def __init__(self, page: Page, title: str) -> None:
        self.page = page
        self.title = title
        self.root = page.locator(f'section[data-phone][aria-label="{title}"]')

    def bring(self) -> None:
        """On a small screen one phone is in front, and a tab brings another."""
        tab = self.page.get_by_role("tablist", name="Ponsel").get_by_role("tab", name=self.title)
        if tab.is_visible():
            tab.tap()
        expect(self.root).to_be_visible()

    def say(self, text: str) -> None:
        self.root.get_by_label("Tulis pesan").fill(text)
        self.root.get_by_role("button", name="Kirim", exact=True).click()

    def bubble(self, text: str) -> Locator:
        """The last message with these words, brought into sight."""
        return self.root.locator("[data-message].bubble").filter(has_text=text).last

    def sees(self, text: str) -> None:
        expect(self.bubble(text)).to_be_visible()

    def push(self, button: str) -> None:
        self.root.locator(".bubble").get_by_role("button", name=button).last.click()

    def reply(self, quoted: str, text: str) -> None:
        """With a mouse: the arrow beside the message."""
        message = self.bubble(quoted)
        message.hover()
        message.get_by_role("button", name="Kutip pesan").click()
        self.say(text)

    def reply_by_touch(self, quoted: str, text: str) -> None:
        """With a finger: hold the message until its menu opens."""
        message = self.bubble(quoted)
        message.scroll_into_view_if_needed()
        box = message.locator(".words").bounding_box()
        assert box
        at = {"x": box["x"] + 20, "y": box["y"] + box["height"] - 12}
        finger = self.page.context.new_cdp_session(self.page)
        finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
        answer = self.root.get_by_role("menuitem", name="Balas")
        expect(answer).to_be_visible()
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        answer.tap()
        self.say(text)


@contextmanager
def demo() -> Iterator[str]:
    """The address of a demo that runs meanwhile, and ends in peace."""
    command = [str(Path(sys.executable).with_name("pendopo")), "demo", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout
        try:
            yield next(found[0] for line in running.stdout if (found := re.search(r"http://[\d.:]+", line)))
        finally:
            running.terminate()
            _, complaints = running.communicate()
    assert complaints.split() == ["Stopped."]
    assert running.returncode == 0


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@pytest.fixture
def address() -> Iterator[str]:
    with demo() as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@contextmanager
def opened(browser: Browser, address: str, size: tuple[int, int], *, bypass_csp: bool = False) -> Iterator[Page]:
    """The page on a screen of that size, with a finger where it is a pocket's. It must stay quiet and at home."""
    small, (width, height) = size == POCKET, size
    with browser.new_context(
        viewport={"width": width, "height": height},
        has_touch=small,
        is_mobile=small,
        locale="id-ID",
        bypass_csp=bypass_csp,
    ) as context:
        context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        page, said, asked = context.new_page(), list[str](), list[str]()
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        page.locator("body[data-ready]").wait_for()
        yield page
    assert said == []
    assert {urlsplit(url).netloc for url in asked if not url.startswith("blob:")} == {urlsplit(address).netloc}


def file_complaint(citizen: Phone, text: str) -> str:
    """The number it got."""
    citizen.say(text)
    citizen.push("✅ Kirim")
    sent = citizen.bubble("Terkirim. Nomor laporan")
    expect(sent).to_be_visible()
    return number_in(sent.inner_text())


def number_in(text: str) -> str:
    found = re.search(r"KDS-\d\d-\d{5}-\d", text)
    assert found
    return found[0]


def fits_its_width(page: Page) -> bool:
    """Nothing on the page makes it scroll sideways."""
    return bool(
        page.evaluate(
            "[document.documentElement, ...document.querySelectorAll('.scroller')]"
            ".every(node => node.scrollWidth <= node.clientWidth)"
        )
    )


def test_the_whole_story_is_played_by_visible_controls(browser: Browser, address: str) -> None:
    with opened(browser, address, DESK) as page:
        siti, budi, pupr, diskominfo = (
            Phone(page, title) for title in ("Siti", "Budi", "Grup Dinas PUPR", "Grup Diskominfo")
        )
        number = file_complaint(siti, COMPLAINT)
        pupr.sees(number)
        pupr.push("Ambil")
        siti.sees("sedang ditangani petugas Dinas PUPR")
        pupr.reply("Status: ditangani Joko", ANSWER)
        pupr.push("Kirim & selesai")
        siti.sees(ANSWER)
        pupr.sees("sudah sampai")
        siti.push("Sudah selesai")
        siti.push("5 ⭐")
        pupr.sees("Status: selesai, dinilai ⭐⭐⭐⭐⭐")

        late = file_complaint(budi, OTHER)
        pupr.sees(late)
        page.locator('[data-control="days-5"]').click()
        budi.sees("melewati batas jawaban pertama")
        diskominfo.say("/terlambat")
        diskominfo.sees("1 laporan lewat batas")
        diskominfo.say(f"/eskalasi {late} sudah lewat batas")
        pupr.sees(f"Diskominfo menaikkan {late} ke sekretaris OPD")
        budi.sees(f"Laporan {late} kami naikkan")
        for _ in range(3):
            page.locator('[data-control="days-1"]').click()
        pupr.sees("Selamat pagi, Dinas PUPR. 1 laporan perlu perhatian")
        pupr.sees(late)
        diskominfo.sees("Kabar pagi")
        diskominfo.sees("1 lewat batas")
        diskominfo.sees("Naik ke Diskominfo karena OPD belum menjawab")


def test_a_correction_changes_where_the_next_like_report_goes(browser: Browser, address: str) -> None:
    with opened(browser, address, DESK) as page:
        siti, budi, diskominfo = (Phone(page, title) for title in ("Siti", "Budi", "Grup Diskominfo"))
        siti.say(COMPLAINT)
        siti.sees("Untuk: Dinas PUPR")
        siti.push("✅ Kirim")
        sent = siti.bubble("Terkirim. Nomor laporan")
        expect(sent).to_be_visible()
        diskominfo.say(f"/teruskan {number_in(sent.inner_text())} Disdag")
        siti.sees("sekarang ada di Disdag")
        with page.expect_response("**/controls/learn"):
            page.locator('[data-control="learn"]').click()
        budi.say(COMPLAINT)
        budi.sees("Untuk: Disdag")


@pytest.mark.parametrize("size", [DESK, POCKET], ids=["desk", "pocket"])
def test_a_report_from_whatsapp_goes_there_and_back(browser: Browser, address: str, size: tuple[int, int]) -> None:
    with opened(browser, address, size) as page:
        sri, pupr = Phone(page, "Sri · WhatsApp"), Phone(page, "Grup Dinas PUPR")
        sri.bring()
        sri.say(COMPLAINT)
        sri.sees("Sudah benar? Tekan Kirim.")
        expect(sri.root.get_by_label("dibaca").first).to_be_visible()
        sri.push("✅ Kirim")
        sent = sri.bubble("Terkirim. Nomor laporan")
        expect(sent).to_be_visible()
        expect(sri.root.get_by_text("Jendela 24 jam terbuka sampai")).to_be_visible()
        assert fits_its_width(page)
        number = number_in(sent.inner_text())
        pupr.bring()
        pupr.sees(number)
        pupr.push("Ambil")
        sri.bring()
        sri.sees("sedang ditangani petugas Dinas PUPR")
        page.locator('[data-control="day"]').click()
        expect(sri.root.get_by_text("Jendela 24 jam tertutup")).to_be_visible()


def test_a_finger_on_a_small_screen_does_the_same(browser: Browser, address: str) -> None:
    with opened(browser, address, POCKET) as page:
        siti, pupr = Phone(page, "Siti"), Phone(page, "Grup Dinas PUPR")
        siti.bring()
        number = file_complaint(siti, COMPLAINT)
        pupr.bring()
        pupr.sees(number)
        pupr.push("Ambil")
        pupr.reply_by_touch("Status: ditangani Joko", ANSWER)
        pupr.push("Kirim & selesai")
        siti.bring()
        siti.sees(ANSWER)
        siti.push("Sudah selesai")
        siti.push("5 ⭐")
        siti.sees("Penilaian 5 bintang")


def test_a_small_screen_never_scrolls_sideways(browser: Browser, address: str) -> None:
    with opened(browser, address, POCKET) as page:
        phones = [Phone(page, title) for title in ("Siti", "Grup Dinas PUPR")]
        file_complaint(phones[0], f"{COMPLAINT} {'x' * 200}")
        for phone in phones:
            phone.bring()
            phone.sees(COMPLAINT)
            for panel in ("Perintah bot", "Lampiran"):
                phone.root.get_by_role("button", name=panel).tap()
                assert fits_its_width(page)
        page.get_by_title("Gangguan").tap()
        assert fits_its_width(page)
