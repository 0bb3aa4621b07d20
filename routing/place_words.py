"""Where in a text somebody points at a place: spans of characters, known place or not.

"lampu mati dpn balai desa wis 3 minggu" points with "dpn balai desa": from a word of position up to
punctuation or a word of time or state. The words themselves are data, in `places.toml`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from msgspec import Meta, Struct

Set = Annotated[frozenset[str], Meta(min_length=1)]

LONGEST = 8  # tokens of a phrase
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_GAP = re.compile(r"\s+|\s*[/-]\s*")
_DOT = re.compile(r"\.\s*")
_ABBREVIATIONS = frozenset(
    (
        "jl",
        "jln",
        "ds",
        "kel",
        "kec",
        "gg",
        "dk",
        "dkh",
        "rt",
        "rw",
        "no",
        "dr",
        "jend",
        "km",
        "a",
        "kh",
        "h",
        "hm",
    )
)


class Spoken(Struct, frozen=True):
    """A word as it was written, in lower case, and its place in the text."""

    text: str
    low: str
    start: int
    end: int


class PhraseWords(Struct, frozen=True):
    """The `[phrase]` table: where a phrase starts, what it does not start behind, where it stops."""

    starts: Set
    streets: Set
    street_signs: Set
    not_after: Set
    stops: Set
    vague: Set


class Words:
    """A text cut into words that know whether they belong together and whether they are names."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.list = tuple(Spoken(m[0], m[0].lower(), *m.span()) for m in _TOKEN.finditer(text))
        self._shouted = text.upper() == text
        self._links = tuple(map(self._joined, range(len(self.list))))

    def __len__(self) -> int:
        return len(self.list)

    def __getitem__(self, place: int) -> Spoken:
        return self.list[place]

    def low(self, place: int) -> str:
        """The word at a place, "" outside the text."""
        return self.list[place].low if 0 <= place < len(self.list) else ""

    def linked(self, place: int) -> bool:
        """True when the word at `place` goes on from the one before: no punctuation stands between."""
        return 0 < place < len(self.list) and self._links[place]

    def _joined(self, place: int) -> bool:
        if not place:
            return False
        gap = self.text[self.list[place - 1].end : self.list[place].start]
        if gap == " ":
            return True
        dotted = self.list[place - 1].low in _ABBREVIATIONS and _DOT.fullmatch(gap)
        return bool(dotted or (_GAP.fullmatch(gap) and "\n" not in gap))

    def before(self, place: int) -> str:
        """The word that leads to this one, "" when there is none."""
        return self.low(place - 1) if self.linked(place) else ""

    def named(self, place: int) -> bool:
        """True for a capital letter or a digit, where capitals mean something."""
        first = self.list[place].text[0]
        return first.isdigit() or (first.isupper() and not self._shouted)

    def span(self, first: int, last: int) -> tuple[int, int]:
        return self.list[first].start, self.list[last].end


def phrases(words: Words, rules: PhraseWords, roads: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Spans of words (first, last) that point at a place.

    `roads` gives the last word of a known road's name by its first.
    """
    place = 0
    while place < len(words):
        last = _end(words, rules, roads, place)
        if last > place and _says_something(words, rules, place, last):
            yield place, last
            place = last
        place += 1


def _end(words: Words, rules: PhraseWords, roads: Mapping[int, int], first: int) -> int:
    """Last word of the phrase that starts here; `first` itself when none does."""
    low = words.low(first)
    if low in rules.starts:
        return first if words.before(first) in rules.not_after else _stretch(words, rules, first, names=False)
    if low not in rules.streets and low not in rules.street_signs:
        return first
    if first + 1 in roads:
        return roads[first + 1]
    return _stretch(words, rules, first, names=low in rules.streets)


def _stretch(words: Words, rules: PhraseWords, first: int, *, names: bool) -> int:
    last = first
    while last + 1 < len(words) and last - first < LONGEST and words.linked(last + 1):
        if words.low(last + 1) in rules.stops or (names and not words.named(last + 1)):
            break
        last += 1
    return last


def _says_something(words: Words, rules: PhraseWords, first: int, last: int) -> bool:
    said = {words.low(place) for place in range(first + 1, last + 1)}
    return not said <= rules.vague
