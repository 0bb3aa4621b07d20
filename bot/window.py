"""WhatsApp's 24-hour window: what may be said to somebody now. Asked for each letter, in the moment it is sent.

Within a day of her last message anything may be said, free of charge. Later only an approved template, which costs
(`bot/templates.py`): a short sentence of ours travels in it whole, everything else is parked until she writes.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Protocol, runtime_checkable

from msgspec import Struct

from bot.channels import Trouble
from bot.house import House
from bot.parcels import Parcel
from bot.speech import Speech
from bot.templates import MOST_PARAMETER, Filled, fill, flattened
from bot.windows import WINDOWS
from flows.announcing import Template, announced_by, is_asked_for, says_it_all, says_something
from flows.effects import Line, OfficeName, Say, Value
from storage.database import millis
from storage.links import Link
from storage.parking import Why


@runtime_checkable
class Announcer(Protocol):
    """A channel that has templates."""

    async def announce(self, chat: str, template: Filled, about: str = "") -> str:
        """Returns the id of the message. Raises `Trouble`; `NoTemplate` when the template can't be used."""


class Parked(Trouble):
    """The letter waits until she writes. `links` are of the announcement that was sent in its stead; `fault` says
    why none could be."""

    def __init__(self, why: Why, template: str = "", links: Sequence[Link] = (), fault: str = "") -> None:
        self.why: Why = why
        self.template = template
        self.links = links
        self.fault = fault
        super().__init__(f"{why} {template} {fault}".strip())


class Waits(Struct, frozen=True):
    """It is parked. `announce` is sent before, unless she has been told of it, or shall not be told."""

    why: Why
    template: Template | None = None
    announce: Filled | None = None


class Instead(Struct, frozen=True):
    """The announcement says all of it."""

    template: Template
    announce: Filled


Verdict = Waits | Instead | None
"""None: it goes as it is."""


class Windows:
    """`lengths` by channel; a channel that is not among them can always be written to."""

    def __init__(self, house: House, speech: Speech, lengths: Mapping[str, timedelta] = WINDOWS) -> None:
        self.house = house
        self.speech = speech
        self.lengths = lengths

    def look(self, parcel: Parcel) -> Verdict:
        """What becomes of a letter to a person now."""
        body = parcel.letter.body
        if not (parcel.person and parcel.channel and says_something(body)):
            return None
        if parcel.stopped and not is_asked_for(body):
            return Waits("stopped")
        if self.is_open(parcel):
            return None
        template = announced_by(body)
        news = self._news(parcel) if template == "status" else ""
        if template == "status" and not (says_it_all(body) and len(news) <= MOST_PARAMETER):
            template = "news"
        if template is None or (parcel.letter.ticket or "", template) in parcel.told:
            return Waits("window", template)
        filled = self._filled(parcel, template, news)
        return Instead(template, filled) if template == "status" else Waits("window", template, filled)

    def is_open(self, parcel: Parcel) -> bool:
        length = self.lengths.get(parcel.channel)
        return length is None or millis(self.house.now()) - parcel.seen < length / timedelta(milliseconds=1)

    def _news(self, parcel: Parcel) -> str:
        return flattened(" ".join(self.speech.plain(line, parcel.language) for line in lines_of(parcel)))

    def _filled(self, parcel: Parcel, template: Template, news: str) -> Filled:
        home = OfficeName(self.house.rules.catalogue.coordinator)
        office = next((each for line in lines_of(parcel) if (each := line.values.get("office"))), home)
        values: dict[str, Value] = {"number": parcel.letter.ticket or "", "office": office, "news": news}
        return fill(template, parcel.language, values, self.speech)


def lines_of(parcel: Parcel) -> Sequence[Line]:
    body = parcel.letter.body
    return body.lines if isinstance(body, Say) else ()
