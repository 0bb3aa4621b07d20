"""A ticket's life: one table, and `act`, which turns a command into facts.

`act` decides (may this person, in this state?); `routing/history.py` folds the facts into the ticket.
"""

from datetime import datetime
from functools import reduce
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from routing.assign import accuses
from routing.deadlines import climbs_at, deadline
from routing.formal import Decided, Extended, Objected
from routing.formality import irregular
from routing.history import apply, born
from routing.machine import Machine, Row
from routing.rights import Actor, follows, refusal
from routing.rules import Rules
from routing.ticket import (
    Added,
    AnswerDelivered,
    Answered,
    AnswerUndeliverable,
    Assign,
    Assigned,
    Command,
    Disputed,
    Entry,
    Erased,
    Escalated,
    Fact,
    Joined,
    Left,
    LeftSilent,
    Open,
    Opened,
    Overdue,
    Rated,
    Return,
    Returned,
    Solved,
    State,
    Taken,
    Ticket,
    Withdrawn,
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


def is_new_here(turn: Turn) -> bool:
    return not follows(turn.actor.person, turn.ticket)


def is_nobody_elses(turn: Turn) -> bool:
    """Nobody is left who waits for it: not the reporter, and no neighbour."""
    person, ticket = turn.actor.person, turn.ticket
    others = any(each.person != person for each in ticket.followers)
    return not others and (person == ticket.reporter or ticket.erased == "words")


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
    turn.facts.append(Answered(turn.command.text, turn.command.final, turn.command.files))


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


def keep_joined(turn: Turn) -> None:
    turn.facts.append(Joined(turn.command.draft))


def keep_left(turn: Turn) -> None:
    turn.facts.append(Left())


def keep_erased(turn: Turn) -> None:
    turn.facts.append(Erased())


def keep_addition(turn: Turn) -> None:
    turn.facts.append(Added(turn.command.draft))


def keep_withdrawal(turn: Turn) -> None:
    turn.facts.append(Withdrawn())


def keep_delivery(turn: Turn) -> None:
    answer, trouble = turn.command.answer, turn.command.trouble
    turn.facts.append(AnswerUndeliverable(answer, trouble) if trouble else AnswerDelivered(answer))


def keep_decision(turn: Turn) -> None:
    command = turn.command
    turn.facts.append(Decided(command.ruling, command.text, command.ground, command.test))


def keep_extension(turn: Turn) -> None:
    turn.facts.append(Extended(turn.command.reason))


def keep_objection(turn: Turn) -> None:
    home = turn.rules.catalogue.coordinator
    turn.facts.append(Objected(turn.command.ground, turn.command.reason, turn.ticket.office, home))


LIVE = ("open", "taken")
UNCLOSED = (*LIVE, "answered")
ANY = (*UNCLOSED, "closed")

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
    Row("decide", LIVE, "answered", keep=(keep_decision,)),
    Row("extend", LIVE, None, keep=(keep_extension,)),
    Row("object", ANY, "open", keep=(keep_objection,)),
    Row("solve", UNCLOSED, "closed", keep=(keep_solved,)),
    Row("withdraw", UNCLOSED, "closed", keep=(keep_withdrawal,)),
    Row("add", UNCLOSED, None, keep=(keep_addition,)),
    Row("dispute", ("answered", "closed"), "open", keep=(keep_dispute,)),
    Row("rate", "closed", "closed", when=(is_unrated,), keep=(keep_stars,)),
    Row("join", UNCLOSED, None, when=(is_new_here,), keep=(keep_joined,)),
    Row("leave", ANY, None, keep=(keep_left,)),
    Row("erase", UNCLOSED, "closed", when=(is_nobody_elses,), keep=(keep_erased,)),
    Row("erase", ANY, None, keep=(keep_erased,)),
    Row(
        "note-delivery",
        ANY,
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
    **{("join", state): "refused.already_following" for state in UNCLOSED},
}
"""Why the table had no row, where "not now" would not help the person. Keys of sentences in `locales/`."""

LIFECYCLE = Machine(ANY, TABLE)


def act(ticket: Ticket, command: Command, actor: Actor, at: datetime, rules: Rules) -> Outcome:
    """Do `command` to `ticket`, or say why not. Changes nothing it was given."""
    if why := refusal(actor, command, ticket, rules.catalogue.coordinator):
        return Outcome(ticket, refused=why)
    if exposes(ticket, command, rules):
        return Outcome(ticket, refused="refused.accused")
    if why := irregular(ticket, command, at, rules):
        return Outcome(ticket, refused=why)
    turn = Turn(ticket, command, actor, at, rules)
    name = str(command.__struct_config__.tag)
    if not LIFECYCLE.fire(name, turn):
        return Outcome(ticket, refused=WHY_NOT.get((name, ticket.state), f"refused.when_{ticket.state}"))
    state: State = turn.state  # type: ignore[assignment]
    entries = tuple(Entry(at, actor.person, state, fact) for fact in turn.facts)
    return Outcome(reduce(apply, entries, ticket), entries)


def exposes(ticket: Ticket, command: Command, rules: Rules) -> bool:
    """Would it bring a secret before the very office it names?"""
    match command:
        case Assign(office=office) if office in rules.catalogue.offices:
            to = office
        case Return():
            to = rules.catalogue.coordinator
        case _:
            return False
    return ticket.secret and accuses(rules.catalogue, ticket.draft.text, to)


def open_ticket(command: Open, actor: Actor, at: datetime) -> Outcome:
    """A new ticket from a told draft."""
    fact = Opened(command.number, command.draft, command.office, command.triage, command.secret)
    entry = Entry(at, actor.person, "open", fact)
    return Outcome(born(entry), (entry,))
