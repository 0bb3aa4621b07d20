"""Diskominfo looks for an office that its triage card does not offer: by part of its name, then by a button."""

from flows.acting import did, say_refused
from flows.desk import (
    drop_words,
    forget_words,
    is_answered,
    is_closed,
    is_stale,
    let_be,
    number,
    of_ticket,
    prompt,
    say_answered,
    say_closed,
    say_stale,
    seal,
    settle,
    thinks_better,
)
from flows.effects import HERE, Choice, Line, OfficeName, Rows, Say
from flows.events import Acted, Said
from flows.turn import Turn
from routing.bouncing import MOST_FOUND, offices_like
from routing.commands import Assign
from routing.machine import Machine, Row

BUTTONS = ("seek_office", "hand_to")


def is_not_coordinator(turn: Turn) -> bool:
    return turn.rules.catalogue.coordinator not in turn.heard.actor.offices


def found(turn: Turn) -> tuple[str, ...]:
    """The coordinator may decide for any office, one that gave it back too."""
    assert isinstance(turn.event, Said)
    ticket = of_ticket(turn)
    codes = offices_like(turn.event.text, turn.rules)
    return tuple(code for code in codes if ticket.triage or code != ticket.office)


def finds_nothing(turn: Turn) -> bool:
    return not turn.once(found)


def say_not_coordinator(turn: Turn) -> None:
    turn.answer("refused.not_coordinator")


def say_nothing_found(turn: Turn) -> None:
    assert isinstance(turn.event, Said)
    turn.say("assigning.nothing", ticket=number(turn), text=turn.event.text[:60])


def hand(turn: Turn) -> None:
    turn.act(number(turn), Assign(turn.value))


def say_handed(turn: Turn) -> None:
    """What became of it stands where the office was chosen."""
    assert isinstance(turn.event, Acted)
    ticket = turn.event.ticket
    line = Line("office.done.assign", {"number": ticket.number, "office": OfficeName(ticket.office)})
    settle(turn, (line,))


def ask_name(turn: Turn) -> None:
    forget_words(turn)
    prompt(turn, "assigning.ask")


def ask_which(turn: Turn) -> None:
    """Another name in answer to it looks anew."""
    codes = turn.once(found)
    rows: Rows = tuple((Choice("hand_to", number(turn), code, OfficeName(code)),) for code in codes[:MOST_FOUND])
    last = (Choice("drop", number(turn), seal(turn)),)
    turn.do(Say(HERE, (Line("assigning.choose", {"number": number(turn)}),), (*rows, last), number(turn)))


SEARCHING = ("searching", "choosing")
ANY = ("idle", *SEARCHING)
HEARD = ("said", "chose_seek_office", "chose_hand_to")

TABLE = (
    *(Row(heard, ANY, None, when=(is_not_coordinator,), keep=(say_not_coordinator,)) for heard in HEARD),
    *(Row(heard, ANY, None, when=(is_closed,), keep=(say_closed,)) for heard in HEARD),
    *(Row(heard, ANY, None, when=(is_answered,), keep=(say_answered,)) for heard in HEARD),
    Row("chose_drop", ANY, None, when=(is_stale,), keep=(say_stale,)),
    Row("chose_drop", SEARCHING, "idle", keep=(drop_words,)),
    Row("chose_seek_office", ANY, "searching"),
    Row("said", SEARCHING, "idle", when=(thinks_better,), keep=(let_be,)),
    Row("said", SEARCHING, None, when=(finds_nothing,), keep=(say_nothing_found,)),
    Row("said", SEARCHING, "choosing"),
    Row("chose_hand_to", ANY, None, keep=(hand,)),
    Row("acted", ANY, "idle", when=(did("assign"),), keep=(say_handed,)),
    Row("act_refused", ANY, None, keep=(say_refused,)),
)

ASSIGNING = Machine(ANY, TABLE, asks={"searching": ask_name, "choosing": ask_which})
