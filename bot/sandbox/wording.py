"""Text and captions of a call: parsed, marked, measured."""

from typing import Any

from bot.sandbox.entities import Entity, settled, width
from bot.sandbox.html_markup import parse_html
from bot.sandbox.markdown_markup import parse_markdown, parse_markdown_v2
from bot.sandbox.refusal import bad_request

TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024  # UTF-16 units, the stricter reading of "characters"
SOURCE_LIMIT = 1 << 15  # bytes before parsing
PARSERS = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown}


def worded(source: str, mode: str | None, given: list[Entity] | None) -> tuple[str, list[Entity]]:
    """A text as it ends up in the message; entities given explicitly win over a parse mode."""
    if len(source.encode("utf-8", "surrogatepass")) > SOURCE_LIMIT:
        raise bad_request("text is too long")
    if given is not None:
        return settled(source, [dict(entity) for entity in given])
    if not mode:
        return settled(source, [])
    parser = PARSERS.get(mode.lower())
    if parser is None:
        raise bad_request("unsupported parse_mode")
    return settled(*parser(source))


def text_body(params: dict[str, Any]) -> dict[str, Any]:
    """{"text", "entities"?} of sendMessage and editMessageText."""
    text, entities = worded(params.get("text", ""), params.get("parse_mode"), params.get("entities"))
    if not text:
        raise bad_request("message text is empty")
    if width(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption_body(params: dict[str, Any]) -> dict[str, Any]:
    """{"caption", "caption_entities"?}, or nothing."""
    source, given = params.get("caption", ""), params.get("caption_entities")
    text, entities = worded(source, params.get("parse_mode"), given)
    if width(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}
