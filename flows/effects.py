"""What a flow may want. Imperative; message keys and values, never text.

*Said outward* (`Outward`) become letters. *Asked inward* (`flows/asked.py`) are done in the same transaction.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct, field

from flows.asked import Inward
from routing.months import Month
from routing.pieces import Evidence, FileKind, Spot

# ---- values that are put into words only when they are sent


class Day(Struct, frozen=True, tag="day"):
    """A date, written out in the reader's language. `unsure`: it may still move, and that is said with it."""

    at: datetime
    unsure: bool = False


class Moment(Struct, frozen=True, tag="moment"):
    """A day and an hour, short."""

    at: datetime


class TopicName(Struct, frozen=True, tag="topic"):
    code: str


class OfficeName(Struct, frozen=True, tag="office"):
    code: str


class Alias(Struct, frozen=True, tag="alias"):
    """A citizen as the offices see them: a pseudonym drawn from the person id."""

    person: str


class Asker(Struct, frozen=True, tag="asker"):
    """What an applicant's form says, looked up when the letter is sent; for the coordinator alone."""

    person: str
    what: Literal["who", "contact", "address"]


class Officer(Struct, frozen=True, tag="officer"):
    """An officer's name, looked up when the letter is sent and kept nowhere else."""

    person: str


class Called(Struct, frozen=True, tag="called"):
    """An officer by name, in a way that her own phone notices: a group's question that is hers to answer."""

    person: str


class Citizen(Struct, frozen=True, tag="citizen"):
    """A citizen who wants her name shown; looked up as an officer's is, and a pseudonym if it can't be."""

    person: str


class Place(Struct, frozen=True, tag="place"):
    spot: Spot


class Files(Struct, frozen=True, tag="file_counts"):
    """How many files of which kind: `Foto: 2 · Suara: 1`."""

    counts: tuple[tuple[FileKind, int], ...]


class Words(Struct, frozen=True, tag="words"):
    """Another sentence of the catalogue, as part of this one; `number` is the ticket it names, if it names one."""

    key: str
    number: str = ""


class OfRung(Struct, frozen=True, tag="rung"):
    """What the catalogue says of a rung of the ladder: whose attention it is, or what is said there."""

    name: str
    what: Literal["title", "message"] = "title"


class Detail(Struct, frozen=True, tag="detail"):
    """What an office would like to know besides, by topic."""

    topic: str


Person = Alias | Asker | Officer | Called | Citizen


class MonthName(Struct, frozen=True, tag="month"):
    """A month with its year, written out."""

    year: int
    month: int


Value = str | int | Day | Moment | MonthName | TopicName | OfficeName | Person | Place | Files | Words | OfRung | Detail


class Line(Struct, frozen=True):
    key: str
    values: dict[str, Value] = field(default_factory=dict)


class Choice(Struct, frozen=True):
    """A button: `button.<name>` in the catalogue, or `label`. What comes back is only a request."""

    name: str
    ref: str = ""
    value: str = ""
    label: Value | None = None

    @property
    def wire(self) -> str:
        return f"{self.name}:{self.ref}:{self.value}"


Rows = tuple[tuple[Choice, ...], ...]

HERE = "here"
PRESSED = "pressed"
"""The message that carries the button, as `Say.edits`."""


def to_person(person: str) -> str:
    return f"person:{person}"


def to_office(office: str, *, sealed: bool = False) -> str:
    """`sealed`: for that office's own group or none; it waits until there is one."""
    return f"office:{office}:sealed" if sealed else f"office:{office}"


# ---- outward


class Say(Struct, frozen=True, tag="say"):
    """A message of one or more lines. `ticket`: answering it speaks of that ticket, and in a group it stands
    under the ticket's card. `answer`: the answer whose arrival it tracks."""

    to: str
    lines: tuple[Line, ...]
    choices: Rows = ()
    ticket: str | None = None
    answer: int | None = None
    prompt: bool = False
    """Open the reader's keyboard for a reply to this very message."""
    mark: str = ""
    """A newer message with the same mark replaces one that still waits: a burst is answered once."""
    language: str = ""
    """For a reader whose language is not kept; empty for everybody else's."""
    draft: Literal["", "card", "last"] = ""
    """It is the one living card of a draft: the card before it goes. `last`: it stays as it is from now on."""
    edits: str = ""
    """The message it takes the place of: the one whose button was pressed."""
    repeats: bool = False
    """It says what the message before it says, without its buttons; needless where a message can't change."""
    called: str = ""
    """Its name among the messages of its ticket, by which it is found again in the reader's chat."""
    replaces: bool = False
    """It takes the place of the messages of that name, where they stand."""
    quiet: bool = False
    """Nothing is said where nothing of that name stands."""
    thread: str | None = None
    """The topic of a group it was asked in, empty for the general one; None: its ticket's, if it has one there."""
    place: Line | None = None
    """The words above a button that sends where one is, for platforms that have one."""


class SendFiles(Struct, frozen=True, tag="files"):
    """Files that belong to a ticket and go together as one album (see `together`); under its card, if one hangs."""

    to: str
    files: tuple[Evidence, ...]
    ticket: str
    called: str = ""
    """As `Say.called`."""

    @property
    def mark(self) -> str:
        """What is taken back before it left does not leave."""
        return f"{self.ticket} {self.called}" if self.called else ""


ALBUMS: tuple[tuple[FileKind, ...], ...] = (("photo", "video"), ("audio",), ("document",))
"""What may stand in one album; a voice note always stands alone."""


def together(to: str, files: Iterable[Evidence], ticket: str, called: str = "") -> list[SendFiles]:
    """The files as few messages as they make: what is seen first, then what is heard, then what is read. The messages
    are `called` so, with a number each."""
    given = tuple(files)
    seen, *rest = (tuple(each for each in given if each.kind in kinds) for kinds in ALBUMS)
    voices = ((each,) for each in given if each.kind == "voice")
    groups = [group for group in (seen, *voices, *rest) if group]
    return [SendFiles(to, group, ticket, called and f"{called}{place}") for place, group in enumerate(groups)]


class TakeBack(Struct, frozen=True, tag="take_back"):
    """Take away the messages that are `called` so in the reader's chat; what has not left yet does not leave."""

    to: str
    ticket: str
    called: str

    @property
    def mark(self) -> str:
        return f"{self.ticket} {self.called}"


class SendCopy(Struct, frozen=True, tag="copy"):
    """A file with everything that is kept about its reader. Composed when it is sent, so that it lies nowhere."""

    to: str


class SendFigures(Struct, frozen=True, tag="figures"):
    """An album of charts of a month; of all offices, or of one. Counted and drawn when it is sent."""

    to: str
    month: Month
    office: str | None = None


class SendRecap(Struct, frozen=True, tag="recap"):
    """The workbook of a month, for the coordinator's group. It names applicants, so it says who asked for it."""

    to: str
    month: Month
    by: str


class Toast(Struct, frozen=True, tag="toast"):
    """The short answer to a press. `alert` waits until it was read."""

    line: Line | None = None
    alert: bool = False
    press: str = ""


class Unbutton(Struct, frozen=True, tag="unbutton"):
    """Take the buttons off the message that was pressed: it is decided."""

    message: str = ""


class ShowCard(Struct, frozen=True, tag="show_card"):
    """Make the ticket's card true wherever it hangs, and hang it at `office` if it is not there yet."""

    number: str
    office: str


class Remind(Struct, frozen=True, tag="remind"):
    """Tell `office` of the ticket in its next morning round. `why`: a mark of its time, a rung, or a broken promise;
    a newer reason replaces one that still waits. No letter: the round is (`flows/morning.py`)."""

    office: str
    number: str
    why: str


class ShowMenu(Struct, frozen=True, tag="show_menu"):
    """Show the commands of a chat beside its input line: to the coordinator's group those that are its alone, to a
    citizen hers in the language she chose."""

    to: str


class MarkRead(Struct, frozen=True, tag="mark_read"):
    """Show the writer that her message was read and is being answered."""

    message: str
    mark: str = "read"


Sent = SendFiles | TakeBack | SendCopy | SendFigures | SendRecap
Outward = Say | MarkRead | Sent | Toast | Unbutton | ShowCard | ShowMenu | Remind
Effect = Outward | Inward
