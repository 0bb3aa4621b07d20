"""What is told when time presses: reminders, rungs, promises.

A group reads of all its tickets in one message in the morning (`Remind`, `flows/morning.py`); of an urgent matter, and
of what the coordinator pushes by hand, it reads at once.
"""

from msgspec.structs import replace

from flows.effects import Choice, Day, Effect, OfRung, Remind, Say
from flows.happened import Happened
from routing.facts import Escalated
from routing.ladder import addressee, reached
from routing.pledges import PromiseBroken, Promised, Reminded

BROKEN = "broken"


def is_urgent(happened: Happened) -> bool:
    topic = happened.rules.catalogue.topics.get(happened.ticket.draft.topic or "")
    return topic is not None and topic.urgent


def reminded(happened: Happened, fact: Reminded) -> list[Effect]:
    office = happened.ticket.office
    if is_urgent(happened):
        return [happened.tell_office(office, f"notice.reminded.{fact.mark}", due=happened.due())]
    return [Remind(office, happened.ticket.number, fact.mark)]


def escalated(happened: Happened, fact: Escalated) -> list[Effect]:
    """The reporter is told only of a push by hand, which is news."""
    office = addressee(fact.rung, happened.ticket, happened.rules.catalogue)
    due, rung = happened.due(), OfRung(fact.rung)
    if fact.by_hand:
        said = (
            happened.tell_office(office, "notice.pushed.why", rung=rung, reason=fact.reason)
            if fact.reason
            else happened.tell_office(office, "notice.pushed", rung=rung, due=due)
        )
        citizens = happened.tell_citizens("notice.pushed.reporter", rung=rung)
        return [happened.show_card(office), with_promise(happened, said), *citizens]
    if is_urgent(happened):
        said = happened.tell_office(office, "notice.late", message=OfRung(fact.rung, "message"), due=due)
        return [happened.show_card(office), with_promise(happened, said)]
    return [Remind(office, happened.ticket.number, fact.rung)]


def with_promise(happened: Happened, said: Say) -> Say:
    return replace(said, choices=((Choice("promise", happened.ticket.number),),))


def promised(happened: Happened, fact: Promised) -> list[Effect]:
    return happened.tell_citizens("notice.promised", until=Day(fact.until))


def broken(happened: Happened, fact: PromiseBroken) -> list[Effect]:
    """Everybody whom the ladder has reached hears of it."""
    offices = dict.fromkeys((happened.ticket.office, *reached(happened.ticket, happened.rules.catalogue)))
    if is_urgent(happened):
        return [happened.tell_office(each, "notice.broken", until=Day(fact.until)) for each in offices]
    return [Remind(each, happened.ticket.number, BROKEN) for each in offices]
