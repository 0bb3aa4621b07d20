"""'Bukan wewenang kami': an officer says why, and whose it is; the next office gets it, or Diskominfo chooses."""

from flows.acting import did, say_refused
from flows.desk import drop_words as drop
from flows.desk import (
    forget_words,
    is_answered,
    is_closed,
    is_not_officer,
    is_stale,
    keep_words,
    let_be,
    needs_decision,
    number,
    of_ticket,
    prompt,
    say_answered,
    say_closed,
    say_not_officer,
    say_stale,
    seal,
    settle,
    thinks_better,
)
from flows.effects import HERE, Choice, Line, OfficeName, Rows, Say, Value, Words
from flows.events import Acted, Said
from flows.turn import Turn
from routing.bouncing import DECIDED_AFTER, MOST_FOUND, bounced, named_in, next_offices, offices_like
from routing.commands import Return
from routing.machine import Machine, Row

BUTTONS = ("return", "to")

UNKNOWN = "?"
"""Stands for "I don't know": the coordinator chooses."""


# ---- guards


def is_home(turn: Turn) -> bool:
    return of_ticket(turn).office == turn.rules.catalogue.coordinator


def gives_no_reason(turn: Turn) -> bool:
    assert isinstance(turn.event, Said)
    return not any(letter.isalnum() for letter in turn.event.text)


def needs_no_office(turn: Turn) -> bool:
    """A formal request goes to the coordinator; so does what was passed on too often."""
    return needs_decision(turn) or len(of_ticket(turn).bounces) >= DECIDED_AFTER


def found(turn: Turn) -> tuple[str, ...]:
    """What the officer searches for, without those that said it is not theirs."""
    assert isinstance(turn.event, Said)
    others = (*bounced(of_ticket(turn)), of_ticket(turn).office)
    return tuple(code for code in offices_like(turn.event.text, turn.rules) if code not in others)


def finds_nothing(turn: Turn) -> bool:
    return not turn.once(found)


# ---- keeps


def say_home(turn: Turn) -> None:
    turn.answer("refused.already_home")


def say_no_reason(turn: Turn) -> None:
    turn.say("refused.needs_reason", ticket=number(turn))


def say_nothing_found(turn: Turn) -> None:
    assert isinstance(turn.event, Said)
    turn.say("office.no_such_office", ticket=number(turn), text=turn.event.text[:60])


def give_back(turn: Turn) -> None:
    turn.act(number(turn), Return(turn.talk.words))


def hand_over(turn: Turn) -> None:
    turn.act(number(turn), Return(turn.talk.words, "" if turn.value == UNKNOWN else turn.value))


def say_returned(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, Acted)
    home = event.ticket.office == turn.rules.catalogue.coordinator
    values: dict[str, Value] = {"number": event.ticket.number, "office": OfficeName(event.ticket.office)}
    settle(turn, (Line("office.done.return" if home else "office.handed", values),))


# ---- asks


def ask_reason(turn: Turn) -> None:
    forget_words(turn)
    prompt(turn, "office.ask_reason")


def ask_office(turn: Turn) -> None:
    """Those the reason names come first, then the router's second thoughts; whatever is searched for comes alone."""
    ticket = of_ticket(turn)
    if turn.talk.state == "choosing" and isinstance(turn.event, Said):
        offices = turn.once(found)
    else:
        others = {ticket.office, *bounced(ticket)}
        named = [code for code in named_in(turn.talk.words, turn.rules) if code not in others]
        offices = tuple(dict.fromkeys((*named, *next_offices(ticket, turn.rules))))
    turn.do(
        Say(HERE, (Line("office.ask_office", {"number": ticket.number}),), office_rows(turn, offices), ticket.number)
    )


def office_rows(turn: Turn, offices: tuple[str, ...]) -> Rows:
    ticket = number(turn)
    rows = tuple((Choice("to", ticket, code, OfficeName(code)),) for code in offices[:MOST_FOUND])
    last = (Choice("to", ticket, UNKNOWN, Words("button.to_unknown")), Choice("drop", ticket, seal(turn)))
    return (*rows, last)


ANY = ("idle", "reasoning", "choosing")
HEARD = ("said", "chose_return", "chose_to")

TABLE = (
    *(Row(heard, ANY, None, when=(is_not_officer,), keep=(say_not_officer,)) for heard in HEARD),
    *(Row(heard, ANY, None, when=(is_closed,), keep=(say_closed,)) for heard in HEARD),
    *(Row(heard, ANY, None, when=(is_answered,), keep=(say_answered,)) for heard in HEARD),
    Row("chose_return", ANY, None, when=(is_home,), keep=(say_home,)),
    Row("chose_return", ANY, "reasoning"),
    Row("chose_drop", ANY, None, when=(is_stale,), keep=(say_stale,)),
    Row("chose_drop", ("reasoning", "choosing"), "idle", keep=(drop,)),
    Row("said", ("reasoning", "choosing"), "idle", when=(thinks_better,), keep=(let_be,)),
    Row("said", "reasoning", None, when=(gives_no_reason,), keep=(say_no_reason,)),
    Row("said", "reasoning", None, when=(needs_no_office,), keep=(keep_words, give_back)),
    Row("said", "reasoning", "choosing", keep=(keep_words,)),
    Row("said", "choosing", None, when=(finds_nothing,), keep=(say_nothing_found,)),
    Row("said", "choosing", "choosing"),
    Row("chose_to", "choosing", None, keep=(hand_over,)),
    Row("chose_to", ("idle", "reasoning"), None, keep=(say_stale,)),
    Row("acted", ANY, "idle", when=(did("return"),), keep=(say_returned,)),
    Row("act_refused", ANY, None, keep=(say_refused,)),
)

RETURNING = Machine(ANY, TABLE, asks={"reasoning": ask_reason, "choosing": ask_office})
