"""Which clock runs for a ticket, when it is due, and when the next bell rings.

Pure arithmetic over the catalogue's clocks (each with its legal basis there) and the working days of Kudus.
Nothing is stored but the next bell, and that is recomputed when it rings.
"""

from datetime import date, datetime, time
from functools import lru_cache

from msgspec import Struct

from routing.rules import Rules
from routing.standing import is_contested, is_formal
from routing.ticket import Draft, Ticket

OWN_CLOCK = ("information", "ppid")
"""Kinds whose answer is the whole handling, with a clock of that name."""


class Deadline(Struct, frozen=True):
    """`clock` names a clock of the catalogue; `due` is the close of office hours on its last day."""

    clock: str
    due: datetime


def working_days_later(start: datetime, days: int, rules: Rules) -> datetime:
    """The close of office hours on the `days`-th working day after `start` (its own day is day 0)."""
    return _close(start.astimezone(rules.zone).date(), days, rules)


@lru_cache(maxsize=1_000)
def _close(start: date, days: int, rules: Rules) -> datetime:
    day = rules.calendar.add(start, days)
    closes = time.fromisoformat(rules.catalogue.hours.closes.replace(".", ":"))
    return datetime.combine(day, closes, rules.zone)


def deadlines(ticket: Ticket, rules: Rules) -> tuple[Deadline, ...]:
    """The clocks that run now, the earliest first: the reporter's window once answered; otherwise the whole
    handling, and before it choosing an office or the office's first answer. None for a closed ticket."""
    starts: dict[str, datetime]
    if ticket.state == "closed":
        starts = {}
    elif is_formal(ticket):
        starts = formal_clock(ticket, rules)
    elif ticket.state == "answered":
        starts = {"citizen_window": ticket.answers[-1].at}
    else:
        starts = {clock_of(ticket.draft, rules): ticket.since}
        if ticket.triage:
            starts["verify"] = ticket.placed
        elif ticket.replied is None and ticket.draft.kind not in OWN_CLOCK:
            starts["first_answer"] = ticket.placed
    clocks = rules.catalogue.clocks
    found = [Deadline(name, working_days_later(start, clocks[name].days, rules)) for name, start in starts.items()]
    return tuple(sorted(found, key=lambda limit: limit.due))


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


def deadline(ticket: Ticket, rules: Rules) -> Deadline | None:
    """The clock that matters now; None once the ticket is closed."""
    return next(iter(deadlines(ticket, rules)), None)


def climbs_at(ticket: Ticket, rules: Rules) -> datetime | None:
    """When the ladder's next rung is due; None at its top or where no ladder applies."""
    limit = deadline(ticket, rules)
    ladder = rules.catalogue.ladder
    if limit is None or ticket.state == "answered" or ticket.rung >= len(ladder):
        return None
    after = ladder[ticket.rung].after
    return working_days_later(limit.due, after, rules) if after else limit.due


def next_bell(ticket: Ticket, rules: Rules) -> datetime | None:
    """The next moment at which time alone changes this ticket."""
    limit = deadline(ticket, rules)
    if limit is None:
        return None
    if ticket.state == "answered" or not ticket.overdue:
        return limit.due
    return climbs_at(ticket, rules)
