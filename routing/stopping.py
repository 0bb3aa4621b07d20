"""When a question may be asked and a clock prolonged, beyond who may; and the facts of both."""

from datetime import datetime

from routing.commands import Command
from routing.deadlines import clock_of, handling
from routing.pausing import Ask, Prolong, Unask
from routing.rules import Rules
from routing.standing import is_formal
from routing.ticket import Ticket


def unstoppable(ticket: Ticket, command: Command, at: datetime, rules: Rules) -> str | None:
    """Why a clock is not stopped, started or prolonged now, as a message key; None when it is."""
    match command:
        case Ask(text=text):
            if ticket.asked:
                return "refused.already_asked"
            return None if text.strip() else "refused.incomplete"
        case Unask():
            return None if ticket.asked else "refused.nothing_asked"
        case Prolong(reason=reason):
            return unprolongable(ticket, reason, at, rules)
    return None


def unprolongable(ticket: Ticket, reason: str, at: datetime, rules: Rules) -> str | None:
    """Once a round, before the time is over, with a reason, where the catalogue gives `extra` days."""
    if is_formal(ticket):
        return "refused.extends_formally"
    if not rules.catalogue.clocks[clock_of(ticket.draft, rules)].extra:
        return "refused.no_extension"
    if ticket.prolonged:
        return "refused.already_extended"
    limit = handling(ticket, rules)
    if limit and limit.due < at:
        return "refused.extension_late"
    return None if reason.strip() else "refused.incomplete"
