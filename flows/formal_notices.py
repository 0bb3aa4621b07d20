"""What is told of a formal request: the written notice, its extension, an objection and the answer to it."""

from collections.abc import Callable

from flows.effects import (
    Effect,
    Line,
    Say,
    Words,
    to_person,
    together,
)
from flows.happened import Happened, chunks
from flows.rating import verdict_rows
from flows.written import dispute_line, written_notice
from routing.formal import Decided, Decision, Extended, Objected


def answers_objection(happened: Happened) -> bool:
    objection = happened.ticket.objection
    return objection is not None and objection.answered == happened.entry.at


def objection_answered(happened: Happened, text: str) -> list[Effect]:
    """The last word of the house; what remains is the Komisi Informasi."""
    return to_applicant(
        happened,
        text,
        lambda last: (
            Line("notice.objection_answered", {"number": happened.ticket.number, "text": last}),
            dispute_line(happened.entry.at, happened.rules),
        ),
    )


def decided(happened: Happened, fact: Decided) -> list[Effect]:
    ticket, rules, at = happened.ticket, happened.rules, happened.entry.at

    def lines(last: str) -> tuple[Line, ...]:
        decision = Decision(fact.ruling, last, fact.ground, fact.test, at)
        return written_notice(ticket, decision, rules, last=ticket.objection is not None)

    files = together(to_person(ticket.reporter), fact.files, ticket.number)
    return [*files, *to_applicant(happened, fact.text, lines)]


def to_applicant(happened: Happened, text: str, lines: Callable[[str], tuple[Line, ...]]) -> list[Effect]:
    """Long words in several messages; the last bears the buttons, and its arrival is what the card reports."""
    ticket = happened.ticket
    *first, last = chunks(text)
    parts = [happened.tell_reporter("notice.answer_part", text=piece) for piece in first]
    rows, answer = verdict_rows(ticket), len(ticket.answers) - 1
    return [*parts, Say(to_person(ticket.reporter), lines(last), rows, ticket=ticket.number, answer=answer)]


def extended(happened: Happened, fact: Extended) -> list[Effect]:
    due = happened.due()
    return [happened.tell_reporter("notice.extended", text=piece, due=due) for piece in chunks(fact.reason)]


def objected(happened: Happened, fact: Objected) -> list[Effect]:
    ground = Words(f"grievance.{fact.ground}")
    told: list[Effect] = [happened.show_card(fact.before), happened.show_card(fact.to)]
    for piece in chunks(fact.reason):
        told.append(happened.tell_office(fact.to, "notice.objected", ground=ground, text=piece, due=happened.due()))
    return told
