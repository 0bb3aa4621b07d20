"""A ticket's life: one table, and `act`, which turns a command into facts.

`act` decides (may this person, in this state?), `apply` folds a fact into the ticket. A ticket is exactly what
its entries say: `replay(entries) == ticket`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import reduce
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from routing.deadlines import climbs_at, deadline
from routing.machine import Machine, Row
from routing.rights import Actor, refusal
from routing.rules import Rules
from routing.ticket import (
    Answer,
    AnswerDelivered,
    Answered,
    AnswerUndeliverable,
    Assigned,
    Command,
    Disputed,
    Entry,
    Escalated,
    Fact,
    LeftSilent,
    Open,
    Opened,
    Overdue,
    Rated,
    Returned,
    Solved,
    State,
    Taken,
    Ticket,
)


class Outcome(Struct, frozen=True):
    """The ticket after a command and what happened, or the key of the reason why nothing did."""

    ticket: Ticket
    entries: tuple[Entry, ...] = ()
    refused: str | None = None


class Turn:
    """One command on its way through the table."""

    def __init__(self, ticket: Ticket, command: Command, actor: Actor, at: datetime, rules: Rules) -> None:
        self.ticket = ticket
        # The table has already chosen by the command's name, so guards and keeps may use its fields.
        self.command: Any = command
        self.actor = actor
        self.at = at
        self.rules = rules
        self.state: str = ticket.state
        self.facts: list[Fact] = []


# ---- guards


def is_final(turn: Turn) -> bool:
    return bool(turn.command.final)


def is_new_office(turn: Turn) -> bool:
    office: str = turn.command.office
    known = turn.rules.catalogue.offices.get(office)
    return known is not None and not known.outside and (office != turn.ticket.office or turn.ticket.triage)


def is_elsewhere(turn: Turn) -> bool:
    return turn.ticket.office != turn.rules.catalogue.coordinator


def can_climb(turn: Turn) -> bool:
    return turn.ticket.rung < len(turn.rules.catalogue.ladder)


def is_due(turn: Turn) -> bool:
    limit = deadline(turn.ticket, turn.rules)
    return limit is not None and limit.due <= turn.at


def is_unrated(turn: Turn) -> bool:
    stars: int = turn.command.stars
    return turn.ticket.stars is None and 1 <= stars <= 5


def is_news_of_answer(turn: Turn) -> bool:
    """The first word of what became of it, or that one which did not arrive has arrived after all."""
    answer: int = turn.command.answer
    if answer >= len(turn.ticket.answers):
        return False
    before = turn.ticket.answers[answer].delivery
    return before == "queued" or (before == "undeliverable" and not turn.command.trouble)


# ---- keeps: command -> facts


def keep_taken(turn: Turn) -> None:
    turn.facts.append(Taken())


def keep_answer(turn: Turn) -> None:
    turn.facts.append(Answered(turn.command.text, turn.command.final))


def keep_return(turn: Turn) -> None:
    home = turn.rules.catalogue.coordinator
    turn.facts.append(Returned(turn.command.reason, turn.ticket.office, home))


def keep_assignment(turn: Turn) -> None:
    turn.facts.append(Assigned(turn.command.office, turn.ticket.office))


def keep_push(turn: Turn) -> None:
    turn.facts.append(Escalated(turn.rules.catalogue.ladder[turn.ticket.rung].name, by_hand=True))


def keep_lateness(turn: Turn) -> None:
    """Every rung whose time has come: after a long sleep the ladder is climbed in one go."""
    limit = deadline(turn.ticket, turn.rules)
    ticket = turn.ticket
    if limit and not ticket.overdue:
        turn.facts.append(Overdue(limit.clock, limit.due))
    while (moment := climbs_at(ticket, turn.rules)) and moment <= turn.at:
        turn.facts.append(Escalated(turn.rules.catalogue.ladder[ticket.rung].name, by_hand=False))
        ticket = replace(ticket, rung=ticket.rung + 1)


def keep_silence(turn: Turn) -> None:
    turn.facts.append(LeftSilent())


def keep_solved(turn: Turn) -> None:
    turn.facts.append(Solved())


def keep_dispute(turn: Turn) -> None:
    turn.facts.append(Disputed(turn.command.reason))


def keep_stars(turn: Turn) -> None:
    turn.facts.append(Rated(turn.command.stars))


def keep_delivery(turn: Turn) -> None:
    answer, trouble = turn.command.answer, turn.command.trouble
    turn.facts.append(AnswerUndeliverable(answer, trouble) if trouble else AnswerDelivered(answer))


LIVE = ("open", "taken")

TABLE = (
    Row("take", "open", "taken", keep=(keep_taken,)),
    Row("reply", ("open", "taken", "answered"), "answered", when=(is_final,), keep=(keep_answer,)),
    Row("reply", ("open", "taken"), "taken", keep=(keep_answer,)),
    Row("reply", "answered", "answered", keep=(keep_answer,)),
    Row("return", LIVE, "open", when=(is_elsewhere,), keep=(keep_return,)),
    Row("assign", LIVE, "open", when=(is_new_office,), keep=(keep_assignment,)),
    Row("escalate", LIVE, None, when=(can_climb,), keep=(keep_push,)),
    Row("pass-deadline", LIVE, None, when=(is_due,), keep=(keep_lateness,)),
    Row("pass-deadline", "answered", "closed", when=(is_due,), keep=(keep_silence,)),
    Row("solve", "answered", "closed", keep=(keep_solved,)),
    Row("dispute", ("answered", "closed"), "open", keep=(keep_dispute,)),
    Row("rate", "closed", "closed", when=(is_unrated,), keep=(keep_stars,)),
    Row(
        "note-delivery",
        ("open", "taken", "answered", "closed"),
        None,
        when=(is_news_of_answer,),
        keep=(keep_delivery,),
    ),
)

WHY_NOT = {
    ("take", "taken"): "refused.already_taken",
    ("return", "open"): "refused.already_home",
    ("return", "taken"): "refused.already_home",
    ("assign", "open"): "refused.same_office",
    ("assign", "taken"): "refused.same_office",
    ("escalate", "open"): "refused.top_of_ladder",
    ("escalate", "taken"): "refused.top_of_ladder",
    ("solve", "closed"): "refused.already_closed",
    ("dispute", "open"): "refused.already_reopened",
    ("dispute", "taken"): "refused.already_reopened",
    ("rate", "closed"): "refused.already_rated",
}
"""Why the table had no row, where "not now" would not help the person. Keys of sentences in `locales/`."""

LIFECYCLE = Machine(("open", "taken", "answered", "closed"), TABLE)


def act(ticket: Ticket, command: Command, actor: Actor, at: datetime, rules: Rules) -> Outcome:
    """Do `command` to `ticket`, or say why not. Changes nothing it was given."""
    if why := refusal(actor, command, ticket, rules.catalogue.coordinator):
        return Outcome(ticket, refused=why)
    turn = Turn(ticket, command, actor, at, rules)
    name = str(command.__struct_config__.tag)
    if not LIFECYCLE.fire(name, turn):
        return Outcome(ticket, refused=WHY_NOT.get((name, ticket.state), f"refused.when_{ticket.state}"))
    state: State = turn.state  # type: ignore[assignment]
    entries = tuple(Entry(at, actor.person, state, fact) for fact in turn.facts)
    return Outcome(reduce(apply, entries, ticket), entries)


def open_ticket(command: Open, actor: Actor, at: datetime) -> Outcome:
    """A new ticket from a told draft."""
    fact = Opened(command.number, command.draft, command.office, command.triage)
    entry = Entry(at, actor.person, "open", fact)
    return Outcome(born(entry), (entry,))


# ---- entries -> ticket


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
        entries=1,
    )


def apply(ticket: Ticket, entry: Entry) -> Ticket:
    """Fold one entry into the ticket."""
    changed = CHANGES[type(entry.fact)](ticket, entry, entry.fact)
    return replace(changed, state=entry.state, entries=ticket.entries + 1)


def replay(entries: Iterable[Entry]) -> Ticket:
    """The ticket that a history tells of."""
    first, *rest = entries
    return reduce(apply, rest, born(first))


def _taken(ticket: Ticket, entry: Entry, fact: Taken) -> Ticket:
    return replace(ticket, taken_by=entry.by)


def _answered(ticket: Ticket, entry: Entry, fact: Answered) -> Ticket:
    answer = Answer(fact.text, fact.final, entry.by, entry.at)
    return replace(
        ticket,
        answers=(*ticket.answers, answer),
        taken_by=ticket.taken_by or entry.by,
        replied=ticket.replied or entry.at,
        # The first answer ends the clock that was missed; the next clock starts with a clean ladder.
        overdue=ticket.overdue and ticket.replied is not None,
        rung=ticket.rung if ticket.replied else 0,
        triage=False,
    )


def _returned(ticket: Ticket, entry: Entry, fact: Returned) -> Ticket:
    return replace(_moved(ticket, entry.at), office=fact.to, triage=True, returned=fact.reason)


def _assigned(ticket: Ticket, entry: Entry, fact: Assigned) -> Ticket:
    return replace(_moved(ticket, entry.at), office=fact.office, triage=False)


def _moved(ticket: Ticket, at: datetime) -> Ticket:
    """At another desk: nobody has taken it there, and that desk's clock starts."""
    return replace(ticket, placed=at, taken_by=None, overdue=False, rung=0)


def _overdue(ticket: Ticket, entry: Entry, fact: Overdue) -> Ticket:
    return replace(ticket, overdue=True)


def _escalated(ticket: Ticket, entry: Entry, fact: Escalated) -> Ticket:
    return replace(ticket, rung=ticket.rung + 1)


def _closed(ticket: Ticket, entry: Entry, fact: Solved | LeftSilent) -> Ticket:
    return replace(ticket, closed=entry.at)


def _disputed(ticket: Ticket, entry: Entry, fact: Disputed) -> Ticket:
    return replace(
        _moved(ticket, entry.at),
        since=entry.at,
        replied=None,
        closed=None,
        stars=None,
        reopened=ticket.reopened + 1,
    )


def _rated(ticket: Ticket, entry: Entry, fact: Rated) -> Ticket:
    return replace(ticket, stars=fact.stars)


def _noted(ticket: Ticket, entry: Entry, fact: AnswerDelivered | AnswerUndeliverable) -> Ticket:
    arrived = isinstance(fact, AnswerDelivered)
    answers = list(ticket.answers)
    answers[fact.answer] = replace(
        answers[fact.answer],
        delivery="delivered" if arrived else "undeliverable",
        trouble="" if isinstance(fact, AnswerDelivered) else fact.trouble,
    )
    return replace(ticket, answers=tuple(answers))


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
    AnswerDelivered: _noted,
    AnswerUndeliverable: _noted,
}
