"""What a message is about: topics and offices with a confidence, and the citizen's own words that decided it.

Two judges speak: the catalogue's phrases (`phrases.py`) and a linear model of its words and example sentences
(`trained.py`). Their scores are added. Where rows of experience were learnt (`learned.py`), they move the offices.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct

from routing.catalogue import Catalogue
from routing.features import Floats, Vector
from routing.kinds import Intent, Kind, in_danger, intent_of, kind_of
from routing.learned import Learned
from routing.linear import softmax
from routing.normalise import Token, normalise
from routing.phrases import Evidence, evidence
from routing.terms import Term, terms
from routing.trained import Trained, trained, words_of

# How far each judge is trusted. Found by log loss on 300 sentences of our own (tests/routing_sentences.csv), none of
# which the model has seen; see docs/routing.md.
MODEL = 1.25
PHRASES = 2.0

BEST = 3  # topics and offices given at most
FAR = 0.05  # a topic less likely than this share of the best is not offered
UNKNOWN = 0.15  # with no phrase of the catalogue in the text, a likelihood below which it is about nothing we know
TAUGHT = 0.5  # an office this likely by experience makes a message one that we know, whatever the catalogue says
STRANGE = 0.05  # an office less likely is one that the catalogue would not have thought of
REASONS = 3  # the citizen's words quoted for a topic
LOOKED_AT = 60  # words a reason is sought among
SPEAKS = 0.5  # how much a word must add to a topic's score to be quoted


class Match(Struct, frozen=True):
    """A topic, how sure (0-1), and the words that spoke for it, strongest first."""

    topic: str
    confidence: float
    reasons: tuple[str, ...]


class OfficeMatch(Struct, frozen=True):
    """An office and how sure (0-1), over all its topics."""

    office: str
    confidence: float


class Guess(Struct, frozen=True):
    """Topics and offices, best first; whether there is danger now; what the message is and what it is for.

    Without topics the offices are faint: something for the coordinator to look at first. `delicate` when a word of a
    sensitive topic is in it, however the topics rank.
    """

    ranked: tuple[Match, ...]
    offices: tuple[OfficeMatch, ...]
    emergency: bool
    kind: Kind
    intent: Intent
    delicate: bool


class Read(Struct, frozen=True, eq=False):
    """A text as the judges see it."""

    tokens: tuple[Token, ...]
    said: tuple[Term, ...]
    vector: Vector
    evidence: Evidence


def read(text: str, made: Trained) -> Read:
    """A text in standard words, as features, and the catalogue's phrases found in it."""
    tokens = normalise(text)
    said = terms(tokens, made.lexicon.vocabulary)
    return Read(tokens, said, made.vectoriser.vector(words_of(said)), evidence(said, tokens, made.lexicon))


def likelihoods(seen: Read, made: Trained) -> Floats:
    """How likely each topic is; all together 1."""
    shares = np.zeros(len(made.topics), np.float32)
    for topic, share in seen.evidence.shares.items():
        shares[made.place[topic]] = share
    return softmax(MODEL * made.model.scores(seen.vector) + PHRASES * shares)


def by_office(topics: Floats, made: Trained) -> dict[str, float]:
    """How likely each office is: the sum of its topics."""
    shares = np.bincount(made.handled, weights=topics, minlength=len(made.bodies))
    return dict(zip(made.bodies, shares.tolist(), strict=True))


def classify(text: str, catalogue: Catalogue, learned: Learned | None = None) -> Guess:
    """The topics of a message. Any text will do; the same text always gives the same guess."""
    made = trained(catalogue)
    seen = read(text, made)
    topics = likelihoods(seen, made)
    offices = by_office(topics, made)
    known = bool(seen.evidence.shares) or float(topics.max()) >= UNKNOWN
    if learned is not None:
        before, offices = offices, learned.offices(text, offices)
        moved = [_moved(before[office], offices.get(office, 0.0)) for office in made.offices]
        topics = topics * np.array(moved, np.float32)
        known = known or max(offices.values()) >= TAUGHT
    emergency = in_danger(words_of(seen.said), made.lexicon)
    kind = kind_of(seen.said, made.lexicon, bool(seen.evidence.shares) or emergency)
    return Guess(
        ranked=_ranked(topics, seen, made) if known and kind == "report" else (),
        offices=_best(offices) if kind == "report" else (),
        emergency=emergency,
        kind=kind,
        intent=intent_of(seen.tokens, kind, emergency, catalogue),
        delicate=any(catalogue.topics[topic].sensitive for topic in seen.evidence.shares),
    )


def _moved(before: float, after: float) -> float:
    """What experience makes of an office's topics. It knows offices alone: where it has found one that the catalogue
    would not have thought of, the catalogue's topics of that office are no guess at all."""
    return 0.0 if before < STRANGE <= after else after / max(before, 1e-9)


def _best(offices: Mapping[str, float]) -> tuple[OfficeMatch, ...]:
    best = sorted([(-share, office) for office, share in offices.items()])[:BEST]
    return tuple(OfficeMatch(office, round(-share, 3)) for share, office in best)


def _ranked(topics: Floats, seen: Read, made: Trained) -> tuple[Match, ...]:
    best = np.argsort(-topics, kind="stable")[:BEST]
    shares: list[float] = topics[best].tolist()
    return tuple(
        Match(made.topics[place], round(share, 3), _reasons(place, seen, made))
        for place, share in zip(best.tolist(), shares, strict=True)
        if share >= FAR * shares[0]
    )


def _reasons(place: int, seen: Read, made: Trained) -> tuple[str, ...]:
    """The citizen's own words for a topic: phrases of the catalogue, or where none stands, words the model goes by."""
    found = seen.evidence.reasons.get(made.topics[place]) or _telling(place, seen, made)
    return tuple(found[:REASONS])


def _telling(place: int, seen: Read, made: Trained) -> Sequence[str]:
    """Words that add most to a topic's score over the others', as they were written."""
    small = made.lexicon.small
    written = {term.word: seen.tokens[term.token].text for term in seen.said[:LOOKED_AT] if term.word not in small}
    adds = {text: float(leads[place]) for word, text in written.items() if len(leads := made.leads(word))}
    return sorted((text for text, share in adds.items() if share >= SPEAKS), key=lambda text: -adds[text])
