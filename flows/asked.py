"""What a flow asks of the house. Imperative, as all effects (`flows/effects.py`); done by the desk in the same
transaction (`bot/errands.py`) and answered by an event (`flows/events.py`)."""

from typing import Literal

from msgspec import Struct

from flows import contact
from flows.applicant import Applicant
from flows.coordination_asked import CoordinatorsWish
from flows.groups_asked import GroupsAsked
from flows.holiday_asked import HolidayWish
from flows.register_asked import RegisterAsked
from flows.template_asked import TemplateAsked
from routing.commands import Command
from routing.ticket import Draft


class OpenTicket(Struct, frozen=True, tag="open_ticket"):
    draft: Draft


class Act(Struct, frozen=True, tag="act"):
    number: str
    command: Command


class Find(Struct, frozen=True, tag="find"):
    what: Literal["mine", "open", "asked", "formal", "overdue"]
    office: str | None = None
    skip: int = 0
    """How many were shown before; of what is overdue alone."""


class FindNear(Struct, frozen=True, tag="find_near"):
    """Open tickets that are probably about the same thing."""

    draft: Draft


class FindApplicant(Struct, frozen=True, tag="find_applicant"):
    """What she told about herself for an earlier formal request."""


class KeepApplicant(Struct, frozen=True, tag="keep_applicant"):
    applicant: Applicant


class MakeInvite(Struct, frozen=True, tag="make_invite"):
    office: str


class LinkGroup(Struct, frozen=True, tag="link_group"):
    code: str


class NoteRecap(Struct, frozen=True, tag="note_recap"):
    """A workbook that names applicants was asked for: on the record. `month` as `2026-11`."""

    month: str


class GiveConsent(Struct, frozen=True, tag="give_consent"):
    """She has seen a text and went on. `version` of the text."""

    what: str
    version: str


class WithdrawConsent(Struct, frozen=True, tag="withdraw_consent"):
    """All she ever gave; what rested on it is used no longer."""


class Rename(Struct, frozen=True, tag="rename"):
    name: str


class ForgetMe(Struct, frozen=True, tag="forget_me"):
    """The person becomes a pseudonym that leads nowhere, and her words go."""


Inward = (
    OpenTicket
    | Act
    | Find
    | FindNear
    | FindApplicant
    | KeepApplicant
    | MakeInvite
    | LinkGroup
    | NoteRecap
    | GiveConsent
    | WithdrawConsent
    | Rename
    | ForgetMe
    | contact.Asked
    | RegisterAsked
    | TemplateAsked
    | GroupsAsked
    | CoordinatorsWish
    | HolidayWish
)
