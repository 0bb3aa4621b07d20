"""The register of officers: who serves which office, by which decree (SK) and until when, and who stands in.

Asked at every act, with the date of that day in Kudus: an appointment that has ended carries no right from the next
day on, and a deputy's right begins and ends with the leave.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

Role = Literal["officer", "secretary", "head", "coordinator"]
"""Petugas; sekretaris, who is the pejabat penghubung; kepala, who is the atasan PPID; Diskominfo's koordinator."""

ROLES: tuple[Role, ...] = ("officer", "secretary", "head", "coordinator")

WARNED = timedelta(days=14)
"""How long before its end a decree is spoken of."""

LONGEST_DECREE = timedelta(days=10 * 366)
LONGEST_LEAVE = timedelta(days=366)
"""Beyond these a date is a slip of the finger."""


class Leave(Struct, frozen=True):
    """Both days belong to it. `deputy` is a person, or empty when nobody stands in."""

    first: date
    last: date
    deputy: str = ""

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


class Appointment(Struct, frozen=True):
    """`until` is the last day it holds; None when no end was told. `over` when it was ended by somebody's word."""

    person: str
    office: str
    role: Role = "officer"
    decree: str = ""
    until: date | None = None
    leave: Leave | None = None
    over: bool = False

    def holds(self, day: date) -> bool:
        return not self.over and (self.until is None or day <= self.until)

    def runs_out(self, day: date) -> bool:
        """It still holds, and not for long."""
        return self.until is not None and self.holds(day) and self.until - day <= WARNED

    def ran_out(self, day: date) -> bool:
        """Nobody ended it: its decree did."""
        return self.until is not None and not self.over and self.until < day


def is_last(appointments: Iterable[Appointment], person: str, day: date) -> bool:
    """Without this one nobody serves the office any more."""
    holding = {each.person for each in appointments if each.holds(day)}
    return holding == {person}
