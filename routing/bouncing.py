"""'Bukan wewenang kami': where a ticket goes that an office gives back, and which offices may be next.

It goes to the office that is named, or to the coordinator to choose one. An office that has given it back already does
not get it again, and the third time it is the coordinator's to decide, whoever is named.
"""

from routing.catalogue_check import office_key
from routing.commands import Command, Return
from routing.kinds import has
from routing.rules import Rules
from routing.standing import is_formal
from routing.terms import plain_words
from routing.ticket import Ticket

DECIDED_AFTER = 2
"""How often offices may pass it on among themselves."""

MOST_FOUND = 5
"""Offices that a search shows."""


def destination(ticket: Ticket, command: Return, rules: Rules) -> str:
    """The office that gets it now. A formal request needs none but the coordinator."""
    home = rules.catalogue.coordinator
    direct = command.office and not is_formal(ticket) and len(ticket.bounces) < DECIDED_AFTER
    return command.office if direct else home


def misdirected(ticket: Ticket, command: Command, rules: Rules) -> str | None:
    """Why it does not go there, as a message key; None when it may, or is not given back at all."""
    if not isinstance(command, Return):
        return None
    if not any(letter.isalnum() for letter in command.reason):
        return "refused.needs_reason"
    if not command.office:
        return None
    known = rules.catalogue.offices.get(command.office)
    if known is None or known.outside or known.code == ticket.office:
        return "refused.same_office"
    return "refused.bounced_there" if known.code in bounced(ticket) else None


def bounced(ticket: Ticket) -> tuple[str, ...]:
    """The offices that have said it is not theirs, each once."""
    return tuple(dict.fromkeys(each.office for each in ticket.bounces))


def next_offices(ticket: Ticket, rules: Rules) -> tuple[str, ...]:
    """Offices to choose from, by the router's second thoughts; none that has given it back, nor the one that has it."""
    known = rules.catalogue
    topics = (known.topics[code].office for code in ticket.draft.options if code in known.topics)
    refused = {*bounced(ticket), known.coordinator, "" if ticket.triage else ticket.office}
    return tuple(each for each in _open(rules, (*topics, *ticket.draft.offices)) if each not in refused)


def named_in(text: str, rules: Rules) -> tuple[str, ...]:
    """Offices that a text names, by any of their names."""
    words = plain_words(text)
    offices = rules.catalogue.offices.values()
    return _open(
        rules, [o.code for o in offices if has(words, frozenset(map(plain_words, (o.name, o.short, *o.also))))]
    )


def offices_like(text: str, rules: Rules) -> tuple[str, ...]:
    """Offices whose name holds this; the one that is meant exactly comes alone."""
    if exact := rules.catalogue.find_office(text):
        return _open(rules, (exact.code,))
    part = office_key(text)
    offices = rules.catalogue.offices.values()
    return _open(rules, [o.code for o in offices if part and part in office_key(" ".join((o.code, o.short, o.name)))])


def _open(rules: Rules, codes: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Each once, without the bodies that are none of the regency's."""
    known = rules.catalogue.offices
    return tuple(code for code in dict.fromkeys(codes) if code in known and not known[code].outside)
