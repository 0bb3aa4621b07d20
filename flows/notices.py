"""Facts to notices: who is told what, when something has happened to a ticket.

Every step is pushed to the reporter in a sentence that says what happened and who has it; every change makes the
ticket's cards true again. Nobody is told anything from anywhere else.
"""

from collections.abc import Callable

from flows.answer_notices import amended, answered, recalled
from flows.card import SHOWN
from flows.consulting_notices import advised, consulted
from flows.coordination_notices import absorbed, closed, merged, parted, revealed, separated
from flows.effects import (
    Choice,
    Day,
    Effect,
    Line,
    OfficeName,
    Say,
    ShowCard,
    Value,
    Words,
    to_office,
    to_person,
    together,
)
from flows.formal_notices import decided, extended, objected
from flows.happened import Happened, chunks
from flows.ladder_notices import broken, escalated, promised, reminded
from flows.pausing_notices import asked, asked_again, prolonged, resumed
from flows.rating import unsolved, verdict_rows
from flows.reckoning_notices import due_moved
from flows.written import dispute_line
from routing.bouncing import DECIDED_AFTER
from routing.coordination import Absorbed, Closed, Merged, Parted, Revealed, Separated
from routing.delivery import (
    AnswerDelivered,
    AnswerParked,
    AnswerRead,
    AnswerSent,
    AnswerUndeliverable,
    DeliveryFact,
)
from routing.desk import Advised, Amended, Consulted, Noted, Recalled
from routing.facts import (
    Added,
    Answered,
    Assigned,
    ClosesSoon,
    Disputed,
    Entry,
    Erased,
    Escalated,
    Fact,
    Joined,
    Left,
    LeftSilent,
    Opened,
    Overdue,
    Rated,
    Remarked,
    Returned,
    Solved,
    Taken,
    Withdrawn,
)
from routing.formal import Decided, Extended, Objected
from routing.pausing import Asked, AskedAgain, Prolonged, Resumed
from routing.pledges import PromiseBroken, Promised, Reminded
from routing.reckoning import DueMoved
from routing.rules import Rules
from routing.standing import is_formal
from routing.ticket import SYSTEM, Ticket


def notices(ticket: Ticket, entries: tuple[Entry, ...], rules: Rules) -> tuple[Effect, ...]:
    """What `entries`, which led to `ticket`, make the house say."""
    told: list[Effect] = []
    for entry in entries:
        happened = Happened(ticket, entry, rules)
        told += TELL[type(entry.fact)](happened, entry.fact)
        told.append(happened.show_card())
    return tuple(told)


def hang(ticket: Ticket, office: str) -> list[Effect]:
    """Everything an office needs to see of a ticket that is new to it: the card, a long report in full, files."""
    to = to_office(office, sealed=ticket.secret)
    told: list[Effect] = [ShowCard(ticket.number, office)]
    if len(ticket.draft.text) > SHOWN:
        lines = (Line("card.full", {"text": piece}) for piece in chunks(ticket.draft.text))
        told += [Say(to, (line,), ticket=ticket.number) for line in lines]
    told += together(to, ticket.draft.evidence, ticket.number)
    return told


def opened(happened: Happened, fact: Opened) -> list[Effect]:
    return hang(happened.ticket, fact.office)


def taken(happened: Happened, fact: Taken) -> list[Effect]:
    return happened.tell_citizens("notice.taken", due=happened.due())


def returned(happened: Happened, fact: Returned) -> list[Effect]:
    """To the office that was named, or to the coordinator, who decides what comes back again and again."""
    ticket = happened.ticket
    values: dict[str, Value] = {"before": OfficeName(fact.office), "reason": fact.reason}
    told: list[Effect] = [ShowCard(ticket.number, fact.office), *hang(ticket, fact.to)]
    if fact.direct:
        told.append(happened.tell_office(fact.to, "notice.handed.office", **values))
        return [*told, *happened.tell_citizens("notice.handed", **values, due=happened.due())]
    told.append(happened.tell_office(fact.to, "notice.returned.coordinator", **values))
    if len(ticket.bounces) > DECIDED_AFTER:
        told.append(happened.tell_office(fact.to, "notice.bounced", count=len(ticket.bounces)))
    return [*told, *happened.tell_citizens("notice.returned", **values, due=happened.due())]


def assigned(happened: Happened, fact: Assigned) -> list[Effect]:
    return [
        ShowCard(happened.ticket.number, fact.before),
        *hang(happened.ticket, fact.office),
        *happened.tell_citizens("notice.assigned", due=happened.due()),
    ]


def overdue(happened: Happened, fact: Overdue) -> list[Effect]:
    """A late notice may be objected to, a late answer to an objection taken to the Komisi Informasi."""
    number = happened.ticket.number
    if fact.clock in ("ppid", "ppid_extension"):
        return [happened.tell_reporter("notice.overdue.formal", ((Choice("object", number),),))]
    if fact.clock == "objection":
        line = Line("notice.overdue.objection", {"number": number})
        lines = (line, dispute_line(fact.due, happened.rules))
        return [Say(to_person(happened.ticket.reporter), lines, ticket=number)]
    return happened.tell_citizens("notice.overdue", clock=Words(f"clock.{fact.clock}"))


def solved(happened: Happened, fact: Solved) -> list[Effect]:
    office = happened.tell_office(happened.ticket.office, "notice.solved")
    return [office, *happened.tell_followers("notice.solved.followed")]


def disputed(happened: Happened, fact: Disputed) -> list[Effect]:
    pieces = chunks(fact.reason)
    told: list[Effect] = [
        happened.tell_office(happened.ticket.office, "notice.disputed", text=piece) for piece in pieces
    ]
    told += happened.tell_followers("notice.disputed.followed")
    if happened.ticket.reopened > 1:
        told += again(happened)
    return told


def again(happened: Happened) -> list[Effect]:
    """Twice answered and not solved is no longer between the two of them."""
    home = happened.rules.catalogue.coordinator
    return [happened.show_card(home), happened.tell_office(home, "notice.disputed.again")]


def rated(happened: Happened, fact: Rated) -> list[Effect]:
    return []


def remarked(happened: Happened, fact: Remarked) -> list[Effect]:
    return [happened.tell_office(happened.ticket.office, "notice.remarked", text=fact.text)]


def closes_soon(happened: Happened, fact: ClosesSoon) -> list[Effect]:
    return [happened.tell_reporter("notice.closes_soon", verdict_rows(happened.ticket), until=Day(fact.until))]


def left_silent(happened: Happened, fact: LeftSilent) -> list[Effect]:
    if is_formal(happened.ticket):
        return [happened.tell_reporter("notice.formal_closed")]
    mine = happened.tell_reporter("notice.left_silent", ((unsolved(happened.ticket),),))
    return [mine, *happened.tell_followers("notice.left_silent.followed")]


def joined(happened: Happened, fact: Joined) -> list[Effect]:
    """What the neighbour was about to report belongs to the ticket now: her words and her files."""
    office, evidence = happened.ticket.office, fact.draft.evidence
    told: list[Effect] = [
        happened.tell_office(office, "notice.joined", text=piece) for piece in chunks(fact.draft.text)
    ]
    return [*told, *together(to_office(office), evidence, happened.ticket.number)]


def added(happened: Happened, fact: Added) -> list[Effect]:
    office, evidence = happened.ticket.office, fact.draft.evidence
    to = to_office(office, sealed=happened.ticket.secret)
    words: list[Effect] = [
        happened.tell_office(office, "notice.added", text=piece) for piece in chunks(fact.draft.text) if piece
    ]
    if spot := fact.draft.spot:
        latitude, longitude = str(spot.latitude), str(spot.longitude)
        words.append(happened.tell_office(office, "notice.added.place", latitude=latitude, longitude=longitude))
    return [*words, *together(to, evidence, happened.ticket.number)]


def note_kept(happened: Happened, fact: Noted) -> list[Effect]:
    """The card counts it; whoever wrote it sees that it was kept."""
    return []


def withdrawn(happened: Happened, fact: Withdrawn) -> list[Effect]:
    office = happened.tell_office(happened.ticket.office, "notice.withdrawn")
    return [office, *happened.tell_followers("notice.withdrawn.followed")]


def left(happened: Happened, fact: Left) -> list[Effect]:
    return []


def erased(happened: Happened, fact: Erased) -> list[Effect]:
    """The office takes what hangs in its group out by hand: a bot may not, after two days. Who followed is told that
    the matter goes on."""
    ticket, by = happened.ticket, happened.entry.by
    if by == SYSTEM:
        return []
    line = Line("notice.erased.followed", {"number": ticket.number})
    own = by == ticket.reporter
    rest = [Say(to_person(each.person), (line,), ticket=ticket.number) for each in ticket.followers] if own else []
    return [happened.tell_office(ticket.office, "notice.erased"), *rest]


def noted(happened: Happened, fact: DeliveryFact) -> list[Effect]:
    """The card tells it."""
    return []


def undeliverable(happened: Happened, fact: AnswerUndeliverable) -> list[Effect]:
    trouble = Words(f"trouble.{fact.trouble}")
    return [happened.tell_office(happened.ticket.office, "notice.undeliverable", trouble=trouble)]


TELL: dict[type[Fact], Callable[..., list[Effect]]] = {
    Opened: opened,
    Taken: taken,
    Answered: answered,
    Returned: returned,
    Assigned: assigned,
    Overdue: overdue,
    Escalated: escalated,
    Solved: solved,
    Disputed: disputed,
    Rated: rated,
    Remarked: remarked,
    ClosesSoon: closes_soon,
    LeftSilent: left_silent,
    Joined: joined,
    Left: left,
    Erased: erased,
    Added: added,
    Withdrawn: withdrawn,
    **dict.fromkeys((AnswerSent, AnswerDelivered, AnswerRead, AnswerParked), noted),
    AnswerUndeliverable: undeliverable,
    Noted: note_kept,
    Consulted: consulted,
    Advised: advised,
    Amended: amended,
    Recalled: recalled,
    Decided: decided,
    Extended: extended,
    Objected: objected,
    Closed: closed,
    Merged: merged,
    Absorbed: absorbed,
    Separated: separated,
    Parted: parted,
    Revealed: revealed,
    Asked: asked,
    AskedAgain: asked_again,
    DueMoved: due_moved,
    Reminded: reminded,
    Promised: promised,
    PromiseBroken: broken,
    Resumed: resumed,
    Prolonged: prolonged,
}
