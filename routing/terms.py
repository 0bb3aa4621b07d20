"""Terms: the words of a text in the form the catalogue knows them, each with its place in the text.

A word the catalogue does not list loses its affixes ("jalannya" -> "jalan", "lampune" -> "lampu"), but only
when what is left is listed: a stem is never guessed.
"""

from collections.abc import Iterator

from msgspec import Struct

from routing.by_word import by_word_and
from routing.normalise import Token, normalise

SHORTEST = 3  # letters of a stem
PREFIXES = (
    "ber",
    "ter",
    "per",
    "peng",
    "pem",
    "pen",
    "meng",
    "mem",
    "men",
    "me",
    "di",
    "ke",
    "se",
    "pe",
    "ng",
)
SUFFIXES = ("nya", "kan", "an", "i", "lah", "kah", "pun", "ku", "mu", "ne", "nem", "ipun", "e", "em")


class Term(Struct, frozen=True):
    """A word and the index of the token it came from."""

    word: str
    token: int


def plain_words(text: str) -> tuple[str, ...]:
    """A text's standard words, as a catalogue's word list is read."""
    return tuple(word for token in normalise(text) for word in token.word.split())


def terms(tokens: tuple[Token, ...], vocabulary: frozenset[str]) -> tuple[Term, ...]:
    """The terms of a normalised text, in order."""
    return tuple([Term(form, place) for place, token in enumerate(tokens) for form in forms(token.word, vocabulary)])


@by_word_and
def forms(words: str, vocabulary: frozenset[str]) -> tuple[str, ...]:
    """The listed forms of a token's standard words."""
    return tuple(form for word in words.split() for form in _known(word, vocabulary))


def _known(word: str, vocabulary: frozenset[str]) -> tuple[str, ...]:
    """The listed form of a word; a compound that is not listed falls into its parts, once each."""
    if word in vocabulary or "-" not in word:
        return (stem(word, vocabulary),)
    return tuple(stem(part, vocabulary) for part in dict.fromkeys(word.split("-")))


def stem(word: str, vocabulary: frozenset[str]) -> str:
    """The word itself when it is listed, else its nearest stem that is, else the word."""
    if word in vocabulary:
        return word
    return next((cut for cut in _cuts(word) if cut in vocabulary), word)


def _cuts(word: str) -> Iterator[str]:
    for cut in (*_without_suffix(word), *_without_prefix(word)):
        yield cut
    for cut in _without_prefix(word):
        yield from _without_suffix(cut)


def _without_suffix(word: str) -> Iterator[str]:
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST:
            yield word.removesuffix(suffix)


def _without_prefix(word: str) -> Iterator[str]:
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= SHORTEST:
            yield word.removeprefix(prefix)
