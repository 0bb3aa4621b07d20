"""The written notice (pemberitahuan tertulis, UU 14/2008 art. 22 (7)), composed from an officer's decision."""

from datetime import datetime

from flows.effects import Day, Line, Words
from routing.deadlines import working_days_later
from routing.formal import WITHHOLDING, Decision
from routing.rules import Rules
from routing.ticket import Ticket

GIVING = ("whole", "part")


def written_notice(ticket: Ticket, decision: Decision, rules: Rules, *, last: bool = False) -> tuple[Line, ...]:
    """Number, date, what was decided and on what ground, how the information comes, and what can be done against
    it: an objection, or, where it answers one (`last`), the Komisi Informasi."""
    return (
        Line("written.head", {"number": ticket.number, "day": Day(decision.at)}),
        Line(f"ruling.{decision.ruling}"),
        Line("written.text", {"text": decision.text}),
        *ground_lines(decision),
        *way_lines(ticket, decision),
        dispute_line(decision.at, rules) if last else objection_line(decision.at, rules),
    )


def ground_lines(decision: Decision) -> tuple[Line, ...]:
    if decision.ruling not in WITHHOLDING:
        return ()
    return (Line("written.ground", {"ground": Words(f"exempt.{decision.ground}"), "test": decision.test}),)


def way_lines(ticket: Ticket, decision: Decision) -> tuple[Line, ...]:
    request = ticket.draft.request
    if decision.ruling not in GIVING or not (request.obtain and request.deliver):
        return ()
    ways = {"obtain": Words(f"obtain.{request.obtain}"), "deliver": Words(f"deliver.{request.deliver}")}
    return (Line("written.way", {**ways}),)


def objection_line(at: datetime, rules: Rules) -> Line:
    days = rules.catalogue.clocks["objection_window"].days
    return Line("written.objection", {"days": days, "until": Day(working_days_later(at, days, rules))})


def dispute_line(at: datetime, rules: Rules) -> Line:
    days = rules.catalogue.clocks["dispute_window"].days
    return Line("written.dispute", {"days": days, "until": Day(working_days_later(at, days, rules))})
