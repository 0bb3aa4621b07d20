"""What happens to groups, and what the house answers about them (`flows/groups_asked.py`)."""

from datetime import datetime

from msgspec import Struct


class StandingChanged(Struct, frozen=True, tag="standing_changed"):
    """What the officers' bot is in a group: `inside` at all, allowed to write, allowed to make topics."""

    inside: bool
    writes: bool
    topics: bool


class GroupReturned(Struct, frozen=True, tag="group_returned"):
    office: str


class GroupHealth(Struct, frozen=True):
    """How an office's group stands. `lost` as in `storage.rooms.Room`; `officers` who serve today, of whom `undecreed`
    have no decree noted; `expired` whose decree ran out; letters that wait for the group and that were refused."""

    office: str
    linked: bool
    lost: str = ""
    missing: str = ""
    forum: bool = False
    delivered: datetime | None = None
    officers: int = 0
    undecreed: int = 0
    expired: int = 0
    waiting: int = 0
    undeliverable: int = 0

    @property
    def well(self) -> bool:
        return (
            self.linked
            and bool(self.officers)
            and not (self.lost or self.missing or self.expired or self.undeliverable)
        )


class HealthFound(Struct, frozen=True, tag="health_found"):
    """Those that have a group, officers or letters, by their codes; and how many offices have nothing yet."""

    groups: tuple[GroupHealth, ...]
    bare: int


GroupsEvent = GroupReturned | HealthFound
