"""What a message is about: topics with a confidence, and the citizen's own words that decided it.

Scored by the catalogue's words alone, so it works on the first day and an operator can read why.
Phrases weigh more than words, rare words more than common ones, words said early more than words said late.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product
from math import exp, log
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from routing.catalogue import Catalogue
from routing.lexicon import Entry, Lexicon, Phrase, lexicon
from routing.normalise import Token, normalise
from routing.terms import Term, terms

Kind = Literal["report", "greeting", "thanks", "nothing"]

BEST = 3  # matches given at most
LOOSE = 0.6  # weight of a phrase whose words stand apart or in another order
SLACK = 3  # words that may stand between them
INSIDE = 0.25  # weight of a phrase inside a longer one ("lalu lintas" in "lampu lalu lintas")
EARLY = 12  # words at the beginning, where people say what it is about …
EARLY_BONUS = 0.4  # … and what that adds
PLACED = 0.3  # weight of a phrase that only names a place ("depan pasar")
AGAIN = 0.3  # what saying a phrase again adds, by the logarithm of the times
ENOUGH = 1.6  # score at which evidence alone gives 1 - 1/e
OFTEN = 20  # times a word is looked at; a message that repeats itself must not become slow
REASONS = 3  # the citizen's words quoted for a topic
VOWELS = frozenset("aeiouy")


class Match(Struct, frozen=True):
    """A topic, how sure (0-1), and the words that spoke for it, strongest first."""

    topic: str
    confidence: float
    reasons: tuple[str, ...]


class Guess(Struct, frozen=True):
    """Topics, best first; whether there is danger now; whether the message is a report at all."""

    ranked: tuple[Match, ...]
    emergency: bool
    kind: Kind


class Hit(Struct, frozen=True):
    """An entry found in the text: at which terms (by index), and its weight there."""

    entry: Entry
    places: tuple[int, ...]
    weight: float

    def times(self, factor: float) -> "Hit":
        return replace(self, weight=self.weight * factor)


def classify(text: str, catalogue: Catalogue) -> Guess:
    """The topics of a message. Any text will do; the same text always gives the same guess."""
    lex = lexicon(catalogue)
    tokens = normalise(text)
    said = terms(tokens, lex.vocabulary)
    ranked = _rank(_discount(_hits(said, lex)), said, tokens)
    emergency = _in_danger([term.word for term in said], lex)
    return Guess(ranked, emergency, _kind(said, lex, bool(ranked) or emergency))


def _kind(said: Sequence[Term], lex: Lexicon, matter: bool) -> Kind:
    words = {term.word for term in said}
    if words and words <= lex.greetings | lex.thanks | lex.filler:
        greeted = words & (lex.greetings - lex.thanks)
        return "thanks" if words & lex.thanks and not greeted else "greeting"
    if matter or any(len(word) > 1 and VOWELS.intersection(word) for word in words):
        return "report"
    return "nothing"


def _hits(said: Sequence[Term], lex: Lexicon) -> Iterator[Hit]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, term in enumerate(said):
        if len(places[term.word]) < OFTEN:
            places[term.word].append(place)
    for word in places:
        for entry in lex.entries.get(word, ()):
            for hit in _find(entry, places):
                before = said[min(hit.places) - 1].word if min(hit.places) else ""
                yield hit.times(PLACED) if before in lex.placing else hit


def _find(entry: Entry, places: Mapping[str, list[int]]) -> Iterator[Hit]:
    """The tightest occurrence of an entry, if its words stand near enough to each other."""
    if not all(word in places for word in entry.phrase):
        return
    if len(entry.phrase) == 1:
        found = places[entry.phrase[0]]
        yield Hit(entry, (found[0],), entry.weight * (1 + AGAIN * log(len(found))) * _early(found[0]))
        return
    spots = min(_near(entry.phrase, places), key=_looseness, default=())
    if spots and max(spots) - min(spots) < len(spots) + SLACK:
        factor = 1.0 if _looseness(spots) == 0 else LOOSE
        yield Hit(entry, spots, entry.weight * factor * _early(min(spots)))


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
    for hit in sorted(hits, key=lambda hit: (-len(hit.places), -hit.weight, hit.entry.phrase)):
        inside = any(set(hit.places) < set(longer.places) for longer in kept if _looseness(longer.places) == 0)
        kept.append(hit.times(INSIDE) if inside else hit)
    return sorted(kept, key=lambda hit: -hit.weight)


def _rank(hits: Collection[Hit], said: Sequence[Term], tokens: Sequence[Token]) -> tuple[Match, ...]:
    score: defaultdict[str, float] = defaultdict(float)
    because: defaultdict[str, list[str]] = defaultdict(list)
    for hit in hits:
        for topic in hit.entry.topics:
            score[topic] += hit.weight
            because[topic].append(_quote(hit, said, tokens))
    total = sum(value**2 for value in score.values())
    best = sorted(score, key=lambda topic: (-score[topic], topic))[:BEST]
    return tuple(
        Match(topic, _confidence(score[topic], total), tuple(dict.fromkeys(because[topic]))[:REASONS]) for topic in best
    )


def _confidence(score: float, total: float) -> float:
    """Enough evidence, times its share among all topics (squared, so that the small change is ignored)."""
    return round((1 - exp(-score / ENOUGH)) * score**2 / total, 3)


def _quote(hit: Hit, said: Sequence[Term], tokens: Sequence[Token]) -> str:
    """The citizen's own words, in the order they were written."""
    places = sorted({said[place].token for place in hit.places})
    return " ".join(tokens[place].text for place in places)


def _in_danger(words: Sequence[str], lex: Lexicon) -> bool:
    """True when a word of danger stands outside every phrase that makes it harmless."""
    harmless = {place for start, end in _spans(words, lex.no_danger) for place in range(start, end)}
    return any(not harmless.issuperset(range(*span)) for span in _spans(words, lex.danger))


def _spans(words: Sequence[str], phrases: frozenset[Phrase]) -> Iterator[tuple[int, int]]:
    longest = max(map(len, phrases), default=0)
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            if tuple(words[start:end]) in phrases:
                yield start, end
