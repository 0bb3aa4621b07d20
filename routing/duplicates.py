"""Neighbours of a report: tickets that are probably about the same thing, likeliest first.

The same topic, at most 14 days old, in the same village or within 300 m of the pin; ordered by how alike place, words
and days are. Pure: the caller brings the candidates, and decides what to offer.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from msgspec import Struct

from routing.pieces import Spot
from routing.terms import plain_words

DAYS = 14
METRES = 300
ALIKE = 0.25  # words in common (of all their words) below which two reports in one village are two matters
EARTH = 6_371_000  # metres


class Report(Struct, frozen=True):
    """What is compared of a draft or a ticket; `number` is empty for a draft."""

    number: str
    topic: str | None
    text: str
    spot: Spot | None
    at: datetime


class Neighbour(Struct, frozen=True):
    """A report near another: how alike (0-1), and how far in metres when both have a pin."""

    number: str
    likeness: float
    metres: int | None


def near(report: Report, candidates: Iterable[Report]) -> tuple[Neighbour, ...]:
    """The candidates that may be about the same thing, likeliest first. A report without topic has none."""
    found = [neighbour for each in candidates if (neighbour := _compare(report, each))]
    return tuple(sorted(found, key=lambda neighbour: (-neighbour.likeness, neighbour.number)))


def areas(spot: Spot | None) -> tuple[str, ...]:
    """Where neighbours of a place are to be looked for: its village, and around a pin its field of a hundredth of a
    degree (about 1.1 km) with the eight about it, so that nothing within `METRES` is missed."""
    return _areas(spot, (-1, 0, 1))


def lies_in(spot: Spot | None) -> tuple[str, ...]:
    """The areas a ticket is kept under: its village, and the field of its pin."""
    return _areas(spot, (0,))


def _areas(spot: Spot | None, aside: tuple[int, ...]) -> tuple[str, ...]:
    """`aside`: how many fields beside the pin's own count, in both directions."""
    if spot is None:
        return ()
    village = (spot.village,) if spot.village else ()
    if spot.latitude is None or spot.longitude is None:
        return village
    row, column = round(spot.latitude * 100), round(spot.longitude * 100)
    return (*village, *(f"{row + up}:{column + right}" for up in aside for right in aside))


def _compare(report: Report, other: Report) -> Neighbour | None:
    apart = abs(report.at - other.at)
    if report.topic is None or report.topic != other.topic or apart > timedelta(days=DAYS):
        return None
    metres = distance(report.spot, other.spot)
    same_village = _village(report) is not None and _village(report) == _village(other)
    if (metres is None and not same_village) or (metres is not None and metres > METRES):
        return None
    alike = similarity(report, other)
    if metres is not None:
        closeness = 1 - metres / METRES / 2
    elif alike >= ALIKE:
        closeness = 0.5
    else:
        return None
    freshness = 1 - apart / timedelta(days=DAYS)
    likeness = 0.5 * closeness + 0.4 * alike + 0.1 * freshness
    return Neighbour(other.number, round(likeness, 3), None if metres is None else round(metres))


def _village(report: Report) -> str | None:
    return report.spot.village if report.spot else None


def similarity(left: Report, right: Report) -> float:
    """Standard words in common, of all their words (0-1); a place in words counts as words."""
    ours, theirs = _words(left), _words(right)
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.0


def _words(report: Report) -> frozenset[str]:
    return _told(f"{report.text} {report.spot.words}" if report.spot else report.text)


@lru_cache(maxsize=2 * 100)  # those that stand around are compared with each newcomer
def _told(told: str) -> frozenset[str]:
    return frozenset(word for word in plain_words(told) if len(word) > 2)


def distance(left: Spot | None, right: Spot | None) -> float | None:
    """Metres between two pins along the ground (haversine); None when one has no pin."""
    if left is None or right is None:
        return None
    if left.latitude is None or left.longitude is None or right.latitude is None or right.longitude is None:
        return None
    north, south = radians(left.latitude), radians(right.latitude)
    up, across = north - south, radians(left.longitude - right.longitude)
    half = sin(up / 2) ** 2 + cos(north) * cos(south) * sin(across / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))
