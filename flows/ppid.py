"""The form of a formal request for information: one question a state, a review, and one tap to send it.

Which question comes next is told by what is still missing, so a digression finds its way back to the same question,
and changing an answer is forgetting it. Fields about the person are asked after the privacy notice, once in a life.
"""

from collections.abc import Callable

from msgspec.structs import replace

from flows.applicant import PRIVACY, READS, Applicant, BadAnswer, read_email
from flows.asked import FindApplicant, GiveConsent, KeepApplicant, OpenTicket
from flows.draft import MOST_WORDS, clip
from flows.effects import HERE, Choice, Day, Line, Rows, Say, Value, Words
from flows.events import ApplicantFound, Said, TicketOpened
from flows.small_talk import asks_after_tickets, greets, thanks, warns_of_danger
from flows.tracking import ask_for_tickets
from flows.turn import Turn
from routing.formal import DELIVER, OBTAIN
from routing.machine import Machine, Row
from routing.ticket import Draft

SHOWN = 600
"""Characters of the information and of its purpose that the review repeats."""

Guard = Callable[[Turn], bool]
Keep = Callable[[Turn], None]

ASKS_FOR = {
    "consenting": "consent",
    "naming": "name",
    "numbering": "nik",
    "incorporating": "entity",
    "addressing": "address",
    "contacting": "contact",
    "mailing": "email",
    "purposing": "purpose",
    "obtaining": "obtain",
    "delivering": "deliver",
    "detailing": "text",
}
"""What each question asks for, in the order of asking."""

STATE_OF = {field: state for state, field in ASKS_FOR.items()}


# ---- what is missing


def next_question(applicant: Applicant | None, draft: Draft) -> str:
    """The state that asks for what is missing; `checking` when nothing is."""
    if applicant is None:
        return "recalling"
    request = draft.request
    told = {
        "consent": applicant.consent == PRIVACY,
        "name": applicant.name,
        "nik": applicant.nik or applicant.entity is not None,
        "entity": applicant.entity is None or applicant.entity,
        "address": applicant.address,
        "contact": applicant.contact,
        "purpose": request.purpose,
        "obtain": request.obtain,
        "deliver": request.deliver,
        "email": request.deliver != "email" or "@" in applicant.contact,
        "text": draft.text,
    }
    order = (*(field for field in ASKS_FOR.values() if field != "email"), "email")
    missing = next((field for field in order if not told[field]), None)
    return STATE_OF[missing] if missing else "checking"


def go_on_with_form(turn: Turn) -> None:
    """Ask what is missing now."""
    turn.state = next_question(turn.talk.applicant, turn.draft)
    PPID.ask(turn.state, turn)


# ---- answers


def put(turn: Turn, field: str, value: str) -> None:
    """The answer where it belongs: about the person beside the draft, about the request into it."""
    applicant, draft = known(turn), turn.draft
    if field == "text":
        turn.keep(draft=replace(draft, text=value))
    elif field in ("purpose", "obtain", "deliver"):
        turn.keep(draft=replace(draft, request=replace(draft.request, **{field: value})))
    else:
        field = "contact" if field == "email" else field
        turn.keep(applicant=replace(applicant, **{field: value}))


def known(turn: Turn) -> Applicant:
    return turn.talk.applicant or Applicant()


def read_answer(turn: Turn) -> str | BadAnswer:
    return turn.once(_read_answer)


def _read_answer(turn: Turn) -> str | BadAnswer:
    assert isinstance(turn.event, Said)
    field, text = ASKS_FOR[turn.state], turn.event.text
    read = read_email if field == "email" else READS.get(field, str.strip)
    try:
        told = read(text)
    except BadAnswer as bad:
        return bad
    return told if len(told) <= MOST_WORDS else BadAnswer("ppid.bad.too_long", most=MOST_WORDS)


def is_bad(turn: Turn) -> bool:
    return isinstance(read_answer(turn), BadAnswer)


def is_choice(turn: Turn) -> bool:
    return turn.value in {"obtaining": OBTAIN, "delivering": DELIVER}[turn.state]


def is_field(turn: Turn) -> bool:
    return turn.value in STATE_OF and turn.value not in ("consent", "entity", "email")


def say_bad(turn: Turn) -> None:
    bad = read_answer(turn)
    assert isinstance(bad, BadAnswer)
    turn.do(Say(HERE, (Line(bad.key, dict(bad.values)),)))


def keep_answer(turn: Turn) -> None:
    told = read_answer(turn)
    assert isinstance(told, str)
    put(turn, ASKS_FOR[turn.state], told)


def keep_choice(turn: Turn) -> None:
    put(turn, ASKS_FOR[turn.state], turn.value)


def keep_consent(turn: Turn) -> None:
    """The notice stays in the chat as it was agreed to."""
    turn.keep(applicant=replace(known(turn), consent=PRIVACY, consented=turn.heard.at))
    turn.do(GiveConsent("ppid", PRIVACY))
    turn.show((Line("ppid.privacy"), Line("ppid.agreed", {"day": Day(turn.heard.at)})), last=True, repeats=True)


def keep_found(turn: Turn) -> None:
    """What she told for an earlier request; the notice she agreed to then may be another by now."""
    assert isinstance(turn.event, ApplicantFound)
    found = turn.event.applicant
    turn.keep(applicant=found or Applicant())
    if found:
        key = "ppid.recalled.entity" if found.entity else "ppid.recalled"
        turn.show((Line(key, identity(found)),), last=True)


def forget(turn: Turn) -> None:
    """Who asks for an entity and who asks for herself are two answers to one question."""
    put(turn, turn.value, "")
    if turn.value == "nik":
        turn.keep(applicant=replace(known(turn), entity=None))


def ask_for_entity(turn: Turn) -> None:
    put(turn, "entity", "")


def keep_more(turn: Turn) -> None:
    """Whatever is written under the review is about the information wanted."""
    assert isinstance(turn.event, Said)
    turn.keep(draft=replace(turn.draft, text=f"{turn.draft.text}\n{turn.event.text}"))


def is_too_much(turn: Turn) -> bool:
    return isinstance(turn.event, Said) and len(turn.draft.text) + len(turn.event.text) >= MOST_WORDS


def say_too_much(turn: Turn) -> None:
    turn.say("ppid.bad.too_long", most=MOST_WORDS)


def say_danger(turn: Turn) -> None:
    turn.say("emergency", number=turn.rules.catalogue.emergency.number)


def say_go_on(turn: Turn) -> None:
    turn.say("ppid.go_on")


def say_words_only(turn: Turn) -> None:
    turn.say("ppid.words_only")


def send(turn: Turn) -> None:
    turn.offer()
    turn.show(summary(turn), last=True, repeats=True)
    turn.do(KeepApplicant(known(turn)))
    turn.do(OpenTicket(turn.draft))


def tell_number(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, TicketOpened)
    turn.keep(draft=Draft())
    number = event.ticket.number
    turn.say("ppid.sent", ticket=number, number=number, due=Day(event.due))


# ---- questions


def ask_for_applicant(turn: Turn) -> None:
    turn.do(FindApplicant())


def ask_consent(turn: Turn) -> None:
    ref = turn.offer()
    otherwise = Choice("kind", ref, "information", Words("button.kind.information"))
    lines = (Line("ppid.privacy"), Line("ppid.ask.consent"))
    turn.show(lines, ((Choice("agree", ref),), (otherwise, Choice("cancel", ref))))


def ask_in_words(turn: Turn) -> None:
    """The other buttons of the form are stale from now on."""
    ref, field = turn.offer(), ASKS_FOR[turn.state]
    back = () if field in ("entity", "email") else (Choice("step_back", ref),)
    turn.show((Line(f"ppid.ask.{field}"),), ((*other_answers(field, ref), *back, Choice("cancel", ref)),))


def other_answers(field: str, ref: str) -> tuple[Choice, ...]:
    """The way out of a question that is not hers to answer."""
    if field == "nik":
        return (Choice("entity", ref),)
    if field == "entity":
        return (Choice("amend", ref, "nik", Words("button.person")),)
    return (Choice("amend", ref, "deliver", Words("button.other_way")),) if field == "email" else ()


def ask_obtain(turn: Turn) -> None:
    ref = turn.offer()
    ways = tuple(Choice("obtain", ref, way, Words(f"obtain.{way}")) for way in OBTAIN)
    turn.show((Line("ppid.ask.obtain"),), (ways, (Choice("step_back", ref), Choice("cancel", ref))))


def ask_deliver(turn: Turn) -> None:
    ref = turn.offer()
    rows: Rows = tuple((Choice("deliver", ref, way, Words(f"deliver.{way}")),) for way in DELIVER)
    turn.show((Line("ppid.ask.deliver"),), (*rows, (Choice("step_back", ref), Choice("cancel", ref))))


def show_form(turn: Turn) -> None:
    ref = turn.offer()
    fields = ("text", "purpose", "obtain", "deliver", "name", "nik", "address", "contact")
    amends = [Choice("amend", ref, field, Words(f"button.amend.{field}")) for field in fields]
    pairs = tuple(tuple(amends[at : at + 2]) for at in range(0, len(amends), 2))
    rows: Rows = ((Choice("submit", ref),), *pairs, (Choice("cancel", ref),))
    turn.show((*summary(turn), Line("ppid.review.confirm")), rows)


def summary(turn: Turn) -> tuple[Line, ...]:
    """The whole form; her own NIK is shown by its end, enough to recognise it by."""
    applicant, request = known(turn), turn.draft.request
    return (
        Line("ppid.review", {"text": clip(turn.draft.text, SHOWN)}),
        Line("ppid.review.request", {"purpose": clip(request.purpose, SHOWN), **ways(turn.draft)}),
        Line("ppid.review.entity" if applicant.entity else "ppid.review.person", identity(applicant)),
        Line("ppid.review.reach", {"address": applicant.address, "contact": applicant.contact}),
    )


def identity(applicant: Applicant) -> dict[str, Value]:
    """Her NIK is shown by its end, an entity in full: it is public."""
    if applicant.entity:
        return {"name": applicant.name, "entity": applicant.entity}
    return {"name": applicant.name, "nik": applicant.masked_nik}


def ways(draft: Draft) -> dict[str, Words]:
    request = draft.request
    return {"obtain": Words(f"obtain.{request.obtain}"), "deliver": Words(f"deliver.{request.deliver}")}


# ---- the table

SHORT = ("naming", "numbering", "incorporating", "contacting", "mailing")
"""Answers that no small talk can be mistaken for."""

PERSONAL = ("naming", "numbering", "incorporating", "addressing", "contacting", "mailing")
IN_WORDS = (*PERSONAL, "purposing", "detailing")
ASKING = ("consenting", *IN_WORDS, "obtaining", "delivering", "checking")


def again(on: str, states: tuple[str, ...], keep: Keep, *when: Guard) -> tuple[Row, ...]:
    """A remark, and the same question once more."""
    return tuple(Row(on, state, state, when=when, keep=(keep,)) for state in states)


TABLE = (
    *again("said", PERSONAL, say_danger, warns_of_danger),
    *again("said", SHORT, say_go_on, greets),
    *again("said", SHORT, say_go_on, thanks),
    Row("said", SHORT, None, when=(asks_after_tickets,), keep=(ask_for_tickets,)),
    *again("said", IN_WORDS, say_bad, is_bad),
    *again("said", ("addressing",), say_go_on, greets),  # only now: "Kudus" alone is an address, though a short one
    *again("said", ("addressing",), say_go_on, thanks),
    Row("said", IN_WORDS, "asking", keep=(keep_answer,)),
    *again("said", ("checking",), say_too_much, is_too_much),
    Row("said", "checking", "asking", keep=(keep_more,)),
    *again("said", ("consenting", "obtaining", "delivering"), say_go_on),
    *again("sent_file", ASKING, say_words_only),
    *again("sent_place", ASKING, say_words_only),
    Row("chose_agree", "consenting", "asking", keep=(keep_consent,)),
    Row("chose_obtain", "obtaining", "asking", when=(is_choice,), keep=(keep_choice,)),
    Row("chose_deliver", "delivering", "asking", when=(is_choice,), keep=(keep_choice,)),
    Row("chose_entity", "numbering", "asking", keep=(ask_for_entity,)),
    Row("chose_amend", ("checking", "mailing", "incorporating"), "asking", when=(is_field,), keep=(forget,)),
    Row("chose_submit", "checking", "sending", keep=(send,)),
    Row("applicant_found", "recalling", "asking", keep=(keep_found,)),
    Row("ticket_opened", "sending", "idle", keep=(tell_number,)),
)

PPID = Machine(
    ("idle", "recalling", *ASKING, "asking", "sending"),
    TABLE,
    asks={
        "recalling": ask_for_applicant,
        "asking": go_on_with_form,
        "consenting": ask_consent,
        **dict.fromkeys(IN_WORDS, ask_in_words),
        "obtaining": ask_obtain,
        "delivering": ask_deliver,
        "checking": show_form,
    },
)
"""`asking` is passed through: it leads to whichever question is open."""
