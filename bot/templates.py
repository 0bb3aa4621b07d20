"""WhatsApp's templates: their shape from `bot/templates.toml`, their words from the catalogues, as Meta wants both.

Meta's rules (https://developers.facebook.com/docs/whatsapp/message-templates/guidelines): a body of 1024 characters
that neither begins nor ends with a parameter; no line break, tab, or run of spaces in what is filled in.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from bot.speech import Speech
from flows.announcing import Template
from flows.conversation import LANGUAGES
from flows.effects import Choice, OfficeName, Value, Words

FILE = Path(__file__).with_name("templates.toml")

MOST_BODY = 1024
MOST_PARAMETER = 600
"""Characters of one value; the longest body around it is far below the rest of 1024."""

PREFIX = "pendopo"
FIELD = re.compile(r"\{(\w+)\}")
SPACES = re.compile(r"\s+")


class Shape(Struct, frozen=True, forbid_unknown_fields=True):
    category: str
    parameters: tuple[str, ...]
    opens: bool


class Wording(Struct, frozen=True):
    """A template in one language, as it is registered. `order` names the values in the order of `{{1}}`, `{{2}}`."""

    name: str
    language: str
    category: str
    body: str
    order: tuple[str, ...]
    examples: tuple[str, ...]
    footer: str
    buttons: tuple[str, ...]

    def components(self) -> list[dict[str, Any]]:
        """As the Graph API takes them."""
        body: dict[str, Any] = {"type": "BODY", "text": self.body}
        if self.examples:
            body["example"] = {"body_text": [list(self.examples)]}
        buttons = [{"type": "QUICK_REPLY", "text": text} for text in self.buttons]
        footer = {"type": "FOOTER", "text": self.footer}
        return [body, footer, *([{"type": "BUTTONS", "buttons": buttons}] if buttons else [])]


class Filled(Struct, frozen=True):
    """A template as it is sent: values in order, and what each button sends back."""

    name: str
    language: str
    values: tuple[str, ...]
    payloads: tuple[str, ...]


@cache
def shapes() -> Mapping[Template, Shape]:
    """Raises `msgspec.ValidationError` for a file that is none."""
    with FILE.open("rb") as file:
        return msgspec.convert(tomllib.load(file), dict[Template, Shape])


def wordings(speech: Speech) -> Iterator[Wording]:
    """Every template in every language."""
    for name in shapes():
        for language in LANGUAGES:
            yield wording(name, language, speech)


def wording(name: Template, language: str, speech: Speech) -> Wording:
    shape = shapes()[name]
    text = speech.sentence(f"template.{name}", language)
    order = tuple(dict.fromkeys(FIELD.findall(text)))
    body = FIELD.sub(lambda found: f"{{{{{order.index(found[1]) + 1}}}}}", text)
    registered, code = registered_as(name, language)
    return Wording(
        name=registered,
        language=code,
        category=shape.category,
        body=body,
        order=order,
        examples=tuple(plain(example(each, speech), language, speech) for each in order),
        footer=speech.sentence("template.footer", language),
        buttons=(speech.label(opener(), language),) if shape.opens else (),
    )


def opener() -> Choice:
    """The button of what waits; its words are what may be typed, too."""
    return Choice("buka")


def registered_as(name: Template, language: str) -> tuple[str, str]:
    """Name and language code. Meta knows no Javanese, so it is a template of its own that passes for Indonesian."""
    return (f"{PREFIX}_{name}_jv", "id") if language == "jv" else (f"{PREFIX}_{name}", language)


def example(parameter: str, speech: Speech) -> Value:
    """What reviewers are shown."""
    home = speech.rules.catalogue.coordinator
    examples: dict[str, Value] = {
        "number": "KDS-26-00042-8",
        "office": OfficeName(home),
        "news": Words("template.example"),
    }
    return examples[parameter]


def fill(name: Template, language: str, values: Mapping[str, Value], speech: Speech) -> Filled:
    made = wording(name, language, speech)
    filled = tuple(plain(values[each], language, speech) for each in made.order)
    return Filled(made.name, made.language, filled, tuple(opener().wire for _ in made.buttons))


def plain(value: Value, language: str, speech: Speech) -> str:
    return parameter(speech.text(value, language))


def parameter(text: str) -> str:
    """On one line with single spaces, never empty, never too long."""
    flat = flattened(text) or "–"
    return flat if len(flat) <= MOST_PARAMETER else flat[: MOST_PARAMETER - 1].rstrip() + "…"


def flattened(text: str) -> str:
    return SPACES.sub(" ", text).strip()
