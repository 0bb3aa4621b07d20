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
EXPANDABLE = ">||"  # a quotation whose last line ended with ||
QUOTES = {">": "blockquote", EXPANDABLE: "expandable_blockquote"}
PRE = re.compile(r"((?:\\.|[^\\`]|`(?!``))*?)```", re.DOTALL)
CODE = re.compile(r"((?:\\.|[^\\`])*)`", re.DOTALL)
URL = re.compile(r"\(((?:\\.|[^)\\])*)\)", re.DOTALL)


@dataclass
class Reading:
    """The state of one pass."""

    source: str
    at: int = 0  # position in the source
    text: list[str] = field(default_factory=list)
    out: int = 0  # UTF-16 units written
    open: list[tuple[str, int, int]] = field(default_factory=list)  # mark, where in text, where in source
    entities: list[Entity] = field(default_factory=list)

    def add(self, text: str, step: int) -> None:
        self.text.append(text)
        self.out += width(text)
        self.at += step

    def mark(self, start: int, **entity: object) -> None:
        if self.out > start:
            self.entities.append({"offset": start, "length": self.out - start, **entity})

    @property
    def starts_line(self) -> bool:
        return self.at == 0 or self.source[self.at - 1] == "\n"

    @property
    def quoting(self) -> bool:
        return any(mark in QUOTES for mark, _, _ in self.open)

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
    if reading.starts_line and _quote_line(reading):
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
    """A mark ends the innermost entity if that is its own, else begins another."""
    top = reading.open[-1][0] if reading.open else ""
    if mark == "||" and top == ">" and re.match(r"\|\|(\r?\n|\Z)", reading.source[reading.at :]):
        reading.open.append((EXPANDABLE, *reading.open.pop()[1:]))
    elif mark in MARKS and mark == top:
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
        has_language = re.match(r"```\S+\s", reading.source[reading.at :])
        kind = "PreCode" if has_language else "Pre" if fence == "```" else "Code"
        offset = reading.bytes_at(reading.at)
        raise bad_request(f"can't parse entities: Can't find end of {kind} entity at byte offset {offset}")
    start, clean = reading.out, re.sub(r"\\(.)", r"\1", match[1], flags=re.DOTALL)
    language = re.match(r"(\S+)(?=\s)", clean) if fence == "```" else None
    if fence == "```":
        clean = re.sub(r"\A(\r\n|\n\r|\n|\r)", "", clean[language.end() :] if language else clean)
    reading.add(clean, 0)
    reading.at = match.end()
    extra = {"language": language[1]} if language else {}
    reading.mark(start, type="pre" if fence == "```" else "code", **extra)


def _link(reading: Reading) -> None:
    mark, start, _ = reading.open.pop()
    reading.at += 1
    url = _url(reading)
    if url is None:  # without an address the words themselves are one
        url = "".join(reading.text)[start - reading.out :]
    if mark == "![":
        match = re.fullmatch(r"tg://emoji/?\?(?:\S*&)?id=([1-9]\d*)(?:[&#]\S*)?", url, re.IGNORECASE)
        if match is None:
            raise bad_request("can't parse entities: Invalid tg://emoji or tg://time URL specified")
        reading.mark(start, type="custom_emoji", custom_emoji_id=match[1])
    elif entity := link_entity(url):
        reading.mark(start, **entity)


def _url(reading: Reading) -> str | None:
    """The address in parentheses, if they follow."""
    if reading.source[reading.at : reading.at + 1] != "(":
        return None
    match = URL.match(reading.source, reading.at)
    if match is None:
        offset = reading.bytes_at(reading.at + 1)
        raise bad_request(f"can't parse entities: Can't find end of a URL at byte offset {offset}")
    reading.at = match.end()
    return re.sub(r"\\(.)", r"\1", match[1], flags=re.DOTALL)


def _quote_line(reading: Reading) -> bool:
    """Begins or goes on with a block quotation at the start of a line, or ends one."""
    separate = reading.source.startswith("**>", reading.at)
    if not (separate or reading.source.startswith(">", reading.at)):
        _end_quote(reading)
        return False
    if separate or (reading.open and reading.open[-1][0] == EXPANDABLE):
        _end_quote(reading)
    if not reading.quoting:
        reading.open.append((">", reading.out, reading.at))
    reading.at += 3 if separate else 1
    return True


def _end_quote(reading: Reading) -> None:
    """Ends an open quotation; what was begun inside must have ended before."""
    if reading.quoting:
        mark, start, position = reading.open.pop()
        if mark not in QUOTES:
            raise _unended(reading, mark, start, position)
        reading.mark(start, type=QUOTES[mark])


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
        raise bad_request(f"can't parse entities: Can't find end of the entity starting at byte offset {offset}")
    start = reading.out
    reading.add(source[begin + len(mark) : end], 0)
    reading.at = end + len(closing)
    if mark != "[":
        reading.mark(start, type={"*": "bold", "_": "italic", "`": "code", "```": "pre"}[mark])
    elif match := re.compile(r"\(([^)]*)\)").match(source, reading.at):
        reading.at = match.end()
        if entity := link_entity(match[1]):
            reading.mark(start, **entity)
