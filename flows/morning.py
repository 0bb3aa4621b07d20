"""The one message that a group reads in the morning of a working day: which of its tickets need it, and why.

Made from the reminders that wait for the office (`Remind`) and from the tickets as they are now, so that what was
answered meanwhile is not spoken of. The coordinator's begins with the day's figures.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from flows.effects import Choice, Day, Effect, Line, OfficeName, OfRung, Rows, Say, TopicName, Value, to_office
from flows.ladder_notices import BROKEN
from routing.deadlines import owed
from routing.ladder import may_promise
from routing.rules import Rules
from routing.ticket import Ticket

MOST_LINES = 8
"""Tickets named under one heading; the rest are counted."""

MOST_BUTTONS = 5
MARK = "morning"
"""The round of yesterday that still waits is not worth reading today."""


class Reason(Struct, frozen=True):
    """A ticket, and why `office` should look at it."""

    ticket: Ticket
    why: str
    office: str


class Figures(Struct, frozen=True):
    """What the coordinator has to know of a day. `today` and `tomorrow` are what falls due, the first few, and their
    whole counts; `overdue` by office, the most first; `asked` are questions that reporters have not answered."""

    today: tuple[Ticket, ...] = ()
    today_count: int = 0
    tomorrow_count: int = 0
    overdue: tuple[tuple[str, int], ...] = ()
    asked: int = 0
    undeliverable: int = 0
    undecreed: int | None = None
    """The coming year, while its cuti bersama are not known."""


def order(rules: Rules) -> tuple[str, ...]:
    """The headings, the most pressing first."""
    rungs = [rung.name for rung in reversed(rules.catalogue.ladder)]
    return (BROKEN, *rungs, "today", "nearly", "half")


def morning(office: str, reasons: Iterable[Reason], rules: Rules, figures: Figures | None = None) -> Effect | None:
    """None when there is nothing to say; the coordinator is always told the figures."""
    by_why: dict[str, list[Reason]] = {}
    for reason in reasons:
        if still_needs(reason, rules):
            by_why.setdefault(reason.why, []).append(reason)
    named = [why for why in order(rules) if why in by_why]
    lines = [line for why in named for line in section(office, why, by_why[why], rules)]
    told = [reason for why in named for reason in by_why[why][:MOST_LINES]]
    if figures is None and not lines:
        return None
    count = len({reason.ticket.number for each in by_why.values() for reason in each})
    head = figure_lines(figures) if figures else [Line("morning.head", {"office": OfficeName(office), "count": count})]
    return Say(to_office(office), (*head, *lines), buttons(told), mark=MARK)


def still_needs(reason: Reason, rules: Rules) -> bool:
    """Not answered, paused or handed on since."""
    limit = owed(reason.ticket, rules)
    return limit is not None and (reason.why not in ("half", "nearly", "today") or not reason.ticket.overdue)


def section(office: str, why: str, reasons: Sequence[Reason], rules: Rules) -> list[Line]:
    rungs = {rung.name for rung in rules.catalogue.ladder}
    head = Line("morning.rung", {"message": OfRung(why, "message")}) if why in rungs else Line(f"morning.{why}")
    lines = [head, *(line for reason in reasons[:MOST_LINES] for line in ticket_lines(office, reason, rules))]
    rest = len(reasons) - MOST_LINES
    return [*lines, *([Line("morning.more", {"count": rest})] if rest > 0 else [])]


def ticket_lines(office: str, reason: Reason, rules: Rules) -> list[Line]:
    pledge = reason.ticket.pledge
    given = [Line("morning.pledge", {"until": Day(pledge.until)})] if pledge and reason.why != BROKEN else []
    return [ticket_line(office, reason, rules), *given]


def ticket_line(office: str, reason: Reason, rules: Rules) -> Line:
    """Of a secret ticket another group than its office's learns the number alone."""
    ticket, limit = reason.ticket, owed(reason.ticket, rules)
    values: dict[str, Value] = {"number": ticket.number, "office": OfficeName(ticket.office)}
    if limit:
        values["due"] = Day(limit.due, limit.unsure)
    if ticket.secret and ticket.office != office:
        return Line("morning.sealed", values)
    key = "morning.own" if ticket.office == office else "morning.line"
    return Line(key, {**values, "topic": TopicName(ticket.draft.topic or "")})


def buttons(told: Sequence[Reason]) -> Rows:
    """The card of each, and a promise where the ladder has been climbed."""
    rows: dict[str, tuple[Choice, ...]] = {}
    for reason in told:
        number = reason.ticket.number
        open_card = Choice("card", number, "", f"🔎 {number}")
        rows.setdefault(number, (open_card, Choice("promise", number)) if may_promise(reason.ticket) else (open_card,))
    return tuple(rows.values())[:MOST_BUTTONS]


# ---- the coordinator's figures


def figure_lines(figures: Figures) -> list[Line]:
    lines = [Line("digest.head")]
    if figures.today_count:
        lines.append(Line("digest.today", {"count": figures.today_count}))
        lines += [due_line(ticket) for ticket in figures.today[:MOST_LINES]]
    lines.append(Line("digest.tomorrow", {"count": figures.tomorrow_count}))
    if figures.overdue:
        lines.append(Line("digest.overdue", {"count": sum(count for _, count in figures.overdue)}))
        lines += [
            Line("digest.office", {"office": OfficeName(office), "late": late})
            for office, late in figures.overdue[:MOST_LINES]
        ]
    else:
        lines.append(Line("digest.none_overdue"))
    if figures.asked:
        lines.append(Line("digest.asked", {"count": figures.asked}))
    if figures.undeliverable:
        lines.append(Line("digest.undeliverable", {"count": figures.undeliverable}))
    if figures.undecreed:
        lines.append(Line("digest.undecreed", {"year": str(figures.undecreed)}))
    return lines


def due_line(ticket: Ticket) -> Line:
    return Line("digest.line", {"number": ticket.number, "office": OfficeName(ticket.office)})


def undecreed(at: datetime, rules: Rules) -> int | None:
    """The coming year if its cuti bersama are not known by October, when the decree usually is."""
    local = at.astimezone(rules.zone)
    coming = local.year + 1
    return coming if local.month >= DECREE_MONTH and not rules.calendar.is_decreed(coming) else None


DECREE_MONTH = 10
