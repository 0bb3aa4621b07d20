"""An objection (keberatan, UU 14/2008 art. 35) to a formal request's decision, or to its lateness."""

from msgspec.structs import replace

from flows.acting import did, keep_number, say_not_yours, say_refused
from flows.asked import Find
from flows.effects import Choice, Day, Rows, Words
from flows.events import Acted, Said, TicketsFound
from flows.rating import is_not_theirs
from flows.turn import Turn
from routing.deadlines import deadline
from routing.formal import GRIEVANCES, Object
from routing.formality import unobjectionable
from routing.machine import Machine, Row


def ask_which(turn: Turn) -> None:
    turn.do(Find("formal"))


def list_requests(turn: Turn, found: TicketsFound) -> None:
    """Her formal requests, each a button."""
    if found.tickets:
        rows: Rows = tuple((Choice("object", each.number, "", each.number),) for each in found.tickets)
        turn.say("objection.which", rows)
    else:
        turn.say("objection.none")


# ---- guards


def is_out_of_time(turn: Turn) -> bool:
    return why_not(turn) is not None


def why_not(turn: Turn) -> str | None:
    ticket = turn.heard.ticket
    return unobjectionable(ticket, turn.heard.at, turn.rules) if ticket else "refused.not_yours"


def is_grievance(turn: Turn) -> bool:
    return turn.value in GRIEVANCES


# ---- keeps


def say_why_not(turn: Turn) -> None:
    turn.answer(why_not(turn) or "button.unknown")


def keep_ground(turn: Turn) -> None:
    turn.talk = replace(turn.talk, ground=turn.value)


def say_press(turn: Turn) -> None:
    turn.say("objection.press")


def lodge(turn: Turn) -> None:
    assert isinstance(turn.event, Said)
    turn.act(turn.talk.about, Object(turn.talk.ground, turn.event.text))


def say_lodged(turn: Turn) -> None:
    assert isinstance(turn.event, Acted)
    ticket = turn.event.ticket
    limit = deadline(ticket, turn.rules)
    due = Day(limit.due if limit else turn.heard.at)
    turn.talk = replace(turn.talk, ground="")
    turn.say("objection.sent", ticket=ticket.number, number=ticket.number, due=due)


# ---- asks


def ask_ground(turn: Turn) -> None:
    number = turn.talk.about
    rows: Rows = tuple((Choice("grievance", number, letter, Words(f"grievance.{letter}")),) for letter in GRIEVANCES)
    turn.say("objection.ask_ground", rows, number=number)


def ask_reason(turn: Turn) -> None:
    turn.say("objection.ask_reason", number=turn.talk.about, ground=Words(f"grievance.{turn.talk.ground}"))


OPEN = ("idle", "grounding", "reasoning")

TABLE = (
    *(
        row
        for pressed in ("chose_object", "chose_grievance")
        for row in (
            Row(pressed, OPEN, None, when=(is_not_theirs,), keep=(say_not_yours,)),
            Row(pressed, OPEN, None, when=(is_out_of_time,), keep=(say_why_not,)),
        )
    ),
    Row("chose_object", OPEN, "grounding", keep=(keep_number,)),
    Row("chose_grievance", OPEN, "reasoning", when=(is_grievance,), keep=(keep_number, keep_ground)),
    Row("said", "grounding", None, keep=(say_press,)),
    Row("said", "reasoning", "waiting", keep=(lodge,)),
    Row("acted", "waiting", "idle", when=(did("object"),), keep=(say_lodged,)),
    Row("act_refused", "waiting", "idle", keep=(say_refused,)),
)

OBJECTING = Machine(
    (*OPEN, "waiting"),
    TABLE,
    asks={"grounding": ask_ground, "reasoning": ask_reason},
)
