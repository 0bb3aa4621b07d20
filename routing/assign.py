"""Whom a message goes to: chosen when the catalogue is sure, otherwise a short list to ask from."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from msgspec import Struct

from routing.catalogue import Catalogue, Topic
from routing.classify import Guess, Match, classify
from routing.kinds import has
from routing.learned import Learned
from routing.lexicon import Phrase
from routing.terms import plain_words

NEAR = 0.05  # confidence from which a sensitive topic, or a faint office, is worth a thought
A_HAIR = 0.001  # what is not sure is never told as if it were
MOST_FAINT = 2  # offices suggested to the coordinator when nothing matched


class Located(Protocol):
    """What is known of a place: a `Spot` of a draft or a `Place` found in a text."""

    @property
    def village(self) -> str | None: ...

    @property
    def district(self) -> str | None: ...


class Choice(Struct, frozen=True):
    """A topic and its office when `sure`; else `options` (topics, likeliest first) for the citizen to pick.

    `reasons` are the citizen's own words, `alternatives` the next likely offices. When nothing matched, topic and
    office are None and there are no options: the coordinator sorts it, with what is faintly likely as alternatives.
    What is `secret` is shown to its office alone.
    """

    topic: str | None
    office: str | None
    sure: bool
    options: tuple[str, ...]
    reasons: tuple[str, ...]
    confidence: float = 0.0
    alternatives: tuple[str, ...] = ()
    secret: bool = False


def choose(catalogue: Catalogue, text: str, place: Located | None = None, learned: Learned | None = None) -> Choice:
    """The office for a message, and why; village matters go to the kecamatan or kelurahan of the place."""
    return chosen(catalogue, text, classify(text, catalogue, learned), place)


def chosen(catalogue: Catalogue, text: str, guess: Guess, place: Located | None = None) -> Choice:
    """The same for a message that is classified already."""
    if not guess.ranked:
        faint = tuple(match.office for match in guess.offices if match.confidence >= NEAR)
        return Choice(None, None, sure=False, options=(), reasons=(), alternatives=faint[:MOST_FAINT])
    likeliest = guess.offices[0]
    best = _first(catalogue, guess.ranked, likeliest.office)
    topic = catalogue.topics[best.topic] if best else None
    sure = likeliest.confidence >= catalogue.routing.sure and _may_decide(catalogue, text, topic, guess)
    return Choice(
        topic=topic.code if topic else None,
        office=office_for(catalogue, topic, place) if topic else likeliest.office,
        sure=sure,
        options=_options(catalogue, guess.ranked, best) if best and not sure else (),
        reasons=best.reasons if best else (),
        confidence=likeliest.confidence if sure else min(likeliest.confidence, catalogue.routing.sure - A_HAIR),
        alternatives=tuple(match.office for match in guess.offices[1:]),
        secret=topic.sensitive if topic else False,
    )


def at_the_door(catalogue: Catalogue, choice: Choice, guess: Guess, office: str) -> Choice:
    """The choice for somebody who came in by the poster of `office`: that office, unless the words are sure of
    another. What may be a secret is never led by a poster: it may be about the office on whose wall it hangs."""
    if choice.sure or choice.secret or _is_near_a_secret(catalogue, guess):
        return choice
    best = _first(catalogue, guess.ranked, office)
    return Choice(
        topic=best.topic if best else None,
        office=office,
        sure=True,
        options=choice.options,
        reasons=best.reasons if best else (),
        confidence=choice.confidence,
        alternatives=tuple(match.office for match in guess.offices if match.office != office),
    )


def office_for(catalogue: Catalogue, topic: Topic, place: Located | None) -> str:
    """Who handles a topic there: a village matter goes to the kelurahan, to the desa once the catalogue has it as an
    office, or else to the kecamatan of the desa."""
    if not topic.village or place is None:
        return topic.office
    local = (("Kelurahan", place.village), ("Desa", place.village), ("Kecamatan", place.district))
    found = (catalogue.find_office(f"{kind} {name}") for kind, name in local if name)
    return next((office.code for office in found if office), topic.office)


def accuses(catalogue: Catalogue, text: str, office: str) -> bool:
    """True when a text names that office, so that a secret in it must not be handed there."""
    named = catalogue.offices[office]
    return has(plain_words(text), frozenset(map(plain_words, (named.name, named.short, *named.also))))


def _first(catalogue: Catalogue, ranked: Sequence[Match], office: str) -> Match | None:
    """The likeliest topic of an office; None for an office known from experience alone."""
    return next((match for match in ranked if catalogue.topics[match.topic].office == office), None)


def _options(catalogue: Catalogue, ranked: Sequence[Match], best: Match | None) -> tuple[str, ...]:
    """Topics to pick from, the likeliest office's first."""
    first = (best.topic,) if best else ()
    return tuple(dict.fromkeys((*first, *(match.topic for match in ranked))))[: catalogue.routing.ask]


def _may_decide(catalogue: Catalogue, text: str, topic: Topic | None, guess: Guess) -> bool:
    """Never over the head of a sensitive topic, nor against those it accuses.

    What may be about corruption or violence is asked first, so that it cannot land with the office it accuses. The
    inspectorate judges the Kabupaten's own offices: not a body outside it, and not itself.
    """
    if topic is None or not topic.sensitive:
        return not _is_near_a_secret(catalogue, guess)
    if catalogue.offices[topic.office].kind != "inspektorat":
        return True
    words = plain_words(text)
    return not any(has(words, names) for names in _beyond(catalogue))


def _is_near_a_secret(catalogue: Catalogue, guess: Guess) -> bool:
    near = (catalogue.topics[match.topic] for match in guess.ranked if match.confidence >= NEAR)
    return guess.delicate or any(other.sensitive for other in near)


@lru_cache(maxsize=4)
def _beyond(catalogue: Catalogue) -> tuple[frozenset[Phrase], ...]:
    """Names of the bodies that the inspectorate does not judge, in standard words."""
    bodies = [office for office in catalogue.offices.values() if office.outside or office.kind == "inspektorat"]
    return tuple(frozenset(map(plain_words, (body.short, *body.also))) for body in bodies)
