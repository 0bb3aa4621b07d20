"""After sending: where is my ticket, what became of it, one thing more about it, and taking it back."""

from flows.acting import acted_on, did, keep_number, say_not_yours, say_refused
from flows.asked import Find
from flows.coordination_asked import SeparateTicket
from flows.draft import clip
from flows.effects import HERE, Choice, Day, Line, OfficeName, Place, Rows, Say, TopicName, Unbutton, Value, Words
from flows.events import Said, SentFile, SentPlace, TicketsFound
from flows.rating import unsolved, verdict_rows
from flows.review import story_lines
from flows.turn import Turn
from routing.commands import Add, Withdraw
from routing.deadlines import deadline
from routing.machine import Machine, Row
from routing.pieces import Spot
from routing.rights import knows
from routing.ticket import Draft, Ticket

OPENED = 5
"""Tickets of the list that get a button."""

ANSWERS = 3
"""The newest answers, which the detail repeats."""

SHOWN = 600
"""Characters of a report or an answer that the detail repeats."""


# ---- the list


def ask_for_tickets(turn: Turn) -> None:
    turn.do(Find("mine"))


def list_tickets(turn: Turn, found: TicketsFound) -> None:
    """The tickets somebody sent or joined, the newest first. Words that were taken for this question may still
    become a report."""
    more: Rows = ((Choice("report"),),) if turn.talk.words else ()
    if not found.tickets:
        turn.say("tracking.none", more)
        return
    lines = [Line("tracking.head", {"count": found.count})]
    for ticket in found.tickets:
        key = "tracking.line" if is_mine(turn, ticket) else "tracking.followed"
        lines.append(Line(key, {**names(ticket), "opened": Day(ticket.opened)}))
    buttons = tuple((Choice("open", each.number, "", f"🔎 {each.number}"),) for each in found.tickets[:OPENED])
    turn.do(Say(HERE, tuple(lines), (*buttons, *more)))


def names(ticket: Ticket) -> dict[str, Value]:
    state = "merged" if ticket.merged else "withdrawn" if ticket.withdrawn else ticket.state
    return {
        "number": ticket.number,
        "topic": TopicName(ticket.draft.topic or ""),
        "state": Words(f"state.{state}"),
        "office": OfficeName(ticket.office),
    }


# ---- one ticket


def is_not_theirs(turn: Turn) -> bool:
    ticket = turn.heard.ticket
    return ticket is None or not knows(turn.heard.actor.person, ticket)


def is_closed(turn: Turn) -> bool:
    return turn.heard.ticket is not None and turn.heard.ticket.state == "closed"


def show_detail(turn: Turn) -> None:
    ticket = turn.heard.ticket
    assert ticket is not None
    limit = deadline(ticket, turn.rules)
    given = [answer for answer in ticket.answers if not answer.recalled]
    spot = ticket.draft.spot
    lines = (
        Line("detail.head", {**names(ticket), "kind": Words(f"kind.{ticket.draft.kind}")}),
        Line("detail.opened", {"day": Day(ticket.opened)}),
        *((Line("review.place", {"place": Place(spot)}),) if spot else ()),
        *story_lines(ticket.draft),
        *(Line("detail.answer", {"day": Day(a.at), "text": clip(a.text, SHOWN)}) for a in given[-ANSWERS:]),
        Line(f"detail.next.{ticket.state}", {"office": OfficeName(ticket.office), "due": Day(limit.due, limit.unsure)})
        if limit
        else Line("detail.next.closed" if is_mine(turn, ticket) else "detail.next.closed.followed"),
    )
    turn.do(Say(HERE, lines, detail_rows(turn, ticket), ticket=ticket.number))


def is_mine(turn: Turn, ticket: Ticket) -> bool:
    """Sent by whoever asks; a follower decides nothing about it."""
    return ticket.reporter == turn.heard.actor.person


def detail_rows(turn: Turn, ticket: Ticket) -> Rows:
    """What may be done now: everything by the reporter, adding and leaving by a follower."""
    number = ticket.number
    mine = is_mine(turn, ticket)
    if ticket.state == "closed":
        return ((unsolved(ticket),),) if mine else ()
    add = (Choice("add", number),)
    if not mine:
        return (add, (Choice("leave", number),))
    verdict = verdict_rows(ticket)[0] if ticket.state == "answered" else (Choice("solved", number),)
    return (add, verdict, (Choice("withdraw", number),))


def say_closed(turn: Turn) -> None:
    ticket = turn.heard.ticket
    assert ticket is not None
    if is_mine(turn, ticket):
        turn.say("tracking.closed", ((unsolved(ticket),),), number=ticket.number)
    else:
        turn.say("tracking.closed.followed", number=ticket.number)


# ---- one thing more


def ask_addition(turn: Turn) -> None:
    turn.say("tracking.ask_addition", number=turn.talk.about)


def add(turn: Turn) -> None:
    turn.act(turn.talk.about, Add(as_draft(turn)))


def as_draft(turn: Turn) -> Draft:
    """What was sent, as something to add."""
    match turn.event:
        case Said(text):
            return Draft(text=text)
        case SentFile(file, caption):
            return Draft(text=caption, evidence=(file,))
        case SentPlace(latitude, longitude):
            return Draft(spot=Spot(latitude=latitude, longitude=longitude))
    raise TypeError(f"{turn.event!r} adds nothing")


def tell_added(turn: Turn) -> None:
    ticket = acted_on(turn).ticket
    mark = f"added {ticket.number}"  # an album adds several times, and is answered once
    turn.say("tracking.added", ticket=ticket.number, mark=mark, number=ticket.number, office=OfficeName(ticket.office))


# ---- taking it back


def ask_withdrawal(turn: Turn) -> None:
    number = turn.talk.about
    choices: Rows = ((Choice("withdraw_yes", number), Choice("open", number, "", Words("button.withdraw_no"))),)
    turn.say("tracking.ask_withdrawal", choices, number=number)


def withdraw(turn: Turn) -> None:
    turn.do(Unbutton())
    turn.act(turn.ref, Withdraw())


def tell_withdrawn(turn: Turn) -> None:
    turn.say("tracking.withdrawn", number=acted_on(turn).ticket.number)


# ---- another matter than the one it was merged with


def part(turn: Turn) -> None:
    turn.do(Unbutton())
    turn.do(SeparateTicket(turn.ref))


SENDS = ("said", "sent_file", "sent_place")
CALM = ("idle", "adding", "withdrawing")

TABLE = (
    *(
        Row(pressed, CALM, None, when=(is_not_theirs,), keep=(say_not_yours,))
        for pressed in ("chose_open", "chose_add", "chose_withdraw")
    ),
    Row("chose_open", CALM, "idle", keep=(show_detail,)),
    *(Row(pressed, CALM, None, when=(is_closed,), keep=(say_closed,)) for pressed in ("chose_add", "chose_withdraw")),
    Row("chose_add", CALM, "adding", keep=(keep_number,)),
    Row("chose_withdraw", CALM, "withdrawing", keep=(keep_number,)),
    Row("chose_withdraw_yes", CALM, "waiting", keep=(withdraw,)),
    *(Row(sent, "adding", "waiting", keep=(add,)) for sent in SENDS),
    *(Row(sent, "withdrawing", "withdrawing") for sent in SENDS),
    Row("acted", "waiting", "idle", when=(did("add"),), keep=(tell_added,)),
    Row("acted", "waiting", "idle", when=(did("withdraw"),), keep=(tell_withdrawn,)),
    Row("chose_apart", CALM, "waiting", keep=(part,)),
    Row("ticket_separated", "waiting", "idle"),
    Row("act_refused", "waiting", "idle", keep=(say_refused,)),
)

TRACKING = Machine((*CALM, "waiting"), TABLE, asks={"adding": ask_addition, "withdrawing": ask_withdrawal})
