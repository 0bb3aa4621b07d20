"""The doorways: what a link or a poster on the wall (`t.me/<bot>?start=<payload>`) says of where somebody comes from.

    lapor            straight to "what happened?"
    opd-DISHUB       the poster hangs at that office's counter (the coordinator is for everything: like lapor)
    di-GETASPEJATEN  the poster hangs at that place: a village, `KECJATI`, or a landmark

Telegram allows A-Z a-z 0-9 _ - in a payload, 64 at most. On WhatsApp it stands in brackets in a message that is written
already when the link is opened: `Halo Pendopo [di-GETASPEJATEN]`. Anybody may forge one; it only suggests.
"""

import re
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from routing.catalogue import Office
from routing.gazetteer import Place
from routing.pieces import NameShown, Spot
from routing.rules import Rules
from routing.ticket import Draft

REPORT = "lapor"
OFFICE = "opd-"
PLACE = "di-"

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)

WRITTEN = re.compile(rf"\[({REPORT}|(?:{OFFICE}|{PLACE})[A-Za-z0-9_-]{{1,60}})\]", re.ASCII | re.IGNORECASE)

GREETING = 2
"""Words before the brackets that are the poster's and not hers (`poster.hello` in the catalogues)."""

STAYS = timedelta(days=1)
"""As long as a doorway counts: whoever writes next week stands somewhere else."""


class Doorway(Struct, frozen=True):
    """Where she came in. `office` is a code of the catalogue; neither it nor a place: straight to telling."""

    at: datetime
    office: str | None = None
    spot: Spot | None = None


def doorway(payload: str, at: datetime, rules: Rules) -> Doorway | None:
    """What a payload means; None for one that means nothing here."""
    if not PAYLOAD.fullmatch(payload):
        return None
    if payload.lower() == REPORT:
        return Doorway(at)
    if payload.startswith(OFFICE):
        office = rules.catalogue.find_office(payload.removeprefix(OFFICE))
        if office is None or office.outside:
            return None
        return Doorway(at, office=None if office.code == rules.catalogue.coordinator else office.code)
    place = rules.gazetteer.named(payload.removeprefix(PLACE)) if payload.startswith(PLACE) else None
    return Doorway(at, spot=Spot(place.words, place.village, place.district, presumed=True)) if place else None


def written(text: str) -> tuple[str, str]:
    """Payload and her own words of a message that a link had begun for her; no payload in any other."""
    found = WRITTEN.search(text)
    if found is None:
        return "", text
    before, after = text[: found.start()].strip(), text[found.end() :].strip()
    return found[1], " ".join(filter(None, (before if len(before.split()) > GREETING else "", after)))


def to_office(office: Office) -> str:
    """The payload of an office's poster."""
    return f"{OFFICE}{office.code}"


def to_place(place: Place) -> str:
    """The payload of a poster at a place that has a name in the gazetteer."""
    kecamatan = place.district == place.words and place.village is None
    name = f"Kec{place.words}" if kecamatan else place.words
    return PLACE + "".join(sign for sign in name.upper() if sign.isascii() and sign.isalnum())


def begun(door: Doorway | None, name: NameShown, at: datetime) -> Draft:
    """A new draft of somebody who came in here."""
    if door is None or at - door.at > STAYS:
        return Draft(name=name)
    return Draft(name=name, spot=door.spot, door=door.office)


def nearer(presumed: Spot, found: Spot) -> Spot:
    """What her own words say of the place, within the one whose poster she read, unless they name another."""
    if found.village or found.district or found.outside:
        return found
    wide = presumed.words in (presumed.village, presumed.district)
    words = found.words if wide else f"{found.words}, {presumed.words}"
    return replace(presumed, words=words, presumed=False)
