"""Our lines in WhatsApp's marks: `*bold*`, `_italic_`, `` `code` ``. Values out of people's mouths can't forge them.

WhatsApp has no sign that escapes a mark. A sign that would begin or end one is replaced by its twin, which looks the
same; where it would not (in `a_b@mail.id`, in `2 * 3`) it stays, so that addresses can be copied.
https://faq.whatsapp.com/539178204879377
"""

import html
import re
from collections.abc import Iterator

MOST_TEXT = 4096
"""UTF-16 units of a text, and of the words above a list; units of which an emoji is two, to be on the safe side."""

TWINS = {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"}
MARKS = {"b": "*", "i": "_", "code": "`"}

TOKEN = re.compile(r'<(?P<close>/?)(?P<tag>b|i|code|a)(?: href="(?P<href>[^"]*)")?>')
MARK = re.compile(r"(?<![^\W_])[*_~`](?=\S)|(?<=\S)[*_~`](?![^\W_])")
"""A sign beside a word's edge, where WhatsApp would take it for a mark."""

SENTENCE = re.compile(r"(?<=[.!?…])\s+")


def marked(text: str) -> str:
    """HTML of `bot.speech` as WhatsApp writes it. A link stands behind its words."""
    return "".join(_pieces(text)).strip("\n")


def _pieces(text: str) -> Iterator[str]:
    open_, link, at = "", "", 0
    for token in TOKEN.finditer(text):
        yield from _wrapped(defused(html.unescape(text[at : token.start()])), open_)
        at = token.end()
        if token["tag"] == "a":
            link = html.unescape(token["href"] or "") if not token["close"] else link
            yield f": {link}" if token["close"] else ""
        else:
            open_ = "" if token["close"] else MARKS[token["tag"]]
    yield from _wrapped(defused(html.unescape(text[at:])), open_)


def _wrapped(text: str, mark: str) -> Iterator[str]:
    """A mark holds on one line only, and must touch the words."""
    for place, line in enumerate(text.split("\n")):
        bare = line.strip()
        before, after = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :] if bare else ""
        yield ("\n" if place else "") + (f"{before}{mark}{bare}{mark}{after}" if mark and bare else line)


def defused(text: str) -> str:
    return MARK.sub(lambda found: TWINS[found[0]], text)


def linked(text: str) -> tuple[str, str, str] | None:
    """HTML with exactly one link: the rest of it as marks, the link's words and its address; else None."""
    found = re.findall(r'<a href="([^"]*)">(.*?)</a>', text)
    if len(found) != 1:
        return None
    [(href, words)] = found
    rest = marked(re.sub(r"<a href=.*?</a>", "", text))
    return (rest, html.unescape(re.sub(r"<[^>]+>", "", words)), html.unescape(href)) if rest else None


def size(text: str) -> int:
    """In UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def parts(text: str, most: int = MOST_TEXT) -> list[str]:
    """Cut where a reader would pause: between paragraphs, lines, sentences, words; in a word only if it must be."""
    found = []
    while size(text) > most:
        cut = _cut(text, most)
        found.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*found, text] if text or not found else found


def _cut(text: str, most: int) -> int:
    room = fitting(text, most)
    for pause in ("\n\n", "\n"):
        if (place := text.rfind(pause, room // 2, room)) > 0:
            return place
    sentences = [each.start() for each in SENTENCE.finditer(text, 0, room)]
    if sentences and sentences[-1] > room // 2:
        return sentences[-1]
    space = text.rfind(" ", room // 2, room)
    return space if space > 0 else room


def fitting(text: str, most: int) -> int:
    """How many characters of it fit into `most` UTF-16 units."""
    units = 0
    for place, sign in enumerate(text):
        units += 2 if ord(sign) > 0xFFFF else 1
        if units > most:
            return place
    return len(text)


def shortened(text: str, most: int) -> str:
    """At a word's end, with an ellipsis."""
    if size(text) <= most:
        return text
    kept = text[: fitting(text, most - 1)]
    word = kept.rfind(" ") if text[len(kept)] != " " else -1
    return f"{kept[:word] if word > most // 2 else kept}".rstrip(" ,.:;·–-(") + "…"
