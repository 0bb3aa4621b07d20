"""A template as it is sent: found, its parameters counted and put in place, and what the person will see."""

import re
from typing import Any

from bot.sandbox.whatsapp.business import Business
from bot.sandbox.whatsapp.refusals import GraphError
from bot.sandbox.whatsapp.shape import mapping, one_of
from bot.sandbox.whatsapp.templates import HOLE, Template, filled

Json = dict[str, Any]

UNTIDY = re.compile(r"[\n\r\t]| {5,}")
BODY = 1024
PARAMETERS = ("text", "currency", "date_time")


def found(business: Business, call: Json) -> Template:
    """The approved template of a call."""
    name, language = call["name"], call["language"]["code"]
    template = business.templates.get((name, language))
    if template is None or template.status in ("PENDING", "REJECTED"):
        raise GraphError(132001, f"template name ({name}) does not exist in {language}")
    if template.status in ("PAUSED", "DISABLED"):
        raise GraphError(132015 if template.status == "PAUSED" else 132016)
    return template


def shown(template: Template, call: Json) -> Json:
    """The message as an interactive one; raises GraphError 132000, 132005, 132012 or 132018."""
    given = {str(part.get("type", "")).lower(): part for part in call.get("components", [])}
    given.pop("button", None)
    body = filled((template.part("BODY") or {})["text"], _values(template, "BODY", given.pop("body", {})))
    if len(body) > BODY:
        raise GraphError(132005, f"body: translated text is longer than {BODY} characters")
    whole: Json = {"body": {"text": body}}
    header = template.part("HEADER")
    values = _values(template, "HEADER", given.pop("header", {}))
    if header and header.get("text"):
        whole["header"] = {"type": "text", "text": filled(header["text"], values)}
    if footer := template.part("FOOTER"):
        whole["footer"] = {"text": footer["text"]}
    if given:
        raise GraphError(100, message=f"(#100) Unexpected component type {min(given)!r}.")
    return {**whole, **_buttons(template, call)}


def _values(template: Template, kind: str, part: Json) -> dict[str, str]:
    holes, given = template.holes(kind), part.get("parameters", [])
    if len(given) != len(holes):
        words = (
            f"number of localizable_params ({len(given)}) does not match the expected number of params ({len(holes)})"
        )
        raise GraphError(132000, f"{kind.lower()}: {words}")
    texts = [_text(value) for value in given]
    if template.parameter_format == "NAMED":
        named = {str(value.get("parameter_name")): text for value, text in zip(given, texts, strict=True)}
        if set(named) != set(holes):
            raise GraphError(100, f"{kind.lower()}: Parameter name is missing or empty")
        return named
    return dict(zip(holes, texts, strict=True))


def _text(value: Any) -> str:
    where = "template['components']['parameters']"
    given = mapping(value, where, ("type",), (*PARAMETERS, "parameter_name"))
    kind = one_of(given["type"], f"{where}['type']", PARAMETERS)
    text = given.get("text") if kind == "text" else given.get(kind, {}).get("fallback_value")
    if not isinstance(text, str) or not text.strip():
        raise GraphError(131008, "Parameter of type text is missing text value")
    if UNTIDY.search(text):
        words = "Param text cannot have new-line/tab characters or more than 4 consecutive spaces"
        raise GraphError(132018, words)
    return text


def _buttons(template: Template, call: Json) -> Json:
    listed = (template.part("BUTTONS") or {}).get("buttons", [])
    if not listed:
        return {}
    parts = [part for part in call.get("components", []) if str(part.get("type", "")).lower() == "button"]
    given = {int(part.get("index", -1)): part for part in parts}
    if any(index not in range(len(listed)) for index in given):
        raise GraphError(132000, f"button: index out of range, the template has {len(listed)} buttons")
    return {"action": {"buttons": [_button(each, given.get(n), n) for n, each in enumerate(listed)]}}


def _button(button: Json, part: Json | None, index: int) -> Json:
    kind, values = button["type"].upper(), (part or {}).get("parameters", [])
    if kind == "URL":
        holes = HOLE.findall(button["url"])
        if len(values) != len(holes):
            raise GraphError(132000, f"button at index {index}: number of params does not match")
        return {"type": "url", "text": button["text"], "url": filled(button["url"], _suffix(holes, values))}
    if kind == "PHONE_NUMBER":
        return {"type": "url", "text": button["text"], "url": f"tel:{button['phone_number']}"}
    payload = values[0].get("payload") if values else button["text"]
    return {"type": "reply", "reply": {"id": str(payload), "title": button["text"]}}


def _suffix(holes: list[str], values: list[Json]) -> dict[str, str]:
    return {hole: str(value.get("text", "")) for hole, value in zip(holes, values, strict=True)}
