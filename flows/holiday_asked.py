"""What `/libur` asks of the house and is answered (`bot/holiday_errands.py`)."""

from datetime import date

from msgspec import Struct

from routing.holiday_table import Holiday, Kind


class ListHolidays(Struct, frozen=True, tag="list_holidays"):
    """The operator's table."""


class KeepHoliday(Struct, frozen=True, tag="keep_holiday"):
    """Add a day to the table, or replace it there."""

    holiday: Holiday


class ChangeHoliday(Struct, frozen=True, tag="change_holiday"):
    """Change the kind or the certainty of a day that stands in the table."""

    day: date
    kind: Kind | None = None
    sure: bool | None = None


class DropHoliday(Struct, frozen=True, tag="drop_holiday"):
    """Take a day out of the table."""

    day: date


HolidayWish = ListHolidays | KeepHoliday | ChangeHoliday | DropHoliday


class HolidaysFound(Struct, frozen=True, tag="holidays_found"):
    """The whole table."""

    own: tuple[Holiday, ...]


class HolidayKept(Struct, frozen=True, tag="holiday_kept"):
    """A day as it stands in the table now; None where it stands no longer."""

    day: date
    holiday: Holiday | None


HolidayNews = HolidaysFound | HolidayKept
