"""`step`: a conversation and what was heard, to the conversation after it and what shall be done.

No input or output, no clock, no chance, no text: the same arguments give the same result, for ever. What every
flow understands stands here (commands, help, language, cancel, old buttons); the rest is in the flows' tables.
"""

from msgspec.structs import replace

from flows import own_chats
from flows.broadcasting import mute
from flows.complaint import COMPLAINT, drop_draft
from flows.conversation import LANGUAGES, Conversation
from flows.draft import is_formal, missing
from flows.effects import Effect, ShowMenu, to_person
from flows.events import Chose, Event, Heard, Said, SentOther, SentTooLarge, TicketsFound, TimePassed
from flows.going_back import back_in_form, unasked
from flows.language import offer_language
from flows.more import show_more
from flows.objecting import OBJECTING, ask_which, list_requests
from flows.officers import DESK, hear_officer, name_of
from flows.ppid import PPID, go_on_with_form, next_question
from flows.rating import RATING
from flows.review import language_row
from flows.rights import RIGHTS, ask_erasure, ask_what_is_wrong, ask_withdrawal, send_copy
from flows.room import hear_in_room
from flows.small_talk import asked_plainly, cancels
from flows.tracking import TRACKING, ask_for_tickets, list_tickets
from flows.turn import DRAFT_BUTTONS, FORM_BUTTONS, Turn
from flows.unusable import say_too_large, say_unusable
from flows.waiting import pass_time, start_anew
from flows.welcome import welcome
from routing.machine import Machine
from routing.rules import Rules

MACHINES: dict[str, Machine] = {
    "complaint": COMPLAINT,
    "ppid": PPID,
    "objecting": OBJECTING,
    "rating": RATING,
    "tracking": TRACKING,
    "rights": RIGHTS,
    **DESK,
}

FLOW_OF_BUTTON = {
    "solved": "rating",
    "unsolved": "rating",
    "rate": "rating",
    "remark": "rating",
    "object": "objecting",
    "grievance": "objecting",
    "open": "tracking",
    "add": "tracking",
    "withdraw": "tracking",
    "apart": "tracking",
    "withdraw_yes": "tracking",
    "report": "complaint",
    "leave": "complaint",
    "add_to": "complaint",
    "fix_name": "rights",
    "fix_other": "rights",
    "withdraw_consent": "rights",
    "erase": "rights",
    "keep": "rights",
}
"""Buttons that belong to a flow, whatever was being talked about. The draft waits meanwhile."""


def step(talk: Conversation, heard: Heard, rules: Rules) -> tuple[Conversation, tuple[Effect, ...]]:
    """One step of a citizen's or an officer's conversation. Never raises for anything a person can send."""
    turn = Turn(sound(talk), heard, rules)
    if turn.talk.flow == "room":
        hear_in_room(turn)
    elif turn.talk.flow in DESK:
        hear_officer(turn)
    else:
        hear_citizen(turn)
    return replace(turn.talk, state=turn.state), tuple(turn.effects)


def sound(talk: Conversation) -> Conversation:
    """A state that this program does not know (another version wrote it) starts over and keeps the draft."""
    machine = MACHINES.get(talk.flow)
    formless = talk.flow == "ppid" and not is_formal(talk.draft)
    if talk.flow == "room" or (machine and talk.state in machine.states and not formless):
        return talk
    return replace(talk, flow="office" if talk.flow in DESK else "complaint", state="idle")


# ---- citizens


def hear_citizen(turn: Turn) -> None:
    event = turn.event
    if isinstance(event, TimePassed):
        if pass_time(turn):
            resume(turn)
    else:
        start_anew(turn)
        hear_person(turn)
    if turn.talk.flow == "complaint" and turn.state == "formal":
        fill_form(turn)
    if turn.talk.applicant and not is_formal(turn.draft):
        turn.talk = replace(turn.talk, applicant=None)


def hear_person(turn: Turn) -> None:
    event = turn.event
    if own_chats.hear_answer(turn):
        go_on(turn)
    elif isinstance(event, TicketsFound) and event.what == "formal":
        list_requests(turn, event)
    elif isinstance(event, TicketsFound) and event.what == "mine":
        list_tickets(turn, event)
    elif isinstance(event, Chose) and event.choice in own_chats.BUTTONS:
        own_chats.press(turn)
    elif isinstance(event, Chose) and event.choice in ("mute", "unmute"):
        mute(turn)
    elif command := command_in(event, turn.heard.opened):
        COMMANDS[command](turn)
    elif isinstance(event, SentOther):
        say_unusable(turn, event)
    elif isinstance(event, SentTooLarge):
        say_too_large(turn, event)
    elif is_stale(turn):
        turn.toast("button.stale", alert=True)
    elif isinstance(event, Chose) and event.choice == "more":
        show_more(turn)
    elif isinstance(event, Chose) and event.choice == "step_back":
        go_back(turn)
    else:
        offer_language(turn)
        hear_in_flow(turn)


def fill_form(turn: Turn) -> None:
    """A formal request goes on with its form."""
    turn.talk = replace(turn.talk, flow="ppid")
    go_on_with_form(turn)


def hear_in_flow(turn: Turn) -> None:
    enter_flow(turn)
    if not MACHINES[turn.talk.flow].fire(name_of(turn.event), turn):
        turn.answer("button.unknown" if isinstance(turn.event, Chose) else "not_understood")
    leave_flow(turn)
    go_on(turn)


def is_stale(turn: Turn) -> bool:
    event = turn.event
    return (
        isinstance(event, Chose) and event.choice in DRAFT_BUTTONS + FORM_BUTTONS and event.ref != str(turn.talk.turn)
    )


def enter_flow(turn: Turn) -> None:
    """A button under an answer changes the subject; one of the draft's changes it back."""
    choice = turn.event.choice if isinstance(turn.event, Chose) else ""
    flow = "complaint" if choice in DRAFT_BUTTONS else "ppid" if choice in FORM_BUTTONS else FLOW_OF_BUTTON.get(choice)
    if flow and flow != turn.talk.flow:
        turn.talk = replace(turn.talk, flow=flow, about="")
        turn.state = open_question(turn) if flow in ("complaint", "ppid") and not turn.draft.empty else "idle"


def open_question(turn: Turn) -> str:
    """What is being asked about the draft, in the flow that asks it."""
    if turn.talk.flow == "ppid" and is_formal(turn.draft):
        return next_question(turn.talk.applicant, turn.draft)
    return missing(turn.draft, turn.rules) if turn.talk.flow == "complaint" else "idle"


def leave_flow(turn: Turn) -> None:
    """A digression is over: back to the draft, if one waits, with the question that stood open."""
    if turn.talk.flow == "complaint" or turn.state != "idle":
        return
    turn.talk = replace(turn.talk, flow="complaint", about="")
    resume(turn)


def go_on(turn: Turn) -> None:
    """Nothing is being asked; a report that waited for its turn comes up."""
    if turn.talk.flow == "complaint" and turn.state == "idle" and turn.draft.empty and turn.talk.later:
        first, *later = turn.talk.later
        turn.talk = replace(turn.talk, draft=first, later=tuple(later))
        resume(turn)


def resume(turn: Turn) -> None:
    """After an interruption, ask again what stood open."""
    if turn.talk.flow not in ("complaint", "ppid") and turn.state != "idle":
        MACHINES[turn.talk.flow].ask(turn.state, turn)
    elif not turn.draft.empty:
        turn.state = open_question(turn)
        MACHINES[turn.talk.flow].ask(turn.state, turn)


# ---- commands of the citizens' bot


def command_in(event: Event, opened: int = 0) -> str | None:
    """The command somebody typed or chose, in any of its names; None if it is none. `opened` as in `Heard`."""
    if isinstance(event, Chose):
        return {"language": "bahasa", "buka": "buka"}.get(event.choice)
    if not isinstance(event, Said):
        return None
    word = event.text.strip().lower()
    if word.startswith("/"):
        name = word[1:].partition("@")[0].split()
        return NAMES.get(name[0] if name else "", "bantuan")
    return own_chats.command_of(word, opened) or ("batal" if cancels(word) else asked_plainly(word))


NAMES = {
    "start": "start",
    "bantuan": "bantuan",
    "help": "bantuan",
    "laporan": "laporan",
    "status": "laporan",
    "bahasa": "bahasa",
    "language": "bahasa",
    "keberatan": "keberatan",
    "objection": "keberatan",
    "batal": "batal",
    "cancel": "batal",
    "kembali": "kembali",
    "back": "kembali",
    "dataku": "dataku",
    "mydata": "dataku",
    "perbaiki": "perbaiki",
    "correct": "perbaiki",
    "cabut": "cabut",
    "withdraw": "cabut",
    "hapus": "hapus",
    "forget": "hapus",
    "stop": "stop",
    **own_chats.NAMES,
}


def start(turn: Turn) -> None:
    welcome(turn)
    resume(turn)


def give_help(turn: Turn) -> None:
    turn.say("help")
    resume(turn)


def cancel(turn: Turn) -> None:
    """Drops the draft, or the question about a ticket; never a ticket that was sent."""
    flow = turn.talk.flow
    if flow not in ("complaint", "ppid"):
        other = "tracking.cancelled" if flow == "tracking" else "rights.kept"
        turn.say("rating.cancelled" if flow in ("rating", "objecting") else other)
        turn.state = "idle"
        leave_flow(turn)
    elif turn.draft.empty:
        turn.say("nothing_to_cancel")
    else:
        turn.talk = replace(turn.talk, flow="complaint")
        drop_draft(turn)
        turn.state = "idle"
        go_on(turn)


def go_back(turn: Turn) -> None:
    """To the question before this one; from the subject between, back to the draft."""
    if turn.talk.flow not in ("complaint", "ppid"):
        cancel(turn)
        return
    before = turn.talk.flow, turn.state
    if turn.talk.flow == "ppid":
        back_in_form(turn)
    elif open_question(turn) == turn.state:
        turn.keep(draft=unasked(turn.draft, turn.rules))
    if turn.draft.empty or before == (turn.talk.flow, open_question(turn)):
        turn.say("nothing_before")
    resume(turn)


def stop(turn: Turn) -> None:
    """In the middle of something it means that; said once more, or with nothing begun, it means all news."""
    begun = not turn.draft.empty or turn.state != "idle"
    if begun:
        cancel(turn)
        turn.say("contact.stop_again")
    else:
        own_chats.stop_news(turn)


def choose_language(turn: Turn) -> None:
    if isinstance(turn.event, Chose) and turn.value in LANGUAGES:
        turn.talk = replace(turn.talk, language=turn.value, language_settled=True)
        turn.say("language.chosen")
        turn.do(ShowMenu(to_person(turn.heard.actor.person)))
        resume(turn)
    else:
        turn.say("language.ask", (language_row(),))


COMMANDS = {
    "start": start,
    "bantuan": give_help,
    "laporan": ask_for_tickets,
    "keberatan": ask_which,
    "bahasa": choose_language,
    "batal": cancel,
    "kembali": go_back,
    "dataku": send_copy,
    "perbaiki": ask_what_is_wrong,
    "cabut": ask_withdrawal,
    "hapus": ask_erasure,
    "stop": stop,
    **own_chats.COMMANDS,
}
