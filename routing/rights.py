"""Who may do what to a ticket. Asked at every act, in the core.

A button, a ticket number, a group title or a user name never carries a right: only being the reporter,
an officer of the ticket's office today, or an officer of the coordinator does.
"""

from msgspec import Struct

from routing.commands import (
    Add,
    Assign,
    Command,
    Dispute,
    Erase,
    Escalate,
    Join,
    Leave,
    NoteDelivery,
    PassDeadline,
    Rate,
    Remark,
    Reply,
    Return,
    Solve,
    Take,
    Withdraw,
)
from routing.coordination import Absorb, Close, Merge, Part, Reveal, Split
from routing.desk import Advise, Amend, Consult, Note, Recall
from routing.formal import WITHHOLDING, Decide, Extend, Object
from routing.pausing import Ask, Prolong, Unask
from routing.pledges import Promise
from routing.reckoning import Reckon
from routing.standing import is_contested, is_formal
from routing.ticket import SYSTEM, Ticket


class Actor(Struct, frozen=True):
    """Somebody at the door: a person id and the offices they serve today; `clerk` are those of them which they serve
    in no higher role than that of an officer (petugas)."""

    person: str
    offices: tuple[str, ...] = ()
    clerk: tuple[str, ...] = ()


HOUSE = Actor(SYSTEM)
"""The program itself: clocks and couriers."""


def follows(person: str, ticket: Ticket) -> bool:
    return any(follower.person == person for follower in ticket.followers)


def knows(person: str, ticket: Ticket) -> bool:
    """It is theirs to see: they sent it or joined it."""
    return person == ticket.reporter or follows(person, ticket)


def serves(actor: Actor, ticket: Ticket, coordinator: str) -> bool:
    """Officers of the ticket's office act on it; the coordinator's officers may act for any office."""
    return ticket.office in actor.offices or coordinator in actor.offices


def refusal(actor: Actor, command: Command, ticket: Ticket, coordinator: str) -> str | None:
    """Why not, as a message key; None when allowed."""
    match command:
        case Solve() | Dispute() | Rate() | Remark() | Withdraw() | Object():
            return None if actor.person == ticket.reporter else "refused.not_yours"
        case Add():
            return None if knows(actor.person, ticket) else "refused.not_yours"
        case Join():
            if ticket.secret or is_formal(ticket):
                return "refused.not_yours"
            return "refused.own_ticket" if actor.person == ticket.reporter else None
        case Leave():
            return None if follows(actor.person, ticket) else "refused.not_following"
        case Erase():
            mine = follows(actor.person, ticket) or actor.person == ticket.reporter
            return None if mine else "refused.not_yours"
        case Take() | Reply() | Return() | Ask() | Unask() | Prolong() | Note() | Amend() | Recall() | Consult():
            return None if serves(actor, ticket, coordinator) else "refused.not_officer"
        case Promise():
            return None if actor.offices else "refused.not_officer"  # whom the ladder has reached: `ladder.py`
        case Split() if actor.person == ticket.reporter:
            return None
        case Absorb() | Part() if actor == HOUSE:
            return None
        case (
            Assign()
            | Escalate()
            | Decide()
            | Extend()
            | Close()
            | Merge()
            | Absorb()
            | Split()
            | Part()
            | Reveal()
            | Advise()
        ):
            return None if coordinator in actor.offices else "refused.not_coordinator"
        case PassDeadline() | NoteDelivery() | Reckon():
            return None if actor == HOUSE else "refused.not_officer"


def beyond_a_clerk(actor: Actor, command: Command, ticket: Ticket, coordinator: str) -> str | None:
    """What the law leaves to the PPID and its superior (UU 14/2008 art. 19, 36 (2)) and no officer does alone: to keep
    something back, and to answer an objection."""
    withholds = isinstance(command, Decide) and command.ruling in WITHHOLDING
    settles = isinstance(command, Reply) and command.final and is_contested(ticket)
    return "refused.clerk_alone" if (withholds or settles) and coordinator in actor.clerk else None
