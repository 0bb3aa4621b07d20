"""What the talk about officers asks of the house, as `flows/asked.py`. Rights were looked at before."""

from datetime import date

from msgspec import Struct

from routing.register import Leave, Role


class FindOfficers(Struct, frozen=True, tag="find_officers"):
    """Those of an office; `person` is the one that is to be shown."""

    office: str
    person: str = ""


class Enrol(Struct, frozen=True, tag="enrol"):
    """Make somebody an officer, or write down what is told of one. None leaves it as it is."""

    person: str
    office: str
    role: Role | None = None
    decree: str | None = None
    until: date | None = None


class Dismiss(Struct, frozen=True, tag="dismiss"):
    """`sure`: also if it is the last one, or oneself."""

    person: str
    office: str
    sure: bool = False


class Depart(Struct, frozen=True, tag="depart"):
    """Somebody is in the office's group no longer."""

    person: str
    office: str


class SetLeave(Struct, frozen=True, tag="set_leave"):
    """None: they are back."""

    person: str
    office: str
    leave: Leave | None


class SayOnce(Struct, frozen=True, tag="say_once"):
    """Say this sentence in the group it was heard in, unless it was said `about` the same a day ago or less."""

    key: str
    about: str


RegisterAsked = FindOfficers | Enrol | Dismiss | Depart | SetLeave | SayOnce
