""" "Bukan PUPR, ini lampu", "fotonya salah", "ganti lokasi", "jangan sebut nama saya": a draft is changed by simply
saying so."""

import re
from collections.abc import Collection, Iterator
from itertools import dropwhile

from msgspec.structs import replace

from flows.draft import SPOKEN, add_place, add_words, is_spoken, settle_kind, settle_name, settle_topic
from flows.events import Said
from flows.understanding import understood
from routing.assign import chosen
from routing.pieces import Kind, NameShown
from routing.rules import Rules
from routing.terms import plain_words
from routing.ticket import Draft

MOST_WORDS = 12
"""A longer message is a story, whatever it begins with."""

BEGINS = 4
"""Words among which the correcting one stands."""

MOST_ABOUT_HER = 8
"""Words of a message that is about her name."""

MOST_OF_A_CHOICE = 2
"""Words of a message that is nothing but the choice: "anonim saja"."""

MOST_OF_A_REMARK = 8
"""Words of a correction that tells nothing else."""

UNNAMED = ("anonim", "anonymous")
AT = ("yang", "benar", "harusnya", "seharusnya", "di", "ing", "wonten", "neng", "nang", "in", "at", "is")

SMALL = 3
"""Letters of words that only point: itu, iku, ini."""

BUT = re.compile(r",|\b(?:tapi|tetapi|melainkan|ini|niki|iki|ning|nanging|but|it's)\b", re.IGNORECASE)
"""Behind the last of these stands what is meant."""


def corrects(draft: Draft, text: str, rules: Rules) -> bool:
    if draft.empty:
        return False
    words = plain_words(text.replace("salah satu", ""))  # "one of" corrects nothing
    if len(words) > MOST_WORDS:
        return False
    known = not set(rules.catalogue.talk.corrections).isdisjoint(words[:BEGINS])
    return bool(known or name_meant(text, rules) or moved_to(draft, text, rules))


def corrects_aside(draft: Draft, text: str, rules: Rules) -> bool:
    """A correction that is no answer to "where": about her name, or about what she sent."""
    talk = rules.catalogue.talk
    about = set(plain_words(text)).intersection((*talk.photo, *talk.voice))
    return corrects(draft, text, rules) and bool(name_meant(text, rules) or (about and draft.evidence))


def corrected(draft: Draft, text: str, rules: Rules) -> Draft:
    """The draft as it is meant: another name, without its photos or recordings or the last of them, with another
    place, for another purpose, or about another matter."""
    words, talk = set(plain_words(text)), rules.catalogue.talk
    if name := name_meant(text, rules):
        return settle_name(draft, name, rules)
    if words.intersection(talk.photo) and draft.evidence:
        return without(draft, ("photo", "video"), every=bool(words.intersection(talk.all)))
    if words.intersection(talk.voice) and is_spoken(draft):
        return without(draft, SPOKEN, every=bool(words.intersection(talk.all)))
    if place := moved_to(draft, text, rules):
        return add_place(told_on(draft, text), Said(place), rules)
    if words.intersection(talk.where):
        found = rules.gazetteer.find(text)
        return add_place(draft, Said(found.words), rules) if found else replace(draft, spot=None, spot_waived=False)
    if kind := kind_meant(text, rules):
        return settle_kind(told_on(draft, text), kind, rules)
    return about_another(add_words(replace(draft, whole=True, parts=()), text, rules), text, rules)


def name_meant(text: str, rules: Rules) -> NameShown | None:
    """Who shall see her name: either it is said whose name it is, or nothing but the choice."""
    talk = rules.catalogue.talk
    words = set(plain_words(text.replace("don't", "not"))).difference(talk.filler)
    hers = words.intersection(talk.name) and set(plain_words(text)).intersection(talk.mine)
    if len(words) > (MOST_ABOUT_HER if hers else MOST_OF_A_CHOICE):
        return None
    if words.intersection(talk.secret):
        return "secret"
    if words.intersection(talk.anonymous if hers else UNNAMED):
        return "anonymous"
    return "named" if hers and words.intersection(talk.named) else None


def moved_to(draft: Draft, text: str, rules: Rules) -> str:
    """The place she means instead ("lokasinya di …", "bukan di …, di …"), in her words; "" when the message is about
    another thing or begins with no place that is known."""
    words, talk = plain_words(text), rules.catalogue.talk
    if draft.spot is None or not words:
        return ""
    if words[0] in talk.denials and words[1:2] and words[1] in AT and BUT.search(text):
        meant = behind(BUT.split(text)[-1], AT)
    elif words[0] in talk.where:
        meant = behind(text, (*talk.where, *talk.corrections, *AT))
    else:
        return ""
    place = rules.gazetteer.find(meant)
    if place is None or not meant.startswith(place.words):
        return ""
    return meant if len(meant.split()) <= MOST_OF_A_REMARK else place.words


def behind(text: str, words: Collection[str]) -> str:
    """The text without those of these words with which it begins."""
    return " ".join(dropwhile(lambda each: set(plain_words(each)).issubset(words), text.split()))


def kind_meant(text: str, rules: Rules) -> Kind | None:
    """What the message is for, where she says so: "bukan aduan, saya cuma tanya"."""
    words, talk = plain_words(text), rules.catalogue.talk
    called: dict[Kind, tuple[str, ...]] = {
        "information": talk.ask,
        "complaint": talk.complain,
        "aspiration": talk.suggest,
    }
    said = {kind: {place for place, word in enumerate(words) if word in names} for kind, names in called.items()}
    denied = {place + n for place, word in enumerate(words) if word in talk.denials for n in (1, 2)}
    meant = [kind for kind, places in said.items() if places - denied]
    return meant[0] if len(meant) == 1 and any(places & denied for places in said.values()) else None


def told_on(draft: Draft, text: str) -> Draft:
    """Whoever says more than the correction is telling the story, too."""
    return replace(draft, text=f"{draft.text}\n{text}") if len(text.split()) > MOST_OF_A_REMARK else draft


def without(draft: Draft, kinds: Collection[str], *, every: bool) -> Draft:
    """The last file of these kinds goes, or the last one if there are none; or every one of these kinds."""
    if every:
        return replace(draft, evidence=tuple(each for each in draft.evidence if each.kind not in kinds))
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
