"""What an officer does with a card: several talks, and one of them at a time about each ticket."""

from msgspec.structs import replace

from flows.acting import did
from flows.amending import hear_edit
from flows.asking import ASKING
from flows.asking import BUTTONS as ASKING_BUTTONS
from flows.assigning import ASSIGNING
from flows.assigning import BUTTONS as ASSIGNING_BUTTONS
from flows.consulting import BUTTONS as CONSULTING_BUTTONS
from flows.consulting import CALLED as CONSULT
from flows.consulting import CONSULTING
from flows.deciding import BUTTONS as DECIDING_BUTTONS
from flows.deciding import DECIDING
from flows.events import Chose, Edited, Event, Said, SentFile, SentTooLarge
from flows.noting import BUTTONS as NOTING_BUTTONS
from flows.noting import NOTING
from flows.office import BUTTONS as OFFICE_BUTTONS
from flows.office import OFFICE
from flows.pledging import BUTTONS as PLEDGING_BUTTONS
from flows.pledging import PLEDGING
from flows.returning import BUTTONS as RETURNING_BUTTONS
from flows.returning import RETURNING
from flows.turn import Turn
from flows.unusable import megabytes
from routing.machine import Machine

DESK: dict[str, Machine] = {
    "office": OFFICE,
    "noting": NOTING,
    "returning": RETURNING,
    "asking": ASKING,
    "assigning": ASSIGNING,
    "consulting": CONSULTING,
    "deciding": DECIDING,
    "pledging": PLEDGING,
}

BEGINS = {
    **dict.fromkeys(OFFICE_BUTTONS, "office"),
    **dict.fromkeys(NOTING_BUTTONS, "noting"),
    **dict.fromkeys(RETURNING_BUTTONS, "returning"),
    **dict.fromkeys(ASKING_BUTTONS, "asking"),
    **dict.fromkeys(ASSIGNING_BUTTONS, "assigning"),
    **dict.fromkeys(CONSULTING_BUTTONS, "consulting"),
    **dict.fromkeys(DECIDING_BUTTONS, "deciding"),
    **dict.fromkeys(PLEDGING_BUTTONS, "pledging"),
}
"""Buttons of a card, and what each begins."""


def hear_officer(turn: Turn) -> None:
    """A button on the card may begin something else; what was begun before is dropped then."""
    choice = turn.event.choice if isinstance(turn.event, Chose) else ""
    flow = BEGINS.get(choice, turn.talk.flow)
    if turn.heard.called == CONSULT and isinstance(turn.event, Said | SentFile):
        flow = "consulting"
    if flow != turn.talk.flow:
        turn.talk = replace(turn.talk, flow=flow, words="", written=(), files=(), ruling=None)
        turn.state = "idle"
    if isinstance(turn.event, Edited) or did("amend")(turn):
        hear_edit(turn)
    elif isinstance(turn.event, SentTooLarge):
        turn.say("office.too_large", size=megabytes(turn.event.size), most=megabytes(turn.event.most))
    elif not DESK[flow].fire(name_of(turn.event), turn):
        turn.answer("button.unknown" if isinstance(turn.event, Chose) else "not_understood.office")
    if turn.state == "idle":
        turn.talk = replace(turn.talk, flow="office")


def name_of(event: Event) -> str:
    """The event's name in the tables; each button has its own."""
    return f"chose_{event.choice}" if isinstance(event, Chose) else str(event.__struct_config__.tag)
