"""Telegram's HTML: its tag set, its four named references, its faults with their byte offsets.

Rules: https://core.telegram.org/bots/api#html-style
"""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from bot.sandbox.entities import Entity, ordered, width
from bot.sandbox.refusal import Refused, bad_request

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
}
TAGS = {*SIMPLE, "a", "span", "blockquote", "tg-emoji", "tg-time"}
PIECE = re.compile(
    r"<(/?)([^<>\s/]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>"  # a tag
    r"|&(?:(#\d+|#x[0-9a-f]+);|(lt|gt|amp|quot);?)",  # a reference
    re.IGNORECASE,
)
ATTRIBUTE = re.compile(r"([a-z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?", re.IGNORECASE)


@dataclass
class Reading:
    """The state of one pass over a marked text."""

    source: str
    text: list[str] = field(default_factory=list)
    at: int = 0  # UTF-16 units of clean text so far
    open: list[tuple[str, int, dict[str, str]]] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.text.append(text)
        self.at += width(text)

    def fault(self, words: str, position: int) -> Refused:
        offset = len(self.source[:position].encode("utf-8", "surrogatepass"))
        return bad_request("can't parse entities: " + words.format(offset=offset))


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Clean text and entities; raises Refused with Telegram's words."""
    reading, position = Reading(source), 0
    for match in PIECE.finditer(source):
        _plain(reading, position, match.start())
        position = match.end()
        if match[4] or match[5]:
            reading.add(_character(match[0]))
        elif match[1]:
            _close(reading, match[2].lower(), match.start())
        else:
            _open(reading, match[2].lower(), match[3], match.start())
    _plain(reading, position, len(source))
    if reading.open:
        tag = reading.open[-1][0]
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\"")
    return "".join(reading.text), ordered(_joined(reading.entities))


def _character(reference: str) -> str:
    """The character of a reference; one that names none stays as it is written."""
    number = reference[2:-1] if reference[1] == "#" else ""
    code = int(number[1:], 16) if number[:1] in ("x", "X") else int(number or 0)
    if number and (not 0 < code < 0x110000 or 0xD800 <= code < 0xE000):  # no character, or half a one
        return reference
    return chr(code) if number else unescape(reference if reference[-1] == ";" else f"{reference};")


def _plain(reading: Reading, start: int, end: int) -> None:
    text = reading.source[start:end]
    if (bracket := text.find("<")) >= 0:
        kind = "Unclosed start" if text[bracket + 1 : bracket + 2] != "/" else "Unclosed end"
        if kind == "Unclosed end" and not reading.open:
            kind = "Unexpected end"
        raise reading.fault(kind + " tag at byte offset {offset}", start + bracket)
    reading.add(text)


def _open(reading: Reading, tag: str, rest: str, position: int) -> None:
    if tag not in TAGS:
        raise reading.fault(f'Unsupported start tag "{tag}" at byte offset {{offset}}', position)
    found = ATTRIBUTE.findall(rest)
    attributes = {name.lower(): unescape(a or b or c) for name, a, b, c in found}
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise reading.fault('Tag "span" must have class "tg-spoiler" at byte offset {offset}', position)
    reading.open.append((tag, reading.at, attributes))


def _close(reading: Reading, tag: str, position: int) -> None:
    if not reading.open:
        raise reading.fault("Unexpected end tag at byte offset {offset}", position)
    opened, start, attributes = reading.open.pop()
    if tag not in ("", opened):
        words = f'Unmatched end tag at byte offset {{offset}}, expected "</{opened}>", found "</{tag}>"'
        raise reading.fault(words, position)
    extra = _entity(reading, opened, start, attributes)
    if extra and reading.at > start:
        reading.entities.append({"offset": start, "length": reading.at - start, **extra})


def _entity(reading: Reading, tag: str, start: int, attributes: dict[str, str]) -> dict[str, Any] | None:
    if tag == "a":
        return link_entity(attributes.get("href") or "".join(reading.text)[-(reading.at - start) :])
    return _plain_entity(tag, attributes)


def _joined(entities: list[Entity]) -> list[Entity]:
    """<pre> around exactly one <code> with a language is one entity; a language elsewhere is dropped."""
    spans = {(e["offset"], e["length"]): e for e in entities if e["type"] == "pre"}
    kept = []
    for entity in entities:
        language = entity.pop("language", None) if entity["type"] == "code" else None
        if language and (block := spans.get((entity["offset"], entity["length"]))):
            block["language"] = language
        else:
            kept.append(entity)
    return kept


def _plain_entity(tag: str, attributes: dict[str, str]) -> dict[str, Any]:
    if tag == "blockquote":
        return {"type": "expandable_blockquote" if "expandable" in attributes else "blockquote"}
    if tag == "tg-emoji":
        return {"type": "custom_emoji", "custom_emoji_id": attributes.get("emoji-id", "")}
    if tag == "tg-time" and attributes.get("unix", "").isdigit():
        return {"type": "date_time", "unix_time": int(attributes["unix"])}
    if tag == "code" and (language := attributes.get("class", "").removeprefix("language-")):
        return {"type": "code", "language": language}
    return {"type": SIMPLE.get(tag, "spoiler")}


def link_entity(url: str) -> dict[str, Any] | None:
    """A text link; None when the address is none, as Telegram then leaves plain text."""
    bare = re.match(r"[\w-]+(?:\.[\w-]+)+([/?#]\S*)?$", url)
    if bare:
        return {"type": "text_link", "url": f"http://{url}" if bare[1] else f"http://{url}/"}
    if re.match(r"(https?|tg)://[^\s/]", url, re.IGNORECASE):
        return {"type": "text_link", "url": url}
    return None
