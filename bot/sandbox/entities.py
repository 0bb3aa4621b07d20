"""Message entities: offsets in UTF-16 units, what Telegram marks by itself, and trimming."""

import re
from typing import Any

Entity = dict[str, Any]
AUTOMATIC = (
    ("url", re.compile(r"https?://[^\s<>\"]*[^\s<>\".,!?;:)\]']", re.IGNORECASE)),
    ("email", re.compile(r"(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b", re.IGNORECASE)),
    ("bot_command", re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z]\w{2,31}\b", re.ASCII)),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,255}")),
)
OUTER = ("blockquote", "expandable_blockquote", "pre", "code", "text_link", "text_mention")
INNER = ("bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji")
MIDDLE = len(OUTER)
ORDER = {kind: rank for rank, kind in enumerate((*OUTER, "", *INNER))}
MARKS = re.compile(r"[/@#]|https?:", re.IGNORECASE)  # a text without any of these has nothing to mark


def width(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def automatic(text: str) -> list[Entity]:
    """Links, addresses, commands, mentions and hashtags Telegram finds in a text; the earlier kind wins."""
    if not MARKS.search(text):
        return []
    found: list[Entity] = []
    for kind, pattern in AUTOMATIC:
        for match in pattern.finditer(text):
            entity = {"type": kind, "offset": width(text[: match.start()]), "length": width(match[0])}
            if not overlaps(entity, found):
                found.append(entity)
    return found


def overlaps(entity: Entity, others: list[Entity]) -> bool:
    """Whether it shares a character with any of them."""
    start, end = entity["offset"], entity["offset"] + entity["length"]
    return any(start < o["offset"] + o["length"] and o["offset"] < end for o in others)


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Text without blanks around it, as Telegram stores it; entities moved and cut to fit."""
    shorter = text.lstrip()
    shift = width(text) - width(shorter)
    shorter = shorter.rstrip()
    if len(shorter) == len(text):
        return text, entities
    end, kept = width(shorter), []
    for entity in entities:
        start = max(0, entity["offset"] - shift)
        stop = min(end, entity["offset"] + entity["length"] - shift)
        if start < stop:
            kept.append({**entity, "offset": start, "length": stop - start})
    return shorter, kept


def ordered(entities: list[Entity]) -> list[Entity]:
    """Telegram's order: from the left, the longer one outside, among equals by kind."""
    return sorted(entities, key=lambda e: (e["offset"], -e["length"], ORDER.get(e["type"], MIDDLE)))


def settled(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """A text and its entities as they end up in a message."""
    text, entities = trimmed(text, entities)
    opaque = [e for e in entities if e["type"] in ("code", "pre", "text_link", "text_mention")]
    entities = entities + [e for e in automatic(text) if not overlaps(e, opaque)]
    return text, ordered(entities) if len(entities) > 1 else entities
