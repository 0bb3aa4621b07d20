"""How a draft grows: what each thing a citizen sends adds to it, and what is still missing."""

from msgspec.structs import replace

from flows.events import Said, SentPhoto, SentPlace
from flows.understanding import understood
from routing.assign import chosen, office_for
from routing.catalogue import Office
from routing.rules import Rules
from routing.ticket import Draft, Evidence, Spot

MOST_WORDS = 30_000
"""Characters a report may hold: some ten pages. More is refused with a sentence, never cut in silence."""

MOST_PLACE = 160
"""Characters of a place that are shown; whoever tells more in answer to "where" is telling the story."""

MOST_PHOTOS = 10
"""As many as one album carries."""


def add_words(draft: Draft, text: str, rules: Rules) -> Draft:
    """The story goes on; topic, office and place are understood anew unless the citizen settled them."""
    told = f"{draft.text}\n{text}" if draft.text else text
    draft = replace(draft, text=told)
    if draft.spot is None and (place := rules.gazetteer.find(text)):
        draft = replace(draft, spot=Spot(clip(place.words, MOST_PLACE), place.village, place.district))
    return draft if draft.settled else understand(draft, rules)


def understand(draft: Draft, rules: Rules) -> Draft:
    """Topic and office by the router; unsure leaves options to ask about, clueless leaves it to the coordinator."""
    guess = understood(draft.text, rules)
    choice = chosen(rules.catalogue, draft.text, guess, draft.spot)
    if choice.sure or not choice.options:
        office = kept_by(choice.office, rules) if choice.sure else rules.catalogue.coordinator
        topic = choice.topic if choice.sure else None
        return replace(draft, topic=topic, office=office, options=choice.options, reasons=choice.reasons)
    return replace(draft, topic=None, office=None, options=choice.options, reasons=choice.reasons)


def settle_topic(draft: Draft, code: str, rules: Rules) -> Draft:
    """The citizen chose; an unknown code means none of those offered, and the coordinator will choose."""
    topic = rules.catalogue.topics.get(code)
    office = office_for(rules.catalogue, topic, draft.spot) if topic else None
    return replace(draft, topic=topic.code if topic else None, office=kept_by(office, rules), settled=True)


def kept_by(office: str | None, rules: Rules) -> str:
    """Where a report goes. A body outside the government is handed no ticket, so the coordinator keeps it."""
    found = rules.catalogue.offices.get(office or "")
    return found.code if found and not found.outside else rules.catalogue.coordinator


def outside_body(topic: str | None, rules: Rules) -> Office | None:
    """The body outside the government whose matter this is, if it is one's."""
    known = rules.catalogue.topics.get(topic or "")
    office = rules.catalogue.offices[known.office] if known else None
    return office if office and office.outside else None


def add_place(draft: Draft, event: Said | SentPlace, rules: Rules) -> Draft:
    """A place in words, or a pin beside the words already there; a village matter finds its kecamatan by it."""
    if isinstance(event, SentPlace):
        spot = replace(draft.spot or Spot(), latitude=event.latitude, longitude=event.longitude)
    else:
        place = rules.gazetteer.find(event.text)
        words = clip(event.text, MOST_PLACE)
        spot = Spot(words, place.village, place.district) if place else Spot(words)
        draft = draft if words == event.text else replace(draft, text=f"{draft.text}\n{event.text}")
    topic = rules.catalogue.topics.get(draft.topic or "")
    office = office_for(rules.catalogue, topic, spot) if topic and topic.village else draft.office
    return replace(draft, spot=spot, office=office)


def gather(draft: Draft, event: Said | SentPhoto | SentPlace, state: str, rules: Rules) -> Draft:
    """What the event adds, given the question that stood open."""
    if isinstance(event, SentPlace) or (isinstance(event, Said) and state == "placing"):
        return add_place(draft, event, rules)
    if isinstance(event, Said):
        return add_words(draft, event.text, rules)
    photo = Evidence("photo", event.channel, event.file)
    draft = replace(draft, evidence=(*draft.evidence, photo))
    return add_words(draft, event.caption, rules) if event.caption else draft


def missing(draft: Draft, rules: Rules) -> str:
    """The state that asks for what is missing; `reviewing` when nothing is."""
    topic = rules.catalogue.topics.get(draft.topic or "")
    if not draft.text:
        return "telling"
    if draft.office is None:
        return "choosing"
    if topic and topic.place and draft.spot is None and not draft.spot_waived:
        return "placing"
    return "reviewing"


def fits(draft: Draft) -> bool:
    return len(draft.text) <= MOST_WORDS and len(draft.evidence) <= MOST_PHOTOS


def clip(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()} …"
