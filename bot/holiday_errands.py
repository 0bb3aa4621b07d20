"""`/libur` in the desk's transaction. Every process follows the table within seconds (`bot/almanac.py`)."""

from msgspec.structs import replace

from bot.errands import Caller, Desk, Errand
from flows.events import HouseEvent
from flows.holiday_asked import (
    ChangeHoliday,
    DropHoliday,
    HolidayKept,
    HolidaysFound,
    KeepHoliday,
    ListHolidays,
)
from routing.holiday_table import Holiday
from storage import holidays
from storage.database import millis


async def list_holidays(desk: Desk, effect: ListHolidays, caller: Caller) -> HouseEvent:
    return HolidaysFound(await holidays.table(desk.connection))


async def keep(desk: Desk, effect: KeepHoliday, caller: Caller) -> HouseEvent:
    holiday = effect.holiday
    await holidays.put(desk.connection, holiday, millis(desk.house.now()), caller.person)
    return HolidayKept(holiday.day, holiday)


async def change(desk: Desk, effect: ChangeHoliday, caller: Caller) -> HouseEvent:
    """A button of a day that somebody took out meanwhile brings it back under no name: it is just gone."""
    table = {each.day: each for each in await holidays.table(desk.connection)}
    if (holiday := table.get(effect.day)) is None:
        return HolidayKept(effect.day, None)
    kind, sure = effect.kind or holiday.kind, holiday.sure if effect.sure is None else effect.sure
    return await keep(desk, KeepHoliday(replace(holiday, kind=kind, sure=sure)), caller)


async def drop(desk: Desk, effect: DropHoliday, caller: Caller) -> HouseEvent:
    if await holidays.remove(desk.connection, [effect.day]):
        return HolidayKept(effect.day, None)
    name = desk.house.rules.calendar.why(effect.day)
    if name is None:
        return HolidayKept(effect.day, None)
    return await keep(desk, KeepHoliday(Holiday(effect.day, name, "hari_kerja")), caller)


HOLIDAYS: dict[type, Errand] = {
    ListHolidays: list_holidays,
    KeepHoliday: keep,
    ChangeHoliday: change,
    DropHoliday: drop,
}
