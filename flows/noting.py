"""An officer writes an internal note to a ticket: kept in its history, never shown to the citizen."""

from flows.acting import did, say_refused
from flows.desk import (
    SHOWN,
    is_closed,
    is_not_officer,
    let_be,
    number,
    prompt,
    say_closed,
    say_not_officer,
    settle,
    thinks_better,
)
from flows.draft import clip, counted
from flows.effects import Files, Line, Officer, Value
from flows.events import Acted, Said, SentFile
from flows.turn import Turn
from routing.desk import Note
from routing.machine import Machine, Row
from routing.ticket import Ticket

BUTTONS = ("note",)


def note(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, Said | SentFile)
    turn.act(number(turn), Note(event.text) if isinstance(event, Said) else Note(event.caption, (event.file,)))


def say_noted(turn: Turn) -> None:
    assert isinstance(turn.event, Acted)
    settle(turn, (noted_line(turn.event.ticket),))


def noted_line(ticket: Ticket) -> Line:
    """The newest note, as it stands under the card."""
    newest = ticket.notes[-1]
    words: str | Files = clip(newest.text, SHOWN) or counted(newest.files)
    values: dict[str, Value] = {"number": ticket.number, "officer": Officer(newest.by), "text": words}
    return Line("office.noted", values)


def ask_note(turn: Turn) -> None:
    prompt(turn, "office.ask_note")


ANY = ("idle", "noting")

TABLE = (
    *(
        Row(on, ANY, None, when=(is_not_officer,), keep=(say_not_officer,))
        for on in ("said", "sent_file", "chose_note")
    ),
    *(Row(on, ANY, None, when=(is_closed,), keep=(say_closed,)) for on in ("said", "sent_file", "chose_note")),
    Row("chose_note", ANY, "noting"),
    Row("said", "noting", "idle", when=(thinks_better,), keep=(let_be,)),
    *(Row(sent, "noting", None, keep=(note,)) for sent in ("said", "sent_file")),
    Row("acted", ANY, "idle", when=(did("note"),), keep=(say_noted,)),
    Row("act_refused", ANY, None, keep=(say_refused,)),
)

NOTING = Machine(ANY, TABLE, asks={"noting": ask_note})
