"""How long something took as the law and an office count it: days from day 0, and hours behind the counter."""

from datetime import date, datetime, time, timedelta

from routing.rules import Rules


def days_taken(start: datetime, end: datetime, rules: Rules) -> float:
    """Working days by the law's count: nothing on day 0, `n` at the close of office hours of the `n`-th day after it.

    So what ends in time has at most the limit's days. After closing time the day is simply full.
    """
    first, last = (moment.astimezone(rules.zone) for moment in (start, end))
    whole = rules.calendar.between(first.date(), last.date())
    if whole < 1 or not rules.calendar.is_working(last.date()):
        return float(max(0, whole))
    return whole - 1 + _share(last, rules)


def hours_taken(start: datetime, end: datetime, rules: Rules) -> float:
    """Hours in which offices were open."""
    first, last = (moment.astimezone(rules.zone) for moment in (start, end))
    opens, closes = _hours(rules)
    full = (closes - opens) / timedelta(hours=1)
    days = _open_days(first.date(), last.date(), rules)
    return max(0.0, full * (days - _passed(first, rules) + _passed(last, rules)))


def _open_days(start: date, end: date, rules: Rules) -> int:
    """Working days from `start` on, before `end`."""
    calendar = rules.calendar
    if end < calendar.add(start, 0):
        return 0
    return calendar.between(start, end) + 1 - calendar.is_working(end)


def _passed(moment: datetime, rules: Rules) -> float:
    return _share(moment, rules) if rules.calendar.is_working(moment.date()) else 0.0


def _share(moment: datetime, rules: Rules) -> float:
    """How much of the office hours of its day is over, 0 to 1."""
    opens, closes = _hours(rules)
    into = timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second) - opens
    return min(1.0, max(0.0, into / (closes - opens)))


def _hours(rules: Rules) -> tuple[timedelta, timedelta]:
    """Opening and closing time since midnight."""
    hours = rules.catalogue.hours
    opens, closes = (time.fromisoformat(told.replace(".", ":")) for told in (hours.opens, hours.closes))
    return _since_midnight(opens), _since_midnight(closes)


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)
