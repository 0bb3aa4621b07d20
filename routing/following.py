"""Who begins and who stops to follow a ticket by what happened to it."""

from routing.coordination import Absorbed, Parted
from routing.facts import Fact, Joined, Left


def newly_following(by: str, fact: Fact) -> tuple[str, ...]:
    match fact:
        case Joined():
            return (by,)
        case Absorbed(people=people):
            return people
        case _:
            return ()


def no_longer_following(by: str, fact: Fact) -> tuple[str, ...]:
    match fact:
        case Left():
            return (by,)
        case Parted(people=people):
            return people
        case _:
            return ()
