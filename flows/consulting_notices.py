"""What is told when an office consults the coordinator: question and advice, each in the other's group."""

from flows.consulting import CALLED
from flows.effects import Choice, Effect, Line, OfficeName, Officer, Say, Value, to_office, together
from flows.happened import Happened, chunks
from routing.desk import Advised, Consulted


def consulted(happened: Happened, fact: Consulted) -> list[Effect]:
    """Whatever answers it there is advice: it is known by its name."""
    home, number = happened.rules.catalogue.coordinator, happened.ticket.number
    office, officer = OfficeName(happened.ticket.office), Officer(happened.entry.by)
    who: dict[str, Value] = {"number": number, "office": office, "officer": officer}
    told: list[Effect] = [happened.show_card(home)]
    for text in chunks(fact.text):
        line = Line("notice.consulted", {**who, "text": text})
        rows = ((Choice("advise", number),),)
        told.append(Say(to_office(home), (line,), rows, ticket=number, called=CALLED))
    return told


def advised(happened: Happened, fact: Advised) -> list[Effect]:
    ticket, who = happened.ticket, Officer(happened.entry.by)
    to = to_office(ticket.office, sealed=ticket.secret)
    words: list[Effect] = [
        happened.tell_office(ticket.office, "notice.advised", officer=who, text=text)
        for text in chunks(fact.text)
        if text
    ]
    return [*words, *together(to, fact.files, ticket.number)]
