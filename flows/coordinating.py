"""What the coordinator does with a ticket by its number: push it up, forward it, close it."""

from flows.asked import Act
from flows.effects import OfficeName
from flows.events import Acted
from flows.numbered import number_and_reason, number_or_help
from flows.revealing import offer_name
from flows.turn import Turn
from routing.commands import Assign, Escalate
from routing.coordination import Close


def escalate(turn: Turn, text: str) -> None:
    if given := number_and_reason(turn, text, "eskalasi"):
        number, reason = given
        turn.do(Act(number, Escalate(reason)))


def close(turn: Turn, text: str) -> None:
    """The reporter reads the reason, and may open it again."""
    if given := number_and_reason(turn, text, "tutup"):
        number, reason = given
        turn.do(Act(number, Close(reason)))


def forward(turn: Turn, text: str) -> None:
    number, rest = number_or_help(turn, text, "teruskan")
    if number is None:
        return
    office = turn.rules.catalogue.find_office(rest) if rest else None
    if office is None:
        turn.say("room.office_unknown", text=rest[:60])
    elif office.outside:
        turn.say("room.office_outside", body=office.name, door=office.door)
    else:
        turn.do(Act(number, Assign(office.code)))


def tell_done(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, Acted)
    if event.command == "reveal":
        offer_name(turn, event)
        return
    office = OfficeName(event.ticket.office)
    turn.say(f"office.done.{event.command}", ticket=event.ticket.number, number=event.ticket.number, office=office)
