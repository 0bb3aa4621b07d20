"""How a draft grows: what each thing a citizen sends or presses adds to it, and what is still missing."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import get_args

from msgspec.structs import replace

from flows.doorways import nearer
from flows.effects import Files
from flows.events import Said, SentFile, SentPlace
from flows.understanding import apart, understood
from routing.assign import at_the_door, chosen, office_for
from routing.catalogue import Office
from routing.classify import Guess
from routing.pieces import Evidence, FileKind, Kind, NameShown, Spot
from routing.rules import Rules
from routing.ticket import Draft

MOST_WORDS = 30_000
"""Characters a report may hold: some ten pages. More is refused with a sentence, never cut in silence."""

MOST_PLACE = 160
"""Characters of a place that are shown; whoever tells more in answer to "where" is telling the story."""

MOST_FILES = 10
"""As many as one album carries."""

SPOKEN = ("voice", "audio")
"""Kinds of files that tell a story to whoever can listen."""

FILE_KINDS: tuple[FileKind, ...] = get_args(FileKind)
KINDS: tuple[Kind, ...] = get_args(Kind)
NAMES: tuple[NameShown, ...] = get_args(NameShown)
QUESTIONS = ("information", "ppid")
"""Kinds that are about papers and knowledge, so that nobody need say where."""

KIND_OF: dict[str, Kind] = {
    "complaint": "complaint",
    "emergency": "complaint",
    "aspiration": "aspiration",
    "information": "information",
    "ppid": "ppid",
}
"""What a message is for (`routing.kinds.Intent`) as the kind of its ticket; small talk changes no kind."""


# ---- what is sent


def gather(draft: Draft, event: Said | SentFile | SentPlace, state: str, rules: Rules) -> Draft:
    """What the event adds, given the question that stood open."""
    if isinstance(event, SentPlace) or (isinstance(event, Said) and state == "placing"):
        return add_place(draft, event, rules)
    if isinstance(event, Said):
        return add_words(draft, event.text, rules)
    draft = add_file(draft, event.file, rules)
    return add_words(draft, event.caption, rules) if event.caption else draft


def add_file(draft: Draft, file: Evidence, rules: Rules) -> Draft:
    """One file more, as long as there is room. Whoever records a second time would rather talk than write."""
    if is_full(draft):
        return draft
    speaks_again = file.kind in SPOKEN and is_spoken(draft) and not draft.text
    draft = replace(draft, evidence=(*draft.evidence, file))
    return keep_wordless(draft, "", rules) if speaks_again else draft


def keep_wordless(draft: Draft, value: str, rules: Rules) -> Draft:
    """Nobody here can listen to it, so the coordinator does, and decides whose it is."""
    return replace(draft, wordless=True, office=draft.office or rules.catalogue.coordinator)


def is_full(draft: Draft) -> bool:
    return len(draft.evidence) >= MOST_FILES


def is_spoken(draft: Draft) -> bool:
    return any(each.kind in SPOKEN for each in draft.evidence)


def counted(files: Iterable[Evidence]) -> Files:
    found = Counter(each.kind for each in files)
    return Files(tuple((kind, found[kind]) for kind in FILE_KINDS if found[kind]))


def add_words(draft: Draft, text: str, rules: Rules) -> Draft:
    """The story goes on; kind, topic, office and place are understood anew unless the citizen settled them."""
    told = f"{draft.text}\n{text}" if draft.text else text
    draft = replace(draft, text=told)
    before = draft.spot
    if (before is None or before.presumed) and (place := rules.gazetteer.find(text)):
        spot = Spot(clip(place.words, MOST_PLACE), place.village, place.district, outside=place.outside)
        draft = replace(draft, spot=nearer(before, spot) if before else spot)
    draft = replace(draft, parts=() if draft.whole else apart(told, rules))
    return understand(draft, rules)


def add_place(draft: Draft, event: Said | SentPlace, rules: Rules) -> Draft:
    """A place in words, or a pin beside the words already there; a village matter finds its kecamatan by it."""
    if isinstance(event, SentPlace):
        outside = None if rules.gazetteer.covers(event.latitude, event.longitude) else ""
        before = draft.spot if draft.spot and not draft.spot.presumed else Spot()
        words = before.words or clip(event.words, MOST_PLACE)
        spot = replace(before, words=words, latitude=event.latitude, longitude=event.longitude, outside=outside)
    else:
        place = rules.gazetteer.find(event.text)
        words = clip(event.text, MOST_PLACE)
        spot = Spot(words, place.village, place.district, outside=place.outside) if place else Spot(words)
        draft = draft if words == event.text else replace(draft, text=f"{draft.text}\n{event.text}")
    return place_anew(replace(draft, spot=spot), rules)


# ---- what is understood


def understand(draft: Draft, rules: Rules) -> Draft:
    """Kind, topic and office by the router, as far as the citizen has not settled them."""
    guess = understood(draft.text, rules)
    if not draft.kind_settled:
        draft = replace(draft, kind=KIND_OF.get(guess.intent, draft.kind))
    return draft if draft.settled else find_office(draft, guess, rules)


def find_office(draft: Draft, guess: Guess, rules: Rules) -> Draft:
    """Unsure leaves options to ask about, clueless leaves it to the coordinator."""
    choice = chosen(rules.catalogue, draft.text, guess, draft.spot)
    choice = at_the_door(rules.catalogue, choice, guess, draft.door) if draft.door else choice
    others = tuple(match.topic for match in guess.ranked) if choice.sure else ()  # for who says it is another
    options = choice.options or others
    offices = choice.alternatives if choice.topic or not choice.office else (choice.office, *choice.alternatives)
    draft = replace(draft, options=options, offices=offices, reasons=choice.reasons)
    if choice.sure:
        return replace(draft, topic=choice.topic, office=at_home(choice.office, draft, rules))
    unsure = bool(options) and draft.kind != "ppid"
    return replace(draft, topic=None, office=None if unsure else rules.catalogue.coordinator)


def place_anew(draft: Draft, rules: Rules) -> Draft:
    """The office again, now that the place is another."""
    topic = rules.catalogue.topics.get(draft.topic or "")
    office = office_for(rules.catalogue, topic, draft.spot) if topic else draft.office
    return replace(draft, office=at_home(office, draft, rules)) if office else draft


def at_home(office: str | None, draft: Draft, rules: Rules) -> str:
    """Where a report goes. What is for a body outside the government, or happens outside Kudus, is handed to no
    office; the coordinator passes it on. The coordinator keeps the register of formal requests, too (PPID utama)."""
    found = rules.catalogue.offices.get(office or "")
    elsewhere = draft.kind == "ppid" or (draft.spot is not None and draft.spot.outside is not None)
    return found.code if found and not found.outside and not elsewhere else rules.catalogue.coordinator


def outside_body(topic: str | None, rules: Rules) -> Office | None:
    """The body outside the government whose matter this is, if it is one's."""
    known = rules.catalogue.topics.get(topic or "")
    office = rules.catalogue.offices[known.office] if known else None
    return office if office and office.outside else None


def is_learned(draft: Draft, rules: Rules) -> bool:
    """Experience alone has found the office: the catalogue has no topic for the matter."""
    return draft.topic is None and draft.office not in (None, rules.catalogue.coordinator)


def is_secret(topic: str | None, rules: Rules) -> bool:
    """Corruption, violence, children: shown to its office alone."""
    known = rules.catalogue.topics.get(topic or "")
    return known is not None and known.sensitive


# ---- what is chosen


def settle_topic(draft: Draft, code: str, rules: Rules) -> Draft:
    """The citizen chose; an unknown code means none of those offered, and the coordinator will choose."""
    topic = rules.catalogue.topics.get(code)
    office = office_for(rules.catalogue, topic, draft.spot) if topic else None
    return replace(draft, topic=topic.code if topic else None, office=at_home(office, draft, rules), settled=True)


def settle_kind(draft: Draft, kind: str, rules: Rules) -> Draft:
    """The citizen said what it is for; what is no kind changes nothing."""
    known = next((each for each in KINDS if each == kind), draft.kind)
    return understand(replace(draft, kind=known, kind_settled=True), rules)


def settle_name(draft: Draft, name: str, rules: Rules) -> Draft:
    return replace(draft, name=next((each for each in NAMES if each == name), draft.name))


def waive_place(draft: Draft, value: str, rules: Rules) -> Draft:
    return replace(draft, spot_waived=True)


def keep_whole(draft: Draft, value: str, rules: Rules) -> Draft:
    return replace(draft, parts=(), whole=True)


def as_report(draft: Draft, value: str, rules: Rules) -> Draft:
    return replace(draft, loose=False)


def first_part(draft: Draft, value: str, rules: Rules) -> Draft:
    return taken_apart(draft, rules)[0]


def taken_apart(draft: Draft, rules: Rules) -> tuple[Draft, ...]:
    """A draft for each part. A part that names no place has that of the whole; files may belong to any."""
    empty = Draft(evidence=draft.evidence, name=draft.name, whole=True)
    told = (add_words(empty, part.text, rules) for part in draft.parts)
    return tuple(each if each.spot else place_anew(replace(each, spot=draft.spot), rules) for each in told)


CHOSEN: dict[str, Callable[[Draft, str, Rules], Draft]] = {
    "topic": settle_topic,
    "kind": settle_kind,
    "skip_place": waive_place,
    "wordless": keep_wordless,
    "name": settle_name,
    "whole": keep_whole,
    "split": first_part,
    "new_report": as_report,
}
"""What each button of a question makes of the draft."""


# ---- what is missing


def missing(draft: Draft, rules: Rules) -> str:
    """The state that asks for what is missing; `reviewing` when nothing is."""
    topic = rules.catalogue.topics.get(draft.topic or "")
    if draft.loose:
        return "weighing"
    if not (draft.text or (draft.wordless and is_spoken(draft))):
        return "telling"
    if draft.parts:
        return "splitting"
    if draft.kind == "ppid" and not draft.kind_settled:
        return "sorting"
    if is_formal(draft):
        return "formal"
    if draft.office is None:
        return "choosing"
    somewhere = topic.place if topic else is_learned(draft, rules) and draft.office != draft.door  # at its counter
    if somewhere and draft.kind not in QUESTIONS and draft.spot is None and not draft.spot_waived:
        return "placing"
    return "reviewing"


def is_formal(draft: Draft) -> bool:
    """A formal request, as she has confirmed; a form of its own asks for the rest."""
    return draft.kind == "ppid" and draft.kind_settled


def fits(draft: Draft) -> bool:
    return len(draft.text) <= MOST_WORDS


def clip(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()} …"
