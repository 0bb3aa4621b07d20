"""What the lifecycle's table is made of: one command on its way, guards that answer, keeps that note facts."""

from datetime import datetime
from typing import Any

from routing.bouncing import destination
from routing.commands import Command
from routing.deadlines import clock_of, deadline, next_bell, owed, working_days_later
from routing.delivery import is_news, told
from routing.desk import Advised, Amended, Consulted, Noted, Recalled
from routing.facts import (
    Added,
    Answered,
    Assigned,
    ClosesSoon,
    Disputed,
    Erased,
    Escalated,
    Fact,
    Joined,
    Left,
    LeftSilent,
    Rated,
    Remarked,
    Returned,
    Solved,
    Taken,
    Withdrawn,
)
from routing.formal import Decided, Extended, Objected
from routing.passing import facts_due
from routing.pausing import Asked, Prolonged, Resumed, Why
from routing.pledges import Promised
from routing.reckoning import DueMoved
from routing.rights import Actor, follows
from routing.rules import Rules
from routing.second_thoughts import standing
from routing.ticket import Ticket


class Turn:
    """One command on its way through the table."""

    def __init__(self, ticket: Ticket, command: Command, actor: Actor, at: datetime, rules: Rules) -> None:
        self.ticket = ticket
        # The table has already chosen by the command's name, so guards and keeps may use its fields.
        self.command: Any = command
        self.actor = actor
        self.at = at
        self.rules = rules
        self.state: str = ticket.state
        self.facts: list[Fact] = []


# ---- guards


def is_final(turn: Turn) -> bool:
    return bool(turn.command.final)


def leaves_unanswered(turn: Turn) -> bool:
    """No other answer asks whether the matter is solved."""
    return not any(each.final for each in standing(turn.ticket, turn.command.answer))


def is_new_office(turn: Turn) -> bool:
    office: str = turn.command.office
    known = turn.rules.catalogue.offices.get(office)
    return known is not None and not known.outside and (office != turn.ticket.office or turn.ticket.triage)


def is_elsewhere(turn: Turn) -> bool:
    return turn.ticket.office != turn.rules.catalogue.coordinator


def can_climb(turn: Turn) -> bool:
    return turn.ticket.rung < len(turn.rules.catalogue.ladder)


def is_due(turn: Turn) -> bool:
    bell = next_bell(turn.ticket, turn.rules)
    return bell is not None and bell <= turn.at


def has_moved(turn: Turn) -> bool:
    """What was told of the day the office owes something is true no longer, and the day is not over."""
    limit = owed(turn.ticket, turn.rules)
    before: datetime = turn.command.before
    return limit is not None and not turn.ticket.overdue and not turn.ticket.asked and limit.due != before


def is_unrated(turn: Turn) -> bool:
    stars: int = turn.command.stars
    return turn.ticket.stars is None and 1 <= stars <= 5


def is_unremarked(turn: Turn) -> bool:
    return turn.ticket.stars is not None and not turn.ticket.remark


def is_new_here(turn: Turn) -> bool:
    return not follows(turn.actor.person, turn.ticket)


def is_nobody_elses(turn: Turn) -> bool:
    """Nobody is left who waits for it: not the reporter, and no neighbour."""
    person, ticket = turn.actor.person, turn.ticket
    others = any(each.person != person for each in ticket.followers)
    return not others and (person == ticket.reporter or ticket.erased == "words")


def is_news_of_answer(turn: Turn) -> bool:
    command = turn.command
    if command.answer >= len(turn.ticket.answers):
        return False
    return is_news(turn.ticket.answers[command.answer].delivery, command.stage, command.trouble)


# ---- keeps: command -> facts


def keep_taken(turn: Turn) -> None:
    turn.facts.append(Taken())


def keep_answer(turn: Turn) -> None:
    turn.facts.append(Answered(turn.command.text, turn.command.final, turn.command.files, turn.command.sources))


def keep_note(turn: Turn) -> None:
    turn.facts.append(Noted(turn.command.text, turn.command.files))


def keep_amendment(turn: Turn) -> None:
    place: int = turn.command.answer
    turn.facts.append(Amended(place, turn.command.text, turn.ticket.answers[place].text))


def keep_recall(turn: Turn) -> None:
    turn.facts.append(Recalled(turn.command.answer))


def keep_consultation(turn: Turn) -> None:
    turn.facts.append(Consulted(turn.command.text))


def keep_advice(turn: Turn) -> None:
    turn.facts.append(Advised(turn.command.text, turn.command.files))


def keep_return(turn: Turn) -> None:
    to = destination(turn.ticket, turn.command, turn.rules)
    direct = to != turn.rules.catalogue.coordinator
    end_question(turn, "moved")
    turn.facts.append(Returned(turn.command.reason, turn.ticket.office, to, direct))


def keep_assignment(turn: Turn) -> None:
    end_question(turn, "moved")
    turn.facts.append(Assigned(turn.command.office, turn.ticket.office))


def keep_push(turn: Turn) -> None:
    turn.facts.append(
        Escalated(turn.rules.catalogue.ladder[turn.ticket.rung].name, by_hand=True, reason=turn.command.reason)
    )


def keep_lateness(turn: Turn) -> None:
    turn.facts += facts_due(turn.ticket, turn.at, turn.rules)


def is_over(turn: Turn) -> bool:
    """The reporter's window."""
    limit = deadline(turn.ticket, turn.rules)
    return limit is not None and limit.due <= turn.at


def keep_warning(turn: Turn) -> None:
    limit = deadline(turn.ticket, turn.rules)
    assert limit is not None
    turn.facts.append(ClosesSoon(limit.due))


def keep_silence(turn: Turn) -> None:
    turn.facts.append(LeftSilent())


def keep_solved(turn: Turn) -> None:
    turn.facts.append(Solved())


def keep_dispute(turn: Turn) -> None:
    turn.facts.append(Disputed(turn.command.reason))


def keep_stars(turn: Turn) -> None:
    turn.facts.append(Rated(turn.command.stars))


def keep_remark(turn: Turn) -> None:
    turn.facts.append(Remarked(turn.command.text))


def keep_joined(turn: Turn) -> None:
    turn.facts.append(Joined(turn.command.draft))


def keep_left(turn: Turn) -> None:
    turn.facts.append(Left())


def keep_erased(turn: Turn) -> None:
    turn.facts.append(Erased())


def keep_addition(turn: Turn) -> None:
    """What the reporter adds while she is asked is her answer."""
    turn.facts.append(Added(turn.command.draft))
    if turn.actor.person == turn.ticket.reporter:
        end_question(turn, "answered")


def keep_withdrawal(turn: Turn) -> None:
    turn.facts.append(Withdrawn())


def keep_delivery(turn: Turn) -> None:
    turn.facts.append(told(turn.command.answer, turn.command.stage, turn.command.trouble))


def keep_decision(turn: Turn) -> None:
    command = turn.command
    turn.facts.append(Decided(command.ruling, command.text, command.ground, command.test, command.files))


def keep_extension(turn: Turn) -> None:
    turn.facts.append(Extended(turn.command.reason))


def keep_objection(turn: Turn) -> None:
    home = turn.rules.catalogue.coordinator
    turn.facts.append(Objected(turn.command.ground, turn.command.reason, turn.ticket.office, home))


def keep_question(turn: Turn) -> None:
    turn.facts.append(Asked(turn.command.text))


def keep_dropped(turn: Turn) -> None:
    end_question(turn, "dropped")


def end_question(turn: Turn, why: Why) -> None:
    if turn.ticket.asked:
        turn.facts.append(Resumed(why, turn.at))


def keep_prolonged(turn: Turn) -> None:
    clock = clock_of(turn.ticket.draft, turn.rules)
    turn.facts.append(Prolonged(clock, turn.rules.catalogue.clocks[clock].extra, turn.command.reason))


def keep_promise(turn: Turn) -> None:
    turn.facts.append(Promised(working_days_later(turn.command.until, 0, turn.rules)))


def keep_reckoned(turn: Turn) -> None:
    if limit := owed(turn.ticket, turn.rules):
        turn.facts.append(DueMoved(limit.clock, turn.command.before, limit.due))
