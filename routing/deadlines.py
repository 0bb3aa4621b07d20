"""Which clock runs for a ticket, when it is due, and when the next bell rings.

Pure arithmetic over the catalogue's clocks (each with its legal basis there), the working days of Kudus, and the
ticket's own pauses and prolongations (`routing/pausing.py`). Nothing is stored but the next bell, and that is
recomputed when it rings.
"""

from datetime import date, datetime, time
from functools import lru_cache
from math import ceil

from msgspec import Struct

from routing.pledges import Mark
from routing.rules import Rules
from routing.standing import is_contested, is_formal
from routing.ticket import Draft, Ticket

OWN_CLOCK = ("information", "ppid")
"""Kinds whose answer is the whole handling, with a clock of that name."""

QUESTION = "question_window"


class Deadline(Struct, frozen=True):
    """`clock` names a clock of the catalogue; `due` is the close of office hours on its last day, `days` working days
    after `start` and the pauses since."""

    clock: str
    due: datetime
    start: datetime
    days: int
    unsure: bool = False
    """It may still move: a holiday in between is an estimate."""


def working_days_later(start: datetime, days: int, rules: Rules) -> datetime:
    """The close of office hours on the `days`-th working day after `start` (its own day is day 0)."""
    return _moment(start.astimezone(rules.zone).date(), days, rules.catalogue.hours.closes, rules)


@lru_cache(maxsize=1_000)
def _moment(start: date, days: int, hour: str, rules: Rules) -> datetime:
    day = rules.calendar.add(start, days)
    return datetime.combine(day, time.fromisoformat(hour.replace(".", ":")), rules.zone)


# ---- which clocks


def deadlines(ticket: Ticket, rules: Rules) -> tuple[Deadline, ...]:
    """The clocks that run now, the earliest first: the reporter's window once answered; otherwise the whole
    handling, and before it choosing an office or the office's first answer. While the reporter is asked something,
    those that pause do not run, and the window for her answer does. None for a closed ticket."""
    limits = [limit for each in starts(ticket, rules).items() if (limit := _limit(*each, ticket, rules))]
    if ticket.asked:
        limits.append(_plain(QUESTION, ticket.asked.at, rules))
    return tuple(sorted(limits, key=lambda limit: limit.due))


def starts(ticket: Ticket, rules: Rules) -> dict[str, datetime]:
    """The clocks of the ticket's state, running or stopped, and since when each has counted."""
    if ticket.state == "closed":
        return {}
    if is_formal(ticket):
        return formal_clock(ticket, rules)
    if ticket.state == "answered":
        return {"citizen_window": ticket.answers[-1].at}
    found = {clock_of(ticket.draft, rules): ticket.since}
    if ticket.triage:
        found["verify"] = ticket.placed
    elif ticket.replied is None and ticket.draft.kind not in OWN_CLOCK:
        found["first_answer"] = ticket.placed
    return found


def formal_clock(ticket: Ticket, rules: Rules) -> dict[str, datetime]:
    """The one clock of a formal request and its start: the written notice, then the window for an objection, its
    answer, then the window for going to the Komisi Informasi (UU 14/2008 art. 22, 36, 37)."""
    objection, decision = ticket.objection, ticket.decision
    if objection and is_contested(ticket):
        return {"objection": objection.at}
    if objection and objection.answered:
        return {"dispute_window": objection.answered}
    if decision:
        return {"objection_window": decision.at}
    if ticket.extended is not None:
        return {"ppid_extension": working_days_later(ticket.since, rules.catalogue.clocks["ppid"].days, rules)}
    return {"ppid": ticket.since}


def clock_of(draft: Draft, rules: Rules) -> str:
    """The clock of the whole handling: a question has its own, a complaint its topic's."""
    if draft.kind in OWN_CLOCK:
        return draft.kind
    topic = rules.catalogue.topics.get(draft.topic or "")
    return topic.clock if topic else "complaint"


# ---- when each is due


def _plain(clock: str, start: datetime, rules: Rules) -> Deadline:
    days = rules.catalogue.clocks[clock].days
    return _made(clock, working_days_later(start, days, rules), start, days, rules)


def _made(clock: str, due: datetime, start: datetime, days: int, rules: Rules) -> Deadline:
    unsure = _may_move(start.astimezone(rules.zone).date(), due.date(), rules)
    return Deadline(clock, due, start, days, unsure)


@lru_cache(maxsize=1_000)
def _may_move(start: date, end: date, rules: Rules) -> bool:
    return rules.calendar.may_move(start, end)


def _limit(clock: str, start: datetime, ticket: Ticket, rules: Rules) -> Deadline | None:
    """None while a question stops it. A clock that had run out before the question is not stopped by it."""
    days = rules.catalogue.clocks[clock].days
    if ticket.prolonged and ticket.prolonged.clock == clock:
        days += ticket.prolonged.days
    due = elapsed(clock, start, days, ticket, rules)
    stops = rules.catalogue.clocks[clock].pauses and ticket.asked is not None and ticket.asked.at <= due
    return None if stops else _made(clock, due, start, days, rules)


def elapsed(clock: str, start: datetime, days: int, ticket: Ticket, rules: Rules) -> datetime:
    """The close of office hours on which `days` working days of a clock are over: every pause that began before
    them and ended after `start` adds its own working days."""
    due = working_days_later(start, days, rules)
    if not rules.catalogue.clocks[clock].pauses:
        return due
    for pause in ticket.pauses:
        if start < pause.end and pause.start <= due:
            begun, ended = (moment.astimezone(rules.zone).date() for moment in (max(start, pause.start), pause.end))
            days += rules.calendar.between(begun, ended)
            due = working_days_later(start, days, rules)
    return due


def deadline(ticket: Ticket, rules: Rules) -> Deadline | None:
    """The clock that matters now; None once the ticket is closed."""
    return next(iter(deadlines(ticket, rules)), None)


def owed(ticket: Ticket, rules: Rules) -> Deadline | None:
    """The next thing the office owes; None where nothing is, or a question stops the time."""
    limits = (limit for limit in deadlines(ticket, rules) if limit.clock != QUESTION)
    return next(limits, None) if ticket.state != "answered" else None


def handling(ticket: Ticket, rules: Rules) -> Deadline | None:
    """The limit of the whole handling; None while it is stopped or does not run."""
    whole = clock_of(ticket.draft, rules)
    return next((limit for limit in deadlines(ticket, rules) if limit.clock == whole), None)


# ---- when time alone changes something


MARKS: tuple[tuple[Mark, int, int], ...] = (("half", 1, 2), ("nearly", 4, 5), ("today", 1, 1))
"""Reminders, by the part of the time (numerator, denominator) that has then begun to be over."""


def marks(limit: Deadline, ticket: Ticket, rules: Rules) -> dict[datetime, Mark]:
    """When each reminder of a clock is due: the opening of the working day on which that part of it ends. Where two
    fall together the later one counts."""
    found: dict[datetime, Mark] = {}
    opens = time.fromisoformat(rules.catalogue.hours.opens.replace(".", ":"))
    for mark, part, of in MARKS:
        ends = elapsed(limit.clock, limit.start, ceil(limit.days * part / of), ticket, rules)
        found[datetime.combine(ends.date(), opens, rules.zone)] = mark
    return found


def half_at(limit: Deadline, ticket: Ticket, rules: Rules) -> datetime:
    """When the traffic light turns."""
    return min(marks(limit, ticket, rules))


def coming_marks(ticket: Ticket, rules: Rules) -> dict[datetime, Mark]:
    """The reminders that have not been given, of the clock that is owed next. None once it is late."""
    limit = owed(ticket, rules)
    if limit is None or ticket.overdue:
        return {}
    given = ticket.reminded
    return {at: mark for at, mark in marks(limit, ticket, rules).items() if given is None or at > given}


def mark_due(ticket: Ticket, at: datetime, rules: Rules) -> Mark | None:
    """The latest reminder whose time has come."""
    due = {moment: mark for moment, mark in coming_marks(ticket, rules).items() if moment <= at}
    return due[max(due)] if due else None


def climbs_at(ticket: Ticket, rules: Rules) -> datetime | None:
    """When the ladder's next rung is due; None at its top or where no ladder applies. It waits for a promise."""
    limit = owed(ticket, rules)
    ladder = rules.catalogue.ladder
    if limit is None or ticket.rung >= len(ladder):
        return None
    after = ladder[ticket.rung].after
    climbs = working_days_later(limit.due, after, rules) if after else limit.due
    return max(climbs, ticket.pledge.until) if ticket.pledge else climbs


def silent_at(ticket: Ticket, rules: Rules) -> datetime | None:
    """When the office no longer waits for an answer to its question."""
    return _plain(QUESTION, ticket.asked.at, rules).due if ticket.asked else None


def asks_again_at(ticket: Ticket, rules: Rules) -> datetime | None:
    """When the reporter is reminded of a question: the morning of the day on which half of her window is over."""
    if ticket.asked is None or ticket.asked.again:
        return None
    return half_at(_plain(QUESTION, ticket.asked.at, rules), ticket, rules)


def warns_at(ticket: Ticket, rules: Rules) -> datetime | None:
    """When the reporter is told that her silence closes the ticket: the morning of the day on which four fifths of her
    window are over. None where she was told, and for a formal request, whose end takes nothing from her."""
    limit = deadline(ticket, rules)
    if ticket.state != "answered" or limit is None or is_formal(ticket):
        return None
    moment = next((at for at, mark in marks(limit, ticket, rules).items() if mark == "nearly"), None)
    return moment if moment and (ticket.reminded is None or ticket.reminded < moment) else None


def next_bell(ticket: Ticket, rules: Rules) -> datetime | None:
    """The next moment at which time alone changes this ticket."""
    if ticket.state == "closed":
        return None
    if ticket.state == "answered":
        limit = deadline(ticket, rules)
        return warns_at(ticket, rules) or (limit.due if limit else None)
    mine, pledge = owed(ticket, rules), ticket.pledge
    late = climbs_at(ticket, rules) if ticket.overdue else mine.due if mine else None
    promised = pledge.until if pledge and not pledge.broken else None
    asked = (asks_again_at(ticket, rules), silent_at(ticket, rules))
    moments = (late, promised, *asked, *coming_marks(ticket, rules))
    return min((moment for moment in moments if moment), default=None)
