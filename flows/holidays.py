"""`/libur`: the coming holidays, and the operator's own table of them, a line or a press each.

Whatever is changed is counted again for every open report, and reporters are told of a day that moves.
"""

from datetime import date, timedelta

from flows.effects import HERE, PRESSED, Choice, Line, Rows, Say, Value, Words
from flows.events import Chose
from flows.holiday_asked import ChangeHoliday, DropHoliday, HolidayKept, HolidaysFound, KeepHoliday, ListHolidays
from flows.morning import undecreed
from flows.turn import Turn
from routing.dates import read_day
from routing.holiday_table import KINDS, MOST_NAME, Holiday, guessed_kind

AHEAD = timedelta(days=366)
MOST_SHOWN = 24

DAY_WORDS = 3
"""Words of a date at most: "Rabu, 23 September 2027" is read without its weekday."""

UNSURE = ("perkiraan", "(perkiraan)")
REMOVES = ("hapus", "batal", "buang")


def tell_or_keep(turn: Turn, rest: str) -> None:
    """Without words the list; with a date and a name a new day; with `hapus` and a date one less."""
    words = rest.split()
    if not words:
        turn.do(ListHolidays())
    elif words[0].lower() in REMOVES:
        remove(turn, " ".join(words[1:]))
    else:
        add(turn, rest)


def add(turn: Turn, text: str) -> None:
    told, _, decree = text.partition(";")
    day, name = split(told, turn.today)
    if day is None:
        turn.say("libur.no_day")
    elif day < turn.today:
        turn.say("libur.past", day=turn.noon(day))
    elif not name:
        turn.say("libur.no_name")
    else:
        sure = not any(word in name.lower().split() for word in UNSURE)
        plain = " ".join(word for word in name.split() if word.lower() not in UNSURE)[:MOST_NAME]
        holiday = Holiday(day, plain or name, guessed_kind(plain), sure, " ".join(decree.split())[:200])
        turn.do(KeepHoliday(holiday))


def split(text: str, from_day: date) -> tuple[date | None, str]:
    """The date that the text begins with, and the rest of it."""
    words = text.split()
    for count in range(min(DAY_WORDS + 1, len(words)), 0, -1):
        if day := read_day(" ".join(words[:count]), from_day):
            return day, " ".join(words[count:])
    return None, text


def remove(turn: Turn, text: str) -> None:
    """A day of the table goes; one that only the library knows is declared a working day."""
    day = read_day(text, turn.today)
    if day is None:
        turn.say("libur.no_day")
    elif day < turn.today:
        turn.say("libur.past", day=turn.noon(day))
    else:
        turn.do(DropHoliday(day))


# ---- buttons; the day stands in each


def press(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, Chose)
    iso, _, value = event.value.partition(" ")
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        turn.answer("button.unknown")
        return
    if turn.rules.catalogue.coordinator not in turn.heard.actor.offices:
        turn.answer("refused.not_coordinator")
    elif value == "drop":
        turn.do(DropHoliday(day))
    elif value in ("sure", "unsure"):
        turn.do(ChangeHoliday(day, sure=value == "sure"))
    elif value in KINDS:
        turn.do(ChangeHoliday(day, kind=value))
    else:
        turn.answer("button.unknown")


def button(day: date, value: str, label: Words) -> Choice:
    return Choice("libur", "", f"{day.isoformat()} {value}", label)


def rows(holiday: Holiday) -> Rows:
    day = holiday.day
    kinds = [button(day, kind, Words(f"libur.kind.{kind}")) for kind in KINDS if kind != holiday.kind]
    unsure, sure = Words("button.libur_unsure"), Words("button.libur_sure")
    other = button(day, "unsure", unsure) if holiday.sure else button(day, "sure", sure)
    return (tuple(kinds[:2]), tuple(kinds[2:]), (other, button(day, "drop", Words("button.libur_drop"))))


# ---- what the house answered


def tell_holidays(turn: Turn) -> None:
    found = turn.event
    assert isinstance(found, HolidaysFound)
    first = turn.today
    own = {each.day: each for each in found.own}
    coming = turn.rules.calendar.holidays(first, first + AHEAD)
    opened = [(each.day, each.name) for each in found.own if each.kind == "hari_kerja" and each.day >= first]
    days = sorted({*coming, *opened})[:MOST_SHOWN]
    lines = [Line("libur.head"), *(day_line(turn, day, name, own.get(day)) for day, name in days)]
    if year := undecreed(turn.heard.at, turn.rules):
        lines.append(Line("libur.undecreed", {"year": str(year)}))
    turn.do(Say(HERE, (*lines, Line("libur.how"))))


def day_line(turn: Turn, day: date, name: str, own: Holiday | None) -> Line:
    values: dict[str, Value] = {"day": turn.noon(day), "name": own.name if own else name}
    if own:
        return Line("libur.own", {**values, "kind": Words(f"libur.kind.{own.kind}"), "sure": certainty(own)})
    return Line("libur.line", values)


def certainty(holiday: Holiday) -> Words:
    return Words("libur.sure" if holiday.sure else "libur.unsure")


def tell_kept(turn: Turn) -> None:
    kept = turn.event
    assert isinstance(kept, HolidayKept)
    edits = PRESSED if turn.heard.button == "libur" else ""
    day, holiday = turn.noon(kept.day), kept.holiday
    if holiday is None:
        turn.do(Say(HERE, (Line("libur.dropped", {"day": day}),), edits=edits))
        return
    values: dict[str, Value] = {"day": day, "name": holiday.name, "kind": Words(f"libur.kind.{holiday.kind}")}
    lines = [Line("libur.kept", {**values, "sure": certainty(holiday)})]
    if holiday.decree:
        lines.append(Line("libur.decree", {"decree": holiday.decree}))
    turn.do(Say(HERE, (*lines, Line("libur.recounted")), rows(holiday), edits=edits))
