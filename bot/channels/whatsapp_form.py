"""The bodies of WhatsApp's messages: up to three buttons, else a list, and what each of them may hold.

Limits: https://developers.facebook.com/documentation/business-messaging/whatsapp/messages
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.channels import Outgoing
from bot.channels.whatsapp_text import MOST_TEXT, linked, marked, parts, shortened, size
from bot.speech import Button
from bot.templates import Filled

MOST_BUTTONS = 3
MOST_ROWS = 10
MOST_BODY = 1024
"""Of the words above buttons, and beneath a file."""

BUTTON_TITLE, ROW_TITLE, ROW_DETAIL = 20, 24, 72

Body = tuple[str, Mapping[str, Any]]
"""The type of a message, and what stands under that name."""


def bodies(message: Outgoing) -> list[Body]:
    """One message, or several where it is too long or offers too much; what is to be answered stands last."""
    choices = [button for row in message.buttons for button in row]
    if message.place:
        return [*_texts(marked(message.html), choices, message.sheet), asked_for_place(message.place)]
    if not choices and (link := linked(message.html)) and size(link[0]) <= MOST_BODY:
        return [to_follow(*link)]
    return _texts(marked(message.html), choices, message.sheet)


def _texts(text: str, choices: Sequence[Button], sheet: str) -> list[Body]:
    if not choices:
        return [plain(each) for each in parts(text)]
    few = len(choices) <= MOST_BUTTONS
    *before, last = parts(text, MOST_BODY if few else MOST_TEXT) if size(text) <= MOST_TEXT else _long(text, few=few)
    told = [plain(each) for each in before]
    return [*told, buttons(last, choices)] if few else [*told, *_lists(last, choices, sheet)]


def _long(text: str, *, few: bool) -> list[str]:
    *before, last = parts(text)
    return [*before, *parts(last, MOST_BODY if few else MOST_TEXT)]


def plain(text: str) -> Body:
    return "text", {"body": text, "preview_url": False}


def buttons(text: str, choices: Sequence[Button]) -> Body:
    titles = unique([each.text for each in choices], BUTTON_TITLE)
    shown = [
        {"type": "reply", "reply": {"id": each.data, "title": title}}
        for each, title in zip(choices, titles, strict=True)
    ]
    return "interactive", {"type": "button", "body": {"text": text}, "action": {"buttons": shown}}


def _lists(text: str, choices: Sequence[Button], sheet: str) -> Iterator[Body]:
    """More than ten rows go on a second page, which is a message of its own: nothing need be remembered."""
    pages = [choices[at : at + MOST_ROWS] for at in range(0, len(choices), MOST_ROWS)]
    for number, page in enumerate(pages, 1):
        titles = unique([each.text for each in page], ROW_TITLE)
        rows = [_row(each, title) for each, title in zip(page, titles, strict=True)]
        body = text if number == 1 else f"{sheet} ({number}/{len(pages)})"
        action = {"button": shortened(sheet, BUTTON_TITLE), "sections": [{"rows": rows}]}
        yield "interactive", {"type": "list", "body": {"text": body}, "action": action}


def _row(choice: Button, title: str) -> dict[str, str]:
    """What the title could not hold is told beneath it."""
    told = {} if title == choice.text else {"description": shortened(choice.text, ROW_DETAIL)}
    return {"id": choice.data, "title": title, **told}


def unique(labels: Sequence[str], most: int) -> list[str]:
    """Shortened, and no two alike: WhatsApp refuses twins."""
    found: list[str] = []
    for label in labels:
        title, number = shortened(label, most), 2
        while title in found:
            title, number = f"{shortened(label, most - 1 - len(str(number)))} {number}", number + 1
        found.append(title)
    return found


def to_follow(text: str, words: str, href: str) -> Body:
    """A button that opens a page."""
    parameters = {"display_text": shortened(words, BUTTON_TITLE), "url": href}
    action = {"name": "cta_url", "parameters": parameters}
    return "interactive", {"type": "cta_url", "body": {"text": text}, "action": action}


def asked_for_place(text: str) -> Body:
    """A button that sends where one is."""
    return "interactive", {
        "type": "location_request_message",
        "body": {"text": text},
        "action": {"name": "send_location"},
    }


def as_template(filled: Filled) -> Body:
    """Values by place; each button sends back what it carries."""
    values = [{"type": "text", "text": value} for value in filled.values]
    components: list[dict[str, Any]] = [{"type": "body", "parameters": values}] if values else []
    for place, payload in enumerate(filled.payloads):
        parameters = [{"type": "payload", "payload": payload}]
        components.append({"type": "button", "sub_type": "quick_reply", "index": str(place), "parameters": parameters})
    return "template", {"name": filled.name, "language": {"code": filled.language}, "components": components}
