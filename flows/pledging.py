"""*Saya tindak lanjuti*: an officer whom the ladder has reached promises a day, by button or in her own words."""

from datetime import date, datetime, time

from flows.acting import say_refused
from flows.desk import number, thinks_better
from flows.effects import HERE, Choice, Day, Line, Rows, Say, ShowCard, Unbutton
from flows.events import Acted, ActRefused, Said
from flows.turn import Turn
from routing.dates import read_day
from routing.deadlines import working_days_later
from routing.ladder import unpromisable
from routing.machine import Machine, Row
from routing.pledges import Promise

OFFERED = 4
"""Days that get a button: tomorrow and on."""

BUTTONS = ("promise", "promise_day", "card")


def day_of(turn: Turn) -> date | None:
    """The day that was chosen or written; None if it is none."""
    if not isinstance(turn.event, Said):
        return read_day(turn.value, date.min)
    return read_day(turn.event.text, turn.today)


def is_out_of_place(turn: Turn) -> bool:
    return why_not(turn) is not None


def why_not(turn: Turn) -> str | None:
    """Asked before a day is chosen, so that nobody chooses in vain."""
    ticket, at = turn.heard.ticket, turn.heard.at
    if ticket is None:
        return "refused.no_such_ticket" if turn.heard.actor.offices else "refused.not_officer"
    if ticket.state not in ("open", "taken"):
        return f"refused.when_{ticket.state}"
    tomorrow = working_days_later(at, 1, turn.rules)
    return unpromisable(ticket, tomorrow, turn.heard.actor, at, turn.rules)


def is_no_day(turn: Turn) -> bool:
    return day_of(turn) is None


def is_wrong_day(turn: Turn) -> bool:
    """Another day may do."""
    return isinstance(turn.event, ActRefused) and turn.event.why.startswith("refused.promise_")


def say_why_not(turn: Turn) -> None:
    turn.answer(why_not(turn) or "refused.not_officer")


def say_no_day(turn: Turn) -> None:
    turn.say("pledging.no_day", ticket=number(turn), prompt=True)


def let_be(turn: Turn) -> None:
    turn.say("office.let_be", ticket=number(turn), number=number(turn))


def promise(turn: Turn) -> None:
    day = day_of(turn)
    assert day is not None
    turn.act(number(turn), Promise(datetime.combine(day, time(12), turn.rules.zone)))


def tell_promised(turn: Turn) -> None:
    assert isinstance(turn.event, Acted)
    pledge = turn.event.ticket.pledge
    assert pledge is not None
    if turn.heard.button:
        turn.do(Unbutton())
    turn.say("pledging.done", ticket=number(turn), number=number(turn), until=Day(pledge.until))


def hang_card(turn: Turn) -> None:
    """Where the card is: a message that answers it leads there. It is hung if it is not here yet."""
    ticket, room = turn.heard.ticket, turn.heard.room
    if ticket is None or room.kind != "office":
        turn.answer("refused.no_such_ticket")
        return
    turn.do(ShowCard(ticket.number, room.office))
    turn.do(Say(HERE, (Line("pledging.card", {"number": ticket.number}),), ticket=ticket.number))


def ask_day(turn: Turn) -> None:
    days = [working_days_later(turn.heard.at, ahead, turn.rules) for ahead in range(1, OFFERED + 1)]
    each = [Choice("promise_day", number(turn), day.date().isoformat(), Day(day)) for day in days]
    rows: Rows = tuple((choice,) for choice in each)
    line = Line("pledging.ask", {"number": number(turn)})
    turn.do(Say(HERE, (line,), rows, ticket=number(turn)))


CALM = ("idle", "promising")

TABLE = (
    *(
        Row(pressed, CALM, None, when=(is_out_of_place,), keep=(say_why_not,))
        for pressed in ("chose_promise", "chose_promise_day")
    ),
    Row("chose_promise", CALM, "promising"),
    Row("chose_card", CALM, None, keep=(hang_card,)),
    Row("said", "promising", "idle", when=(thinks_better,), keep=(let_be,)),
    *(Row(said, CALM, None, when=(is_no_day,), keep=(say_no_day,)) for said in ("said", "chose_promise_day")),
    *(Row(said, CALM, "waiting", keep=(promise,)) for said in ("said", "chose_promise_day")),
    Row("acted", "waiting", "idle", keep=(tell_promised,)),
    Row("act_refused", "waiting", "promising", when=(is_wrong_day,), keep=(say_refused,)),
    Row("act_refused", "waiting", "idle", keep=(say_refused,)),
)

PLEDGING = Machine((*CALM, "waiting"), TABLE, asks={"promising": ask_day})
