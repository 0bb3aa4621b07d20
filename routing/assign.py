"""Which office a message goes to: chosen when the catalogue is sure, otherwise a short list to ask from."""

from collections.abc import Sequence

from msgspec import Struct

from routing.catalogue import Catalogue
from routing.classify import Match, classify


class Choice(Struct, frozen=True):
    """A topic and its office when `sure`; else `options` (topics, likeliest first) for the citizen to pick.

    `reasons` are the citizen's own words. When nothing matched, topic and office are None and there
    are no options: the coordinator sorts it.
    """

    topic: str | None
    office: str | None
    sure: bool
    options: tuple[str, ...]
    reasons: tuple[str, ...]


def choose(catalogue: Catalogue, text: str) -> Choice:
    """The office for a message, and why."""
    ranked = classify(text, catalogue).ranked
    if not ranked:
        return Choice(None, None, sure=False, options=(), reasons=())
    best = ranked[0]
    office = catalogue.topics[best.topic].office
    if _sure(catalogue, ranked):
        return Choice(best.topic, office, sure=True, options=(), reasons=best.reasons)
    options = tuple(match.topic for match in ranked[: catalogue.routing.ask])
    return Choice(best.topic, office, sure=False, options=options, reasons=best.reasons)


def _sure(catalogue: Catalogue, ranked: Sequence[Match]) -> bool:
    """Sure of the topic, or of the office several near topics share.

    Never over the head of a sensitive topic: what may be about corruption or violence is asked first, so
    that it cannot land with the office it accuses.
    """
    best = catalogue.topics[ranked[0].topic]
    others = [catalogue.topics[match.topic] for match in ranked[1:]]
    if not best.sensitive and any(topic.sensitive for topic in others):
        return False
    same = sum(match.confidence for match in ranked if catalogue.topics[match.topic].office == best.office)
    return same >= catalogue.routing.sure
