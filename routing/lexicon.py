"""The catalogue's words made ready for search: what each phrase weighs, and where to look for it.

A term weighs `log(topics / topics that use it)`: "elpiji" says more than "jalan". A phrase weighs the sum
of its terms, shared out among the topics that claim it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from math import log

from msgspec import Struct

from routing.catalogue import Catalogue, Topic
from routing.terms import plain_words

Phrase = tuple[str, ...]


class Entry(Struct, frozen=True):
    """A phrase, its weight and the topics it speaks for."""

    phrase: Phrase
    weight: float
    topics: tuple[str, ...]


class Lexicon(Struct, frozen=True, eq=False):
    """Entries by their rarest term, phrases of danger, and words that only greet or thank."""

    vocabulary: frozenset[str]
    entries: Mapping[str, tuple[Entry, ...]]
    danger: frozenset[Phrase]
    no_danger: frozenset[Phrase]
    greetings: frozenset[str]
    thanks: frozenset[str]
    filler: frozenset[str]


@lru_cache(maxsize=4)
def lexicon(catalogue: Catalogue) -> Lexicon:
    """The lexicon of a catalogue, made once for each."""
    claims = _claims(catalogue)
    rarity = _rarity(catalogue)
    danger, no_danger = _phrases(catalogue.emergency.words), _phrases(catalogue.emergency.unless)
    return Lexicon(
        vocabulary=frozenset(rarity) | {word for phrase in danger | no_danger for word in phrase},
        entries=_entries(claims, rarity),
        danger=danger,
        no_danger=no_danger,
        greetings=_words(catalogue.talk.greetings),
        thanks=_words(catalogue.talk.thanks),
        filler=_words(catalogue.talk.filler),
    )


def _phrases(texts: tuple[str, ...]) -> frozenset[Phrase]:
    return frozenset(map(plain_words, texts))


def _words(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for text in texts for word in plain_words(text))


def _topic_phrases(topic: Topic) -> frozenset[Phrase]:
    return _phrases(topic.words)


def _claims(catalogue: Catalogue) -> dict[Phrase, list[str]]:
    claims: defaultdict[Phrase, list[str]] = defaultdict(list)
    for topic in catalogue.topics.values():
        for phrase in sorted(_topic_phrases(topic)):
            claims[phrase].append(topic.code)
    return claims


def _rarity(catalogue: Catalogue) -> dict[str, float]:
    users: Counter[str] = Counter()
    for topic in catalogue.topics.values():
        users.update({word for phrase in _topic_phrases(topic) for word in phrase})
    return {word: log(len(catalogue.topics) / count) + 0.1 for word, count in users.items()}


def _entries(claims: Mapping[Phrase, list[str]], rarity: Mapping[str, float]) -> dict[str, tuple[Entry, ...]]:
    by_term: defaultdict[str, list[Entry]] = defaultdict(list)
    for phrase, topics in claims.items():
        weight = sum(rarity[word] for word in phrase) / len(topics)
        rarest = max(phrase, key=lambda word: (rarity[word], word))
        by_term[rarest].append(Entry(phrase, weight, tuple(topics)))
    return {term: tuple(entries) for term, entries in by_term.items()}
