"""What people ask of a ticket. Imperative; `lifecycle.act` turns a command into facts or says why not."""

from msgspec import Struct

from routing.coordination import CoordinatorsCommand
from routing.delivery import Stage
from routing.desk import DeskCommand
from routing.formal import FormalCommand
from routing.pausing import PausingCommand
from routing.pieces import Evidence
from routing.pledges import Promise
from routing.reckoning import Reckon
from routing.ticket import Draft


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
    sources: tuple[str, ...] = ()
    """The messages it was written in (`Answer.sources`)."""


class Return(Struct, frozen=True, tag="return"):
    """'Bukan wewenang kami': to the office that is named, or back to the coordinator, with a reason."""

    reason: str
    office: str = ""


class Assign(Struct, frozen=True, tag="assign"):
    office: str


class Escalate(Struct, frozen=True, tag="escalate"):
    """The coordinator pushes the ticket one rung up, before or after its time."""

    reason: str = ""


class PassDeadline(Struct, frozen=True, tag="pass-deadline"):
    """The bell rang: what is due is recomputed, so that ringing twice changes nothing."""


class Solve(Struct, frozen=True, tag="solve"):
    pass


class Dispute(Struct, frozen=True, tag="dispute"):
    reason: str


class Rate(Struct, frozen=True, tag="rate"):
    stars: int


class Remark(Struct, frozen=True, tag="remark"):
    """A word with the stars."""

    text: str


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
    """What became of an answer, as the courier or the platform tells (`routing/delivery.py`). `answer` counts from 0;
    with `trouble` it did not arrive, or says why it is parked."""

    answer: int
    trouble: str = ""
    stage: Stage = "delivered"


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
    | Remark
    | Join
    | Leave
    | Erase
    | Add
    | Withdraw
    | NoteDelivery
    | FormalCommand
    | DeskCommand
    | CoordinatorsCommand
    | PausingCommand
    | Promise
    | Reckon
)
