"""`/siaran`: an announcement to everybody whom it concerns, by their running reports; shown first, then sent.

Whom it concerns is asked in the words of `/cari`. Reporters of secret matters are never among them.
"""

from flows.coordination_asked import FinishBroadcast, Mute, PlanBroadcast
from flows.coordination_events import BroadcastDone, BroadcastPlanned
from flows.effects import HERE, Choice, Line, Rows, Say, Unbutton, Value, to_person
from flows.events import Chose
from flows.turn import Turn
from routing.seeking import Sought, read_query

SHORTEST, LONGEST = 10, 1000
"""Characters of an announcement."""

ALL = "semua"


def broadcast(turn: Turn, text: str) -> None:
    target, _, words = (part.strip() for part in text.partition(":"))
    if not target or len(words) < SHORTEST:
        turn.say("broadcast.help")
        return
    if len(words) > LONGEST:
        turn.say("room.reason_long", most=LONGEST, length=len(words))
        return
    today = turn.today
    sought = Sought() if target.lower() == ALL else read_query(target, turn.rules.catalogue, today)
    if sought.wrong:
        turn.say("search.bad_date", text=sought.wrong)
    else:
        turn.do(PlanBroadcast(sought, target[:100], words))


def tell_planned(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, BroadcastPlanned)
    if not event.count:
        turn.say("broadcast.nobody", target=event.target)
        return
    choices: Rows = ((Choice("broadcast", "", event.id), Choice("unplanned", "", event.id)),)
    told: dict[str, Value] = {"target": event.target, "text": event.text, "muted": event.muted}
    turn.do(Say(HERE, (Line("broadcast.preview", {"count": event.count, **told}),), choices))


def press_broadcast(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, Chose)
    if turn.rules.catalogue.coordinator not in turn.heard.actor.offices:
        turn.answer("refused.not_coordinator")
    else:
        turn.do(FinishBroadcast(event.value, send=event.choice == "broadcast"))


def tell_broadcast(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, BroadcastDone)
    if event.count == -1:
        turn.answer("button.stale")
        return
    turn.do(Unbutton())
    if event.count is None:
        turn.say("broadcast.dropped")
    else:
        turn.say("broadcast.sent", count=event.count)


def announcement(person: str, text: str) -> Say:
    return Say(to_person(person), (Line("broadcast.message", {"text": text}),), ((Choice("mute"),),))


# ---- the citizen's side


def mute(turn: Turn) -> None:
    """No more announcements, or again."""
    event = turn.event
    on = isinstance(event, Chose) and event.choice == "mute"
    turn.do(Mute(on))
    turn.do(Unbutton())
    if on:
        turn.say("broadcast.muted", ((Choice("unmute"),),))
    else:
        turn.say("broadcast.unmuted")
