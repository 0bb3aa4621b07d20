"""After the answer: is it solved, what is missing, and how was it. The circle closes here."""

from flows.acting import acted_on, did, keep_number, say_not_yours, say_refused
from flows.effects import Choice, OfficeName, Rows, Unbutton
from flows.events import Said
from flows.turn import Turn
from routing.commands import Dispute, Rate, Remark, Solve
from routing.machine import Machine, Row
from routing.standing import is_formal
from routing.ticket import Ticket

MOST_REMARK = 1000
"""Characters of a word with the stars."""

ASKS_FOR_WORDS = ("chose_unsolved", "chose_remark")


def verdict_rows(ticket: Ticket) -> Rows:
    """The two buttons under every final answer; a formal request has its objection instead, once."""
    contrary = () if ticket.objection else (unsolved(ticket),)
    return ((Choice("solved", ticket.number), *contrary),)


def unsolved(ticket: Ticket) -> Choice:
    return Choice("object" if is_formal(ticket) else "unsolved", ticket.number)


def star_rows(number: str) -> Rows:
    return (
        tuple(
            Choice("rate", number, str(stars), "⭐" * stars if stars < 3 else f"{stars} ⭐") for stars in range(1, 6)
        ),
    )


# ---- guards


def is_star(turn: Turn) -> bool:
    return turn.value in {"1", "2", "3", "4", "5"}


def is_not_theirs(turn: Turn) -> bool:
    ticket = turn.heard.ticket
    return ticket is None or ticket.reporter != turn.heard.actor.person


def is_reopened(turn: Turn) -> bool:
    """An old button: asking what is missing would take words that `Dispute` then refuses."""
    ticket = turn.heard.ticket
    return ticket is not None and ticket.state in ("open", "taken")


# ---- keeps


def solve(turn: Turn) -> None:
    turn.act(turn.ref, Solve())


def rate(turn: Turn) -> None:
    turn.act(turn.ref, Rate(int(turn.value)))


def say_already_reopened(turn: Turn) -> None:
    turn.answer("refused.already_reopened")


def dispute(turn: Turn) -> None:
    assert isinstance(turn.event, Said)
    turn.act(turn.talk.about, Dispute(turn.event.text))


def ask_stars(turn: Turn) -> None:
    number = acted_on(turn).ticket.number
    turn.do(Unbutton())
    turn.say("rating.ask", star_rows(number), number=number)


def say_thanks(turn: Turn) -> None:
    turn.do(Unbutton())
    ticket = acted_on(turn).ticket
    turn.say("rating.thanks", ((Choice("remark", ticket.number),),), stars=ticket.stars or 0)


def remark(turn: Turn) -> None:
    assert isinstance(turn.event, Said)
    turn.act(turn.talk.about, Remark(turn.event.text[:MOST_REMARK]))


def ask_remark(turn: Turn) -> None:
    turn.say("rating.ask_remark", number=turn.talk.about)


def say_remarked(turn: Turn) -> None:
    ticket = acted_on(turn).ticket
    turn.say("rating.remarked", number=ticket.number, office=OfficeName(ticket.office))


def say_reopened(turn: Turn) -> None:
    ticket = acted_on(turn).ticket
    turn.say("rating.reopened", ticket=ticket.number, number=ticket.number, office=OfficeName(ticket.office))


def ask_what_is_missing(turn: Turn) -> None:
    turn.say("rating.ask_missing", number=turn.talk.about)


CALM = ("idle", "disputing", "remarking")

TABLE = (
    Row("chose_solved", CALM, "waiting", keep=(solve,)),
    Row("chose_rate", CALM, "waiting", when=(is_star,), keep=(rate,)),
    *(Row(pressed, CALM, None, when=(is_not_theirs,), keep=(say_not_yours,)) for pressed in ASKS_FOR_WORDS),
    Row("chose_unsolved", CALM, None, when=(is_reopened,), keep=(say_already_reopened,)),
    Row("chose_unsolved", CALM, "disputing", keep=(keep_number,)),
    Row("chose_remark", CALM, "remarking", keep=(keep_number,)),
    Row("said", "disputing", "waiting", keep=(dispute,)),
    Row("said", "remarking", "waiting", keep=(remark,)),
    Row("acted", "waiting", "idle", when=(did("solve"),), keep=(ask_stars,)),
    Row("acted", "waiting", "idle", when=(did("rate"),), keep=(say_thanks,)),
    Row("acted", "waiting", "idle", when=(did("dispute"),), keep=(say_reopened,)),
    Row("acted", "waiting", "idle", when=(did("remark"),), keep=(say_remarked,)),
    Row("act_refused", "waiting", "idle", keep=(say_refused,)),
)

RATING = Machine((*CALM, "waiting"), TABLE, asks={"disputing": ask_what_is_missing, "remarking": ask_remark})
