"""What `pendopo check` finds."""

from msgspec import Struct


class Finding(Struct, frozen=True):
    """One line of the check-up. A fault names its mend."""

    what: str
    good: bool
    detail: str
