"""Until when an answer that was sent may be changed or taken back.

Words may be mended as long as the reporter has not reacted to them. An answer is taken back only within a minute,
before anybody has relied on it. A formal request's notice and the answer to an objection stand as they were served.
"""

from datetime import datetime, timedelta

from routing.commands import Command
from routing.desk import Amend, Recall
from routing.rules import Rules
from routing.standing import is_formal
from routing.ticket import Answer, Ticket

RECALL = timedelta(minutes=1)


def unchangeable(ticket: Ticket, command: Command, at: datetime, rules: Rules) -> str | None:
    """Why an answer stays as it is, as a message key; None when it may change, or nobody asks to."""
    match command:
        case Amend(answer=place, text=text):
            return _settled(ticket, place) or (None if text.strip() else "refused.incomplete")
        case Recall(answer=place):
            return _settled(ticket, place) or _too_old(ticket.answers[place], at)
    return None


def _too_old(answer: Answer, at: datetime) -> str | None:
    return None if at - answer.at <= RECALL else "refused.recall_late"


def _settled(ticket: Ticket, place: int) -> str | None:
    if not 0 <= place < len(ticket.answers):
        return "refused.no_such_answer"
    answer = ticket.answers[place]
    if answer.recalled:
        return "refused.recalled_already"
    if is_formal(ticket) and answer.final:
        return "refused.served"
    reacted = ticket.state == "closed" or answer.at < ticket.since
    return "refused.reacted" if reacted else None


def standing(ticket: Ticket, but: int = -1) -> tuple[Answer, ...]:
    """The answers of this round that were not taken back, without the one at place `but`."""
    kept = (each for place, each in enumerate(ticket.answers) if place != but and not each.recalled)
    return tuple(each for each in kept if each.at >= ticket.since)
