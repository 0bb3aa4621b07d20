"""An officer edits the message she answered with: the draft changes, or what the citizen reads already.

Nothing is remembered between two edits, so there is no machine.
"""

from flows.desk import is_not_officer, number
from flows.drafting import rewrite
from flows.events import Acted, Edited
from flows.office import OFFICE
from flows.turn import Turn
from routing.desk import Amend


def hear_edit(turn: Turn) -> None:
    event = turn.event
    if isinstance(event, Acted):
        turn.say("office.amended", ticket=number(turn), number=number(turn))
    elif is_not_officer(turn) or not isinstance(event, Edited):
        return
    elif turn.talk.flow == "office" and turn.state == "confirming" and is_of_draft(turn):
        rewrite(turn, event.text)
        OFFICE.ask("confirming", turn)
    elif (place := answer_of(turn)) is not None:
        amend(turn, place, event.text)


def is_of_draft(turn: Turn) -> bool:
    return any(part.source == turn.heard.source for part in turn.talk.written)


def answer_of(turn: Turn) -> int | None:
    """The place of the answer that was written in this message."""
    answers = turn.heard.ticket.answers if turn.heard.ticket else ()
    source = turn.heard.source
    return next((place for place, each in enumerate(answers) if source and source in each.sources), None)


def amend(turn: Turn, place: int, text: str) -> None:
    """Of an answer in several messages one edit tells only a part."""
    ticket = turn.heard.ticket
    answer = ticket.answers[place] if ticket else None
    if answer and len(answer.sources) > 1:
        turn.say("office.edit_of_part", ticket=number(turn), number=number(turn))
    elif answer and answer.text != text:
        turn.act(number(turn), Amend(place, text))
