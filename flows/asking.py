"""An officer asks the reporter something (*Minta data*), finds out by herself after all, or needs more days.

What stops and prolongs a clock, and when, stands in `routing/pausing.py`; here it is only talked about.
"""

from flows.acting import did, say_refused
from flows.desk import (
    SHOWN,
    drop_words,
    forget_words,
    is_closed,
    is_not_officer,
    is_stale,
    keep_words,
    let_be,
    number,
    of_ticket,
    prompt,
    say_closed,
    say_not_officer,
    say_stale,
    seal,
    settle,
    thinks_better,
)
from flows.draft import clip
from flows.effects import HERE, Choice, Day, Line, Officer, Rows, Say, Value
from flows.events import Acted, Said
from flows.turn import Turn
from routing.deadlines import deadline, handling
from routing.machine import Machine, Row
from routing.pausing import Ask, Prolong, Unask
from routing.stopping import unstoppable

BUTTONS = ("ask", "send_question", "unask", "prolong")


# ---- guards


def cannot_ask(turn: Turn) -> bool:
    return why_not(turn) is not None


def why_not(turn: Turn) -> str | None:
    """Asked before anything is typed, so that nobody writes in vain."""
    ticket = of_ticket(turn)
    choice = getattr(turn.event, "choice", "")
    command = Prolong("?") if choice == "prolong" else Ask("?")
    waits = "refused.when_answered" if ticket.state == "answered" else None
    return waits or unstoppable(ticket, command, turn.heard.at, turn.rules)


# ---- keeps


def say_why_not(turn: Turn) -> None:
    turn.answer(why_not(turn) or "button.unknown")


def ask(turn: Turn) -> None:
    turn.act(number(turn), Ask(turn.talk.words))


def unask(turn: Turn) -> None:
    turn.act(number(turn), Unask())


def prolong(turn: Turn) -> None:
    assert isinstance(turn.event, Said)
    turn.act(number(turn), Prolong(turn.event.text))


def say_asked(turn: Turn) -> None:
    """The question stands where it was confirmed."""
    assert isinstance(turn.event, Acted)
    question = turn.event.ticket.asked
    values: dict[str, Value] = {"number": number(turn), "officer": Officer(turn.heard.actor.person)}
    settle(turn, (Line("office.asked", {**values, "text": clip(question.text if question else "", SHOWN)}),))
    turn.toast("office.done.ask")


def say_unasked(turn: Turn) -> None:
    turn.answer("office.done.unask")


def say_prolonged(turn: Turn) -> None:
    assert isinstance(turn.event, Acted)
    ticket = turn.event.ticket
    limit = handling(ticket, turn.rules) or deadline(ticket, turn.rules)
    forget_words(turn)
    due = Day(limit.due if limit else turn.heard.at)
    turn.say("office.done.prolong", ticket=ticket.number, number=ticket.number, due=due)


# ---- asks


def ask_question(turn: Turn) -> None:
    prompt(turn, "office.ask_question")


def ask_why_longer(turn: Turn) -> None:
    prompt(turn, "office.ask_prolong")


def show_question(turn: Turn) -> None:
    """As the reporter will read it; another reply replaces it."""
    turn.offer()
    ticket, mark = number(turn), seal(turn)
    rows: Rows = ((Choice("send_question", ticket, mark), Choice("drop", ticket, mark)),)
    line = Line("office.confirm.question", {"number": ticket, "text": clip(turn.talk.words, SHOWN)})
    turn.do(Say(HERE, (line,), rows, ticket=ticket))


WRITING = ("questioning", "checking", "lengthening")
ANY = ("idle", *WRITING)
HEARD = ("said", "chose_ask", "chose_unask", "chose_prolong")

TABLE = (
    *(Row(heard, ANY, None, when=(is_not_officer,), keep=(say_not_officer,)) for heard in HEARD),
    *(Row(heard, ANY, None, when=(is_closed,), keep=(say_closed,)) for heard in HEARD),
    *(Row(pressed, ANY, None, when=(cannot_ask,), keep=(say_why_not,)) for pressed in ("chose_ask", "chose_prolong")),
    *(Row(on, ANY, None, when=(is_stale,), keep=(say_stale,)) for on in ("chose_send_question", "chose_drop")),
    Row("chose_ask", ANY, "questioning"),
    Row("chose_prolong", ANY, "lengthening"),
    Row("chose_unask", ANY, None, keep=(unask,)),
    Row("said", WRITING, "idle", when=(thinks_better,), keep=(let_be,)),
    Row("said", ("questioning", "checking"), "checking", keep=(keep_words,)),
    Row("said", "lengthening", None, keep=(prolong,)),
    Row("chose_send_question", "checking", None, keep=(ask,)),
    Row("chose_drop", WRITING, "idle", keep=(drop_words,)),
    Row("acted", ANY, "idle", when=(did("ask"),), keep=(say_asked,)),
    Row("acted", ANY, "idle", when=(did("unask"),), keep=(say_unasked,)),
    Row("acted", ANY, "idle", when=(did("prolong"),), keep=(say_prolonged,)),
    Row("act_refused", ANY, None, keep=(say_refused,)),
)

ASKING = Machine(
    ANY, TABLE, asks={"questioning": ask_question, "checking": show_question, "lengthening": ask_why_longer}
)
