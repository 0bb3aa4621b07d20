"""What the law asks of a formal request's decision, extension and objection, beyond who may press the button."""

from datetime import datetime

from routing.commands import Command, Dispute, Reply
from routing.deadlines import deadline, working_days_later
from routing.formal import EXEMPT, GRIEVANCES, RULINGS, WITHHOLDING, Decide, Extend, Object
from routing.rules import Rules
from routing.standing import is_contested, is_formal
from routing.ticket import Ticket


def irregular(ticket: Ticket, command: Command, at: datetime, rules: Rules) -> str | None:
    """Why the law does not let this happen now, as a message key; None when it does."""
    match command:
        case Decide() | Extend() | Object() if not is_formal(ticket):
            return "refused.not_formal"
        case Decide():
            return undecidable(ticket, command)
        case Extend(reason=reason):
            return unextendable(ticket, reason, at, rules)
        case Object(ground=ground, reason=reason):
            if ground not in GRIEVANCES or not reason.strip():
                return "refused.incomplete"
            return unobjectionable(ticket, at, rules)
        case Reply(final=True) if is_formal(ticket) and not is_contested(ticket):
            return "refused.needs_decision"
        case Dispute() if is_formal(ticket):
            return "refused.needs_objection"
    return None


def undecidable(ticket: Ticket, command: Decide) -> str | None:
    """Nothing is refused, in whole or in part, without ground and consequence test (art. 17, 19, 22 (7))."""
    if ticket.decision:
        return "refused.already_decided"
    if command.ruling not in RULINGS or not command.text.strip():
        return "refused.incomplete"
    if command.ruling in WITHHOLDING and (command.ground not in EXEMPT or not command.test.strip()):
        return "refused.needs_ground"
    return None


def unextendable(ticket: Ticket, reason: str, at: datetime, rules: Rules) -> str | None:
    """Once, before the ten days are over, with a reason (art. 22 (8))."""
    limit = deadline(ticket, rules)
    if ticket.extended is not None or ticket.decision or ticket.objection:
        return "refused.already_extended"
    if limit is None or limit.due < at:
        return "refused.extension_late"
    return None if reason.strip() else "refused.incomplete"


def unobjectionable(ticket: Ticket, at: datetime, rules: Rules) -> str | None:
    """Once, within the window after the written notice (art. 36 (1)), or as soon as the notice is late."""
    if not is_formal(ticket):
        return "refused.not_formal"
    if ticket.objection:
        return "refused.already_objected"
    if ticket.decision:
        days = rules.catalogue.clocks["objection_window"].days
        return "refused.objection_late" if working_days_later(ticket.decision.at, days, rules) < at else None
    if ticket.state == "closed":
        return "refused.when_closed"  # she took it back, or called it solved
    limit = deadline(ticket, rules)
    return "refused.objection_early" if limit and at < limit.due and not ticket.overdue else None
