"""What is told of a question to the reporter, of its end, and of more days."""

from flows.effects import Choice, Day, Effect, Line, OfficeName, Say, Value, Words, to_person
from flows.happened import Happened, chunks
from routing.deadlines import handling, owed, silent_at
from routing.pausing import Asked, AskedAgain, Prolonged, Resumed


def asked(happened: Happened, fact: Asked) -> list[Effect]:
    """The reporter alone is asked. Her answer is an addition, from the button or as a reply."""
    ticket, rules = happened.ticket, happened.rules
    *first, last = chunks(fact.text)
    parts: list[Effect] = [happened.tell_reporter("notice.answer_part", text=piece) for piece in first]
    until = Day(silent_at(ticket, rules) or happened.entry.at)
    who: dict[str, Value] = {"number": ticket.number, "office": OfficeName(ticket.office)}
    lines = [Line("notice.asked", {**who, "text": last, "until": until})]
    lines += [] if owed(ticket, rules) else [Line("notice.asked.stops")]
    answer = Choice("add", ticket.number, "", Words("button.respond"))
    return [*parts, Say(to_person(ticket.reporter), tuple(lines), ((answer,),), ticket=ticket.number)]


def asked_again(happened: Happened, fact: AskedAgain) -> list[Effect]:
    """In the same words, for the question itself is far up by now."""
    question = happened.ticket.asked
    *first, last = chunks(question.text if question else "")
    parts: list[Effect] = [happened.tell_reporter("notice.answer_part", text=piece) for piece in first]
    answer = Choice("add", happened.ticket.number, "", Words("button.respond"))
    until = Day(fact.until)
    return [*parts, happened.tell_reporter("notice.asked_again", ((answer,),), text=last, until=until)]


def resumed(happened: Happened, fact: Resumed) -> list[Effect]:
    """An answer stands under the card already; of a question that moved away with its ticket nobody need hear."""
    told: list[Effect] = []
    if fact.why == "silence":
        told.append(happened.tell_office(happened.ticket.office, "notice.unanswered", due=happened.due()))
        add = Choice("add", happened.ticket.number, "", Words("button.respond"))
        told.append(happened.tell_reporter("notice.unanswered.reporter", ((add,),), due=happened.due()))
    if fact.why == "dropped":
        told.append(happened.tell_reporter("notice.unasked", due=happened.due()))
    return told


def prolonged(happened: Happened, fact: Prolonged) -> list[Effect]:
    """The new day is the whole handling's: a first answer is owed as before."""
    limit = handling(happened.ticket, happened.rules)
    due = Day(limit.due, limit.unsure) if limit else happened.due()
    pieces = chunks(fact.reason)
    return [
        say for text in pieces for say in happened.tell_citizens("notice.prolonged", text=text, days=fact.days, due=due)
    ]
