"""Take the pictures of the ten main moments: `.venv/bin/python -m docs.take_moments`.

One demo is played by visible controls, as the browser test does; each moment is one phone, written to `docs/moments/`.
"""

from pathlib import Path

from playwright.sync_api import Page

from docs.take_picture import CALM, with_palette
from tests.test_browser import DESK, Phone, chromium, demo, opened

FOLDER = Path(__file__).with_name("moments")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with demo() as address, chromium() as browser, opened(browser, address, DESK, bypass_csp=True) as page:
        play(page)


def play(page: Page) -> None:
    siti, budi, pupr, home = (Phone(page, name) for name in ("Siti", "Budi", "Grup Dinas PUPR", "Grup Diskominfo"))
    for _ in range(4):
        page.get_by_role("button", name="Tutup petunjuk").first.click()
    siti.say("selokan mampet di Desa Rahtawu, depan balai desa")
    keep(siti, "Sudah benar?", "01-one-tap")
    siti.push("Kirim")
    keep(siti, "Nomor laporan", "02-number")
    keep(pupr, "Status: menunggu diambil", "03-card")
    budi.say("mampet lagi selokan Desa Rahtawu depan balai desa")
    keep(budi, "Sudah dilaporkan", "04-neighbour")
    budi.push("Ikut memantau")
    budi.sees("ikut memantau")
    pupr.push("Ambil")
    siti.sees("sedang ditangani")
    pupr.reply("Status: ditangani", "Hari ini dibersihkan. Terima kasih laporannya.")
    keep(pupr, "Kirim ke pelapor", "05-second-look")
    pupr.push("Kirim & selesai")
    keep(siti, "Hari ini dibersihkan", "06-answer")
    budi.say("Jalan berlubang di Desa Colo. Selain itu sampah menumpuk di depan pasar tidak diangkut")
    keep(budi, "hal berbeda", "07-several")
    budi.push("Batal")
    siti.say("minta salinan dokumen APBD 2026")
    keep(siti, "ingin yang mana", "08-request")
    siti.say("/batal")
    siti.say("/laporan")
    siti.sees("Laporan Bapak/Ibu")
    siti.push("KDS-26-00001")
    keep(siti, "Berikutnya", "09-my-report")
    siti.say("ada pungli di kantor Dishub, saya diminta uang 200 ribu")
    siti.sees("Rahasia")
    siti.push("Kirim")
    keep(home, "Laporan rahasia", "10-secret")


def keep(phone: Phone, words: str, name: str) -> None:
    """When these words are there, the phone as it is."""
    phone.sees(words)
    phone.bubble(words).scroll_into_view_if_needed()
    phone.page.locator("body").hover(position={"x": 700, "y": 20})
    (FOLDER / f"{name}.png").write_bytes(with_palette(phone.root.screenshot(style=CALM)))


if __name__ == "__main__":
    main()
