"""What a ticket's whole history comes to, for whoever counts: one `Case` a ticket, however often it was opened again,
forwarded or answered."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from routing.coordination import Closed, Merged
from routing.deadlines import OWN_CLOCK, owed
from routing.delivery import AnswerDelivered, AnswerRead, AnswerSent
from routing.facts import Answered, Entry, Erased, LeftSilent, Overdue, Solved, Withdrawn
from routing.formal import Decided
from routing.history import apply, born
from routing.pausing import Pause
from routing.rules import Rules
from routing.standing import is_formal
from routing.ticket import Ticket
from routing.worktime import days_taken, hours_taken

LIVE = ("open", "taken")

Ending = Literal["", "solved", "silent", "shut", "withdrawn", "erased", "merged"]
ENDINGS: dict[type, Ending] = {
    Solved: "solved",
    LeftSilent: "silent",
    Closed: "shut",
    Withdrawn: "withdrawn",
    Merged: "merged",
}


class Missed(Struct, frozen=True):
    """A limit that passed, and whose it was."""

    clock: str
    office: str


class Case(Struct, frozen=True, kw_only=True):
    ticket: Ticket
    desk: str
    """The office that gave the first answer; where it lies, if there is none yet."""
    since: datetime
    """When it came to that desk: there the clock of the first answer began."""
    first: datetime | None = None
    """The first answer of all; of a formal request only the written notice is one."""
    pauses: tuple[Pause, ...] = ()
    """While the reporter was asked something, before the first answer."""
    missed: tuple[Missed, ...] = ()
    ending: Ending = ""
    """How it was closed: `solved` says the reporter, `silent` she said nothing (which is not content), `shut` by the
    coordinator, `withdrawn` or `erased` as she wished, `merged` into another that is counted instead."""
    handed: datetime | None = None
    """When the written notice reached the applicant."""

    @property
    def waits(self) -> bool:
        """Its office still owes a first answer."""
        return self.first is None and self.ticket.state in LIVE

    @property
    def is_plain(self) -> bool:
        """A complaint or a wish: what the limit of the first answer is for. Questions and formal requests have a
        limit of their own."""
        return self.ticket.draft.kind not in OWN_CLOCK


def case_of(entries: Iterable[Entry]) -> Case:
    """Folds a history, as `history.replay` does."""
    first, *rest = entries
    ticket = born(first)
    case = Case(ticket=ticket, desk=ticket.office, since=ticket.placed)
    for entry in rest:
        case = _folded(case, entry)
    return case


def _folded(case: Case, entry: Entry) -> Case:
    before, after = case.ticket, apply(case.ticket, entry)
    case = replace(case, ticket=after, ending=_ending(case, entry))
    if case.first is None:
        case = replace(case, desk=after.office, since=after.placed)
    match entry.fact:
        case Answered() | Decided() as fact if case.first is None and _counts(before, fact):
            pauses = _pauses(before, entry.at)
            return replace(case, first=entry.at, desk=before.office, since=before.placed, pauses=pauses)
        case Overdue(clock=clock):
            return replace(case, missed=(*case.missed, Missed(clock, before.office)))
        case AnswerSent() | AnswerDelivered() | AnswerRead() as fact if case.handed is None:
            return replace(case, handed=entry.at) if _is_notice(after, fact.answer) else case
    return case


def _ending(case: Case, entry: Entry) -> Ending:
    """Of the last closing; what is merely noted on a closed ticket ends nothing anew."""
    if entry.state != "closed":
        return ""
    if isinstance(entry.fact, Erased):
        return case.ending or "erased"
    return ENDINGS.get(type(entry.fact), case.ending)


def _counts(ticket: Ticket, fact: Answered | Decided) -> bool:
    """News of a formal request is no answer yet."""
    return isinstance(fact, Decided) or not is_formal(ticket)


def _pauses(ticket: Ticket, until: datetime) -> tuple[Pause, ...]:
    """Those that are over, and the one that this answer ends."""
    return (*ticket.pauses, Pause(ticket.asked.at, until)) if ticket.asked else ticket.pauses


def _is_notice(ticket: Ticket, answer: int) -> bool:
    return ticket.decision is not None and ticket.answers[answer].at == ticket.decision.at


# ---- what is asked of a case


def days_to_first(case: Case, rules: Rules) -> float | None:
    """Working days as the law counts them; None without an answer."""
    if case.first is None:
        return None
    taken = days_taken(case.since, case.first, rules)
    return max(0.0, taken - paused(case, rules)) if rules.catalogue.clocks["first_answer"].pauses else taken


def paused(case: Case, rules: Rules) -> int:
    """Working days that do not count, as `deadlines.elapsed` counts them."""
    days = 0
    for pause in case.pauses:
        begun, ended = (moment.astimezone(rules.zone).date() for moment in (max(case.since, pause.start), pause.end))
        days += rules.calendar.between(begun, ended) if pause.end > case.since else 0
    return days


def hours_to_first(case: Case, rules: Rules) -> float | None:
    return hours_taken(case.since, case.first, rules) if case.first else None


def is_late(case: Case, rules: Rules, now: datetime) -> bool:
    """An office owes something now, past its limit: what `/terlambat` lists."""
    limit = owed(case.ticket, rules)
    return limit is not None and limit.due <= now


def late_at(case: Case, rules: Rules, now: datetime) -> str:
    """The office where a limit passed first; "" if none did. A ticket is late once, wherever it went afterwards."""
    if case.missed:
        return case.missed[0].office
    return case.ticket.office if is_late(case, rules, now) else ""
