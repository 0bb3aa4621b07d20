"""What is said to the officers' bot as such: linking a group, inviting offices, what is late, pushing it up.

Nothing is remembered between two messages here, so it is a table of commands and not a machine.
"""

from collections.abc import Callable

from flows.broadcasting import broadcast, press_broadcast, tell_broadcast, tell_planned
from flows.consulting import consult
from flows.coordinating import close, escalate, forward, tell_done
from flows.coordination_events import (
    BroadcastDone,
    BroadcastPlanned,
    NameShown,
    NotFound,
    NumbersNear,
    Recalled,
    Searched,
    TicketSeparated,
    TicketsMerged,
)
from flows.events import (
    Acted,
    ActRefused,
    Chose,
    Edited,
    GroupLinked,
    Invited,
    InviteMade,
    LeftGroup,
    RoomRefused,
    Said,
    TicketsFound,
)
from flows.figures import send_recap, show_figures
from flows.groups_events import GroupReturned, HealthFound, StandingChanged
from flows.health import examine, greet_group, note_standing, tell_health, tell_returned
from flows.helping import give_help
from flows.holiday_asked import HolidayKept, HolidaysFound
from flows.holidays import press as press_holiday
from flows.holidays import tell_holidays, tell_kept, tell_or_keep
from flows.leaves import take_leave
from flows.linking import invite, link, tell_invite, tell_linked
from flows.merging import merge, press_separate, separate, tell_merged, tell_separated
from flows.numbered import tell_near, tell_not_found, tell_refused
from flows.overdue import list_overdue, tell_overdue, turn_overdue
from flows.recounting import open_history, recount, tell_history
from flows.register import REGISTER_ANSWERS, REGISTER_BUTTONS, REGISTER_REPLIES, keep_register, see_off
from flows.revealing import press_name, reveal, tell_name
from flows.seeking import seek, tell_found, turn_page
from flows.templates import TEMPLATE_ANSWERS, manage
from flows.turn import Turn


def hear_in_room(turn: Turn) -> None:
    """Commands, and the house's answers to them. Talk among people that is not meant for the bot stays unanswered."""
    event = turn.event
    if isinstance(event, Edited):
        return
    if answer := ANSWERS.get(type(event)):
        answer(turn)
    elif isinstance(event, Said) and event.text.startswith("/"):
        hear_command(turn, event.text)
    elif isinstance(event, Chose):
        hear_button(turn, event)
    elif turn.heard.room.kind == "private":
        turn.say("room.private")
    elif reply := reply_to_question(turn):
        reply(turn)
    elif turn.heard.quotes_bot:
        turn.say("room.reply_to_card")


def reply_to_question(turn: Turn) -> Callable[[Turn], None] | None:
    asked = turn.heard.asked
    return REPLIES.get(asked.choice) if asked and isinstance(turn.event, Said) else None


def hear_button(turn: Turn, event: Chose) -> None:
    """A button asks what a command would, so it needs the same right."""
    if turn.heard.room.kind == "office" and event.choice in BUTTONS and turn.heard.actor.offices:
        BUTTONS[event.choice](turn)
    else:
        turn.answer("refused.not_officer" if event.choice in BUTTONS else "button.unknown")


def hear_command(turn: Turn, text: str) -> None:
    word, _, rest = text[1:].partition(" ")
    name = word.split("@")[0].lower()
    room = turn.heard.room
    if room.kind == "private":
        turn.say("room.private")
    elif turn.heard.anonymous:
        turn.say("room.anonymous")
    elif name == "hubungkan":
        link(turn, rest.strip())
    elif room.kind == "stranger":
        turn.say("room.stranger")
    elif name in COORDINATORS and not turn.at_home:
        turn.say("room.coordinator_only")
    elif name in COMMANDS and not turn.heard.actor.offices:
        turn.say("refused.not_officer")
    elif name in COORDINATORS and turn.rules.catalogue.coordinator not in turn.heard.actor.offices:
        turn.say("refused.not_coordinator")
    else:
        COMMANDS.get(name, help_with)(turn, rest.strip())


# ---- commands


def help_with(turn: Turn, rest: str) -> None:
    give_help(turn, rest, (*(name for name in COMMANDS if name != "start"), "hubungkan"), COORDINATORS)


COMMANDS: dict[str, Callable[[Turn, str], None]] = {
    "bantuan": help_with,
    "start": help_with,
    "petugas": keep_register,
    "cuti": take_leave,
    "sehat": examine,
    "terlambat": list_overdue,
    "libur": tell_or_keep,
    "undang": invite,
    "eskalasi": escalate,
    "teruskan": forward,
    "cari": seek,
    "riwayat": recount,
    "tutup": close,
    "gabung": merge,
    "pisah": separate,
    "identitas": reveal,
    "siaran": broadcast,
    "kinerja": show_figures,
    "rekap": send_recap,
    "templat": manage,
    "konsultasi": consult,
}

COORDINATORS = (
    "libur",
    "undang",
    "eskalasi",
    "teruskan",
    "tutup",
    "gabung",
    "pisah",
    "identitas",
    "siaran",
    "rekap",
    "sehat",
)

BUTTONS: dict[str, Callable[[Turn], None]] = {
    "page": turn_page,
    "late": turn_overdue,
    "libur": press_holiday,
    "history": open_history,
    "split": press_separate,
    "who": press_name,
    "broadcast": press_broadcast,
    "unplanned": press_broadcast,
    **REGISTER_BUTTONS,
}
"""Buttons that speak of no one card."""

REPLIES: dict[str, Callable[[Turn], None]] = {**REGISTER_REPLIES}
"""What answers a question of the bot's, by the first button under it."""


# ---- what the house answered


ANSWERS: dict[type, Callable[[Turn], None]] = {
    TicketsFound: tell_overdue,
    InviteMade: tell_invite,
    GroupLinked: tell_linked,
    RoomRefused: tell_refused,
    Acted: tell_done,
    ActRefused: tell_refused,
    Invited: greet_group,
    StandingChanged: note_standing,
    GroupReturned: tell_returned,
    HealthFound: tell_health,
    LeftGroup: see_off,
    **REGISTER_ANSWERS,
    **TEMPLATE_ANSWERS,
    Searched: tell_found,
    HolidaysFound: tell_holidays,
    HolidayKept: tell_kept,
    NumbersNear: tell_near,
    NotFound: tell_not_found,
    Recalled: tell_history,
    TicketsMerged: tell_merged,
    TicketSeparated: tell_separated,
    NameShown: tell_name,
    BroadcastPlanned: tell_planned,
    BroadcastDone: tell_broadcast,
}
