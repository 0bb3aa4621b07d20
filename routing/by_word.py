"""What is made of one word, kept: words are few, and come again in every text.

Within bounds: the words used last, and none so long that a few of them would fill the memory.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import TypeVar

KEPT = 20_000  # words; a year of reports has some tens of thousands, most of them once
LONG = 40  # letters beyond which it is no word, and not worth keeping

T = TypeVar("T")
About = TypeVar("About", bound=Hashable)


def by_word(think: Callable[[str], T]) -> Callable[[str], T]:
    """Think once about each word."""
    kept = lru_cache(maxsize=KEPT)(think)

    def look(word: str) -> T:
        return kept(word) if len(word) <= LONG else think(word)

    return look


def by_word_and(think: Callable[[str, About], T]) -> Callable[[str, About], T]:
    """Think once about each word and what it is asked about."""
    kept = lru_cache(maxsize=KEPT)(think)

    def look(word: str, about: About) -> T:
        return kept(word, about) if len(word) <= LONG else think(word, about)

    return look
