"""The catalogue's words made ready for search: what each phrase weighs, and where to look for it.

A term weighs `log(topics / topics that use it)`: "elpiji" says more than "jalan"; being part of a phrase
counts as less use than standing alone. A phrase weighs the sum of its terms, shared out among the topics
that claim it. Sensitive topics weigh more: corruption or violence must not hide behind the counter it names.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import lru_cache
from math import log

from msgspec import Struct

from routing.catalogue import Catalogue, Topic
from routing.terms import plain_words

Phrase = tuple[str, ...]

IN_PHRASE = 0.3  # use of a term inside a phrase, against 1 for standing alone
SENSITIVE = 1.5


class Entry(Struct, frozen=True):
    """A phrase, its weight and the topics it speaks for."""

    phrase: Phrase
    weight: float
    topics: tuple[str, ...]


class Lexicon(Struct, frozen=True, eq=False):
    """Entries by their rarest term, phrases of danger, and words that only greet or thank. `courtesies` are those and
    what fills the space between them; all that are `small` speak for no topic."""

    vocabulary: frozenset[str]
    entries: Mapping[str, tuple[Entry, ...]]
    danger: frozenset[Phrase]
    no_danger: frozenset[Phrase]
    greetings: frozenset[str]
    thanks: frozenset[str]
    placing: frozenset[str]
    courtesies: frozenset[str]
    small: frozenset[str]


@lru_cache(maxsize=4)
def lexicon(catalogue: Catalogue) -> Lexicon:
    """The lexicon of a catalogue, made once for each."""
    claims = _claims(catalogue)
    rarity = _rarity(catalogue)
    sensitive = {topic.code for topic in catalogue.topics.values() if topic.sensitive}
    danger, no_danger = _phrases(catalogue.emergency.words), _phrases(catalogue.emergency.unless)
    talk = catalogue.talk
    courtesies, placing = _words(talk.greetings + talk.thanks + talk.filler), _words(catalogue.routing.placing)
    return Lexicon(
        vocabulary=frozenset(rarity) | {word for phrase in danger | no_danger for word in phrase},
        entries=_entries(claims, rarity, sensitive),
        danger=danger,
        no_danger=no_danger,
        greetings=_words(talk.greetings),
        thanks=_words(talk.thanks),
        placing=placing,
        courtesies=courtesies,
        small=courtesies | placing,
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
    used: defaultdict[str, float] = defaultdict(float)
    for topic in catalogue.topics.values():
        phrases = _topic_phrases(topic)
        for word in sorted({word for phrase in phrases for word in phrase}):
            used[word] += 1.0 if (word,) in phrases else IN_PHRASE
    return {word: log(1 + len(catalogue.topics) / (1 + use)) for word, use in used.items()}


def _entries(
    claims: Mapping[Phrase, list[str]], rarity: Mapping[str, float], sensitive: Collection[str]
) -> dict[str, tuple[Entry, ...]]:
    by_term: defaultdict[str, list[Entry]] = defaultdict(list)
    for phrase, topics in claims.items():
        weight = sum(rarity[word] for word in phrase) / len(topics)
        weight *= SENSITIVE if any(topic in sensitive for topic in topics) else 1
        rarest = max(phrase, key=lambda word: (rarity[word], word))
        by_term[rarest].append(Entry(phrase, weight, tuple(topics)))
    return {term: tuple(entries) for term, entries in by_term.items()}
