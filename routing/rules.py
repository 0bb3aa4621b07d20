"""What the law, the operator and the map laid down, loaded once and handed down as one value."""

from zoneinfo import ZoneInfo

from msgspec import Struct

from routing.calendar import Calendar
from routing.catalogue import Catalogue
from routing.gazetteer import Gazetteer
from routing.learned import Learned


class Rules(Struct, frozen=True):
    """The catalogue of offices, topics, clocks and ladder; the working days; the places; what experience taught."""

    catalogue: Catalogue
    calendar: Calendar
    gazetteer: Gazetteer
    learned: Learned | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.catalogue.hours.timezone)
