"""What is asked about a draft, and the review of it that is sent with one tap."""

from flows.asked import Find
from flows.conversation import LANGUAGES
from flows.draft import NAMES, QUESTIONS, clip, counted, is_learned, is_secret, is_spoken, missing, outside_body
from flows.effects import Choice, Day, Detail, Line, OfficeName, Place, Rows, TopicName, Value, Words
from flows.events import TicketsFound
from flows.turn import Turn
from routing.rules import Rules
from routing.ticket import Draft, Ticket

NOTICE = 1
"""The version of `review.notice`: a new one when its meaning changes, so that everybody reads it again."""

SHOWN = 600
"""Characters of a citizen's own words that the review repeats."""

MOST_OPEN = 3
"""Open tickets to which a file without words may belong."""

PART = 120
"""Characters of each part of a message that are shown to tell the parts apart."""


def language_row() -> tuple[Choice, ...]:
    return tuple(Choice("language", "", code, Words(f"language.{code}")) for code in LANGUAGES)


# ---- one question a state


def ask_story(turn: Turn) -> None:
    """A file or a place alone: the beginning of a report, or one thing more about a ticket that is open."""
    turn.do(Find("open"))


def show_ask_story(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, TicketsFound)
    ref = turn.offer()
    rows = tuple((Choice("add_to", ref, each.number, f"➕ {each.number}"),) for each in event.tickets[:MOST_OPEN])
    spoken = is_spoken(turn.draft)
    key = "complaint.ask_story.or_add" if rows else "complaint.ask_story"
    lines = (*((Line("complaint.ask_story.voice"),) if spoken else ()), Line(key))
    without = ((Choice("wordless", ref),),) if spoken else ()
    turn.show(lines, (*rows, *without, (Choice("cancel", ref),)))


def ask_apart(turn: Turn) -> None:
    """Several matters: each office answers its own sooner."""
    ref, parts = turn.offer(), turn.draft.parts
    lines = (
        Line("complaint.ask_apart", {"count": len(parts)}),
        *(
            Line("complaint.part", {"n": n, "text": clip(part.text, PART), "office": OfficeName(part.office)})
            for n, part in enumerate(parts, 1)
        ),
    )
    apart = Choice("split", ref, "", Words("button.parts"))  # two reports made one are parted by "split", too
    choices: Rows = ((apart,), (Choice("whole", ref), Choice("cancel", ref)))
    turn.show(lines, choices)


def ask_kind(turn: Turn) -> None:
    ref = turn.offer()
    kinds = ("information", "ppid", "complaint")
    rows = tuple((Choice("kind", ref, kind, Words(f"button.kind.{kind}")),) for kind in kinds)
    turn.show((Line("complaint.ask_kind"),), (*rows, (Choice("cancel", ref),)))


def ask_topic(turn: Turn) -> None:
    ref = turn.offer()
    topics = [(Choice("topic", ref, code, TopicName(code)),) for code in turn.draft.options if code != turn.draft.topic]
    none = Choice("topic", ref, "none", Words("button.none_of_these"))
    back = (Choice("step_back", ref),) if from_review(turn) else ()
    last = (none, *back, Choice("cancel", ref))
    key = "complaint.ask_topic" if topics else "complaint.ask_topic.unknown"
    turn.show((Line(key),), (*topics, last))


def ask_place(turn: Turn) -> None:
    ref = turn.offer()
    rows = ((Choice("step_back" if from_review(turn) else "skip_place", ref), Choice("cancel", ref)),)
    turn.show((Line("complaint.ask_place"),), rows, place=Line("complaint.send_place"))


def ask_name(turn: Turn) -> None:
    """Who sees my name: three choices, a line each."""
    ref = turn.offer()
    rows = tuple((Choice("name", ref, name, Words(f"button.name.{name}")),) for name in NAMES)
    turn.show((Line("complaint.ask_name"),), (*rows, (Choice("step_back", ref),)))


def from_review(turn: Turn) -> bool:
    """Nothing was missing; she only wanted to change something, and may think better of it."""
    return missing(turn.draft, turn.rules) == "reviewing"


# ---- the review


def show_review(turn: Turn, neighbour: Ticket | None = None) -> None:
    """All that was understood, and one button to send it; where a neighbour was quicker, one to join in."""
    draft, ref = turn.draft, turn.offer()
    lines = (
        *summary(draft, turn.rules),
        *(
            (Line("review.why", {"why": why(draft, turn.rules)}),)
            if draft.topic or is_learned(draft, turn.rules)
            else ()
        ),
        *detail(draft, turn.rules),
        *((neighbour_line(neighbour),) if neighbour else ()),
        *((Line("review.notice"),) if turn.talk.notice < NOTICE else ()),
        Line("review.confirm"),
    )
    turn.show(lines, review_rows(draft, ref, joinable=neighbour is not None))


def close_review(turn: Turn) -> None:
    """What was sent stays in the chat as it was; there is nothing to press any more."""
    turn.offer()
    turn.show(summary(turn.draft, turn.rules), last=True, repeats=True)


def summary(draft: Draft, rules: Rules) -> tuple[Line, ...]:
    return (
        *about(draft),
        *addressee(draft, rules),
        *place_lines(draft),
        *story_lines(draft),
        Line(f"review.name.{draft.name}"),
    )


def story_lines(draft: Draft) -> tuple[Line, ...]:
    """What was told: the files by kind, and the words, if there are any."""
    files = (Line("review.files", {"files": counted(draft.evidence)}),) if draft.evidence else ()
    words = Line("review.text", {"text": clip(draft.text, SHOWN)}) if draft.text else Line("review.wordless")
    return (*files, words)


def review_rows(draft: Draft, ref: str, *, joinable: bool) -> Rows:
    where = () if draft.kind in QUESTIONS else (Choice("change_place", ref),)
    complain = () if draft.kind == "complaint" else (Choice("kind", ref, "complaint", Words("button.kind.complaint")),)
    rows: Rows = (
        (Choice("join", ref),) if joinable else (),
        (Choice("send", ref),),
        (*where, Choice("change_topic", ref)),
        (Choice("change_name", ref), *complain, Choice("cancel", ref)),
    )
    return tuple(row for row in rows if row)


def about(draft: Draft) -> tuple[Line, ...]:
    kind = Words(f"kind.{draft.kind}")
    if draft.topic is None:
        return (Line("review.topic.none", {"kind": kind}),)
    return (Line("review.topic", {"kind": kind, "topic": TopicName(draft.topic)}),)


def addressee(draft: Draft, rules: Rules) -> tuple[Line, ...]:
    body = outside_body(draft.topic, rules)
    known = draft.topic or is_learned(draft, rules) or draft.kind == "ppid"
    key = "review.office" if known else "review.office.triage"
    return (
        Line(key, {"office": OfficeName(draft.office or "")}),
        *((Line("review.outside", {"body": body.name, "door": body.door}),) if body else ()),
        *(
            (Line("review.secret", {"office": OfficeName(draft.office or "")}),)
            if is_secret(draft.topic, rules)
            else ()
        ),
    )


def place_lines(draft: Draft) -> tuple[Line, ...]:
    spot = draft.spot
    if spot is None:
        return () if draft.kind in QUESTIONS else (Line("review.place", {"place": Words("place.none")}),)
    shown = Line("review.place", {"place": Place(spot)})
    if spot.outside is None:
        return (shown,)
    place: Value = spot.outside or Words("place.somewhere")
    return (shown, Line("review.elsewhere", {"place": place}))


def detail(draft: Draft, rules: Rules) -> tuple[Line, ...]:
    """What the office would like to know besides; welcome, never demanded."""
    topic = rules.catalogue.topics.get(draft.topic or "")
    return (Line("review.detail", {"detail": Detail(topic.code)}),) if topic and topic.ask else ()


def neighbour_line(ticket: Ticket) -> Line:
    """Of another's report only what everybody may know: never her words."""
    spot = ticket.draft.spot
    values: dict[str, Value] = {
        "count": 1 + len(ticket.followers),
        "day": Day(ticket.opened),
        "office": OfficeName(ticket.office),
        "place": spot.village if spot and spot.village else Words("place.near_you"),
    }
    return Line("review.neighbour", values)


def why(draft: Draft, rules: Rules) -> Words | str:
    """What decided the office: the reporter, or the reporter's own words, each said once, or what was learned."""
    if draft.settled:
        return Words("why.chosen")
    if is_learned(draft, rules):
        return Words("why.door" if draft.office == draft.door else "why.learned")
    reasons = [each for each in draft.reasons if not any(each != other and each in other for other in draft.reasons)]
    return ", ".join(f"“{reason}”" for reason in reasons[:3]) or Words("why.unknown")
