"""The first words to whoever comes in, and what the door she came by says of her next report."""

from msgspec.structs import replace

from flows.doorways import Doorway, doorway
from flows.effects import HERE, Line, OfficeName, Place, Say
from flows.events import Said
from flows.review import language_row
from flows.turn import Turn


def welcome(turn: Turn) -> None:
    """`/start`, with or without the payload of a poster or a link. An open draft goes first; the door waits."""
    assert isinstance(turn.event, Said)
    _, _, payload = turn.event.text.strip().partition(" ")
    door = doorway(payload.strip(), turn.heard.at, turn.rules)
    turn.talk = replace(turn.talk, door=door)
    told = door_lines(door) if turn.draft.empty else ()
    turn.do(Say(HERE, (Line("welcome"), *told), (language_row(),)))


def door_lines(door: Doorway | None) -> tuple[Line, ...]:
    if door is None:
        return ()
    if door.spot:
        return (Line("door.place", {"place": Place(door.spot)}),)
    return (Line("door.office", {"office": OfficeName(door.office)}) if door.office else Line("door.report"),)
