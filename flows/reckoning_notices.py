"""What is told when a promised day moves with the working days."""

from flows.effects import Day, Effect, Words
from flows.happened import Happened
from routing.reckoning import DueMoved


def due_moved(happened: Happened, fact: DueMoved) -> list[Effect]:
    return happened.tell_citizens(
        "notice.due_moved", clock=Words(f"clock.{fact.clock}"), before=Day(fact.before), due=happened.due()
    )
