"""A citizen tells what is wrong. One machine: free text first, then only what is missing, then one tap."""

from collections.abc import Callable
from datetime import timedelta

from msgspec.structs import replace

from flows.acting import did, say_refused
from flows.asked import GiveConsent, OpenTicket
from flows.correction import corrected, corrects, corrects_aside
from flows.doorways import begun
from flows.draft import (
    CHOSEN,
    MOST_FILES,
    as_report,
    fits,
    gather,
    is_full,
    missing,
    outside_body,
    settle_kind,
    taken_apart,
)
from flows.effects import Choice, Day, Line, OfficeName
from flows.events import Chose, Said, SentFile, SentPlace, TicketOpened, TicketsFound
from flows.following import (
    has_nobody_near,
    join,
    leave,
    look_around,
    show_what_was_found,
    tell_join_refused,
    tell_joined,
    tell_left,
)
from flows.review import (
    NOTICE,
    ask_apart,
    ask_kind,
    ask_name,
    ask_place,
    ask_story,
    ask_topic,
    close_review,
    language_row,
    show_ask_story,
)
from flows.small_talk import asks_after_tickets, greets, is_spam, says_nothing, scolds, thanks, warns_of_danger
from flows.tracking import as_draft, ask_for_tickets, is_closed, say_closed, tell_added
from flows.turn import Turn
from flows.weighing import (
    ask_whose,
    has_a_ticket,
    is_loose,
    is_not_questioned,
    is_questioned,
    leans_on_another,
    show_whose,
)
from routing.commands import Add
from routing.machine import Machine, Row
from routing.rights import knows
from routing.ticket import Draft

SAID_LASTS = timedelta(minutes=5)
"""A sentence about many files at once is not repeated for so long."""

# ---- guards


def grown(turn: Turn) -> Draft:
    """The draft with what was just sent or chosen."""
    return turn.once(_grown)


def _grown(turn: Turn) -> Draft:
    event = turn.event
    if isinstance(event, TicketsFound):
        return as_report(turn.draft, "", turn.rules)
    if isinstance(event, Chose):
        if event.choice == "report":
            draft = settle_kind(opened(turn), "complaint", turn.rules)
            return gather(draft, Said(turn.talk.words), "telling", turn.rules)
        return CHOSEN[event.choice](turn.draft, event.value, turn.rules)
    assert isinstance(event, Said | SentFile | SentPlace)
    heard = {"placing": corrects_aside, "weighing": corrects_aside}.get(turn.state, corrects)
    if isinstance(event, Said) and heard(turn.draft, event.text, turn.rules):
        return corrected(turn.draft, event.text, turn.rules)
    draft = replace(opened(turn), loose=turn.draft.loose or is_questioned(turn))
    draft = gather(draft, event, turn.state, turn.rules)
    return replace(draft, loose=draft.loose or (turn.draft.empty and leans_on_another(draft, turn.rules)))


def opened(turn: Turn) -> Draft:
    """The draft that is being told, or a new one by whatever door she came in."""
    return begun(turn.talk.door, turn.talk.name, turn.heard.at) if turn.draft.empty else turn.draft


def is_too_much(turn: Turn) -> bool:
    return not fits(grown(turn))


def brings_too_many(turn: Turn) -> bool:
    return isinstance(turn.event, SentFile) and is_full(turn.draft)


def brings_only_too_many(turn: Turn) -> bool:
    return brings_too_many(turn) and not getattr(turn.event, "caption", "")


def wanted(turn: Turn) -> str:
    """The state that asks for what the grown draft lacks."""
    return turn.once(_wanted)


def _wanted(turn: Turn) -> str:
    return missing(grown(turn), turn.rules)


def wants(state: str) -> Callable[[Turn], bool]:
    def guard(turn: Turn) -> bool:
        return wanted(turn) == state

    guard.__name__ = f"wants_{state}"
    return guard


def answers_a_ticket(turn: Turn) -> bool:
    """A reply to anything the bot said about a ticket of hers."""
    ticket = turn.heard.ticket
    return ticket is not None and knows(turn.heard.actor.person, ticket)


def answers_a_closed_ticket(turn: Turn) -> bool:
    return answers_a_ticket(turn) and is_closed(turn)


def has_nothing_aside(turn: Turn) -> bool:
    return not turn.talk.words


# ---- keeps


def keep_told(turn: Turn) -> None:
    draft = grown(turn)
    door = None if turn.draft.empty else turn.talk.door  # it leads into one report
    turn.keep(draft=draft, words="")
    turn.talk = replace(turn.talk, name=draft.name, door=door)  # the name is asked once, and remembered


def keep_parts(turn: Turn) -> None:
    """The first part is the draft now; the others wait until it is sent or dropped."""
    first, *later = taken_apart(turn.draft, turn.rules)
    turn.talk = replace(turn.talk, draft=first, later=(*later, *turn.talk.later))


def warn_if_danger(turn: Turn) -> None:
    if isinstance(turn.event, Said | SentFile) and warns_of_danger(turn):
        turn.say("emergency", number=turn.rules.catalogue.emergency.number)


def say_too_much(turn: Turn) -> None:
    turn.say("complaint.too_much", mark="too much")


def tell_full(turn: Turn) -> None:
    """Once for a whole handful of files; whoever tries again later is told again."""
    if brings_too_many(turn) and not (turn.talk.full and turn.heard.at - turn.talk.full < SAID_LASTS):
        turn.say("complaint.too_many_files", mark="too many files", most=MOST_FILES)
        turn.talk = replace(turn.talk, full=turn.heard.at)


def say_welcome(turn: Turn) -> None:
    turn.say("welcome", (language_row(),), mark="welcome")


def say_you_are_welcome(turn: Turn) -> None:
    turn.say("thanks.back", mark="thanks")


def say_need_words(turn: Turn) -> None:
    turn.say("complaint.need_words", mark="need words")


def keep_aside(turn: Turn) -> None:
    """It was taken for something else than a report; a button makes one of it."""
    assert isinstance(turn.event, Said)
    turn.keep(words=turn.event.text)


def say_is_spam(turn: Turn) -> None:
    turn.say("complaint.spam", ((Choice("report"),),), mark="spam")


def say_calmly(turn: Turn) -> None:
    turn.say("complaint.calm", ((Choice("report"),),), mark="calm")


def say_stale(turn: Turn) -> None:
    turn.answer("button.stale")


def drop_draft(turn: Turn) -> None:
    turn.offer()
    turn.keep(draft=Draft())
    turn.show((Line("complaint.cancelled"),), last=True)


def add_to_answered(turn: Turn) -> None:
    ticket = turn.heard.ticket
    assert ticket is not None
    turn.act(ticket.number, Add(as_draft(turn)))


def add_draft(turn: Turn) -> None:
    """The draft was meant for a ticket that is open already."""
    turn.offer()
    spot = turn.draft.spot
    pin = spot if spot and spot.latitude is not None else None  # a place read out of her words stands in them
    text = turn.draft.text or (spot.words if spot and pin is None else "")  # or is all she wrote
    turn.act(turn.value, Add(replace(turn.draft, text=text, loose=False, spot=pin)))


def drop_added(turn: Turn) -> None:
    turn.keep(draft=Draft())
    turn.show((Line("tracking.added.card"),), last=True, repeats=True)


def note_notice(turn: Turn) -> None:
    """Whoever sends something has read who reads it, and under which version of that sentence."""
    if turn.talk.notice < NOTICE:
        turn.talk = replace(turn.talk, notice=NOTICE)
        turn.do(GiveConsent("notice", str(NOTICE)))


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


# ---- the table

ASKING = ("weighing", "telling", "splitting", "sorting", "formal", "choosing", "placing", "naming", "reviewing")
ANY = ("idle", *ASKING)

WANTED = ("weighing", "telling", "splitting", "sorting", "formal", "choosing", "placing", "reviewing")
"""The states that `flows.draft.missing` names."""

GROWS: dict[str, tuple[str, ...]] = {
    "said": ANY,
    "sent_file": ANY,
    "sent_place": ANY,
    "chose_report": ANY,
    "chose_split": ("splitting",),
    "chose_whole": ("splitting",),
    "chose_new_report": ("weighing",),
    "tickets_found": ("weighing",),
    "chose_wordless": ("telling",),
    "chose_kind": ("sorting", "formal", "reviewing"),
    "chose_topic": ("choosing",),
    "chose_skip_place": ("placing",),
    "chose_name": ("naming",),
}
"""What makes a draft grow, and while which question stands open. Then the next thing that is missing is asked."""

TABLE = (
    *(
        line
        for told in ("said", "sent_file", "sent_place")
        for line in (
            Row(told, ANY, None, when=(answers_a_closed_ticket,), keep=(say_closed,)),
            Row(told, ANY, None, when=(answers_a_ticket,), keep=(add_to_answered,)),
        )
    ),
    Row("sent_file", ANY, None, when=(brings_only_too_many,), keep=(tell_full,)),
    Row("said", ("idle", "telling", "placing"), None, when=(is_not_questioned, says_nothing), keep=(say_need_words,)),
    Row("said", ANY, None, when=(scolds,), keep=(keep_aside, say_calmly)),
    Row("said", ANY, None, when=(greets,), keep=(say_welcome,)),
    Row("said", ANY, None, when=(thanks,), keep=(say_you_are_welcome,)),
    Row("said", ANY, None, when=(asks_after_tickets,), keep=(keep_aside, ask_for_tickets)),
    Row("said", ("idle", "telling"), None, when=(is_not_questioned, is_spam), keep=(keep_aside, say_is_spam)),
    Row("tickets_found", "weighing", None, when=(has_a_ticket,), keep=(show_whose,)),
    Row("chose_report", ANY, None, when=(has_nothing_aside,), keep=(say_stale,)),
    *(
        line
        for told, states in GROWS.items()
        for keep in ((keep_parts,) if told == "chose_split" else (warn_if_danger, tell_full, keep_told),)
        for line in (
            Row(told, states, None, when=(is_too_much,), keep=(say_too_much,)),
            *(Row(told, states, state, when=(wants(state),), keep=keep) for state in WANTED),
        )
    ),
    Row("neighbours_found", "reviewing", None, keep=(show_what_was_found,)),
    Row("chose_change_place", "reviewing", "placing"),
    Row("chose_change_topic", "reviewing", "choosing"),
    Row("chose_change_name", "reviewing", "naming"),
    Row("chose_send", "reviewing", "sending", keep=(close_review, note_notice, send)),
    Row("chose_join", "reviewing", "reviewing", when=(has_nobody_near,)),
    Row("chose_join", "reviewing", "joining", keep=(close_review, note_notice, join)),
    Row("chose_leave", ANY, None, keep=(leave,)),
    Row("tickets_found", "telling", None, keep=(show_ask_story,)),
    Row("chose_add_to", ("weighing", "telling"), "adding", keep=(add_draft,)),
    Row("acted", "adding", "idle", when=(did("add"),), keep=(drop_added, tell_added)),
    Row("act_refused", "adding", "weighing", when=(is_loose,), keep=(say_refused,)),
    Row("act_refused", "adding", "telling", keep=(say_refused,)),
    Row("acted", ANY, None, when=(did("add"),), keep=(tell_added,)),
    Row("chose_cancel", ASKING, "idle", keep=(drop_draft,)),
    Row("ticket_opened", "sending", "idle", keep=(tell_number,)),
    Row("acted", "joining", "idle", when=(did("join"),), keep=(tell_joined,)),
    Row("act_refused", "joining", "reviewing", keep=(tell_join_refused,)),
    Row("acted", ANY, None, when=(did("leave"),), keep=(tell_left,)),
    Row("act_refused", ANY, None, keep=(say_refused,)),
)

COMPLAINT = Machine(
    (*ANY, "sending", "joining", "adding"),
    TABLE,
    asks={
        "weighing": ask_whose,
        "telling": ask_story,
        "splitting": ask_apart,
        "sorting": ask_kind,
        "choosing": ask_topic,
        "placing": ask_place,
        "naming": ask_name,
        "reviewing": look_around,
    },
)
