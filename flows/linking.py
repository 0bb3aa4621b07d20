"""A group becomes an office's, and people its officers."""

from flows.asked import Appoint, LinkGroup, MakeInvite
from flows.effects import OfficeName, Officer, ShowMenu, to_office
from flows.events import (
    Appointed,
    GroupLinked,
    InviteMade,
)
from flows.turn import Turn


def link(turn: Turn, code: str) -> None:
    if turn.heard.room.kind == "office":
        turn.say("room.linked_already", office=OfficeName(turn.heard.room.office))
    elif code:
        turn.do(LinkGroup(code))
    else:
        turn.say("room.link_needs_code")


def invite(turn: Turn, text: str) -> None:
    office = turn.rules.catalogue.find_office(text) if text else None
    if office is None:
        turn.say("room.office_unknown", text=text[:60])
    elif office.outside:
        turn.say("room.office_outside", body=office.name, door=office.door)
    else:
        turn.do(MakeInvite(office.code))


def appoint(turn: Turn, rest: str) -> None:
    """In answer to somebody's message: that person serves this group's office from now on."""
    room = turn.heard.room
    if room.office not in turn.heard.actor.offices:
        turn.say("refused.not_officer")
    elif turn.heard.quoted is None:
        turn.say("room.appoint_needs_reply")
    else:
        turn.do(Appoint(turn.heard.quoted, room.office))


def tell_invite(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, InviteMade)
    turn.say("room.invite", office=OfficeName(event.office), code=event.code, hours=event.hours)


def tell_linked(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, GroupLinked)
    home = event.office == turn.rules.catalogue.coordinator
    turn.say("room.linked.coordinator" if home else "room.linked", office=OfficeName(event.office))
    if home:
        turn.do(ShowMenu(to_office(event.office)))


def tell_appointed(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, Appointed)
    turn.say("room.appointed", name=Officer(event.person), office=OfficeName(event.office))


def tell_stranger(turn: Turn) -> None:
    if turn.heard.room.kind == "stranger":
        turn.say("room.stranger")
