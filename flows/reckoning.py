"""Why a deadline is what it is: its clock and its law, since when, and what was not counted."""

from datetime import datetime, time, timedelta

from flows.draft import clip
from flows.effects import Day, Line, Value, Words
from routing.calendar import SATURDAY
from routing.deadlines import Deadline, deadlines, starts
from routing.rules import Rules
from routing.ticket import Ticket

SHOWN = 200
"""Characters of a reason."""


def clock_lines(ticket: Ticket, rules: Rules) -> tuple[Line, ...]:
    """Every clock that runs, what stopped or prolonged it, and the holidays it stepped over."""
    running = deadlines(ticket, rules)
    stopped = sorted(set(starts(ticket, rules)) - {limit.clock for limit in running})
    return (
        *(clock_line(limit, rules) for limit in running),
        *(Line("history.stopped", {"clock": Words(f"clock.{name}")}) for name in stopped),
        *pause_lines(ticket),
        *(holiday_lines(running[-1], rules) if running else ()),
    )


def clock_line(limit: Deadline, rules: Rules) -> Line:
    return Line(
        "history.clock",
        {
            "clock": Words(f"clock.{limit.clock}"),
            "due": Day(limit.due),
            "start": Day(limit.start),
            "days": limit.days,
            "basis": rules.catalogue.clocks[limit.clock].basis,
        },
    )


def pause_lines(ticket: Ticket) -> tuple[Line, ...]:
    pauses = tuple(Line("history.pause", {"start": Day(each.start), "end": Day(each.end)}) for each in ticket.pauses)
    longer = ticket.prolonged
    if longer is None:
        return pauses
    values: dict[str, Value] = {
        "clock": Words(f"clock.{longer.clock}"),
        "days": longer.days,
        "reason": clip(longer.reason, SHOWN),
    }
    return (*pauses, Line("history.prolonged", values))


def holiday_lines(limit: Deadline, rules: Rules) -> tuple[Line, ...]:
    """Weekdays between its first and its last day on which offices are closed."""
    first, last = (moment.astimezone(rules.zone).date() for moment in (limit.start, limit.due))
    days = (first + timedelta(days=count) for count in range(1, (last - first).days))
    closed = [day for day in days if day.weekday() < SATURDAY and not rules.calendar.is_working(day)]
    noons = [(datetime.combine(day, time(12), rules.zone), rules.calendar.why(day) or "") for day in closed]
    return tuple(Line("history.holiday", {"day": Day(noon), "name": name}) for noon, name in noons)
