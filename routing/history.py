"""Entries to a ticket: a ticket is exactly what its history says, `replay(entries) == ticket`."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import reduce
from typing import Any

from msgspec.structs import replace

from routing.coordination import Absorbed, Closed, Merged, Parted, Revealed, Separated
from routing.delivery import STAGES, DeliveryFact, why
from routing.desk import Advised, Amended, Bounce, Consulted, InternalNote, Noted, Recalled
from routing.facts import (
    Added,
    Answered,
    Assigned,
    ClosesSoon,
    Disputed,
    Entry,
    Erased,
    Escalated,
    Joined,
    Left,
    LeftSilent,
    Opened,
    Overdue,
    Rated,
    Remarked,
    Returned,
    Solved,
    Taken,
    Withdrawn,
)
from routing.formal import Decided, Decision, Extended, Objected, Objection
from routing.pausing import Asked, AskedAgain, Pause, Prolongation, Prolonged, Question, Resumed
from routing.pledges import Pledge, PromiseBroken, Promised, Reminded
from routing.reckoning import DueMoved
from routing.second_thoughts import standing
from routing.standing import is_contested, is_formal
from routing.ticket import SYSTEM, Answer, Draft, Follower, Revelation, Ticket


def born(entry: Entry) -> Ticket:
    fact = entry.fact
    if not isinstance(fact, Opened):
        raise ValueError(f"a ticket's history begins with its opening, not with {fact!r}")  # noqa: TRY004
    return Ticket(
        number=fact.number,
        state="open",
        reporter=entry.by,
        office=fact.office,
        draft=fact.draft,
        opened=entry.at,
        since=entry.at,
        placed=entry.at,
        triage=fact.triage,
        secret=fact.secret,
        entries=1,
    )


def apply(ticket: Ticket, entry: Entry) -> Ticket:
    """Fold one entry into the ticket."""
    changed = CHANGES[type(entry.fact)](ticket, entry, entry.fact)
    if entry.state in ("answered", "closed"):  # nobody waits for anything any more
        changed = replace(changed, asked=None, pledge=None)
    return replace(changed, state=entry.state, entries=ticket.entries + 1)


def replay(entries: Iterable[Entry]) -> Ticket:
    """The ticket that a history tells of."""
    first, *rest = entries
    return reduce(apply, rest, born(first))


def _taken(ticket: Ticket, entry: Entry, fact: Taken) -> Ticket:
    return replace(ticket, taken_by=entry.by)


def _answered(ticket: Ticket, entry: Entry, fact: Answered) -> Ticket:
    answer = Answer(fact.text, fact.final, entry.by, entry.at, files=fact.files, sources=fact.sources)
    replied = ticket.replied or (None if is_formal(ticket) and not fact.final else entry.at)
    first = replied is not None and ticket.replied is None
    return replace(
        ticket,
        answers=(*ticket.answers, answer),
        taken_by=ticket.taken_by or entry.by,
        replied=replied,
        # The first answer ends the clock that was missed; the next clock starts with a clean ladder. News of a formal
        # request is none: only its written notice counts.
        overdue=ticket.overdue and not first,
        rung=0 if first else ticket.rung,
        triage=False,
        pledge=None,
        objection=_settled(ticket, entry) if fact.final else ticket.objection,
    )


def _settled(ticket: Ticket, entry: Entry) -> Objection | None:
    """The objection, answered by this entry if it still waited."""
    objection = ticket.objection
    return replace(objection, answered=entry.at) if objection and is_contested(ticket) else objection


def _decided(ticket: Ticket, entry: Entry, fact: Decided) -> Ticket:
    """The written notice is an answer like any other, and more."""
    answered = _answered(ticket, entry, Answered(fact.text, final=True, files=fact.files))
    return replace(answered, decision=Decision(fact.ruling, fact.text, fact.ground, fact.test, entry.at))


def _extended(ticket: Ticket, entry: Entry, fact: Extended) -> Ticket:
    return replace(ticket, extended=fact.reason)


def _objected(ticket: Ticket, entry: Entry, fact: Objected) -> Ticket:
    objection = Objection(fact.ground, fact.reason, entry.at)
    return replace(_again(ticket, entry.at), office=fact.to, triage=False, objection=objection)


def _returned(ticket: Ticket, entry: Entry, fact: Returned) -> Ticket:
    """A formal request needs no other office: the coordinator itself answers it."""
    moved = _moved(ticket, entry.at)
    bounces = (*ticket.bounces, Bounce(fact.office, fact.reason, entry.at))
    triage = not (fact.direct or is_formal(ticket))
    return replace(moved, office=fact.to, triage=triage, returned=fact.reason, bounces=bounces)


def _assigned(ticket: Ticket, entry: Entry, fact: Assigned) -> Ticket:
    return replace(_moved(ticket, entry.at), office=fact.office, triage=False)


def _moved(ticket: Ticket, at: datetime) -> Ticket:
    """At another desk: nobody has taken it there, and that desk's clock starts."""
    return replace(ticket, placed=at, taken_by=None, overdue=False, rung=0, pledge=None)


def _overdue(ticket: Ticket, entry: Entry, fact: Overdue) -> Ticket:
    return replace(ticket, overdue=True)


def _escalated(ticket: Ticket, entry: Entry, fact: Escalated) -> Ticket:
    return replace(ticket, rung=ticket.rung + 1)


def _closed(ticket: Ticket, entry: Entry, fact: Solved | LeftSilent) -> Ticket:
    return replace(ticket, closed=entry.at)


def _disputed(ticket: Ticket, entry: Entry, fact: Disputed) -> Ticket:
    return replace(_again(ticket, entry.at), reopened=ticket.reopened + 1)


def _again(ticket: Ticket, at: datetime) -> Ticket:
    """A new round."""
    erased = ticket.erased if ticket.erased == "words" else ""
    again = replace(_moved(ticket, at), since=at, replied=None, closed=None, stars=None, remark="", withdrawn=False)
    return replace(again, erased=erased, pauses=(), prolonged=None, dismissed=None)


def _asked(ticket: Ticket, entry: Entry, fact: Asked) -> Ticket:
    return replace(ticket, asked=Question(fact.text, entry.at, entry.by), taken_by=ticket.taken_by or entry.by)


def _asked_again(ticket: Ticket, entry: Entry, fact: AskedAgain) -> Ticket:
    return replace(ticket, asked=replace(ticket.asked, again=True) if ticket.asked else None)


def _resumed(ticket: Ticket, entry: Entry, fact: Resumed) -> Ticket:
    began = ticket.asked.at if ticket.asked else fact.until
    return replace(ticket, asked=None, pauses=(*ticket.pauses, Pause(began, fact.until)))


def _prolonged(ticket: Ticket, entry: Entry, fact: Prolonged) -> Ticket:
    return replace(ticket, prolonged=Prolongation(fact.clock, fact.days, fact.reason, entry.at))


def _noted_only(ticket: Ticket, entry: Entry, fact: DueMoved) -> Ticket:
    """The days themselves are the rules', not the ticket's."""
    return ticket


def _reminded(ticket: Ticket, entry: Entry, fact: Reminded | ClosesSoon) -> Ticket:
    return replace(ticket, reminded=entry.at)


def _promised(ticket: Ticket, entry: Entry, fact: Promised) -> Ticket:
    return replace(ticket, pledge=Pledge(entry.by, fact.until, ticket.rung))


def _broken(ticket: Ticket, entry: Entry, fact: PromiseBroken) -> Ticket:
    return replace(ticket, pledge=replace(ticket.pledge, broken=True) if ticket.pledge else None)


def _rated(ticket: Ticket, entry: Entry, fact: Rated) -> Ticket:
    return replace(ticket, stars=fact.stars)


def _remarked(ticket: Ticket, entry: Entry, fact: Remarked) -> Ticket:
    return replace(ticket, remark=fact.text)


def _joined(ticket: Ticket, entry: Entry, fact: Joined) -> Ticket:
    """Whoever brought two chats together may have joined her own report with the other."""
    if entry.by == ticket.reporter or any(each.person == entry.by for each in ticket.followers):
        return ticket
    return replace(ticket, followers=(*ticket.followers, Follower(entry.by, fact.draft)))


def _left(ticket: Ticket, entry: Entry, fact: Left) -> Ticket:
    return replace(ticket, followers=tuple(each for each in ticket.followers if each.person != entry.by))


def _erased(ticket: Ticket, entry: Entry, fact: Erased) -> Ticket:
    """A follower's words go with her; those of the reporter leave the ticket blank, and closed if nobody follows."""
    if fact.what == "photos":
        return replace(ticket, erased=ticket.erased or "photos")
    ticket = replace(ticket, followers=tuple(each for each in ticket.followers if each.person != entry.by))
    closed = ticket.closed or entry.at if entry.state == "closed" else ticket.closed
    return replace(ticket, erased="words" if entry.by in (ticket.reporter, SYSTEM) else ticket.erased, closed=closed)


def _added(ticket: Ticket, entry: Entry, fact: Added) -> Ticket:
    return replace(ticket, added=ticket.added + 1)


def _note_kept(ticket: Ticket, entry: Entry, fact: Noted) -> Ticket:
    return replace(ticket, notes=(*ticket.notes, InternalNote(fact.text, entry.by, entry.at, fact.files)))


def _consulted(ticket: Ticket, entry: Entry, fact: Consulted | Advised) -> Ticket:
    return replace(ticket, consulted="asked" if isinstance(fact, Consulted) else "advised")


def _amended(ticket: Ticket, entry: Entry, fact: Amended) -> Ticket:
    return _with_answer(ticket, fact.answer, text=fact.text, amended=entry.at)


def _recalled(ticket: Ticket, entry: Entry, fact: Recalled) -> Ticket:
    """As if it had not been given: what is left of this round's answers is what counts."""
    left = standing(ticket, fact.answer)
    replied = ticket.replied if left else None
    return replace(_with_answer(ticket, fact.answer, recalled=True), replied=replied)


def _with_answer(ticket: Ticket, place: int, **changes: Any) -> Ticket:
    answers = list(ticket.answers)
    answers[place] = replace(answers[place], **changes)
    return replace(ticket, answers=tuple(answers))


def _withdrawn(ticket: Ticket, entry: Entry, fact: Withdrawn) -> Ticket:
    return replace(ticket, withdrawn=True, closed=entry.at)


def _noted(ticket: Ticket, entry: Entry, fact: DeliveryFact) -> Ticket:
    answers = list(ticket.answers)
    answers[fact.answer] = replace(answers[fact.answer], delivery=STAGES[type(fact)], trouble=why(fact))
    return replace(ticket, answers=tuple(answers))


def _dismissed(ticket: Ticket, entry: Entry, fact: Closed) -> Ticket:
    return replace(ticket, dismissed=fact.reason, closed=entry.at)


def _merged(ticket: Ticket, entry: Entry, fact: Merged) -> Ticket:
    return replace(ticket, merged=fact.into, closed=entry.at)


def _separated(ticket: Ticket, entry: Entry, fact: Separated) -> Ticket:
    """Its clocks run as if nothing had been."""
    return replace(ticket, merged="", closed=None)


def _absorbed(ticket: Ticket, entry: Entry, fact: Absorbed) -> Ticket:
    return replace(ticket, followers=(*ticket.followers, *(Follower(each, Draft()) for each in fact.people)))


def _parted(ticket: Ticket, entry: Entry, fact: Parted) -> Ticket:
    return replace(ticket, followers=tuple(each for each in ticket.followers if each.person not in fact.people))


def _revealed(ticket: Ticket, entry: Entry, fact: Revealed) -> Ticket:
    return replace(ticket, revealed=Revelation(entry.by, entry.at))


CHANGES: dict[type, Callable[..., Ticket]] = {
    Taken: _taken,
    Answered: _answered,
    Returned: _returned,
    Assigned: _assigned,
    Overdue: _overdue,
    Escalated: _escalated,
    Solved: _closed,
    LeftSilent: _closed,
    Disputed: _disputed,
    Rated: _rated,
    Remarked: _remarked,
    Joined: _joined,
    Left: _left,
    Erased: _erased,
    Added: _added,
    Withdrawn: _withdrawn,
    Noted: _note_kept,
    Consulted: _consulted,
    Advised: _consulted,
    Amended: _amended,
    Recalled: _recalled,
    **dict.fromkeys(STAGES, _noted),
    Decided: _decided,
    Extended: _extended,
    Objected: _objected,
    Closed: _dismissed,
    Merged: _merged,
    Separated: _separated,
    Absorbed: _absorbed,
    Parted: _parted,
    Revealed: _revealed,
    Asked: _asked,
    AskedAgain: _asked_again,
    DueMoved: _noted_only,
    Reminded: _reminded,
    ClosesSoon: _reminded,
    Promised: _promised,
    PromiseBroken: _broken,
    Resumed: _resumed,
    Prolonged: _prolonged,
}
