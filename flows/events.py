"""What may happen to a conversation. Past tense: it has happened, and the flow decides what to make of it.

The first group comes from people, the second answers what a flow asked of the house (`effects`).
"""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from flows import contact
from flows.applicant import Applicant
from flows.coordination_events import CoordinatorsNews
from flows.groups_events import GroupsEvent, StandingChanged
from flows.holiday_asked import HolidayNews
from flows.register_events import RegisterEvent
from flows.template_asked import TemplateEvent
from routing.pieces import Evidence, FileKind
from routing.rights import Actor
from routing.ticket import Ticket

# ---- from people


class Said(Struct, frozen=True, tag="said"):
    text: str


class Chose(Struct, frozen=True, tag="chose"):
    """A button was pressed. `ref` is a ticket number or the turn it was offered in; all three may be forged."""

    choice: str
    ref: str = ""
    value: str = ""


class SentFile(Struct, frozen=True, tag="sent_file"):
    """A photo, video, voice note, piece of music or document. An album is several of them, one after the other."""

    file: Evidence
    caption: str = ""


class SentTooLarge(Struct, frozen=True, tag="sent_too_large"):
    """A file that can't be had from the platform: `size` and `most` are in bytes."""

    kind: FileKind
    size: int
    most: int


class SentPlace(Struct, frozen=True, tag="sent_place"):
    """A pin, with the name it has on the platform's own map, if it has one."""

    latitude: float
    longitude: float
    words: str = ""


class SentOther(Struct, frozen=True, tag="sent_other"):
    """Something a report can't use: a sticker, a contact, a poll. `what` is the platform's word for it."""

    what: str


class Edited(Struct, frozen=True, tag="edited"):
    """Somebody changed what she had written: the words or the caption, as they are now."""

    text: str


class Invited(Struct, frozen=True, tag="invited"):
    """The officers' bot was put into a group."""


class LeftGroup(Struct, frozen=True, tag="left_group"):
    """Whoever this is about left a group, or was put out of it."""


PersonEvent = (
    Said | Edited | Chose | SentFile | SentTooLarge | SentPlace | SentOther | Invited | LeftGroup | StandingChanged
)

# ---- from the house


class TicketOpened(Struct, frozen=True, tag="ticket_opened"):
    ticket: Ticket
    due: datetime


class Acted(Struct, frozen=True, tag="acted"):
    """A command was done; `command` is its tag. The ticket after it, and before."""

    command: str
    ticket: Ticket
    before: Ticket


class ActRefused(Struct, frozen=True, tag="act_refused"):
    """`why` is a message key; `ticket` is None when there is no such ticket or it is not theirs to know."""

    command: str
    why: str
    ticket: Ticket | None = None
    number: str = ""


class TicketsFound(Struct, frozen=True, tag="tickets_found"):
    """A few in order, and how many there are in all."""

    what: Literal["mine", "open", "asked", "formal", "overdue"]
    tickets: tuple[Ticket, ...]
    count: int
    skip: int = 0
    """How many were shown before."""
    office: str | None = None
    """Whose alone were looked for."""


class NeighboursFound(Struct, frozen=True, tag="neighbours_found"):
    """Others' open tickets that are probably about the same thing as the draft, the likeliest first."""

    tickets: tuple[Ticket, ...]


class ApplicantFound(Struct, frozen=True, tag="applicant_found"):
    """None when this is her first formal request."""

    applicant: Applicant | None


class InviteMade(Struct, frozen=True, tag="invite_made"):
    office: str
    code: str
    hours: int


class GroupLinked(Struct, frozen=True, tag="group_linked"):
    office: str


class RoomRefused(Struct, frozen=True, tag="room_refused"):
    """A code or an appointment was not accepted; `why` is a message key."""

    why: str


class TimePassed(Struct, frozen=True, tag="time_passed"):
    """The bell of a talk rang: nothing was said for as long as it was set."""


class Renamed(Struct, frozen=True, tag="renamed"):
    pass


class ConsentWithdrawn(Struct, frozen=True, tag="consent_withdrawn"):
    """For what consent was withdrawn; nothing if none stood."""

    what: tuple[str, ...]


class Forgotten(Struct, frozen=True, tag="forgotten"):
    """Of whom the heard person was nothing is kept; in how many tickets her words were."""

    tickets: int


HouseEvent = (
    TicketOpened
    | Acted
    | ActRefused
    | TicketsFound
    | NeighboursFound
    | ApplicantFound
    | InviteMade
    | GroupLinked
    | RoomRefused
    | TimePassed
    | Renamed
    | ConsentWithdrawn
    | Forgotten
    | contact.Answered
    | RegisterEvent
    | TemplateEvent
    | GroupsEvent
    | CoordinatorsNews
    | HolidayNews
)
Event = PersonEvent | HouseEvent


class Room(Struct, frozen=True):
    """Where it was said: privately, in an office's registered group, or in a group nobody registered."""

    kind: Literal["private", "office", "stranger"]
    office: str = ""


class Heard(Struct, frozen=True):
    """An event with everything a flow may know about its moment. Time travels in here; nothing else tells it."""

    event: Event
    at: datetime
    actor: Actor
    room: Room
    ticket: Ticket | None = None
    """The ticket whose message was answered or pressed."""
    quoted: str | None = None
    """The person whose message was answered, if it was a person's."""
    quotes_bot: bool = False
    """It answers a message of the bot's own."""
    called: str = ""
    """The name of the message that was answered, if it has one (`effects.Say.called`)."""
    source: str = ""
    """Names the message it was written in, for whoever may change it later."""
    quote: str = ""
    """The words of the message that was answered, if a person wrote it."""
    button: str = ""
    """The button it began with, so a short note on the button is where the person looks."""
    opened: int = 0
    """Letters that waited for this person to write, and are on their way before the answer to this."""
    quotes: Literal["", "bot", "anonymous"] = ""
    """What else it answers: another bot's message, or one in the group's own name."""
    anonymous: bool = False
    """It was said in the group's own name: who it was can't be told."""
    asked: Chose | None = None
    """The first button of the answered message: what it asked."""
    questioned: bool = False
    """An office has asked this person something that is not answered yet."""
