"""A formal request for information (UU 14/2008): what is asked for, decided, extended and objected to.

What the applicant's form says about herself is no part of it: that stands in a table of its own, never in a ticket.
"""

from datetime import datetime
from typing import Literal, get_args

from msgspec import Struct

from routing.pieces import Evidence

Ruling = Literal["whole", "part", "refused", "elsewhere"]
RULINGS: tuple[Ruling, ...] = get_args(Ruling)
WITHHOLDING = ("part", "refused")
"""Rulings that keep something back, so that they need a ground of article 17 and a consequence test (art. 19)."""

EXEMPT = tuple("abcdefghij")
"""Article 17 a–j: law enforcement, intellectual property, defence, natural wealth, economy, foreign relations,
private deeds, personal secrets, internal memoranda, secret by law."""

GRIEVANCES = tuple("abcdefg")
"""Article 35 (1): refused as exempt, periodic information missing, no reply, not as asked, not fulfilled,
unreasonable cost, late."""

OBTAIN = ("see", "copy")
DELIVER = ("chat", "email", "post", "pickup")


class Request(Struct, frozen=True):
    """What the form asks besides the information itself and who asks; empty as long as it was not answered."""

    purpose: str = ""
    obtain: str = ""
    """One of `OBTAIN`."""
    deliver: str = ""
    """One of `DELIVER`."""


class Decision(Struct, frozen=True):
    """What the written notice says. `ground` is a letter of `EXEMPT`, `test` names the record of the consequence
    test; both are empty where nothing is kept back."""

    ruling: str
    text: str
    ground: str
    test: str
    at: datetime


class Objection(Struct, frozen=True):
    """`ground` is a letter of `GRIEVANCES`; `answered` when the superior of the PPID has answered it."""

    ground: str
    reason: str
    at: datetime
    answered: datetime | None = None


# ---- commands


class Decide(Struct, frozen=True, tag="decide"):
    """`files` are the information itself, where it is sent in the chat."""

    ruling: str
    text: str = ""
    ground: str = ""
    test: str = ""
    files: tuple[Evidence, ...] = ()


class Extend(Struct, frozen=True, tag="extend"):
    """Seven working days more, once, with a written reason (art. 22 (8))."""

    reason: str


class Object(Struct, frozen=True, tag="object"):
    """The applicant's objection (keberatan, art. 35)."""

    ground: str
    reason: str


FormalCommand = Decide | Extend | Object


# ---- facts


class Decided(Struct, frozen=True, tag="decided"):
    ruling: str
    text: str
    ground: str
    test: str
    files: tuple[Evidence, ...] = ()


class Extended(Struct, frozen=True, tag="extended"):
    reason: str


class Objected(Struct, frozen=True, tag="objected"):
    ground: str
    reason: str
    before: str
    """The office where the request lay; the objection goes to the coordinator."""
    to: str


FormalFact = Decided | Extended | Objected
