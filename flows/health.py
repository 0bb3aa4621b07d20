"""Groups that are lost and come back, and `/sehat`: how every office's group stands, and what to do about it."""

from flows.effects import HERE, Day, Line, OfficeName, Say, ShowMenu, Value, Words, to_office
from flows.events import Invited
from flows.groups_asked import FindHealth, LoseGroup, NoteTopics, RegainGroup
from flows.groups_events import GroupHealth, GroupReturned, HealthFound, StandingChanged
from flows.turn import Turn

MOST_SHOWN = 30
"""Offices in one message; those in trouble come first."""


def note_standing(turn: Turn) -> None:
    event, room = turn.event, turn.heard.room
    assert isinstance(event, StandingChanged)
    works = event.inside and event.writes
    if room.kind == "office" and not works:
        turn.do(LoseGroup("muted" if event.inside else "out"))
    elif works:
        turn.do(RegainGroup())
        turn.do(NoteTopics(event.topics))


def greet_group(turn: Turn) -> None:
    """Put into a group: an office's own, which is so again, or one that nobody knows."""
    if isinstance(turn.event, Invited) and turn.heard.room.kind == "stranger":
        turn.do(RegainGroup("room.stranger"))


def tell_returned(turn: Turn) -> None:
    event, home = turn.event, turn.rules.catalogue.coordinator
    assert isinstance(event, GroupReturned)
    line = Line("room.back", {"office": OfficeName(event.office)})
    turn.do(Say(to_office(event.office), (line,)))
    if event.office == home:
        turn.do(ShowMenu(to_office(home)))
    else:
        turn.do(Say(to_office(home), (line,)))


def examine(turn: Turn, rest: str) -> None:
    """`/sehat`, or `/sehat PUPR`."""
    office = turn.rules.catalogue.find_office(rest) if rest else None
    if rest and office is None:
        turn.say("room.office_unknown", text=rest[:60])
    else:
        turn.do(FindHealth(office.code if office else None))


def tell_health(turn: Turn) -> None:
    found = turn.event
    assert isinstance(found, HealthFound)
    ordered = sorted(found.groups, key=lambda each: each.well)
    ill = sum(not each.well for each in ordered)
    lines = [Line("health.head", {"count": ill}) if ill else Line("health.well")]
    for group in ordered[:MOST_SHOWN]:
        lines += health_lines(group)
    if (rest := len(ordered) - MOST_SHOWN) > 0:
        lines.append(Line("health.more", {"count": rest}))
    if found.bare:
        lines.append(Line("health.bare", {"count": found.bare}))
    turn.do(Say(HERE, tuple(lines)))


def health_lines(group: GroupHealth) -> tuple[Line, ...]:
    """One line that sums up, and one for each thing to do."""
    values: dict[str, Value] = {
        "office": OfficeName(group.office),
        "officers": group.officers,
        "delivered": Day(group.delivered) if group.delivered else Words("health.never"),
    }
    kind = "forum" if group.forum and not group.missing else "group"
    sums_up = Line(f"health.{kind}" if group.well else f"health.{kind}.ill", values)
    return (sums_up, *troubles(group))


def troubles(group: GroupHealth) -> tuple[Line, ...]:
    name: dict[str, Value] = {"office": OfficeName(group.office)}
    found = [Line(f"health.lost.{group.lost}", name)] if group.lost else []
    found += [Line("health.unlinked", name)] if not (group.linked or group.lost) else []
    found += [Line(f"health.missing.{group.missing}")] if group.missing else []
    found += [Line("health.no_officers", name)] if not group.officers else []
    found += [Line("health.expired", {**name, "count": group.expired})] if group.expired else []
    found += [Line("health.undecreed", {**name, "count": group.undecreed})] if group.undecreed else []
    found += [Line("health.waiting", {"count": group.waiting})] if group.waiting else []
    found += [Line("health.undeliverable", {"count": group.undeliverable})] if group.undeliverable else []
    return tuple(found)
