"""`/identitas`: who sent a report, for one officer's eyes, on the record.

The name is never written into the group: it stands in the short note that a button answers with, which its presser
alone sees and which no chat keeps. A reason is asked first, kept in the history, and told to the person it is about.
"""

from flows.asked import Act
from flows.coordination_asked import ShowName
from flows.coordination_events import NameShown
from flows.effects import Choice, Citizen, Officer
from flows.events import Acted, Chose
from flows.numbered import number_and_reason
from flows.turn import Turn
from routing.coordination import Reveal
from routing.merging import SHOWN_FOR
from routing.numbers import read_number


def reveal(turn: Turn, text: str) -> None:
    if given := number_and_reason(turn, text, "identitas"):
        number, reason = given
        turn.do(Act(number, Reveal(reason)))


def offer_name(turn: Turn, event: Acted) -> None:
    number = event.ticket.number
    minutes = round(SHOWN_FOR.total_seconds() / 60)
    show = ((Choice("who", "", number),),)
    turn.say("room.reveal", show, number=number, officer=Officer(turn.heard.actor.person), minutes=minutes)


def press_name(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, Chose)
    if number := read_number(event.value):
        turn.do(ShowName(number))
    else:
        turn.answer("button.unknown")


def tell_name(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, NameShown)
    if event.person:
        turn.toast("room.name", alert=True, number=event.number, name=Citizen(event.person))
    else:
        turn.toast("room.reveal_over", alert=True)
