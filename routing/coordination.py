"""What the coordinator alone may do to a ticket: close it with a reason, merge two and part them, see who reported.

The checks that these need stand in `routing/merging.py`.
"""

from msgspec import Struct

# ---- commands


class Close(Struct, frozen=True, tag="close"):
    """Administratively; the reporter reads the reason and may open it again."""

    reason: str


class Merge(Struct, frozen=True, tag="merge"):
    """This ticket is about the same matter as `into`, and goes on there."""

    into: str


class Absorb(Struct, frozen=True, tag="absorb"):
    """The other side of `Merge`: `people` follow this ticket from now on, because theirs was `number`."""

    number: str
    people: tuple[str, ...]


class Split(Struct, frozen=True, tag="split"):
    """It was another matter after all: the ticket is as it was before it was merged."""


class Part(Struct, frozen=True, tag="part"):
    """The other side of `Split`."""

    number: str
    people: tuple[str, ...]


class Reveal(Struct, frozen=True, tag="reveal"):
    """Who sent it, to the officer who asks, for a while."""

    reason: str


CoordinatorsCommand = Close | Merge | Absorb | Split | Part | Reveal


# ---- facts


class Closed(Struct, frozen=True, tag="closed"):
    reason: str


class Merged(Struct, frozen=True, tag="merged"):
    into: str


class Absorbed(Struct, frozen=True, tag="absorbed"):
    """`people` are those who did not follow already. Their words stay in the ticket they were written for."""

    number: str
    people: tuple[str, ...]


class Separated(Struct, frozen=True, tag="separated"):
    into: str
    """Where it had been merged."""


class Parted(Struct, frozen=True, tag="parted"):
    number: str
    people: tuple[str, ...]


class Revealed(Struct, frozen=True, tag="revealed"):
    reason: str


CoordinatorsFact = Closed | Merged | Absorbed | Separated | Parted | Revealed
