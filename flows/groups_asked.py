"""What is asked of the house about groups, as `flows/asked.py`: lost ones, found ones, and how all of them stand."""

from typing import Literal

from msgspec import Struct

Lost = Literal["out", "gone", "muted"]
"""Put out of the group; the group is no more; no right to write in it."""


class LoseGroup(Struct, frozen=True, tag="lose_group"):
    """The group it was heard in can't be worked in; its office has none until it is back."""

    why: Lost


class RegainGroup(Struct, frozen=True, tag="regain_group"):
    """If the group it was heard in was an office's, it is again. `otherwise` is what is said if it was nobody's."""

    otherwise: str = ""


class NoteTopics(Struct, frozen=True, tag="note_topics"):
    """Whether we may make topics in the group it was heard in."""

    may: bool


class FindHealth(Struct, frozen=True, tag="find_health"):
    """None: of every office."""

    office: str | None = None


GroupsAsked = LoseGroup | RegainGroup | NoteTopics | FindHealth
