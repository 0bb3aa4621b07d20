"""What a learning router sees of a text: its standard words, pairs of words, and letters inside words.

A text becomes two blocks (words and pairs; runs of 3 to 5 letters), each weighed by rarity (TF-IDF) and of length 1,
so that neither a long text nor a long word outweighs the rest. Letters catch spellings no dictionary lists.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise
from math import log, sqrt

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from routing.by_word import by_word_and

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int32]
Block = Mapping[str, int]

RUNS = (3, 4, 5)  # letters
MOST_WORDS = 400  # words looked at: what a message is about is said before


class Vector(Struct, frozen=True, eq=False):
    """A text as features (columns of the vocabulary) and their values."""

    columns: Places
    values: Floats


class Vectoriser(Struct, frozen=True, eq=False):
    """Turns words into vectors: the column of each known feature, and how much it weighs."""

    columns: Mapping[str, int]
    rarity: Floats

    def vector(self, words: Sequence[str]) -> Vector:
        """The vector of a text's standard words; unknown features say nothing."""
        words = words[:MOST_WORDS]
        own: list[int] = []
        inside: list[int] = []
        for word in words:
            of_word, of_letters = _columns(word, self)
            own += of_word
            inside += of_letters
        pairs = [self.columns.get(f"{left} {right}") for left, right in pairwise(words)]
        said, runs = Counter(own + [column for column in pairs if column is not None]), Counter(inside)
        columns = np.fromiter(chain(said, runs), np.int32, len(said) + len(runs))
        counts = np.fromiter(chain(said.values(), runs.values()), np.float64, len(columns))
        values = (1 + np.log(counts)) * self.rarity.take(columns)
        for block in (slice(len(said)), slice(len(said), None)):
            values[block] /= sqrt(values[block] @ values[block]) or 1.0
        return Vector(columns, values.astype(np.float32))

    def of_word(self, word: str) -> Places:
        """The columns of one word and its letters, for asking what a word speaks for."""
        own, inside = _columns(word, self)
        return np.array((*own, *inside), np.int32)


@by_word_and
def _columns(word: str, known: Vectoriser) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The known columns of a word, and of the runs of letters in it."""
    own = (known.columns.get(_word(word)),)
    inside = map(known.columns.get, letters(word))
    return tuple(each for each in own if each is not None), tuple(each for each in inside if each is not None)


def vectoriser(texts: Iterable[Sequence[str]], least: int = 1) -> Vectoriser:
    """A vectoriser that knows every feature of at least `least` of the texts (each a list of standard words)."""
    used: Counter[str] = Counter()
    count = 0
    for words in texts:
        count += 1
        for block in blocks(words):
            used.update(block.keys())
    known = [key for key, uses in used.items() if uses >= least]
    rarity = np.array([1 + log((1 + count) / (1 + used[key])) for key in known], np.float32)
    return Vectoriser({key: column for column, key in enumerate(known)}, rarity)


def blocks(words: Sequence[str]) -> tuple[Block, Block]:
    """How often each word and pair, and each run of letters, stands in the text."""
    words = words[:MOST_WORDS]
    said: Counter[str] = Counter(map(_word, words))
    said.update(f"{left} {right}" for left, right in pairwise(words))
    runs: Counter[str] = Counter()
    for word in words:
        runs.update(letters(word))
    return said, runs


def _word(word: str) -> str:
    return f"={word}"


def letters(word: str) -> tuple[str, ...]:
    """Runs of letters in a word, its ends marked."""
    marked = f"_{word[:40]}_"
    return tuple(marked[start : start + size] for size in RUNS for start in range(len(marked) - size + 1))
