"""The words: one catalogue a language, keys in the code and sentences here.

A new language is a new folder with one `pendopo.po`. The files are read as they are, nothing is compiled.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

HERE = Path(__file__).parent
DOMAIN = "pendopo"

CLDR_ORDER = ("zero", "one", "two", "few", "many", "other")
"""The order in which a catalogue lists plural forms: that of the Unicode CLDR, only those the language has."""


class Sentences:
    """The sentences of one language by key, with their plural forms."""

    def __init__(self, language: str, forms: Mapping[str, tuple[str, ...]]) -> None:
        self.language = language
        self.forms = forms
        self._rule = Locale.parse(language).plural_form

    def get(self, key: str, count: int | None = None) -> str:
        """The sentence with its `{placeholders}`; the plural form for `count`. KeyError for an unknown key."""
        forms = self.forms[key]
        if count is None or len(forms) == 1:
            return forms[0]
        tags = [tag for tag in CLDR_ORDER if tag in self._rule.tags or tag == "other"]
        return forms[min(tags.index(self._rule(count)), len(forms) - 1)]


def languages() -> tuple[str, ...]:
    """The languages that have a catalogue."""
    return tuple(sorted(path.parent.parent.name for path in HERE.glob(f"*/LC_MESSAGES/{DOMAIN}.po")))


def path_of(language: str) -> Path:
    return HERE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalogue(language: str) -> Catalog:
    """The file as Babel reads it. Raises `PoFileError` for one that is broken, naming the line."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN, abort_invalid=True)


@cache
def read(language: str) -> Sentences:
    """The sentences of one language; the file is read once."""
    forms: dict[str, tuple[str, ...]] = {}
    for message in read_catalogue(language):
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            forms[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return Sentences(language, forms)
