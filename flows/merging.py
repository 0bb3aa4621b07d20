"""`/gabung` and `/pisah`: two reports of one matter become one, and apart again when they were two after all."""

from flows.coordination_asked import MergeTickets, SeparateTicket
from flows.coordination_events import TicketSeparated, TicketsMerged
from flows.effects import Choice, Unbutton
from flows.events import Chose
from flows.numbered import number_or_help
from flows.turn import Turn
from routing.numbers import read_number


def merge(turn: Turn, text: str) -> None:
    """The second goes on with the first."""
    into, rest = number_or_help(turn, text, "gabung")
    if into is None:
        return
    if not rest:
        turn.say("room.merge_needs_two", number=into)
        return
    number, _ = number_or_help(turn, rest, "gabung")
    if number:
        turn.do(MergeTickets(number, into))


def separate(turn: Turn, text: str) -> None:
    number, _ = number_or_help(turn, text, "pisah")
    if number:
        turn.do(SeparateTicket(number))


def press_separate(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, Chose)
    if turn.rules.catalogue.coordinator not in turn.heard.actor.offices:
        turn.answer("refused.not_coordinator")
    elif number := read_number(event.value):
        turn.do(SeparateTicket(number))
    else:
        turn.answer("button.unknown")


def tell_merged(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, TicketsMerged)
    undo = ((Choice("split", "", event.number),),)
    turn.say("room.merged_now", undo, number=event.number, into=event.into)


def tell_separated(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, TicketSeparated)
    if turn.heard.button:
        turn.do(Unbutton())
    turn.say("room.separated", number=event.number, into=event.into)
