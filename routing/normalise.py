"""Chat Indonesian and Javanese to standard words, token by token; what was written is always kept.

Rules: lower case; a letter three times or more is one ("bangettt"); a closing "2" doubles ("lampu2");
then the dictionary in `words.toml`, whole tokens only, the longest entry first. A word with two meanings
(a trap) stays as it is unless its neighbour settles it.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from routing.by_word import by_word

WORDS = Path(__file__).with_name("words.toml")

_TOKEN = re.compile(r"\bu/|[^\W_]+(?:['’-][^\W_]+)*")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLED = re.compile(r"([^\W\d_]{3,})2(nya|an|e|ne)?$")


class Token(Struct, frozen=True):
    """What was written (`text`, at `start:end` of the message) and its standard form, one or more words."""

    text: str
    word: str
    start: int
    end: int


class Trap(Struct, frozen=True):
    """A word of two meanings, and the neighbours that settle it."""

    word: str
    means: str
    after: frozenset[str]
    before: frozenset[str]

    def settled(self, previous: str, following: str) -> bool:
        return previous in self.after or following in self.before


class Words(Struct, frozen=True):
    """The dictionary: standard forms by tuple of tokens, traps by word, and by first token how long entries get."""

    standard: Mapping[tuple[str, ...], str]
    traps: Mapping[str, Trap]
    reach: Mapping[str, int]


def load_words(path: Path = WORDS) -> Words:
    """Read a dictionary laid out like the shipped one."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    entries = {**raw["jv"], **raw["id"]}
    traps = (Trap(t["word"], t["means"], frozenset(t["after"]), frozenset(t["before"])) for t in raw["trap"])
    standard = {tuple(_TOKEN.findall(key)): value for key, value in entries.items()}
    reach: dict[str, int] = {}
    for key in standard:
        reach[key[0]] = max(reach.get(key[0], 1), len(key))
    return Words(standard, {trap.word: trap for trap in traps}, reach)


@lru_cache(maxsize=1)
def _shipped() -> Words:
    return load_words()


@lru_cache(maxsize=1)
def normalise(text: str) -> tuple[Token, ...]:
    """The message's tokens in order, in standard words. Several tokens may become one ("mati lampu").

    The last text is kept: one message is looked at for its topic, for anger, and for a correction.
    """
    words = _shipped()
    found = list(_TOKEN.finditer(text))
    raw = [_plain(match[0]) for match in found]
    tokens: list[Token] = []
    place = 0
    while place < len(found):
        size, word = _entry(words, text, found, raw, place)
        start, end = found[place].span()
        if size > 1:
            end = found[place + size - 1].end()
        tokens.append(Token(text[start:end], word, start, end))
        place += size
    return tuple(tokens)


@by_word
def _plain(written: str) -> str:
    """In small letters, none drawn out."""
    return _DRAWN_OUT.sub(r"\1", written.lower())


def _entry(words: Words, text: str, found: Sequence[re.Match[str]], raw: Sequence[str], place: int) -> tuple[int, str]:
    """How many tokens from `place` on make one entry, and its standard form."""
    for size in range(min(words.reach.get(raw[place], 1), len(raw) - place), 1, -1):
        if (standard := words.standard.get(tuple(raw[place : place + size]))) and _joined(
            text, found[place : place + size]
        ):
            return size, standard
    previous = raw[place - 1] if place else ""
    following = raw[place + 1] if place + 1 < len(raw) else ""
    return 1, _single(words, raw[place], previous, following)


def _joined(text: str, matches: Sequence[re.Match[str]]) -> bool:
    """True when only spaces stand between the tokens: an entry does not reach over a full stop."""
    gaps = pairwise(matches)
    return all(text[left.end() : right.start()].isspace() for left, right in gaps)


def _single(words: Words, word: str, previous: str, following: str) -> str:
    if trap := words.traps.get(word):
        return trap.means if trap.settled(previous, following) else word
    return _alone(word)


@by_word
def _alone(word: str) -> str:
    """The standard form of a word that is no trap, whatever stands beside it."""
    words = _shipped()
    if standard := words.standard.get((word,)):
        return standard
    if doubled := _DOUBLED.match(word):
        return _double(words, doubled[1])
    return word


def _double(words: Words, base: str) -> str:
    """The doubled form of a base: "jln" -> "jalan-jalan"; its own entry if it has one ("bolong2")."""
    standard = words.standard.get((base,), base)
    if base in words.traps or " " in standard:
        return standard
    return words.standard.get((f"{base}-{base}",)) or f"{standard}-{standard}"
