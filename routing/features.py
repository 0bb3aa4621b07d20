"""What a learning router sees of a text: its standard words, pairs of words, and letters inside words.

A text becomes two blocks (words and pairs; runs of 3 to 5 letters), each weighed by rarity (TF-IDF) and of length 1,
so that neither a long text nor a long word outweighs the rest. Letters catch spellings no dictionary lists.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt

import numpy as np
import numpy.typing as npt
from msgspec import Struct

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
        columns: list[int] = []
        values: list[float] = []
        for block in blocks(words):
            known = [(self.columns[key], count) for key, count in block.items() if key in self.columns]
            weighed = [(1 + log(count)) * float(self.rarity[column]) for column, count in known]
            length = sqrt(sum(value * value for value in weighed)) or 1.0
            columns += [column for column, _ in known]
            values += [value / length for value in weighed]
        return Vector(np.array(columns, np.int32), np.array(values, np.float32))

    def of_word(self, word: str) -> Places:
        """The columns of one word and its letters, for asking what a word speaks for."""
        keys = (_word(word), *letters(word))
        return np.array([self.columns[key] for key in keys if key in self.columns], np.int32)


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


@lru_cache(maxsize=50_000)
def letters(word: str) -> tuple[str, ...]:
    """Runs of letters in a word, its ends marked."""
    marked = f"_{word[:40]}_"
    return tuple(marked[start : start + size] for size in RUNS for start in range(len(marked) - size + 1))
