"""A ticket's life: one table, and `act`, which turns a command into facts.

`act` decides (may this person, in this state?); `routing/history.py` folds the facts into the ticket.
"""

from datetime import datetime
from functools import reduce

from msgspec import Struct

from routing.assign import accuses
from routing.bouncing import destination, misdirected
from routing.commands import Assign, Command, Open, Return
from routing.coordinating import (
    is_merged,
    keep_closing,
    keep_merger,
    keep_newcomers,
    keep_parting,
    keep_revelation,
    keep_split,
    was_taken,
)
from routing.doing import (
    Turn,
    can_climb,
    has_moved,
    is_due,
    is_elsewhere,
    is_final,
    is_new_here,
    is_new_office,
    is_news_of_answer,
    is_nobody_elses,
    is_over,
    is_unrated,
    is_unremarked,
    keep_addition,
    keep_advice,
    keep_amendment,
    keep_answer,
    keep_assignment,
    keep_consultation,
    keep_decision,
    keep_delivery,
    keep_dispute,
    keep_dropped,
    keep_erased,
    keep_extension,
    keep_joined,
    keep_lateness,
    keep_left,
    keep_note,
    keep_objection,
    keep_prolonged,
    keep_promise,
    keep_push,
    keep_question,
    keep_recall,
    keep_reckoned,
    keep_remark,
    keep_return,
    keep_silence,
    keep_solved,
    keep_stars,
    keep_taken,
    keep_warning,
    keep_withdrawal,
    leaves_unanswered,
)
from routing.facts import (
    Entry,
    Opened,
)
from routing.formality import irregular
from routing.history import apply, born
from routing.ladder import unpromisable
from routing.machine import Machine, Row
from routing.merging import unfit
from routing.pledges import Promise
from routing.rights import Actor, beyond_a_clerk, refusal
from routing.rules import Rules
from routing.second_thoughts import unchangeable
from routing.stopping import unstoppable
from routing.ticket import State, Ticket


class Outcome(Struct, frozen=True):
    """The ticket after a command and what happened, or the key of the reason why nothing did."""

    ticket: Ticket
    entries: tuple[Entry, ...] = ()
    refused: str | None = None


LIVE = ("open", "taken")
UNCLOSED = (*LIVE, "answered")
ANY = (*UNCLOSED, "closed")

TABLE = (
    Row("take", "open", "taken", keep=(keep_taken,)),
    Row("reply", ("open", "taken", "answered"), "answered", when=(is_final,), keep=(keep_answer,)),
    Row("reply", ("open", "taken"), "taken", keep=(keep_answer,)),
    Row("reply", "answered", "answered", keep=(keep_answer,)),
    Row("note", UNCLOSED, None, keep=(keep_note,)),
    Row("consult", UNCLOSED, None, when=(is_elsewhere,), keep=(keep_consultation,)),
    Row("advise", UNCLOSED, None, keep=(keep_advice,)),
    Row("amend", UNCLOSED, None, keep=(keep_amendment,)),
    Row("recall", "answered", "taken", when=(leaves_unanswered,), keep=(keep_recall,)),
    Row("recall", UNCLOSED, None, keep=(keep_recall,)),
    Row("return", LIVE, "open", when=(is_elsewhere,), keep=(keep_return,)),
    Row("assign", LIVE, "open", when=(is_new_office,), keep=(keep_assignment,)),
    Row("escalate", LIVE, None, when=(can_climb,), keep=(keep_push,)),
    Row("pass-deadline", LIVE, None, when=(is_due,), keep=(keep_lateness,)),
    Row("pass-deadline", "answered", "closed", when=(is_over,), keep=(keep_silence,)),
    Row("pass-deadline", "answered", None, when=(is_due,), keep=(keep_warning,)),
    Row("ask", LIVE, "taken", keep=(keep_question,)),
    Row("unask", LIVE, None, keep=(keep_dropped,)),
    Row("prolong", LIVE, None, keep=(keep_prolonged,)),
    Row("reckon", LIVE, None, when=(has_moved,), keep=(keep_reckoned,)),
    Row("promise", LIVE, None, keep=(keep_promise,)),
    Row("decide", LIVE, "answered", keep=(keep_decision,)),
    Row("extend", LIVE, None, keep=(keep_extension,)),
    Row("object", ANY, "open", keep=(keep_objection,)),
    Row("solve", UNCLOSED, "closed", keep=(keep_solved,)),
    Row("withdraw", UNCLOSED, "closed", keep=(keep_withdrawal,)),
    Row("add", UNCLOSED, None, keep=(keep_addition,)),
    Row("dispute", ("answered", "closed"), "open", keep=(keep_dispute,)),
    Row("rate", "closed", "closed", when=(is_unrated,), keep=(keep_stars,)),
    Row("remark", "closed", None, when=(is_unremarked,), keep=(keep_remark,)),
    Row("join", UNCLOSED, None, when=(is_new_here,), keep=(keep_joined,)),
    Row("leave", ANY, None, keep=(keep_left,)),
    Row("close", UNCLOSED, "closed", keep=(keep_closing,)),
    Row("merge", LIVE, "closed", keep=(keep_merger,)),
    Row("absorb", UNCLOSED, None, keep=(keep_newcomers,)),
    Row("split", "closed", "taken", when=(was_taken,), keep=(keep_split,)),
    Row("split", "closed", "open", when=(is_merged,), keep=(keep_split,)),
    Row("part", ANY, None, keep=(keep_parting,)),
    Row("reveal", ANY, None, keep=(keep_revelation,)),
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
    **{("consult", state): "refused.already_home" for state in UNCLOSED},
    ("return", "open"): "refused.already_home",
    ("return", "taken"): "refused.already_home",
    ("assign", "open"): "refused.same_office",
    ("assign", "taken"): "refused.same_office",
    ("escalate", "open"): "refused.top_of_ladder",
    ("escalate", "taken"): "refused.top_of_ladder",
    ("solve", "closed"): "refused.already_closed",
    ("close", "closed"): "refused.already_closed",
    ("merge", "closed"): "refused.already_closed",
    ("merge", "answered"): "refused.merge_answered",
    **{("split", state): "refused.not_merged" for state in ANY},
    ("dispute", "open"): "refused.already_reopened",
    ("dispute", "taken"): "refused.already_reopened",
    ("rate", "closed"): "refused.already_rated",
    ("remark", "closed"): "refused.already_rated",
    **{("join", state): "refused.already_following" for state in UNCLOSED},
}
"""Why the table had no row, where "not now" would not help the person. Keys of sentences in `locales/`."""

LIFECYCLE = Machine(ANY, TABLE)


def act(ticket: Ticket, command: Command, actor: Actor, at: datetime, rules: Rules) -> Outcome:
    """Do `command` to `ticket`, or say why not. Changes nothing it was given."""
    home = rules.catalogue.coordinator
    if why := refusal(actor, command, ticket, home) or beyond_a_clerk(actor, command, ticket, home):
        return Outcome(ticket, refused=why)
    if exposes(ticket, command, rules):
        return Outcome(ticket, refused="refused.accused")
    if why := disallowed(ticket, command, at, rules):
        return Outcome(ticket, refused=why)
    if isinstance(command, Promise) and (why := unpromisable(ticket, command.until, actor, at, rules)):
        return Outcome(ticket, refused=why)
    turn = Turn(ticket, command, actor, at, rules)
    name = str(command.__struct_config__.tag)
    if not LIFECYCLE.fire(name, turn):
        return Outcome(ticket, refused=WHY_NOT.get((name, ticket.state), f"refused.when_{ticket.state}"))
    state: State = turn.state  # type: ignore[assignment]
    entries = tuple(Entry(at, actor.person, state, fact) for fact in turn.facts)
    return Outcome(reduce(apply, entries, ticket), entries)


def disallowed(ticket: Ticket, command: Command, at: datetime, rules: Rules) -> str | None:
    """What the ticket itself, the law, or its clock says against it."""
    for rule in (irregular, unstoppable, unchangeable):
        if why := rule(ticket, command, at, rules):
            return why
    return unfit(ticket, command) or misdirected(ticket, command, rules)


def exposes(ticket: Ticket, command: Command, rules: Rules) -> bool:
    """Would it bring a secret before the very office it names?"""
    match command:
        case Assign(office=office) if office in rules.catalogue.offices:
            to = office
        case Return():
            to = destination(ticket, command, rules)
        case _:
            return False
    return ticket.secret and accuses(rules.catalogue, ticket.draft.text, to)


def open_ticket(command: Open, actor: Actor, at: datetime) -> Outcome:
    """A new ticket from a told draft."""
    fact = Opened(command.number, command.draft, command.office, command.triage, command.secret)
    entry = Entry(at, actor.person, "open", fact)
    return Outcome(born(entry), (entry,))
