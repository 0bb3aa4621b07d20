""" "Bukan PUPR, ini lampu", "fotonya salah", "ganti lokasi": a draft is changed by simply saying so."""

import re
from collections.abc import Collection, Iterator

from msgspec.structs import replace

from flows.draft import SPOKEN, add_place, add_words, is_spoken, settle_topic
from flows.events import Said
from flows.understanding import understood
from routing.assign import chosen
from routing.rules import Rules
from routing.terms import plain_words
from routing.ticket import Draft

MOST_WORDS = 12
"""A longer message is a story, whatever it begins with."""

BEGINS = 4
"""Words among which the correcting one stands."""

SMALL = 3
"""Letters of words that only point: itu, iku, ini."""

BUT = re.compile(r",|\b(?:tapi|tetapi|melainkan|ini|niki|iki|ning|nanging|but|it's)\b", re.IGNORECASE)
"""Behind the last of these stands what is meant."""


def corrects(draft: Draft, text: str, rules: Rules) -> bool:
    if draft.empty:
        return False
    words = plain_words(text.replace("salah satu", ""))  # "one of" corrects nothing
    return len(words) <= MOST_WORDS and not set(rules.catalogue.talk.corrections).isdisjoint(words[:BEGINS])


def corrected(draft: Draft, text: str, rules: Rules) -> Draft:
    """The draft as it is meant: without its last photo or recording, with another place, or about another matter."""
    words, talk = set(plain_words(text)), rules.catalogue.talk
    if words.intersection(talk.photo) and draft.evidence:
        return without_last(draft, ("photo", "video"))
    if words.intersection(talk.voice) and is_spoken(draft):
        return without_last(draft, SPOKEN)
    if words.intersection(talk.where):
        place = rules.gazetteer.find(text)
        return add_place(draft, Said(place.words), rules) if place else replace(draft, spot=None, spot_waived=False)
    return about_another(add_words(replace(draft, whole=True, parts=()), text, rules), text, rules)


def without_last(draft: Draft, kinds: Collection[str]) -> Draft:
    """The last file of these kinds goes, or the last one if there are none."""
    fitting = [place for place, each in enumerate(draft.evidence) if each.kind in kinds]
    last = fitting[-1] if fitting else len(draft.evidence) - 1
    return replace(draft, evidence=(*draft.evidence[:last], *draft.evidence[last + 1 :]))


def about_another(draft: Draft, text: str, rules: Rules) -> Draft:
    """What the correction itself is about; unsure, the question with its buttons. Its words stay in the story."""
    meant = BUT.split(text)[-1].strip() or text
    choice = chosen(rules.catalogue, meant, understood(meant, rules), draft.spot)
    denied = {draft.topic}
    if denies(meant, rules):
        denied |= {choice.topic, *offered_by(meant, draft, rules)}
    elif choice.sure and choice.topic and says_what(meant, rules):
        return settle_topic(draft, choice.topic, rules)
    options = (each for each in dict.fromkeys((*choice.options, *draft.options)) if each not in denied)
    most = rules.catalogue.routing.ask
    return replace(draft, topic=None, office=None, options=tuple(options)[:most], settled=False, door=None)


def denies(meant: str, rules: Rules) -> bool:
    """ "Bukan Dishub" names what it is not, and nothing else."""
    return bool(set(rules.catalogue.talk.denials).intersection(plain_words(meant)))


def offered_by(meant: str, draft: Draft, rules: Rules) -> Iterator[str]:
    """Topics among the draft's options whose office is named."""
    catalogue = rules.catalogue
    named = {office.code for word in plain_words(meant) if (office := catalogue.find_office(word))}
    return (each for each in draft.options if each in catalogue.topics and catalogue.topics[each].office in named)


def says_what(meant: str, rules: Rules) -> bool:
    """ "Bukan itu" only says what it is not."""
    return any(len(word) > SMALL and word not in rules.catalogue.talk.corrections for word in plain_words(meant))
