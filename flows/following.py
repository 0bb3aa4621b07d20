"""A neighbour was quicker: her ticket is shown instead of a second one, and whoever joins it gets every update.

Of another's report only the topic, the village, the day and the office are shown; and only a ticket that was offered
can be joined, so that nobody reads along by guessing a number.
"""

from flows.acting import acted_on, say_refused
from flows.asked import FindNear
from flows.draft import is_secret
from flows.effects import Choice, OfficeName, TopicName
from flows.events import NeighboursFound
from flows.review import show_review
from flows.turn import Turn
from routing.commands import Join, Leave
from routing.rules import Rules
from routing.ticket import Draft, Ticket


def may_have_neighbours(draft: Draft, rules: Rules) -> bool:
    """A complaint about a matter that more than one can see; a secret is nobody else's business."""
    topic = rules.catalogue.topics.get(draft.topic or "")
    where = draft.spot is not None and (draft.spot.village is not None or draft.spot.latitude is not None)
    if topic is None or draft.name == "secret" or is_secret(topic.code, rules):
        return False
    return topic.place and where and draft.kind == "complaint"


def look_around(turn: Turn) -> None:
    """The review, after a look at what was reported around there."""
    if may_have_neighbours(turn.draft, turn.rules):
        turn.do(FindNear(turn.draft))
    else:
        turn.notice("")
        show_review(turn)


def show_what_was_found(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, NeighboursFound)
    neighbour: Ticket | None = next(iter(event.tickets), None)
    turn.notice(neighbour.number if neighbour else "")
    show_review(turn, neighbour)


def has_nobody_near(turn: Turn) -> bool:
    return not turn.talk.near


def join(turn: Turn) -> None:
    turn.act(turn.talk.near, Join(turn.draft))


def tell_joined(turn: Turn) -> None:
    ticket = acted_on(turn).ticket
    turn.keep(draft=Draft())
    turn.notice("")
    turn.say(
        "following.joined",
        ((Choice("leave", ticket.number),),),
        ticket=ticket.number,
        number=ticket.number,
        office=OfficeName(ticket.office),
        topic=TopicName(ticket.draft.topic or ""),
    )


def tell_join_refused(turn: Turn) -> None:
    """It was closed meanwhile, perhaps; the review comes again without it."""
    turn.notice("")
    say_refused(turn)


def leave(turn: Turn) -> None:
    turn.act(turn.ref, Leave())


def tell_left(turn: Turn) -> None:
    """What she was about to send before she joined is hers again."""
    acted = acted_on(turn)
    person = turn.heard.actor.person
    mine = next((each.draft for each in acted.before.followers if each.person == person), None)
    turn.answer("following.left", number=acted.ticket.number)
    if mine:
        turn.wait(mine)
