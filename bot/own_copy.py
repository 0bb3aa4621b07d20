"""The file a citizen gets when she asks what is kept about her: readable by people and by programs.

Of a ticket that is hers, everything in words; of one she joined, only her own part. Officers appear as officers.
"""

import html
import json
from datetime import datetime
from typing import Any

from bot.speech import Speech
from flows.applicant import Applicant
from flows.effects import OfficeName, Place, TopicName, Value, Words
from routing.desk import INTERNAL, Amended
from routing.facts import Answered, Disputed, Entry, Fact, Joined, Rated, Remarked, Returned
from routing.formal import Decided, Extended, Objected
from routing.pausing import Asked, Prolonged
from routing.ticket import SYSTEM, Draft
from storage.consents import Consent
from storage.database import moment
from storage.dossier import Dossier, Record

FILE = "data-saya.json"

Json = dict[str, Any]


def words_of(fact: Fact) -> str:
    """What somebody wrote in it."""
    match fact:
        case Answered(text=text) | Decided(text=text) | Asked(text=text) | Remarked(text=text) | Amended(text=text):
            return text
        case Disputed(reason=reason) | Returned(reason=reason) | Extended(reason=reason) | Objected(reason=reason):
            return reason
        case Prolonged(reason=reason):
            return reason
        case _:
            return ""


NOT_HERS = (Joined, *INTERNAL)
"""Facts of her report that are not hers to read: another's part, and what the office wrote for itself."""


class Copyist:
    def __init__(self, speech: Speech, language: str) -> None:
        self.speech = speech
        self.language = language

    def copy(self, dossier: Dossier) -> bytes:
        own = [each for each in dossier.records if each.ticket.reporter == dossier.person]
        joined = [each for each in dossier.records if each.ticket.reporter != dossier.person]
        talk = dossier.talk
        drafts = (talk.draft, *talk.later) if talk else ()
        told = {
            "identity": [self.named(channel=each.channel, name=each.name) for each in dossier.identities],
            "applicant": self.applicant(dossier.applicant) if dossier.applicant else None,
            "language": talk.language if talk else None,
            "drafts": [self.draft(each) for each in drafts if not each.empty],
            "aside": (talk.words or None) if talk else None,
            "reports": [self.report(each) for each in own],
            "followed": [self.followed(each, dossier.person) for each in joined],
            "consents": [self.consent(each) for each in dossier.consents],
        }
        return json.dumps(self.named(**told), ensure_ascii=False, indent=2).encode()

    def applicant(self, told: Applicant) -> Json:
        """The form's answers, her whole NIK among them: the file goes to nobody but her."""
        return self.named(name=told.name, nik=told.nik, entity=told.entity, address=told.address, contact=told.contact)

    def report(self, record: Record) -> Json:
        ticket, entries = record.ticket, (each for each in record.entries if not isinstance(each.fact, NOT_HERS))
        return self.named(
            number=ticket.number,
            **self._told(ticket.draft, ticket.office),
            state=self.value(Words(f"state.{ticket.state}")),
            stars=ticket.stars,
            secret=ticket.secret or None,
            history=[self.entry(each, ticket.reporter) for each in entries],
        )

    def followed(self, record: Record, person: str) -> Json:
        """What she wrote; neither whose report it is nor what others wrote."""
        hers = [each for each in record.entries if each.by == person]
        wrote = [self.draft(each.fact.draft) for each in hers if isinstance(each.fact, Joined)]
        return self.named(
            number=record.ticket.number, reports=wrote, history=[self.entry(each, person) for each in hers]
        )

    def draft(self, draft: Draft) -> Json:
        return self.named(**self._told(draft, draft.office))

    def _told(self, draft: Draft, office: str | None) -> Json:
        spot = draft.spot
        pin = f"{spot.latitude}, {spot.longitude}" if spot and spot.latitude is not None else None
        return {
            "text": draft.text or None,
            "topic": self.value(TopicName(draft.topic)) if draft.topic else None,
            "office": self.value(OfficeName(office)) if office else None,
            "place": self.value(Place(spot)) if spot else None,
            "pin": pin,
            "files": len(draft.evidence) or None,
            "purpose": draft.request.purpose or None,
        }

    def entry(self, entry: Entry, person: str) -> Json:
        fact = entry.fact
        by = "you" if entry.by == person else "system" if entry.by == SYSTEM else "officer"
        text = words_of(fact)
        tag = str(fact.__struct_config__.tag).replace("-", "_")
        return self.named(
            at=self.time(entry.at),
            by=self.word(by),
            what=self.speech.sentence(f"copy.fact.{tag}", self.language),
            text=text or None,
            stars=fact.stars if isinstance(fact, Rated) else None,
        )

    def consent(self, consent: Consent) -> Json:
        return self.named(
            what=consent.what,
            version=consent.version,
            at=self.time(moment(consent.at)),
            withdrawn=self.time(moment(consent.withdrawn)) if consent.withdrawn else None,
        )

    # ---- words

    def named(self, **values: Any) -> Json:
        """The keys in her language; what is not there is left out."""
        return {self.word(key): value for key, value in values.items() if value is not None}

    def word(self, key: str) -> str:
        return self.speech.sentence(f"copy.{key}", self.language)

    def value(self, value: Value) -> str:
        return html.unescape(self.speech.value(value, self.language, {}))

    def time(self, at: datetime) -> str:
        """In the time of Kudus, to the second."""
        return at.astimezone(self.speech.rules.zone).isoformat(timespec="seconds")
