"""A group becomes an office's."""

from flows.asked import LinkGroup, MakeInvite
from flows.effects import OfficeName, ShowMenu, to_office
from flows.events import GroupLinked, InviteMade
from flows.groups_asked import RegainGroup
from flows.turn import Turn


def link(turn: Turn, code: str) -> None:
    if turn.heard.room.kind == "office":
        turn.say("room.linked_already", office=OfficeName(turn.heard.room.office))
    elif code:
        turn.do(LinkGroup(code))
    else:
        turn.do(RegainGroup("room.link_needs_code"))


def invite(turn: Turn, text: str) -> None:
    office = turn.rules.catalogue.find_office(text) if text else None
    if office is None:
        turn.say("room.office_unknown", text=text[:60])
    elif office.outside:
        turn.say("room.office_outside", body=office.name, door=office.door)
    else:
        turn.do(MakeInvite(office.code))


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
