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
from routing.bouncing import next_offices
from routing.deadlines import QUESTION, clock_of, deadline, half_at
from routing.desk import Bounce
from routing.ladder import may_promise, reached
from routing.rules import Rules
from routing.standing import is_contested, is_formal
from routing.ticket import Answer, Ticket

SHOWN = 1500
"""Characters of the report on the card; a longer one follows in full beneath it."""


NOTE_SHOWN = 200
"""Characters of the newest internal note."""


LIVE = ("open", "taken")


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
        *((Line("card.consulted"),) if ticket.consulted == "asked" else ()),
        *outside_lines(ticket, rules),
        *((homeless_line(ticket, hidden=hidden),) if homeless and acts_here else ()),
        *how_lines(ticket, rules, room, acts_here=acts_here and not hidden),
    )
    return Card(lines, buttons(ticket, room, rules) if acts_here and not hidden else pledge_rows(ticket, room, rules))


def title(ticket: Ticket, room: str, rules: Rules) -> Line:
    """What the ticket's topic in that group is called; of a secret one another group reads the number alone."""
    spot, number = ticket.draft.spot, ticket.number
    if ticket.secret and room != ticket.office:
        return Line("card.title.sealed", {"number": number})
    matter = Words(f"kind.{ticket.draft.kind}") if is_formal(ticket) else TopicName(ticket.draft.topic or "")
    values: dict[str, Value] = {"number": number, "topic": matter}
    return Line("card.title", {**values, "place": Place(spot)}) if spot else Line("card.title.placeless", values)


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
    answers = tuple(line for answer in ticket.answers[-5:] for line in answer_lines(answer))
    reopened = (Line("card.reopened", {"count": ticket.reopened}),) if ticket.reopened else ()
    return (*reopened, *bounce_lines(ticket), *answers, *note_lines(ticket))


def bounce_lines(ticket: Ticket) -> tuple[Line, ...]:
    """Who gave it back; the whole chain where somebody has to decide."""
    chain = tuple(bounce_line(each) for each in ticket.bounces)
    if len(chain) < 2 or not ticket.triage:
        return chain and (Line("card.bounces", {"count": len(chain), "office": OfficeName(ticket.bounces[-1].office)}),)
    return chain


def bounce_line(bounce: Bounce) -> Line:
    values: dict[str, Value] = {"office": OfficeName(bounce.office), "day": Day(bounce.at)}
    return Line("card.bounce", {**values, "reason": clip(bounce.reason, 300)})


def answer_lines(answer: Answer) -> tuple[Line, ...]:
    """What became of it; that its words were changed since."""
    if answer.recalled:
        return (Line("card.recalled", {"day": Day(answer.at)}),)
    told = Line(f"card.answer.{answer.delivery}", {"day": Day(answer.at), "trouble": trouble(answer)})
    return (told, Line("card.amended", {"day": Day(answer.amended)})) if answer.amended else (told,)


def note_lines(ticket: Ticket) -> tuple[Line, ...]:
    """How many internal notes there are, and the newest."""
    if not ticket.notes:
        return ()
    newest = ticket.notes[-1]
    words = clip(newest.text, NOTE_SHOWN) or counted(newest.files)
    return (Line("card.notes", {"count": len(ticket.notes), "officer": Officer(newest.by), "text": words}),)


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
    if ticket.state == "closed":
        return ()
    if ticket.triage:
        return triage_buttons(ticket, rules)
    ruling = ruling_buttons(ticket) if may_decide(ticket, room, rules) else ()
    return tuple(row for row in (*ruling, *desk_rows(ticket, room, rules)) if row)


def desk_rows(ticket: Ticket, room: str, rules: Rules) -> Rows:
    """What an office does with it: two in a row, what ends it or moves it away beneath."""
    number, live, home = ticket.number, ticket.state in LIVE, rules.catalogue.coordinator
    formal = is_formal(ticket) and not is_contested(ticket)

    return (
        (*when(ticket.state == "open", Choice("take", number)), Choice("reply", number)),
        (*when(live, Choice("unask" if ticket.asked else "ask", number)), Choice("note", number)),
        when(live and may_prolong(ticket, rules), Choice("prolong", number))
        + when(live and not formal, Choice("finish", number)),
        when(live and ticket.office != home, Choice("return", number)),
        when(live and room == home and ticket.office != home, Choice("push", number)),
        *pledge_rows(ticket, room, rules),
    )


def pledge_rows(ticket: Ticket, room: str, rules: Rules) -> Rows:
    """Whoever the ladder has reached promises on the card, too; above the office they do nothing else with it."""
    told = room in (ticket.office, rules.catalogue.coordinator, *reached(ticket, rules.catalogue))
    may = told and ticket.state in LIVE and may_promise(ticket)
    return ((Choice("promise", ticket.number),),) if may else ()


def when(true: bool, choice: Choice) -> tuple[Choice, ...]:
    return (choice,) if true else ()


def may_prolong(ticket: Ticket, rules: Rules) -> bool:
    """Where the clock has days to give and none were taken; whether it is in time is asked when pressed."""
    extra = rules.catalogue.clocks[clock_of(ticket.draft, rules)].extra
    return bool(extra) and not (is_formal(ticket) or ticket.prolonged)


def triage_buttons(ticket: Ticket, rules: Rules) -> Rows:
    number = ticket.number
    offices = next_offices(ticket, rules)[: rules.catalogue.routing.ask]
    rows = tuple((Choice("assign", number, office, OfficeName(office)),) for office in offices)
    return (*rows, (Choice("seek_office", number),), (Choice("reply", number), Choice("note", number)))
