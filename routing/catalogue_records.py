"""What an operator may edit, as records: offices, topics, clocks, the ladder and a few tables.

These records are the schema of `catalogue.toml` too: a field here is a key there, its type is
checked from this file, and nothing else is accepted (see `catalogue_check.py`).
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Text = Annotated[str, Meta(min_length=1)]
Texts = Annotated[tuple[Text, ...], Meta(min_length=1)]
ClockTime = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3])\.[0-5]\d$")]

OfficeKind = Literal[
    "dinas",
    "badan",
    "satuan",
    "inspektorat",
    "sekretariat",
    "bagian_setda",
    "rsud",
    "kecamatan",
    "kelurahan",
    "desa",
    "bumd",
    "eksternal",
]


class Office(Struct, frozen=True, kw_only=True):
    """A body that can be handed a ticket; `eksternal` ones are only pointed to, by their `door`."""

    code: Text
    name: Text
    short: Text
    kind: OfficeKind
    door: str = ""
    also: tuple[Text, ...] = ()

    @property
    def outside(self) -> bool:
        """True when the Kabupaten can only show the way (PLN, the police, the province …)."""
        return self.kind == "eksternal"


class Names(Struct, frozen=True):
    """A name in the three languages of the house."""

    id: Text
    jv: Text
    en: Text


class Topic(Struct, frozen=True, kw_only=True):
    """A matter citizens write about; `words` are single words or phrases, in standard spelling.

    `ask` is the one detail an office needs besides the place. A `village` matter is the business of the village's
    kecamatan or kelurahan once the village is known. An `urgent` one is reminded of at once, not with the others in the
    morning.
    """

    code: Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    name: Names
    office: Text
    words: Texts
    place: bool = True
    clock: Text = "complaint"
    sensitive: bool = False
    urgent: bool = False
    village: bool = False
    ask: Names | None = None


class Clock(Struct, frozen=True, kw_only=True):
    """A limit the law sets, in working days, and the rule it stands on.

    `pauses`: it stops while the reporter is asked something. `extra`: days it may be prolonged by, once, and on what
    ground (`extra_basis`); 0 where it may not.
    """

    name: Text
    days: Annotated[int, Meta(ge=1)]
    basis: Text
    pauses: bool = False
    extra: Annotated[int, Meta(ge=0)] = 0
    extra_basis: str = ""


class Keep(Struct, frozen=True, kw_only=True):
    """How long one kind of data is kept, in days by the calendar, and why just so long."""

    name: Text
    days: Annotated[int, Meta(ge=1)]
    basis: Text


class Rung(Struct, frozen=True, kw_only=True):
    """A step of escalation: `after` working days past a missed deadline, tell `to`.

    `to` is "office" (the one that holds the ticket), "coordinator", or an office's code. `title` is whose attention it
    is, `message` what is said there above the numbers.
    """

    name: Text
    after: Annotated[int, Meta(ge=0)]
    to: Text
    title: Names
    message: Names


class Hours(Struct, frozen=True, kw_only=True):
    """Office hours, written the Indonesian way ("07.00"), in the named time zone."""

    opens: ClockTime
    closes: ClockTime
    timezone: Text


class Emergency(Struct, frozen=True, kw_only=True):
    """Words that are answered with `number` before anything else, save inside an `unless` phrase."""

    number: Text
    words: Texts
    unless: tuple[Text, ...] = ()


class Talk(Struct, frozen=True, kw_only=True):
    """Words that only greet, thank or address; a message made of them alone is no report.

    A short message with one of `corrections` changes the draft: its photo or recording (or `all` of them), its place,
    what it is for (`ask`, `complain`, `suggest`), or its matter; one about `mine` `name`, who sees it.
    """

    greetings: Texts
    thanks: Texts
    filler: tuple[Text, ...] = ()
    corrections: tuple[Text, ...] = ()
    denials: tuple[Text, ...] = ()
    photo: tuple[Text, ...] = ()
    voice: tuple[Text, ...] = ()
    where: tuple[Text, ...] = ()
    all: tuple[Text, ...] = ()
    name: tuple[Text, ...] = ()
    mine: tuple[Text, ...] = ()
    anonymous: tuple[Text, ...] = ()
    secret: tuple[Text, ...] = ()
    named: tuple[Text, ...] = ()
    ask: tuple[Text, ...] = ()
    complain: tuple[Text, ...] = ()
    suggest: tuple[Text, ...] = ()
    insults: tuple[Text, ...] = ()
    """A message of these and of `filler` alone is anger, and answered calmly."""


class Kinds(Struct, frozen=True, kw_only=True):
    """Signs of what a message is for, in standard words, and how a ticket's number begins.

    A question or a wish with a sign of `trouble` in it is a complaint. `ppid` asks for documents by law; `spam` only
    counts twice.
    """

    ppid: Texts
    status: Texts
    question: Texts
    wish: Texts
    trouble: Texts
    spam: Texts
    ticket: Text


class Routing(Struct, frozen=True, kw_only=True):
    """When the bot may choose alone: `sure` is the least confidence, `ask` the most buttons offered.

    `shared` lists the words that more than one topic may claim; behind a `placing` word a word names a place.
    """

    sure: Annotated[float, Meta(gt=0, le=1)]
    ask: Annotated[int, Meta(ge=2, le=10)]
    shared: tuple[Text, ...] = ()
    placing: tuple[Text, ...] = ()
