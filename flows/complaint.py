"""A citizen tells what is wrong. One machine: free text first, then only what is missing, then one tap."""

from msgspec.structs import replace

from flows.conversation import LANGUAGES
from flows.draft import clip, fits, gather, missing, outside_body, settle_topic
from flows.effects import (
    HERE,
    Choice,
    Day,
    Line,
    OfficeName,
    OpenTicket,
    Place,
    Rows,
    Say,
    TopicName,
    Unbutton,
    Words,
)
from flows.events import Said, SentPhoto, SentPlace, TicketOpened
from flows.small_talk import greets, says_nothing, thanks, warns_of_danger
from flows.turn import Turn
from routing.machine import Machine, Row
from routing.ticket import Draft

DRAFT = "draft"
"""Marks whatever is said about the draft as it stands: the newest is the only one worth reading."""

SHOWN = 600
"""Characters of a citizen's own words that the review repeats."""


# ---- guards


def grown(turn: Turn) -> Draft:
    """The draft with what was just sent."""
    return turn.once(_grown)


def _grown(turn: Turn) -> Draft:
    event = turn.event
    assert isinstance(event, Said | SentPhoto | SentPlace)
    return gather(turn.draft, event, turn.state, turn.rules)


def is_too_much(turn: Turn) -> bool:
    return not fits(grown(turn))


def lacks_story(turn: Turn) -> bool:
    return missing(grown(turn), turn.rules) == "telling"


def lacks_office(turn: Turn) -> bool:
    return missing(grown(turn), turn.rules) == "choosing"


def lacks_place(turn: Turn) -> bool:
    return missing(grown(turn), turn.rules) == "placing"


def then_lacks_place(turn: Turn) -> bool:
    return missing(settle_topic(turn.draft, turn.value, turn.rules), turn.rules) == "placing"


# ---- keeps


def keep_told(turn: Turn) -> None:
    turn.keep(draft=grown(turn))


def keep_topic(turn: Turn) -> None:
    turn.keep(draft=settle_topic(turn.draft, turn.value, turn.rules))


def keep_waiver(turn: Turn) -> None:
    turn.keep(draft=replace(turn.draft, spot_waived=True))


def warn_if_danger(turn: Turn) -> None:
    if isinstance(turn.event, Said) and warns_of_danger(turn):
        turn.say("emergency", number=turn.rules.catalogue.emergency.number)


def say_too_much(turn: Turn) -> None:
    turn.say("complaint.too_much", mark="too much")


def say_welcome(turn: Turn) -> None:
    turn.say("welcome", (language_row(),), mark="welcome")


def say_you_are_welcome(turn: Turn) -> None:
    turn.say("thanks.back", mark="thanks")


def say_need_words(turn: Turn) -> None:
    turn.say("complaint.need_words", mark="need words")


def use_up_buttons(turn: Turn) -> None:
    turn.offer()
    turn.do(Unbutton())


def drop_draft(turn: Turn) -> None:
    turn.keep(draft=Draft())
    turn.say("complaint.cancelled")


def send(turn: Turn) -> None:
    turn.do(OpenTicket(turn.draft))


def tell_number(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, TicketOpened)
    ticket = event.ticket
    outside = outside_body(ticket.draft.topic, turn.rules)
    key = "complaint.sent.outside" if outside else "complaint.sent.triage" if ticket.triage else "complaint.sent"
    turn.keep(draft=Draft())
    turn.say(key, ticket=ticket.number, number=ticket.number, office=OfficeName(ticket.office), due=Day(event.due))


# ---- asks


def language_row() -> tuple[Choice, ...]:
    return tuple(Choice("language", "", code, Words(f"language.{code}")) for code in LANGUAGES)


def ask_story(turn: Turn) -> None:
    turn.say("complaint.ask_story", mark=DRAFT)


def ask_topic(turn: Turn) -> None:
    ref = turn.offer()
    topics = [(Choice("topic", ref, code, TopicName(code)),) for code in turn.draft.options if code != turn.draft.topic]
    last = (Choice("topic", ref, "none", Words("button.none_of_these")), Choice("cancel", ref))
    key = "complaint.ask_topic" if topics else "complaint.ask_topic.unknown"
    turn.say(key, (*topics, last), mark=DRAFT)


def ask_place(turn: Turn) -> None:
    ref = turn.offer()
    turn.say("complaint.ask_place", ((Choice("skip_place", ref), Choice("cancel", ref)),), mark=DRAFT)


def show_review(turn: Turn) -> None:
    draft, ref = turn.draft, turn.offer()
    choices: Rows = (
        (Choice("send", ref),),
        (Choice("change_place", ref), Choice("change_topic", ref)),
        (Choice("cancel", ref),),
    )
    office, body = OfficeName(draft.office or ""), outside_body(draft.topic, turn.rules)
    place = Place(draft.spot) if draft.spot else Words("place.none")
    lines = (
        Line("review.topic", {"topic": TopicName(draft.topic)}) if draft.topic else Line("review.topic.none"),
        Line("review.office" if draft.topic else "review.office.triage", {"office": office}),
        *((Line("review.outside", {"body": body.name, "door": body.door}),) if body else ()),
        Line("review.place", {"place": place}),
        *((Line("review.photos", {"count": len(draft.evidence)}),) if draft.evidence else ()),
        Line("review.text", {"text": clip(draft.text, SHOWN)}),
        *((Line("review.why", {"why": why(draft)}),) if draft.topic else ()),
        Line("review.confirm"),
    )
    turn.do(Say(HERE, lines, choices, mark=DRAFT))


def why(draft: Draft) -> Words | str:
    """What decided the office: the reporter, or the reporter's own words, each said once."""
    if draft.settled:
        return Words("why.chosen")
    reasons = [each for each in draft.reasons if not any(each != other and each in other for other in draft.reasons)]
    return ", ".join(f"“{reason}”" for reason in reasons[:3]) or Words("why.unknown")


# ---- the table

ASKING = ("telling", "choosing", "placing", "reviewing")
ANY = ("idle", *ASKING)
TELLING = ("said", "sent_photo", "sent_place")

TABLE = (
    Row("said", ("idle", "telling", "placing"), None, when=(says_nothing,), keep=(say_need_words,)),
    Row("said", ANY, None, when=(greets,), keep=(say_welcome,)),
    Row("said", ANY, None, when=(thanks,), keep=(say_you_are_welcome,)),
    *(
        line
        for told in TELLING
        for line in (
            Row(told, ANY, None, when=(is_too_much,), keep=(say_too_much,)),
            Row(told, ANY, "telling", when=(lacks_story,), keep=(keep_told,)),
            Row(told, ANY, "choosing", when=(lacks_office,), keep=(warn_if_danger, keep_told)),
            Row(told, ANY, "placing", when=(lacks_place,), keep=(warn_if_danger, keep_told)),
            Row(told, ANY, "reviewing", keep=(warn_if_danger, keep_told)),
        )
    ),
    Row("chose_topic", "choosing", "placing", when=(then_lacks_place,), keep=(keep_topic,)),
    Row("chose_topic", "choosing", "reviewing", keep=(keep_topic,)),
    Row("chose_skip_place", "placing", "reviewing", keep=(keep_waiver,)),
    Row("chose_change_place", "reviewing", "placing"),
    Row("chose_change_topic", "reviewing", "choosing"),
    Row("chose_send", "reviewing", "sending", keep=(use_up_buttons, send)),
    Row("chose_cancel", ASKING, "idle", keep=(use_up_buttons, drop_draft)),
    Row("ticket_opened", "sending", "idle", keep=(tell_number,)),
)

COMPLAINT = Machine(
    (*ANY, "sending"),
    TABLE,
    asks={"telling": ask_story, "choosing": ask_topic, "placing": ask_place, "reviewing": show_review},
)
