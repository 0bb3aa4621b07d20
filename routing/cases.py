"""What a ticket's whole history comes to, for whoever counts: one `Case` a ticket, however often it was opened again,
forwarded or answered."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from routing.deadlines import OWN_CLOCK, deadline
from routing.facts import AnswerDelivered, Answered, Disputed, Entry, LeftSilent, Overdue
from routing.formal import Decided
from routing.history import apply, born
from routing.rules import Rules
from routing.standing import is_formal
from routing.ticket import Ticket
from routing.worktime import days_taken, hours_taken

LIVE = ("open", "taken")


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
    missed: tuple[Missed, ...] = ()
    silent: bool = False
    """It was closed because the reporter said nothing. That is not content."""
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
    case = replace(case, ticket=after)
    if case.first is None:
        case = replace(case, desk=after.office, since=after.placed)
    match entry.fact:
        case Answered() | Decided() as fact if case.first is None and (
            isinstance(fact, Decided) or not is_formal(before)
        ):
            return replace(case, first=entry.at, desk=before.office, since=before.placed)
        case Overdue(clock=clock):
            return replace(case, missed=(*case.missed, Missed(clock, before.office)))
        case LeftSilent():
            return replace(case, silent=True)
        case Disputed():
            return replace(case, silent=False)
        case AnswerDelivered(answer=answer) if case.handed is None and _is_notice(after, answer):
            return replace(case, handed=entry.at)
    return case


def _is_notice(ticket: Ticket, answer: int) -> bool:
    return ticket.decision is not None and ticket.answers[answer].at == ticket.decision.at


# ---- what is asked of a case


def days_to_first(case: Case, rules: Rules) -> float | None:
    """Working days as the law counts them; None without an answer."""
    return days_taken(case.since, case.first, rules) if case.first else None


def hours_to_first(case: Case, rules: Rules) -> float | None:
    return hours_taken(case.since, case.first, rules) if case.first else None


def is_late(case: Case, rules: Rules, now: datetime) -> bool:
    """An office owes something now, past its limit: what `/terlambat` lists."""
    limit = deadline(case.ticket, rules) if case.ticket.state in LIVE else None
    return limit is not None and limit.due <= now


def late_at(case: Case, rules: Rules, now: datetime) -> str:
    """The office where a limit passed first; "" if none did. A ticket is late once, wherever it went afterwards."""
    if case.missed:
        return case.missed[0].office
    return case.ticket.office if is_late(case, rules, now) else ""
