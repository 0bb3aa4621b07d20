"""Who asks formally for information: what her form says about herself, and which answers can't be right.

None of it goes into a draft, a ticket or a fact. It stands in the conversation while the form is filled, and then in
a table of its own (`storage/applicants.py`).
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime

from msgspec import Struct
from stdnum.exceptions import InvalidComponent
from stdnum.id import nik as law

PRIVACY = "2026-11-24"
"""Version of the notice she agrees to (`ppid.privacy`); another text needs another version, and is asked anew."""


class Applicant(Struct, frozen=True):
    """Empty where it was not told yet. `nik` is sixteen digits, `contact` a phone number or an e-mail address."""

    name: str = ""
    nik: str = ""
    address: str = ""
    contact: str = ""
    consent: str = ""
    """Version of the privacy notice that she has agreed to."""
    consented: datetime | None = None
    entity: str | None = None
    """The legal entity she asks for, with the number of its decree, which stands for the NIK then; empty while it is
    still to be told, None when she asks for herself."""

    @property
    def masked_nik(self) -> str:
        return masked(self.nik)


def masked(secret: str, shown: int = 4) -> str:
    """Nothing but the last signs, enough to recognise it by: `•••• 0001`."""
    return f"•••• {secret[-shown:]}"


class BadAnswer(Exception):
    """What was told can't be right; `key` says why to whoever told it."""

    def __init__(self, key: str, **values: int | str) -> None:
        self.key = key
        self.values = values
        super().__init__(key)


def tidied(text: str) -> str:
    """In one line, composed (NFC), without marks that turn the direction of what follows or that nobody sees;
    the joiners that Arabic and Javanese script need stay."""
    kept = "".join(sign for sign in text if unicodedata.category(sign) != "Cf" or sign in "\u200c\u200d")
    return " ".join(unicodedata.normalize("NFC", kept).split())


def letters(text: str) -> int:
    return sum(unicodedata.category(sign).startswith("L") for sign in text)


IN_A_NAME = frozenset("LMZ")
NAME_MARKS = frozenset(".,'’`-/()")


def read_name(text: str) -> str:
    """Letters of any script; no digits, no emoji."""
    told = tidied(text)
    fitting = all(unicodedata.category(sign)[0] in IN_A_NAME or sign in NAME_MARKS for sign in told)
    if not fitting or letters(told) < 2:
        raise BadAnswer("ppid.bad.name")
    return within(told, 100)


def read_nik(text: str) -> str:
    """Sixteen digits with a birth date inside (DDMMYY from the seventh on, a woman's day raised by 40). The region
    is not looked up: regions are founded faster than lists of them are printed."""
    told = re.sub(r"^(nik|no\.? ?ktp)\b[ .:=]*", "", tidied(text), flags=re.IGNORECASE)
    digits = "".join(str(unicodedata.decimal(sign, sign)) for sign in law.compact(told))
    if not digits.isascii() or not digits.isdecimal():
        raise BadAnswer("ppid.bad.nik_signs")
    if len(digits) != 16:
        raise BadAnswer("ppid.bad.nik_length", digits=len(digits))
    day, month = int(digits[6:8]), digits[8:10]
    try:
        law.get_birth_date(digits)
    except InvalidComponent as error:
        raise BadAnswer("ppid.bad.nik_birth", day=day % 40, month=int(month)) from error
    if day > 71:
        raise BadAnswer("ppid.bad.nik_birth", day=day, month=int(month))
    return digits


def read_entity(text: str) -> str:
    """A name and the number of the decree that made it a legal entity (the form of PerKI 1/2021
    takes it in the NIK's place)."""
    told = tidied(text)
    if letters(told) < 5 or not any(sign.isdecimal() for sign in told):
        raise BadAnswer("ppid.bad.entity")
    return within(told, 200)


def read_address(text: str) -> str:
    told = tidied(text)
    if len(told) < 10 or letters(told) < 5:
        raise BadAnswer("ppid.bad.address")
    return within(told, 300)


def read_contact(text: str) -> str:
    """A phone number as `+62…` or `0…`, or an e-mail address."""
    told = tidied(text).replace(" ", "")
    if "@" in told:
        return read_email(text)
    number = re.sub(r"[-.()]", "", told)
    if not re.fullmatch(r"(\+|0|62)[0-9]{8,14}", number):
        raise BadAnswer("ppid.bad.contact")
    return number


def read_email(text: str) -> str:
    told = tidied(text).replace(" ", "")
    if not re.fullmatch(r"[^@\s<>]{1,64}@[^@\s<>.]+(\.[^@\s<>.]+)+", told):
        raise BadAnswer("ppid.bad.email")
    return within(told, 200)


def read_purpose(text: str) -> str:
    told = tidied(text)
    if letters(told) < 5:
        raise BadAnswer("ppid.bad.purpose")
    return within(told, 1000)


def within(told: str, most: int) -> str:
    if len(told) > most:
        raise BadAnswer("ppid.bad.too_long", most=most)
    return told


READS: dict[str, Callable[[str], str]] = {
    "name": read_name,
    "nik": read_nik,
    "entity": read_entity,
    "address": read_address,
    "contact": read_contact,
    "purpose": read_purpose,
}
"""How each answer in words is read; raises `BadAnswer`."""
