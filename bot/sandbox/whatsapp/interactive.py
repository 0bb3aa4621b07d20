"""Interactive messages: reply buttons, lists, links, the request for a place.

Limits from https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-list-messages
and its sisters for buttons, call-to-action links and location requests.
"""

from collections.abc import Callable, Iterable
from typing import Any

from bot.sandbox.whatsapp.refusals import GraphError
from bot.sandbox.whatsapp.shape import address, listing, mapping, one_of, words

Json = dict[str, Any]

BODY = {"button": 1024, "list": 4096, "cta_url": 1024, "location_request_message": 1024}
FOOTER = HEADER = 60
BUTTONS, BUTTON_TITLE, BUTTON_ID = 3, 20, 256
ROWS, ROW_TITLE, ROW_TEXT, ROW_ID, SECTION_TITLE = 10, 24, 72, 200, 24


def check(value: Any) -> Json:
    """The `interactive` object of a call."""
    given = mapping(value, "interactive", ("type", "action"), ("body", "header", "footer"))
    kind = one_of(given["type"], "interactive['type']", BODY)
    body = mapping(given.get("body") or {}, "interactive['body']", ("text",))
    words(body["text"], "interactive['body']['text']", BODY[kind])
    _around(given, kind)
    ACTIONS[kind](given["action"])
    return given


def _around(given: Json, kind: str) -> None:
    if kind == "location_request_message" and (extra := {"header", "footer"} & given.keys()):
        raise GraphError(100, message=f'(#100) Unexpected key "{min(extra)}" on param "interactive".')
    if "footer" in given:
        footer = mapping(given["footer"], "interactive['footer']", ("text",))
        words(footer["text"], "interactive['footer']['text']", FOOTER)
    if "header" in given:
        header = mapping(given["header"], "interactive['header']", ("type",), ("text", "image", "video", "document"))
        one_of(header["type"], "interactive['header']['type']", _headers(kind))
        if header["type"] == "text":
            words(header.get("text"), "interactive['header']['text']", HEADER)


def _headers(kind: str) -> tuple[str, ...]:
    return ("text",) if kind == "list" else ("text", "image", "video", "document")


def _buttons(value: Any) -> None:
    action = mapping(value, "interactive['action']", ("buttons",))
    buttons = listing(action["buttons"], "interactive['action']['buttons']")
    if not 1 <= len(buttons) <= BUTTONS:
        raise GraphError(131009, f"Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: {BUTTONS}")
    replies = [_reply(button) for button in buttons]
    _unique((reply["id"] for reply in replies), "Duplicated reply id")
    _unique((reply["title"] for reply in replies), "Duplicated reply title")


def _reply(value: Any) -> Json:
    button = mapping(value, "interactive['action']['buttons']", ("type", "reply"))
    one_of(button["type"], "interactive['action']['buttons']['type']", ("reply",))
    reply = mapping(button["reply"], "interactive['action']['buttons']['reply']", ("id", "title"))
    _length(reply["title"], BUTTON_TITLE, "Button title length invalid")
    _length(reply["id"], BUTTON_ID, "Button id length invalid")
    return reply


def _list(value: Any) -> None:
    action = mapping(value, "interactive['action']", ("button", "sections"))
    _length(action["button"], BUTTON_TITLE, "Button label length invalid")
    sections = listing(action["sections"], "interactive['action']['sections']")
    rows = [row for section in sections for row in _rows(section, alone=len(sections) == 1)]
    if len(rows) > ROWS:
        raise GraphError(131009, f"Total row count exceed max allowed count: {ROWS}")
    _unique((row["id"] for row in rows), "Duplicated row id")


def _rows(value: Any, *, alone: bool) -> list[Json]:
    where = "interactive['action']['sections']"
    section = mapping(value, where, ("rows",), ("title",))
    if not alone or "title" in section:
        _length(section.get("title", ""), SECTION_TITLE, "Section title length invalid")
    return [_row(row) for row in listing(section["rows"], f"{where}['rows']")]


def _row(value: Any) -> Json:
    row = mapping(value, "interactive['action']['sections']['rows']", ("id", "title"), ("description",))
    _length(row["title"], ROW_TITLE, "Row title is too long or empty")
    _length(row["id"], ROW_ID, "Row id is too long or empty")
    if "description" in row:
        _length(row["description"], ROW_TEXT, "Row description is too long or empty")
    return row


def _link(value: Any) -> None:
    action = mapping(value, "interactive['action']", ("name", "parameters"))
    one_of(action["name"], "interactive['action']['name']", ("cta_url",))
    given = mapping(action["parameters"], "interactive['action']['parameters']", ("display_text", "url"))
    _length(given["display_text"], BUTTON_TITLE, "display_text length invalid")
    address(given["url"], "interactive['action']['parameters']['url']")


def _place(value: Any) -> None:
    action = mapping(value, "interactive['action']", ("name",))
    one_of(action["name"], "interactive['action']['name']", ("send_location",))


ACTIONS: dict[str, Callable[[Any], None]] = {
    "button": _buttons,
    "list": _list,
    "cta_url": _link,
    "location_request_message": _place,
}


def _length(value: Any, most: int, what: str) -> None:
    if not isinstance(value, str) or not value.strip() or len(value) > most:
        raise GraphError(131009, f"{what}. Min length: 1, Max length: {most}")


def _unique(values: Iterable[str], what: str) -> None:
    listed = list(values)
    if len(set(listed)) < len(listed):
        raise GraphError(131009, what)
