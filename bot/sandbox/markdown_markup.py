"""MarkdownV2 and the old Markdown, with their faults.

Rules: https://core.telegram.org/bots/api#markdownv2-style and #markdown-style
"""

import re
from dataclasses import dataclass, field

from bot.sandbox.entities import Entity, ordered, width
from bot.sandbox.html_markup import link_entity
from bot.sandbox.refusal import Refused, bad_request

RESERVED = "_*[]()~`>#+-=|{}.!"
MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler"}
PRE = re.compile(r"((?:\\.|[^\\`]|`(?!``))*?)```", re.DOTALL)
CODE = re.compile(r"((?:\\.|[^\\`])*)`", re.DOTALL)
LINK = re.compile(r"\]\(((?:\\.|[^)\\])*)\)", re.DOTALL)


@dataclass
class Reading:
    """The state of one pass."""

    source: str
    at: int = 0  # position in the source
    text: list[str] = field(default_factory=list)
    out: int = 0  # UTF-16 units written
    open: list[tuple[str, int, int]] = field(default_factory=list)  # mark, where in text, where in source
    quote: int | None = None
    entities: list[Entity] = field(default_factory=list)

    def add(self, text: str, step: int) -> None:
        self.text.append(text)
        self.out += width(text)
        self.at += step

    def mark(self, start: int, **entity: object) -> None:
        if self.out > start:
            self.entities.append({"offset": start, "length": self.out - start, **entity})

    def bytes_at(self, position: int) -> int:
        return len(self.source[:position].encode("utf-8", "surrogatepass"))


def parse_markdown_v2(source: str) -> tuple[str, list[Entity]]:
    """Clean text and entities of MarkdownV2; raises Refused with Telegram's words."""
    reading = Reading(source)
    while reading.at < len(source):
        _step(reading)
    _end_quote(reading)
    if reading.open:
        raise _unended(reading, *reading.open[-1])
    return "".join(reading.text), ordered(reading.entities)


def _step(reading: Reading) -> None:
    source, at = reading.source, reading.at
    char = source[at]
    if (at == 0 or source[at - 1] == "\n") and _quote_line(reading):
        return
    if char == "\\" and at + 1 < len(source) and 0 < ord(source[at + 1]) < 127:
        reading.add(source[at + 1], 2)
    elif char == "`":
        _code(reading)
    elif char == "]" and reading.open and reading.open[-1][0] in ("[", "!["):
        _link(reading)
    elif mark := _mark_at(source, at):
        _toggle(reading, mark)
    elif char in RESERVED:
        words = f"Character '{char}' is reserved and must be escaped with the preceding '\\'"
        raise bad_request(f"can't parse entities: {words}")
    else:
        reading.add(char, 1)


def _mark_at(source: str, at: int) -> str:
    for mark in ("__", "||", "![", "*", "_", "~", "["):
        if source.startswith(mark, at):
            return mark
    return ""


def _toggle(reading: Reading, mark: str) -> None:
    opened = [m for m, _, _ in reading.open]
    if mark in MARKS and mark in opened:
        if opened[-1] != mark:
            raise _unended(reading, *reading.open[-1])
        _, start, _ = reading.open.pop()
        reading.mark(start, type=MARKS[mark])
    else:
        reading.open.append((mark, reading.out, reading.at))
    reading.at += len(mark)


def _unended(reading: Reading, mark: str, _start: int, position: int) -> Refused:
    names = {"[": "TextUrl", "![": "CustomEmoji", "*": "Bold", "_": "Italic", "__": "Underline"}
    name = names.get(mark, MARKS.get(mark, mark).capitalize())
    words = f"Can't find end of {name} entity at byte offset {reading.bytes_at(position)}"
    return bad_request(f"can't parse entities: {words}")


def _code(reading: Reading) -> None:
    fence = "```" if reading.source.startswith("```", reading.at) else "`"
    match = (PRE if fence == "```" else CODE).match(reading.source, reading.at + len(fence))
    if match is None:
        kind = "Pre" if fence == "```" else "Code"
        offset = reading.bytes_at(reading.at)
        raise bad_request(f"can't parse entities: Can't find end of {kind} entity at byte offset {offset}")
    start, clean = reading.out, re.sub(r"\\(.)", r"\1", match[1], flags=re.DOTALL)
    language, newline, rest = clean.partition("\n")
    has_language = fence == "```" and newline and not re.search(r"\s", language)
    reading.add(rest if has_language else clean, 0)
    reading.at = match.end()
    extra = {"language": language} if has_language and language else {}
    reading.mark(start, type="pre" if fence == "```" else "code", **extra)


def _link(reading: Reading) -> None:
    mark, start, _ = reading.open.pop()
    match = LINK.match(reading.source, reading.at)
    reading.at = match.end() if match else reading.at + 1
    url = re.sub(r"\\(.)", r"\1", match[1]) if match else ""
    if mark == "![":
        reading.mark(start, type="custom_emoji", custom_emoji_id=url.rpartition("id=")[2])
    elif entity := link_entity(url):
        reading.mark(start, **entity)


def _quote_line(reading: Reading) -> bool:
    """Begins, goes on with or ends a block quotation at the start of a line."""
    prefix = "**>" if reading.source.startswith("**>", reading.at) else ">"
    if reading.source.startswith(prefix, reading.at):
        if prefix == "**>":
            _end_quote(reading)
        if reading.quote is None:
            reading.quote = reading.out
        reading.at += len(prefix)
        return True
    _end_quote(reading)
    return False


def _end_quote(reading: Reading) -> None:
    if reading.quote is not None:
        reading.mark(reading.quote, type="blockquote")
        reading.quote = None


def parse_markdown(source: str) -> tuple[str, list[Entity]]:
    """Clean text and entities of the old Markdown: no nesting, four marks, links."""
    reading = Reading(source)
    while reading.at < len(source):
        char = source[reading.at]
        if char == "\\" and source[reading.at + 1 : reading.at + 2] in ("_", "*", "`", "["):
            reading.add(source[reading.at + 1], 2)
        elif char in "_*`[":
            _old_entity(reading)
        else:
            reading.add(char, 1)
    return "".join(reading.text), ordered(reading.entities)


def _old_entity(reading: Reading) -> None:
    source, begin = reading.source, reading.at
    mark = "```" if source.startswith("```", begin) else source[begin]
    closing = "]" if mark == "[" else mark
    end = source.find(closing, begin + len(mark))
    if end < 0:
        offset = reading.bytes_at(begin)
        raise bad_request(
            f"can't parse entities: Can't find end of the entity starting at byte offset {offset}"
        )
    start = reading.out
    reading.add(source[begin + len(mark) : end], 0)
    reading.at = end + len(closing)
    if mark != "[":
        reading.mark(start, type={"*": "bold", "_": "italic", "`": "code", "```": "pre"}[mark])
    elif match := re.compile(r"\(([^)]*)\)").match(source, reading.at):
        reading.at = match.end()
        if entity := link_entity(match[1]):
            reading.mark(start, **entity)
