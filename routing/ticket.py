"""What a ticket is: the words of a report, the commands people give it, and the facts that followed.

Grammar shows the direction: commands are in the imperative (`Take`), facts in the past tense (`Taken`).
A ticket is the fold of its entries (`history.replay`); nothing about it is known that is not in them.
"""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from routing.formal import Decision, FormalCommand, FormalFact, Objection, Request
from routing.pieces import Evidence, Kind, NameShown, Part, Spot

State = Literal["open", "taken", "answered", "closed"]
Delivery = Literal["queued", "delivered", "undeliverable"]

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
    added: int = 0
    """How often the reporter or a follower added something."""
    withdrawn: bool = False
    stars: int | None = None
    closed: datetime | None = None
    decision: Decision | None = None
    extended: str | None = None
    """Why the written notice takes seven days longer."""
    objection: Objection | None = None
    erased: Literal["", "photos", "words"] = ""
    entries: int = 0


# ---- commands


class Open(Struct, frozen=True, tag="open"):
    number: str
    draft: Draft
    office: str
    triage: bool
    secret: bool = False


class Take(Struct, frozen=True, tag="take"):
    pass


class Reply(Struct, frozen=True, tag="reply"):
    text: str
    final: bool
    files: tuple[Evidence, ...] = ()


class Return(Struct, frozen=True, tag="return"):
    """'Bukan wewenang kami': back to the coordinator, with a reason."""

    reason: str


class Assign(Struct, frozen=True, tag="assign"):
    office: str


class Escalate(Struct, frozen=True, tag="escalate"):
    """The coordinator pushes the ticket one rung up, before or after its time."""


class PassDeadline(Struct, frozen=True, tag="pass-deadline"):
    """The bell rang: what is due is recomputed, so that ringing twice changes nothing."""


class Solve(Struct, frozen=True, tag="solve"):
    pass


class Dispute(Struct, frozen=True, tag="dispute"):
    reason: str


class Rate(Struct, frozen=True, tag="rate"):
    stars: int


class Join(Struct, frozen=True, tag="join"):
    """A neighbour has the same trouble; `draft` is what she was about to send."""

    draft: Draft


class Leave(Struct, frozen=True, tag="leave"):
    """It was another matter after all."""


class Erase(Struct, frozen=True, tag="erase"): ...


class Add(Struct, frozen=True, tag="add"):
    """More of the story, from the reporter or a follower."""

    draft: Draft


class Withdraw(Struct, frozen=True, tag="withdraw"):
    """The reporter takes it back."""


class NoteDelivery(Struct, frozen=True, tag="note-delivery"):
    """The courier tells what became of an answer. `answer` counts from 0; `trouble` empty means it arrived."""

    answer: int
    trouble: str = ""


Command = (
    Take
    | Reply
    | Return
    | Assign
    | Escalate
    | PassDeadline
    | Solve
    | Dispute
    | Rate
    | Join
    | Leave
    | Erase
    | Add
    | Withdraw
    | NoteDelivery
    | FormalCommand
)


# ---- facts


class Opened(Struct, frozen=True, tag="opened"):
    number: str
    draft: Draft
    office: str
    triage: bool
    secret: bool = False


class Taken(Struct, frozen=True, tag="taken"):
    pass


class Answered(Struct, frozen=True, tag="answered"):
    text: str
    final: bool
    files: tuple[Evidence, ...] = ()


class Returned(Struct, frozen=True, tag="returned"):
    reason: str
    office: str
    """Who gave it back."""
    to: str


class Assigned(Struct, frozen=True, tag="assigned"):
    office: str
    before: str


class Overdue(Struct, frozen=True, tag="overdue"):
    clock: str
    due: datetime


class Escalated(Struct, frozen=True, tag="escalated"):
    rung: str
    by_hand: bool


class Solved(Struct, frozen=True, tag="solved"):
    pass


class Disputed(Struct, frozen=True, tag="disputed"):
    reason: str


class Rated(Struct, frozen=True, tag="rated"):
    stars: int


class LeftSilent(Struct, frozen=True, tag="left-silent"):
    """The reporter said nothing within the window. Silence is stored as silence, never as content."""


class Joined(Struct, frozen=True, tag="joined"):
    draft: Draft


class Left(Struct, frozen=True, tag="left"):
    pass


class Erased(Struct, frozen=True, tag="erased"):
    """Words, places and photos, or photos alone, are blank from here back (`routing/erasing.py`)."""

    what: Literal["words", "photos"] = "words"


class Added(Struct, frozen=True, tag="added"):
    draft: Draft


class Withdrawn(Struct, frozen=True, tag="withdrawn"):
    pass


class AnswerDelivered(Struct, frozen=True, tag="answer-delivered"):
    answer: int


class AnswerUndeliverable(Struct, frozen=True, tag="answer-undeliverable"):
    answer: int
    trouble: str


Fact = (
    Opened
    | Taken
    | Answered
    | Returned
    | Assigned
    | Overdue
    | Escalated
    | Solved
    | Disputed
    | Rated
    | LeftSilent
    | Joined
    | Left
    | Erased
    | Added
    | Withdrawn
    | AnswerDelivered
    | AnswerUndeliverable
    | FormalFact
)


class Entry(Struct, frozen=True):
    """One line of a ticket's history: when, by whom (a person id or `SYSTEM`), what, and the state after it."""

    at: datetime
    by: str
    state: State
    fact: Fact
