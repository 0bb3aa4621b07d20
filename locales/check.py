"""What may be wrong with a catalogue: each rule is a function from an entry and its model to complaints.

The model is the Indonesian catalogue; it is checked against itself too.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel import Locale
from babel.messages.catalog import Catalog, Message

from locales import CLDR_ORDER
from locales.files import entries, forms_of

TOASTS = (
    "refused.",
    "button.stale",
    "button.unknown",
    "office.done.",
    "office.dropped",
    "sorry",
    "not_understood",
)
"""Beginnings of keys that may answer a press: Telegram shows at most 200 characters there, without tags."""

MOST_IN_TOAST = 190
MOST_IN_SENTENCE = 160
"""Longer sentences are not read to their end on a phone."""

TAG = re.compile(r"<(?P<end>/?)(?P<name>b|i|code|a)(?P<rest>(?: [^<>]*)?)>")
ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d+);")
COMMAND = re.compile(r"(?<![\w<:/])/[a-z]+")
SENTENCE_END = re.compile(r"[.!?:](?=\s|$)|\n")


def check(path: Path, catalog: Catalog, model: Catalog) -> list[str]:
    """Complaints, each with file, line, key and mend."""
    ours, theirs = entries(catalog), entries(model)
    missing = [f'{path}: key "{key}" is missing – add it: {first(theirs[key])!r}' for key in theirs if key not in ours]
    wrong = [
        f'{path}:{message.lineno}: key "{key}": {what}'
        for key, message in ours.items()
        for what in complaints(key, message, theirs.get(key), catalog)
    ]
    return [*plural_complaints(path, catalog), *missing, *wrong]


def first(message: Message) -> str:
    return next(iter(forms_of(message)), "")


def complaints(key: str, message: Message, model: Message | None, catalog: Catalog) -> Iterator[str]:
    if model is None:
        yield "is not in the Indonesian catalogue – remove it, or add it there"
        return
    forms, theirs = forms_of(message), first(model)
    if message.fuzzy:
        yield "is marked as fuzzy – check the sentence and remove the mark"
    if not all(forms):
        yield "has no words yet – write them"
        return
    if "{count}" in theirs and len(forms) < forms_needed(catalog):
        yield f"{{count}} needs msgid_plural and {forms_needed(catalog)} forms – add them"
    for form in dict.fromkeys(forms):
        for rule in RULES:
            yield from rule(key, form, theirs)


def forms_needed(catalog: Catalog) -> int:
    """How many plural forms the Unicode CLDR, and so the reader, knows for the language."""
    tags = Locale.parse(str(catalog.locale)).plural_form.tags | {"other"}
    return sum(tag in tags for tag in CLDR_ORDER)


def plural_complaints(path: Path, catalog: Catalog) -> Iterator[str]:
    needed = forms_needed(catalog)
    if catalog.num_plurals != needed:
        yield f"{path}: nplurals={catalog.num_plurals} in Plural-Forms – the language has {needed}"


# ---- rules about one form


def placeholders(key: str, form: str, model: str) -> Iterator[str]:
    try:
        ours, theirs = fields(form), fields(model)
    except ValueError as error:
        yield f"braces do not fit: {error} – write {{name}}"
        return
    yield from (f"{name} is missing – add it" for name in sorted(theirs - ours))
    yield from (f"{name} is not in the Indonesian sentence – remove it" for name in sorted(ours - theirs))


def fields(sentence: str) -> set[str]:
    """`{name}` with whatever else stands in the braces. ValueError for braces that do not close."""
    parts = [part for part in Formatter().parse(sentence) if part[1] is not None]
    return {
        f"{{{name}{'!' if conversion else ''}{conversion or ''}{':' if spec else ''}{spec or ''}}}"
        for _, name, spec, conversion in parts
    }


def tags(key: str, form: str, model: str) -> Iterator[str]:
    rest = ENTITY.sub("", TAG.sub("", form))
    if stray := re.search("[<>&]", rest):
        yield f"{stray[0]} is no tag that Telegram knows – write &lt; &gt; &amp; for the bare sign"
    ours, theirs = (Counter(tag[0] for tag in TAG.finditer(text)) for text in (form, model))
    yield from (f"{tag} is missing – add it" for tag in theirs - ours)
    yield from (f"{tag} is too much – remove it" for tag in ours - theirs)
    if unclosed := unbalanced(form):
        yield f"{unclosed} has no partner – tags close in reverse order"


def unbalanced(form: str) -> str | None:
    """The first tag without its partner."""
    waiting: list[re.Match[str]] = []
    for tag in TAG.finditer(form):
        if not tag["end"]:
            waiting.append(tag)
        elif not waiting or waiting.pop()["name"] != tag["name"]:
            return tag[0]
    return waiting[0][0] if waiting else None


def commands(key: str, form: str, model: str) -> Iterator[str]:
    ours, theirs = set(COMMAND.findall(form)), set(COMMAND.findall(model))
    yield from (f"{name} is missing – commands are the same in every language" for name in sorted(theirs - ours))
    yield from (f"{name} is not in the Indonesian sentence – remove it" for name in sorted(ours - theirs))


def edges(key: str, form: str, model: str) -> Iterator[str]:
    """Line breaks at the ends are layout."""
    for end, cut in (("begins", str.lstrip), ("ends", str.rstrip)):
        if len(form) - len(cut(form)) != len(model) - len(cut(model)):
            yield f"{end} with other spaces or line breaks than in Indonesian – make them equal"


def toast(key: str, form: str, model: str) -> Iterator[str]:
    if not key.startswith(TOASTS):
        return
    if TAG.search(form):
        yield "is shown where tags are not – remove them"
    if len(form) > MOST_IN_TOAST:
        yield f"has {len(form)} characters – shorten it to {MOST_IN_TOAST}"


def length(key: str, form: str, model: str) -> Iterator[str]:
    for sentence in SENTENCE_END.split(TAG.sub("", form)):
        if len(sentence) > MOST_IN_SENTENCE:
            yield f"a sentence has {len(sentence)} characters – shorten it to {MOST_IN_SENTENCE}"


RULES = (placeholders, tags, commands, edges, toast, length)
