"""What a ticket is: the words of a report, and what has become of it.

Grammar shows the direction: commands (`routing/commands.py`) are in the imperative (`Take`), facts
(`routing/facts.py`) in the past tense (`Taken`). A ticket is the fold of its entries (`history.replay`); nothing
about it is known that is not in them.
"""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from routing.delivery import Delivery
from routing.desk import Bounce, InternalNote
from routing.formal import Decision, Objection, Request
from routing.pausing import Pause, Prolongation, Question
from routing.pieces import Evidence, Kind, NameShown, Part, Spot
from routing.pledges import Pledge

State = Literal["open", "taken", "answered", "closed"]

SYSTEM = "system"


class Draft(Struct, frozen=True):
    """A report that is still being told. `topic` is a catalogue code, `office` where it would go."""

    text: str = ""
    kind: Kind = "complaint"
    kind_settled: bool = False
    spot: Spot | None = None
    spot_waived: bool = False
    topic: str | None = None
    office: str | None = None
    settled: bool = False
    """The reporter chose the topic, so it is not guessed any more."""
    options: tuple[str, ...] = ()
    """Topics to choose from, the likeliest first."""
    offices: tuple[str, ...] = ()
    """Offices the router thought of next, for whoever has to choose one."""
    reasons: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    wordless: bool = False
    """Its recordings speak for it: whoever would rather talk than write need not write."""
    name: NameShown = "anonymous"
    parts: tuple[Part, ...] = ()
    """Several matters in one message, offered as tickets of their own."""
    door: str | None = None
    """The office whose poster led here: preferred where the words leave it open."""
    whole: bool = False
    """Not to be taken apart (again)."""
    loose: bool = False
    """Told while an office's question was open: the answer to it, or a new report. She has not said yet which."""
    request: Request = Request()
    """The rest of a formal request."""

    @property
    def empty(self) -> bool:
        """Nothing was told yet. A form whose subject is being told anew is none."""
        formal = self.kind == "ppid" and self.kind_settled
        return not (self.text or self.evidence or self.spot or formal)


class Answer(Struct, frozen=True):
    """What an office wrote to the reporter. `final` asks whether the matter is solved."""

    text: str
    final: bool
    by: str
    at: datetime
    delivery: Delivery = "queued"
    trouble: str = ""
    files: tuple[Evidence, ...] = ()
    sources: tuple[str, ...] = ()
    """The officer's own messages it was written in, so that an edit of one is known."""
    amended: datetime | None = None
    """When its words were changed last."""
    recalled: bool = False


class Revelation(Struct, frozen=True):
    """An officer gave a reason to see who reported."""

    to: str
    at: datetime


class Follower(Struct, frozen=True):
    """A neighbour with the same trouble, and the report that was hers before she joined."""

    person: str
    draft: Draft


class Ticket(Struct, frozen=True, kw_only=True):
    """A sent report. People appear as random ids; who they are is known elsewhere."""

    number: str
    state: State
    reporter: str
    office: str
    draft: Draft
    opened: datetime
    since: datetime
    """When the present round began: opened, or reopened by the reporter."""
    placed: datetime
    """When it came to the desk where it lies."""
    triage: bool = False
    """Nobody knew the office yet; the coordinator has to choose one."""
    secret: bool = False
    """Shown in full to its office alone."""
    followers: tuple[Follower, ...] = ()
    taken_by: str | None = None
    answers: tuple[Answer, ...] = ()
    replied: datetime | None = None
    """The first answer of this round."""
    rung: int = 0
    """How many rungs of the ladder have been climbed in this round."""
    overdue: bool = False
    reopened: int = 0
    returned: str = ""
    bounces: tuple[Bounce, ...] = ()
    """Who gave it back, in order, in all its rounds."""
    added: int = 0
    """How often the reporter or a follower added something."""
    notes: tuple[InternalNote, ...] = ()
    """What the office wrote down for itself."""
    consulted: Literal["", "asked", "advised"] = ""
    """Whether the office has asked the coordinator, and was answered."""
    withdrawn: bool = False
    dismissed: str | None = None
    """Why the coordinator closed it."""
    merged: str = ""
    """The ticket with which it goes on."""
    revealed: Revelation | None = None
    stars: int | None = None
    remark: str = ""
    """A word with the stars."""
    closed: datetime | None = None
    decision: Decision | None = None
    extended: str | None = None
    """Why the written notice takes seven days longer."""
    asked: Question | None = None
    """What the reporter is asked and has not answered yet."""
    pauses: tuple[Pause, ...] = ()
    """Of this round, as are its more days."""
    prolonged: Prolongation | None = None
    reminded: datetime | None = None
    """When its office was last to be reminded of the time, or its reporter that it closes."""
    pledge: Pledge | None = None
    """What was promised when it was late already."""
    objection: Objection | None = None
    erased: Literal["", "photos", "words"] = ""
    entries: int = 0
