"""Places of Kabupaten Kudus: which village, kecamatan or landmark a message names, in the citizen's words.

A village's name is trusted only where it can be nothing else: behind "desa" or "ds", or with a capital
letter or behind "di" when the name is no everyday word ("jalan rusak banget" is not about Desa Banget).
A misspelt name ("ds getaspjaten") counts behind a strong word only. A place outside Kudus is told, and the draft kept.
The names stand in `places.toml`.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec
from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.distance import OSA

from routing.by_word import by_word
from routing.place_words import PhraseWords, Words, phrases

SHIPPED = Path(__file__).with_name("places.toml")
Name = tuple[int, int, str]
LONGEST_NAME = 5  # words
SURE_ENOUGH = 6  # letters from which one wrong letter still leaves no doubt …
LONG_NAME = 10  # … and from which two do
COMPOUND = 10  # letters from which a name written as one word is nothing else
_BETWEEN = re.compile(r"[\s,]*(?:\b(?:di|ndok|ning|neng)\b\s*)?")


class Place(Struct, frozen=True):
    """A place: as the citizen wrote it, and the village and kecamatan when they are certain.

    `outside` names another kabupaten or kota, when the message points there and at no place of Kudus.
    Degrees are WGS 84, for a point sent from a map.
    """

    words: str
    village: str | None = None
    district: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    outside: str | None = None


class District(Struct, frozen=True):
    """`tile` is about where it lies among the others, in columns from the west and rows from the north: no map of the
    districts is free to use, so what is drawn of them are tiles."""

    name: str
    villages: tuple[str, ...]
    tile: tuple[float, float]


class Landmark(Struct, frozen=True):
    name: str
    also: tuple[str, ...] = ()
    village: str | None = None
    district: str | None = None


class Roads(Struct, frozen=True):
    names: tuple[str, ...]


class Trust(Struct, frozen=True):
    """When a name is believed: names that are words too, and the words that stand before a place's name.

    `countries` are believed behind a strong word alone; `toward` words do not help an ambiguous name.
    """

    ambiguous: frozenset[str]
    countries: frozenset[str]
    toward: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    district: frozenset[str]


class Outside(Struct, frozen=True):
    """Kabupaten and kota near and far, and the words that make their names a place and not a road's direction."""

    names: tuple[str, ...]
    behind: frozenset[str]


class Box(Struct, frozen=True):
    """Degrees WGS 84."""

    south: float
    north: float
    west: float
    east: float


class Places(Struct, frozen=True):
    """`places.toml` as it is read."""

    district: tuple[District, ...]
    landmark: tuple[Landmark, ...]
    aliases: Mapping[str, str]
    roads: Roads
    trust: Trust
    outside: Outside
    box: Box
    phrase: PhraseWords


class Sighting(Struct, frozen=True):
    """A name found in a text at words `first` to `last`; the surest sighting has the highest rank."""

    first: int
    last: int
    rank: int
    village: str | None = None
    district: str | None = None


class Gazetteer:
    """Finds places in texts; made once from a file of places."""

    def __init__(self, path: Path = SHIPPED) -> None:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        self._places = msgspec.convert(raw, Places)
        found = self._places.district
        self.districts: tuple[str, ...] = tuple(district.name for district in found)
        self.villages: Mapping[str, tuple[str, ...]] = MappingProxyType({d.name: d.villages for d in found})
        self.tiles: Mapping[str, tuple[float, float]] = MappingProxyType({d.name: d.tile for d in found})
        self.landmarks: tuple[str, ...] = tuple(mark.name for mark in self._places.landmark)
        self._index()

    def _index(self) -> None:
        places = self._places
        self._district_of = {village: d.name for d in places.district for village in d.villages}
        self._village_by_key = {_key(village): village for village in self._district_of}
        self._district_by_key = {_key(name): name for name in self.districts}
        for alias, name in places.aliases.items():
            known = self._village_by_key if name in self._district_of else self._district_by_key
            known[_key(alias)] = name
        self._landmarks = {_key(name): mark for mark in places.landmark for name in (mark.name, *mark.also)}
        self._roads = frozenset(map(_key, places.roads.names))
        self._ambiguous = frozenset(map(_key, places.trust.ambiguous))
        self._countries = frozenset(map(_key, places.trust.countries))
        self._outside = {_key(name): name for name in places.outside.names}
        self._known = self._roads.union(self._landmarks, self._village_by_key, self._district_by_key)
        self._begun = frozenset(key[:end] for key in self._known for end in range(1, len(key) + 1))

    def covers(self, latitude: float, longitude: float) -> bool:
        """False for a point that is certainly outside Kudus."""
        box = self._places.box
        return box.south <= latitude <= box.north and box.west <= longitude <= box.east

    def named(self, name: str) -> Place | None:
        """The place that bears exactly this name, however it is written ("GETASPEJATEN", "Kec. Jati"): a landmark,
        a village, or behind "kec" a kecamatan."""
        key = _key(name)
        if mark := self._landmarks.get(key):
            return Place(mark.name, mark.village, mark.district)
        if village := self._village_by_key.get(key):
            return Place(village, village, self._district_of[village])
        district = self._district_by_key.get(key.removeprefix("kecamatan").removeprefix("kec"))
        return Place(district, district=district) if district else None

    def find(self, text: str) -> Place | None:
        """The place a message points at, None when it points at none. Any text will do."""
        words = Words(text)
        keys = [_word_key(word.low) for word in words.list]
        names = list(self._names(words, keys))
        sightings = list(self._sightings(words, names)) or list(self._misspelt(words, keys))
        roads = {first: last for first, last, key in reversed(names) if key in self._roads}
        spans = [words.span(*span) for span in phrases(words, self._places.phrase, roads)]
        spans += [words.span(self._lead(words, sight.first), sight.last) for sight in sightings]
        if not any(sight.village or sight.district for sight in sightings) and (place := self._elsewhere(words, keys)):
            return place
        if not spans:
            return None
        best = max(sightings, key=lambda sight: sight.rank, default=None)
        start, end = _choose(_merged(text, spans), words[best.first].start if best else None)
        return _place(text[start:end], sightings)

    def _names(self, words: Words, keys: Sequence[str]) -> Iterator[Name]:
        """Known names, from left to right, the longest first."""
        for first in range(len(words)):
            if keys[first] in self._begun:
                yield from reversed([name for name in self._grow(words, keys, first) if name[2] in self._known])

    def _grow(self, words: Words, keys: Sequence[str], first: int) -> Iterator[Name]:
        """Runs that begin here, as long as a known name may come of them."""
        for name in _runs(words, keys, first):
            if name[2] not in self._begun:
                return
            yield name

    def _sightings(self, words: Words, names: Iterable[Name]) -> Iterator[Sighting]:
        """Names from left to right, the longest first, none inside another."""
        free = 0
        for first, last, key in names:
            if first >= free and (sight := self._sight(words, first, last, key)):
                free = last + 1
                yield sight

    def _sight(self, words: Words, first: int, last: int, key: str) -> Sighting | None:
        if mark := self._landmarks.get(key):
            return Sighting(first, last, 1 + (mark.village is not None), mark.village, mark.district)
        before = words.before(first)
        if before in self._places.trust.district:
            district = self._district_by_key.get(key)
            return Sighting(first, last, 2, None, district) if district else None
        village = self._village_by_key.get(key)
        if village and before in self._places.trust.strong:
            return Sighting(first, last, 4, village, self._district_of[village])
        if not self._trusted(words, first, last, key):
            return None
        if district := self._district_by_key.get(key):
            return Sighting(first, last, 1, None, district)
        return Sighting(first, last, 3, village, self._district_of[village]) if village else None

    def _misspelt(self, words: Words, keys: Sequence[str]) -> Iterator[Sighting]:
        """The first village whose name was nearly written behind "desa" or the like."""
        for first, last, key in _behind(words, keys, self._places.trust.strong):
            if len(key) < SURE_ENOUGH:
                continue
            allowed = 1 if len(key) < LONG_NAME else 2
            near = process.extractOne(key, self._village_by_key.keys(), scorer=OSA.distance, score_cutoff=allowed)
            if near:
                village = self._village_by_key[near[0]]
                yield Sighting(first, last, 3, village, self._district_of[village])
                return

    def _elsewhere(self, words: Words, keys: Sequence[str]) -> Place | None:
        """A kabupaten or kota other than Kudus that the message stands in; none when Kudus is named too."""
        if any(word.low == "kudus" for word in words.list):
            return None
        for first, last, key in _behind(words, keys, self._places.outside.behind):
            if key in self._outside:
                start, end = words.span(first, last)
                return Place(words.text[start:end], outside=self._outside[key])
        return None

    def _trusted(self, words: Words, first: int, last: int, key: str) -> bool:
        """True when the name can be nothing else where it stands."""
        before = words.before(first)
        led = before in self._places.trust.weak
        named = words.named(first)
        if key in self._countries:
            return False
        if key in self._ambiguous:
            return led and named and before not in self._places.trust.toward
        return led or named or last > first or len(key) >= COMPOUND

    def _lead(self, words: Words, first: int) -> int:
        """Where the name's own marker begins ("desa Getaspejaten")."""
        trust = self._places.trust
        return first - 1 if words.before(first) in trust.strong | trust.district else first


def _key(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())


_word_key = by_word(_key)


def _runs(words: Words, keys: Sequence[str], first: int) -> Iterator[Name]:
    """Runs of linked words from `first` on as (first, last, key), the shortest first."""
    key = keys[first]
    yield first, first, key
    for last in range(first + 1, min(first + LONGEST_NAME, len(words))):
        if not words.linked(last):
            return
        key += keys[last]
        yield first, last, key


def _behind(words: Words, keys: Sequence[str], leading: frozenset[str]) -> Iterator[Name]:
    """Runs of linked words behind any of the words `leading`, from left to right, longest first."""
    for first in range(1, len(words)):
        if words.before(first) in leading:
            yield from reversed(list(_runs(words, keys, first)))


def _merged(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that touch, or have only a comma or "di" between them, become one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and (start <= merged[-1][1] or _BETWEEN.fullmatch(text, merged[-1][1], start)):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _choose(spans: list[tuple[int, int]], name: int | None) -> tuple[int, int]:
    """The span that holds the best name, else the first."""
    return next((span for span in spans if name is not None and span[0] <= name < span[1]), spans[0])


def _place(words: str, sightings: list[Sighting]) -> Place:
    """Village and kecamatan of the surest sighting; a kecamatan alone may add to a landmark."""
    ranked = sorted(sightings, key=lambda sight: -sight.rank)
    village = next((sight for sight in ranked if sight.village), None)
    if village:
        return Place(words, village.village, village.district)
    return Place(words, None, next((sight.district for sight in ranked if sight.district), None))
