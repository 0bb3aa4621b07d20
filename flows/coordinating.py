"""What the coordinator does with a ticket by its number: push it up, forward it."""

from flows.asked import Act
from flows.effects import OfficeName
from flows.events import (
    Acted,
)
from flows.turn import Turn
from routing.commands import Assign, Escalate
from routing.numbers import read_number


def escalate(turn: Turn, text: str) -> None:
    if number := number_or_help(turn, text, "eskalasi"):
        turn.do(Act(number, Escalate()))


def forward(turn: Turn, text: str) -> None:
    first, _, rest = text.partition(" ")
    number = number_or_help(turn, first, "teruskan")
    if number is None:
        return
    office = turn.rules.catalogue.find_office(rest) if rest.strip() else None
    if office is None:
        turn.say("room.office_unknown", text=rest.strip()[:60])
    elif office.outside:
        turn.say("room.office_outside", body=office.name, door=office.door)
    else:
        turn.do(Act(number, Assign(office.code)))


def number_or_help(turn: Turn, text: str, command: str) -> str | None:
    number = read_number(text)
    if number is None:
        turn.say("room.number_needed" if not text else "room.number_wrong", command=command, text=text[:40])
    return number


def tell_done(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, Acted)
    office = OfficeName(event.ticket.office)
    turn.say(f"office.done.{event.command}", ticket=event.ticket.number, number=event.ticket.number, office=office)
