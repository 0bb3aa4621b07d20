"""A poster for a village hall or a counter: a QR code that opens the chat, and three steps. One page of HTML.

The only file that knows `segno`, which draws the code.
"""

import html
import re
from pathlib import Path
from string import Template
from typing import Literal

import segno
from msgspec import Struct

from bot.speech import Speech

Paper = Literal["A4", "A5"]

PAGE = Template(Path(__file__).with_name("poster.html").read_text(encoding="utf-8"))

USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{4,31}", re.ASCII)
"""A bot's name on Telegram, without its @."""


class Poster(Struct, frozen=True):
    """`payload` is of `flows.doorways`; `where` is printed, and empty on a poster for anywhere."""

    bot: str
    payload: str
    where: str = ""
    language: str = "id"
    paper: Paper = "A4"

    @property
    def link(self) -> str:
        return f"https://t.me/{self.bot}?start={self.payload}"


def drawn(poster: Poster, speech: Speech) -> str:
    """The page, ready to be printed; it needs nothing from elsewhere."""
    number = speech.rules.catalogue.emergency.number
    where = html.escape(poster.where)

    def words(key: str) -> str:
        return speech.sentence(f"poster.{key}", poster.language)

    return PAGE.substitute(
        language=poster.language,
        paper=poster.paper,
        title=words("title"),
        lead=words("lead"),
        where=where or "Pendopo",
        plate=f'<p class="where">{where}</p>' if where else "",
        link=poster.link,
        qr=code(poster.link),
        step1=words("first"),
        step2=words("second"),
        step3=words("third"),
        name=words("name"),
        by_hand=words("by_hand").format(bot=poster.bot),
        danger=words("danger").format(number=number),
    )


def code(link: str) -> str:
    """A QR code as SVG, with the white margin that cameras need, and readable with a seventh of it torn or dirty."""
    drawing: str = segno.make(link, error="m", micro=False).svg_inline(border=4, omitsize=True)
    return drawing
