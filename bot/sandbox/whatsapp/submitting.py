"""A template as it is submitted: what Meta refuses before anybody looks at it."""

import re
from typing import Any

from bot.sandbox.whatsapp.refusals import GraphError
from bot.sandbox.whatsapp.shape import address, listing, mapping, one_of, words
from bot.sandbox.whatsapp.templates import CATEGORIES, HOLE, Template, holes_in

Json = dict[str, Any]

NAME = re.compile(r"[a-z0-9_]{1,512}\Z")
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?\Z")
FORMATS = ("POSITIONAL", "NAMED")
PARTS = ("HEADER", "BODY", "FOOTER", "BUTTONS")
MOST = {"HEADER": 60, "BODY": 1024, "FOOTER": 60}
BUTTONS = ("QUICK_REPLY", "URL", "PHONE_NUMBER")
BUTTON_TEXT, MOST_BUTTONS = 25, 10
WORDS_A_HOLE = 2
"""A body needs more than so many words for each of its parameters, about; Meta does not publish the ratio."""


def submitted(call: Json, identity: str) -> Template:
    """The template of a POST message_templates; raises GraphError with Meta's subcode."""
    given = mapping(
        call,
        "message_template",
        ("name", "language", "category", "components"),
        ("parameter_format", "allow_category_change", "message_send_ttl_seconds"),
    )
    if not NAME.match(str(given["name"])):
        raise _refused(2388023, "Template name can only have lowercase letters, digits and underscores.")
    if not LANGUAGE.match(str(given["language"])):
        raise _refused(2388026, "The language code is not supported.")
    category = one_of(str(given["category"]).upper(), "category", CATEGORIES)
    style = one_of(str(given.get("parameter_format", "POSITIONAL")).upper(), "parameter_format", FORMATS)
    parts = listing(given["components"], "components")
    made = Template(identity, given["name"], given["language"], category, parts, parameter_format=style)
    _check_parts(made)
    return made


def _check_parts(template: Template) -> None:
    kinds = [one_of(str(part.get("type", "")).upper(), "components['type']", PARTS) for part in template.components]
    if len(set(kinds)) < len(kinds) or "BODY" not in kinds:
        raise _refused(2388043, "A template has one body, and at most one header, footer and set of buttons.")
    for part, kind in zip(template.components, kinds, strict=True):
        if kind == "BUTTONS":
            _check_buttons(part)
        elif kind != "HEADER" or str(part.get("format", "TEXT")).upper() == "TEXT":
            _check_text(template, part, kind)


def _check_text(template: Template, part: Json, kind: str) -> None:
    text = words(part.get("text"), f"components['{kind}']['text']", MOST[kind])
    holes = holes_in(text)
    if kind == "FOOTER" and holes:
        raise _refused(2388073, "The footer can't have parameters.")
    if not holes:
        return
    if template.parameter_format == "POSITIONAL" and holes != [str(n + 1) for n in range(len(holes))]:
        raise _refused(2388043, "Parameters are numbered from {{1}} without a gap.")
    if "example" not in part:
        raise _refused(2388043, "Message template components with parameters need an example.")
    if kind == "BODY":
        _check_body(text, len(holes))


def _check_body(text: str, holes: int) -> None:
    if HOLE.match(text.strip()) or re.search(HOLE.pattern + r"\Z", text.strip()):
        raise _refused(2388299, "Parameters can't be at the start or end of the template.")
    if re.search(r"\}\}\s*\{\{", text):
        raise _refused(2388299, "Parameters can't stand next to each other without words between them.")
    if len(HOLE.sub(" ", text).split()) <= WORDS_A_HOLE * holes:
        raise _refused(2388293, "There are too many parameters for the length of the message.")


def _check_buttons(part: Json) -> None:
    buttons = listing(part.get("buttons"), "components['BUTTONS']['buttons']")
    if not 1 <= len(buttons) <= MOST_BUTTONS:
        raise _refused(2388077, f"A template has at most {MOST_BUTTONS} buttons.")
    for button in buttons:
        kind = one_of(str(button.get("type", "")).upper(), "buttons['type']", BUTTONS)
        words(button.get("text"), "buttons['text']", BUTTON_TEXT)
        if kind == "URL":
            address(button.get("url"), "buttons['url']")


def _refused(subcode: int, details: str) -> GraphError:
    return GraphError(100, details, subcode=subcode)
