"""`/riwayat`: what happened to a ticket, in people's words, and why its deadline is what it is."""

from typing import Any

from flows.coordination_asked import Recall
from flows.coordination_events import Recalled
from flows.draft import clip
from flows.effects import (
    HERE,
    PRESSED,
    Alias,
    Citizen,
    Day,
    Line,
    Moment,
    OfficeName,
    Officer,
    OfRung,
    Say,
    TopicName,
    Value,
    Words,
)
from flows.events import Chose
from flows.numbered import number_or_help
from flows.paging import page_row
from flows.reckoning import clock_lines
from flows.seeking import is_sealed, status
from flows.turn import Turn
from routing.coordination import Absorbed, Merged, Parted, Separated
from routing.delivery import AnswerUndeliverable
from routing.facts import (
    Assigned,
    Entry,
    Escalated,
    Fact,
    Opened,
    Overdue,
    Rated,
    Returned,
)
from routing.formal import Decided, Objected
from routing.numbers import read_number
from routing.pledges import PromiseBroken, Promised
from routing.reckoning import DueMoved
from routing.rights import follows, serves
from routing.ticket import SYSTEM, Ticket

PAGE = 10
"""Entries of one message."""

SHOWN = 200
"""Characters of what somebody wrote."""


def recount(turn: Turn, text: str) -> None:
    number, _ = number_or_help(turn, text, "riwayat")
    if number:
        turn.do(Recall(number))


def open_history(turn: Turn) -> None:
    """From a button; its number is only a request, like any other."""
    event = turn.event
    assert isinstance(event, Chose)
    number = read_number(event.value)
    if number and (event.ref or "0").isdecimal():
        turn.do(Recall(number, int(event.ref or "0"), paged=bool(event.ref)))
    else:
        turn.answer("button.unknown")


def tell_history(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, Recalled)
    ticket, rules = event.ticket, turn.rules
    if not serves(turn.heard.actor, ticket, rules.catalogue.coordinator) or not may_be_told_here(turn, ticket):
        turn.answer("room.number_unknown", number=ticket.number)
        return
    sealed = is_sealed(turn, ticket)
    shown = event.entries[event.skip : event.skip + PAGE]
    lines = (
        head(ticket, sealed=sealed),
        *clock_lines(ticket, turn.rules),
        *(line for entry in shown for line in entry_lines(ticket, entry, sealed=sealed)),
    )
    edits = PRESSED if turn.heard.button == "history" and event.paged else ""
    pages = page_row("history", ticket.number, event.skip, PAGE, len(event.entries))
    turn.do(Say(HERE, lines, pages, edits=edits))


def may_be_told_here(turn: Turn, ticket: Ticket) -> bool:
    """In its office's group and in the coordinator's: others sit in the room, too."""
    return turn.heard.room.office in (ticket.office, turn.rules.catalogue.coordinator)


def head(ticket: Ticket, *, sealed: bool) -> Line:
    values: dict[str, Value] = {"number": ticket.number, "office": OfficeName(ticket.office), "state": status(ticket)}
    if sealed:
        return Line("history.head.sealed", values)
    kind = Words(f"kind.{ticket.draft.kind}")
    return Line("history.head", {**values, "kind": kind, "topic": TopicName(ticket.draft.topic or "")})


# ---- entries


def entry_lines(ticket: Ticket, entry: Entry, *, sealed: bool) -> tuple[Line, ...]:
    tag = str(entry.fact.__struct_config__.tag).replace("-", "_")
    what = Words(f"copy.fact.{tag}")
    first = Line("history.entry", {"when": Moment(entry.at), "what": what, "who": who(ticket, entry)})
    more = detail(entry.fact)
    words = "" if sealed else told(entry.fact)
    return (
        first,
        *((more,) if more else ()),
        *((Line("history.words", {"text": clip(words, SHOWN)}),) if words else ()),
    )


def who(ticket: Ticket, entry: Entry) -> Value:
    """Citizens under their pseudonym, unless she wants her name shown."""
    if entry.by == SYSTEM:
        return Words("history.house")
    if entry.by == ticket.reporter and ticket.draft.name == "named":
        return Citizen(entry.by)
    if entry.by == ticket.reporter or follows(entry.by, ticket) or is_citizens(entry):
        return Alias(entry.by)
    return Officer(entry.by)


def is_citizens(entry: Entry) -> bool:
    """Also of somebody who has left since."""
    return str(entry.fact.__struct_config__.tag) in ("joined", "left", "added", "erased")


def told(fact: Any) -> str:
    """What somebody wrote in it: a text, a reason, or a report."""
    draft = getattr(fact, "draft", None)
    return str(getattr(fact, "text", "") or getattr(fact, "reason", "") or (draft.text if draft else ""))


def moved(before: str, office: str) -> Line:
    return Line("history.moved", {"before": OfficeName(before), "office": OfficeName(office)})


def detail(fact: Fact) -> Line | None:
    """What is said besides, where a fact has more to tell than that it happened."""
    match fact:
        case Opened(office=office):
            return Line("history.opened", {"office": OfficeName(office)})
        case Returned(office=before, to=office) | Assigned(before=before, office=office):
            return moved(before, office)
        case Objected(before=before, to=office):
            return moved(before, office)
        case Overdue(clock=clock, due=due):
            return Line("history.overdue", {"clock": Words(f"clock.{clock}"), "due": Day(due)})
        case Promised(until=until) | PromiseBroken(until=until):
            return Line("history.promised", {"until": Day(until)})
        case DueMoved(clock=clock, before=earlier, due=due):
            values: dict[str, Value] = {"clock": Words(f"clock.{clock}"), "before": Day(earlier), "due": Day(due)}
            return Line("history.due_moved", values)
        case Escalated(rung=rung):
            return Line("history.rung", {"rung": OfRung(rung)})
        case Rated(stars=stars):
            return Line("history.stars", {"stars": "⭐" * stars})
        case Decided(ruling=ruling):
            return Line("history.ruling", {"ruling": Words(f"ruling.{ruling}")})
        case AnswerUndeliverable(trouble=trouble):
            return Line("history.trouble", {"trouble": Words(f"trouble.{trouble}")})
        case Merged(into=number) | Separated(into=number) | Absorbed(number=number) | Parted(number=number):
            return Line("history.other", {"number": number})
        case _:
            return None
