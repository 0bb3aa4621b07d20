"""The card of a ticket in a group: made from the ticket at the moment it is sent, so that it is always true."""

from datetime import datetime

from msgspec import Struct

from flows.draft import clip, counted, outside_body
from flows.effects import (
    Alias,
    Asker,
    Choice,
    Citizen,
    Day,
    Line,
    OfficeName,
    Officer,
    Place,
    Rows,
    TopicName,
    Value,
    Words,
)
from flows.review import why
from flows.written import GIVING
from routing.deadlines import QUESTION, deadline, half_at
from routing.rules import Rules
from routing.standing import is_contested, is_formal
from routing.ticket import Answer, Ticket

SHOWN = 1500
"""Characters of the report on the card; a longer one follows in full beneath it."""


class Card(Struct, frozen=True):
    lines: tuple[Line, ...]
    choices: Rows


def card(ticket: Ticket, room: str, rules: Rules, now: datetime, *, homeless: bool = False) -> Card:
    """How the ticket looks in the group of office `room`: there with its buttons, elsewhere as a record.

    `homeless`: its office has no group yet, so the coordinator's stands in for it.
    """
    acts_here = room in (ticket.office, rules.catalogue.coordinator)
    hidden = ticket.secret and room != ticket.office
    formal = is_formal(ticket)
    lines = (
        head(ticket, rules, now),
        *(sealed(ticket) if hidden else what(ticket, rules)),
        *(formal_lines(ticket, applicant=room == rules.catalogue.coordinator) if formal and not hidden else ()),
        state_line(ticket),
        *waiting_lines(ticket),
        *deadline_lines(ticket, rules),
        *history_lines(ticket),
        *outside_lines(ticket, rules),
        *((homeless_line(ticket, hidden=hidden),) if homeless and acts_here else ()),
        *how_lines(ticket, rules, room, acts_here=acts_here and not hidden),
    )
    return Card(lines, buttons(ticket, room, rules) if acts_here and not hidden else ())


def head(ticket: Ticket, rules: Rules, now: datetime) -> Line:
    kind = Words(f"kind.{ticket.draft.kind}")
    return Line("card.head", {"light": light(ticket, rules, now), "number": ticket.number, "kind": kind})


def light(ticket: Ticket, rules: Rules, now: datetime) -> str:
    """A traffic light: done, late, past half of the time, in time."""
    limit = deadline(ticket, rules)
    if limit is None:
        return "✅"
    if ticket.state == "answered":
        return "💬"
    if limit.clock == QUESTION:
        return "⏸️"
    if ticket.overdue or limit.due <= now:
        return "🔴"
    return "🟢" if now < half_at(limit, ticket, rules) else "🟡"


def homeless_line(ticket: Ticket, *, hidden: bool) -> Line:
    return Line("card.homeless.sealed" if hidden else "card.homeless", {"office": OfficeName(ticket.office)})


def sealed(ticket: Ticket) -> tuple[Line, ...]:
    """Of a secret ticket another group learns only that it is there and when it is due."""
    return (Line("card.sealed", {"office": OfficeName(ticket.office)}),)


def what(ticket: Ticket, rules: Rules) -> tuple[Line, ...]:
    draft = ticket.draft
    return (
        Line("card.topic", {"topic": TopicName(draft.topic or ""), "office": OfficeName(ticket.office)}),
        Line("card.place", {"place": Place(draft.spot) if draft.spot else Words("place.none")}),
        *(
            (Line("card.map", {"latitude": str(spot.latitude), "longitude": str(spot.longitude)}),)
            if (spot := draft.spot) and spot.latitude is not None
            else ()
        ),
        story(ticket),
        Line("card.reporter", {"reporter": reporter(ticket)}),
        *((Line("card.files", {"files": counted(draft.evidence)}),) if draft.evidence else ()),
        *((Line("card.followers", {"count": len(ticket.followers)}),) if ticket.followers else ()),
        *((Line("card.added", {"count": ticket.added}),) if ticket.added else ()),
        *((Line("card.secret"),) if ticket.secret else ()),
        Line("card.why", {"why": why(draft, rules)}),
    )


def story(ticket: Ticket) -> Line:
    draft = ticket.draft
    if ticket.erased == "words" or not (draft.text or draft.evidence):
        return Line("card.erased")
    return Line("card.text", {"text": clip(draft.text, SHOWN)}) if draft.text else Line("card.wordless")


def reporter(ticket: Ticket) -> Alias | Citizen:
    return Citizen(ticket.reporter) if ticket.draft.name == "named" else Alias(ticket.reporter)


def formal_lines(ticket: Ticket, *, applicant: bool) -> tuple[Line, ...]:
    """What the form asked. Who the applicant is stands on the coordinator's card alone, and where to send what was
    granted only as long as it has to be sent."""
    request, decision, objection = ticket.draft.request, ticket.decision, ticket.objection
    who = ticket.reporter
    sends = {"email": "contact", "post": "address"}.get(request.deliver)
    lines: list[Line] = [Line("card.applicant", {"who": Asker(who, "who")})] if applicant else []
    if request.purpose:
        ways = {"obtain": Words(f"obtain.{request.obtain}"), "deliver": Words(f"deliver.{request.deliver}")}
        lines.append(Line("card.request", {"purpose": clip(request.purpose, 300), **ways}))
    if ticket.extended is not None:
        lines.append(Line("card.extended", {"reason": clip(ticket.extended, 300)}))
    if decision:
        lines.append(Line("card.decided", {"ruling": Words(f"ruling.{decision.ruling}"), "day": Day(decision.at)}))
    if applicant and sends and decision and decision.ruling in GIVING and ticket.state == "answered":
        lines.append(Line("card.send_to", {"where": Asker(who, "contact" if sends == "contact" else "address")}))
    if objection:
        values: dict[str, Value] = {"ground": Words(f"grievance.{objection.ground}"), "day": Day(objection.at)}
        lines.append(Line("card.objection", {**values, "text": clip(objection.reason, 300)}))
    return tuple(lines)


def state_line(ticket: Ticket) -> Line:
    if ticket.triage:
        return Line("card.triage.returned", {"reason": ticket.returned}) if ticket.returned else Line("card.triage")
    if ticket.state == "taken" and ticket.taken_by:
        return Line("card.taken", {"officer": Officer(ticket.taken_by)})
    if ticket.merged:
        return Line("card.merged", {"into": ticket.merged})
    if ticket.dismissed is not None:
        return Line("card.dismissed", {"reason": clip(ticket.dismissed, 300)})
    if ticket.withdrawn:
        return Line("card.withdrawn")
    if ticket.state == "closed" and ticket.stars:
        return Line("card.rated", {"stars": "⭐" * ticket.stars})
    return Line(f"card.{ticket.state}")


def waiting_lines(ticket: Ticket) -> tuple[Line, ...]:
    """The question that is open, and days that were given."""
    lines: list[Line] = []
    if question := ticket.asked:
        lines.append(Line("card.asked", {"day": Day(question.at), "text": clip(question.text, 300)}))
    if more := ticket.prolonged:
        lines.append(Line("card.prolonged", {"days": more.days, "reason": clip(more.reason, 300)}))
    if (pledge := ticket.pledge) and ticket.state in ("open", "taken"):
        key = "card.promise_broken" if pledge.broken else "card.promised"
        lines.append(Line(key, {"officer": Officer(pledge.by), "until": Day(pledge.until)}))
    return tuple(lines)


def deadline_lines(ticket: Ticket, rules: Rules) -> tuple[Line, ...]:
    limit = deadline(ticket, rules)
    if limit is None:
        return ()
    values: dict[str, Value] = {"clock": Words(f"clock.{limit.clock}"), "due": Day(limit.due, limit.unsure)}
    return (Line("card.overdue" if ticket.overdue else "card.due", values),)


def history_lines(ticket: Ticket) -> tuple[Line, ...]:
    """What became of each answer, and how often the reporter came back."""
    answers = tuple(
        Line(f"card.answer.{answer.delivery}", {"day": Day(answer.at), "trouble": trouble(answer)})
        for answer in ticket.answers[-5:]
    )
    reopened = (Line("card.reopened", {"count": ticket.reopened}),) if ticket.reopened else ()
    return reopened + answers


def outside_lines(ticket: Ticket, rules: Rules) -> tuple[Line, ...]:
    body = outside_body(ticket.draft.topic, rules)
    return (Line("card.outside", {"body": body.name, "door": body.door}),) if body else ()


def how_lines(ticket: Ticket, rules: Rules, room: str, *, acts_here: bool) -> tuple[Line, ...]:
    """What the reader can do, in one sentence."""
    if not acts_here or ticket.state == "closed":
        return ()
    if is_contested(ticket):
        return (Line("card.how.objection"),)
    if may_decide(ticket, room, rules):
        return (Line("card.how.formal"),)
    return (Line("card.how.triage", {"number": ticket.number}) if ticket.triage else Line("card.how"),)


def trouble(answer: Answer) -> Words | str:
    """Why it is parked, or did not arrive."""
    if not answer.trouble:
        return ""
    return Words(f"parked.{answer.trouble}" if answer.delivery == "parked" else f"trouble.{answer.trouble}")


def may_decide(ticket: Ticket, room: str, rules: Rules) -> bool:
    live = ticket.state in ("open", "taken")
    return is_formal(ticket) and live and not ticket.decision and room == rules.catalogue.coordinator


def ruling_buttons(ticket: Ticket) -> Rows:
    number = ticket.number
    later = () if ticket.extended is not None or ticket.overdue or ticket.objection else (Choice("extend", number),)
    return (
        (Choice("give", number), Choice("give_part", number)),
        (Choice("refuse", number), Choice("elsewhere", number)),
        *((later,) if later else ()),
    )


def buttons(ticket: Ticket, room: str, rules: Rules) -> Rows:
    if ticket.state not in ("open", "taken"):
        return ()
    number = ticket.number
    ruling = ruling_buttons(ticket) if may_decide(ticket, room, rules) else ()
    if ticket.triage:
        return tuple((Choice("assign", number, office, OfficeName(office)),) for office in suggested(ticket, rules))
    take = (Choice("take", number),) if ticket.state == "open" else ()
    back = (Choice("return", number),) if ticket.office != rules.catalogue.coordinator else ()
    push = (Choice("push", number),) if room == rules.catalogue.coordinator and ticket.office != room else ()
    return (*ruling, *(row for row in (take + back, push) if row))


def suggested(ticket: Ticket, rules: Rules) -> tuple[str, ...]:
    """Offices for the coordinator to choose from, by the router's second thoughts; not the one that gave it back."""
    known = rules.catalogue
    topics = (known.topics[code].office for code in ticket.draft.options if code in known.topics)
    offices = dict.fromkeys((*topics, *ticket.draft.offices))
    refused = {ticket.draft.office if ticket.returned else None, known.coordinator}
    fitting = (each for each in offices if each in known.offices and not known.offices[each].outside)
    return tuple(each for each in fitting if each not in refused)[: known.routing.ask]
