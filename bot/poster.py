"""A poster for a village hall or a counter: a QR code that opens the chat, and three steps. One page of HTML.

The only file that knows `segno`, which draws the code.
"""

import html
import re
from pathlib import Path
from string import Template
from typing import Literal
from urllib.parse import quote

import segno
from msgspec import Struct
from msgspec.structs import asdict

from bot.speech import Speech

Paper = Literal["A4", "A5"]

PAGE = Template(Path(__file__).with_name("poster.html").read_text(encoding="utf-8"))

USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{4,31}", re.ASCII)
"""A bot's name on Telegram, without its @."""

DIGITS = re.compile(r"[1-9][0-9]{6,14}", re.ASCII)
"""A telephone number with its country, as links take it (E.164 without the plus)."""


class OnTelegram(Struct, frozen=True):
    """`bot` is its name there, without the @."""

    bot: str
    key: str = ""

    def link(self, payload: str, _hello: str) -> str:
        return f"https://t.me/{self.bot}?start={payload}"


class OnWhatsApp(Struct, frozen=True):
    """`number` in digits. Whoever opens the link finds a message written already, and sends it
    (https://faq.whatsapp.com/5913398998672934)."""

    number: str
    key: str = "_whatsapp"

    def link(self, payload: str, hello: str) -> str:
        return f"https://wa.me/{self.number}?text={quote(f'{hello} [{payload}]')}"


class Poster(Struct, frozen=True):
    """`payload` is of `flows.doorways`; `where` is printed, and empty on a poster for anywhere."""

    door: OnTelegram | OnWhatsApp
    payload: str
    where: str = ""
    language: str = "id"
    paper: Paper = "A4"

    def link(self, speech: Speech) -> str:
        return self.door.link(self.payload, speech.sentence("poster.hello", self.language))


def drawn(poster: Poster, speech: Speech) -> str:
    """The page, ready to be printed; it needs nothing from elsewhere."""
    number = speech.rules.catalogue.emergency.number
    where, link = html.escape(poster.where), poster.link(speech)

    def words(key: str) -> str:
        return speech.sentence(f"poster.{key}", poster.language)

    return PAGE.substitute(
        language=poster.language,
        paper=poster.paper,
        title=words("title"),
        lead=words("lead"),
        where=where or "Pendopo",
        plate=f'<p class="where">{where}</p>' if where else "",
        link=link,
        qr=code(link),
        step1=words(f"first{poster.door.key}"),
        step2=words("second"),
        step3=words("third"),
        name=words("name"),
        by_hand=words(f"by_hand{poster.door.key}").format(**asdict(poster.door)),
        danger=words("danger").format(number=number),
    )


def code(link: str) -> str:
    """A QR code as SVG, with the white margin that cameras need, and readable with a seventh of it torn or dirty."""
    drawing: str = segno.make(link, error="m", micro=False).svg_inline(border=4, omitsize=True)
    return drawing
