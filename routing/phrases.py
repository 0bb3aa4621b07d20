"""Words and rules: which of the catalogue's phrases stand in a text, and what they say for each topic.

Needs no example and no training, and an operator can read why. Phrases weigh more than words, rare words more than
common ones, words said early more than words said late.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import exp, log

from msgspec import Struct

from routing.lexicon import Entry, Lexicon, Phrase
from routing.normalise import Token
from routing.terms import Term

LOOSE = 0.6  # weight of a phrase whose words stand apart or in another order
SLACK = 3  # words that may stand between them
INSIDE = 0.25  # weight of a phrase inside a longer one ("lalu lintas" in "lampu lalu lintas")
EARLY = 12  # words at the beginning, where people say what it is about …
EARLY_BONUS = 0.4  # … and what that adds
PLACED = 0.3  # weight of a phrase that only names a place ("depan pasar")
AGAIN = 0.3  # what saying a phrase again adds, by the logarithm of the times
ENOUGH = 1.6  # weight at which evidence alone gives 1 - 1/e
OFTEN = 20  # times a word is looked at; a message that repeats itself must not become slow


class Hit(Struct, frozen=True):
    """An entry found in the text: at which terms (by index), and its weight there."""

    entry: Entry
    places: tuple[int, ...]
    weight: float

    def times(self, factor: float) -> "Hit":
        return Hit(self.entry, self.places, self.weight * factor)


class Evidence(Struct, frozen=True):
    """By topic: how strongly its phrases speak for it (0-1), and the citizen's words that do, strongest first."""

    shares: Mapping[str, float]
    reasons: Mapping[str, tuple[str, ...]]


def evidence(said: Sequence[Term], tokens: Sequence[Token], lex: Lexicon) -> Evidence:
    """What the catalogue's phrases say about a text."""
    weight: defaultdict[str, float] = defaultdict(float)
    because: defaultdict[str, list[str]] = defaultdict(list)
    for hit in _discount(_hits(said, lex)):
        quote = _quote(hit, said, tokens)
        for topic in hit.entry.topics:
            weight[topic] += hit.weight
            because[topic].append(quote)
    total = sum(value**2 for value in weight.values())
    return Evidence(
        {topic: _share(value, total) for topic, value in weight.items()},
        {topic: tuple(dict.fromkeys(quotes)) for topic, quotes in because.items()},
    )


def _share(weight: float, total: float) -> float:
    """Enough evidence, times its share among all topics (squared, so that the small change is ignored)."""
    return (1 - exp(-weight / ENOUGH)) * weight**2 / total


def _hits(said: Sequence[Term], lex: Lexicon) -> Iterator[Hit]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, term in enumerate(said):
        if len(places[term.word]) < OFTEN:
            places[term.word].append(place)
    for word in places:
        for entry in lex.entries.get(word, ()):
            if hit := _find(entry, places):
                before = said[min(hit.places) - 1].word if min(hit.places) else ""
                yield hit.times(PLACED) if before in lex.placing else hit


def _find(entry: Entry, places: Mapping[str, list[int]]) -> Hit | None:
    """The tightest occurrence of an entry, if its words stand near enough to each other."""
    if len(entry.phrase) == 1:
        found = places[entry.phrase[0]]
        return Hit(entry, (found[0],), entry.weight * (1 + AGAIN * log(len(found))) * _early(found[0]))
    for word in entry.phrase:
        if word not in places:
            return None
    spots = _only(entry.phrase, places) or min(_near(entry.phrase, places), key=_looseness, default=())
    if not spots or max(spots) - min(spots) >= len(spots) + SLACK:
        return None
    factor = 1.0 if _looseness(spots) == 0 else LOOSE
    return Hit(entry, spots, entry.weight * factor * _early(min(spots)))


def _only(phrase: Phrase, places: Mapping[str, list[int]]) -> tuple[int, ...]:
    """Where the phrase's words stand, when each stands in one place; empty otherwise."""
    spots = tuple([places[word][0] for word in phrase if len(places[word]) == 1])
    return spots if len(set(spots)) == len(phrase) else ()


def _near(phrase: Phrase, places: Mapping[str, list[int]]) -> Iterator[tuple[int, ...]]:
    """Places of all the phrase's words around each place of its first word."""
    reach = len(phrase) + SLACK
    for first in places[phrase[0]]:
        around = [[place for place in places[word] if abs(place - first) < reach] for word in phrase[1:]]
        for rest in product(*around):
            if len({first, *rest}) == len(phrase):
                yield (first, *rest)


def _looseness(spots: Sequence[int]) -> int:
    """0 for words that follow each other in order; more, the further they are from that."""
    return sum(abs(place - spots[0] - offset) for offset, place in enumerate(spots))


def _early(place: int) -> float:
    return 1 + EARLY_BONUS if place < EARLY else 1.0


def _discount(hits: Iterator[Hit]) -> list[Hit]:
    """Heaviest first; a hit inside a longer, tight one says little about anything else."""
    kept: list[Hit] = []
    tight: list[frozenset[int]] = []
    for hit in sorted(hits, key=lambda hit: (-len(hit.places), -hit.weight, hit.entry.phrase)):
        inside = any(longer > frozenset(hit.places) for longer in tight)
        kept.append(hit.times(INSIDE) if inside else hit)
        if len(hit.places) > 1 and _looseness(hit.places) == 0:
            tight.append(frozenset(hit.places))
    return sorted(kept, key=lambda hit: -hit.weight)


def _quote(hit: Hit, said: Sequence[Term], tokens: Sequence[Token]) -> str:
    """The citizen's own words, in the order they were written."""
    places = sorted({said[place].token for place in hit.places})
    return " ".join(tokens[place].text for place in places)
