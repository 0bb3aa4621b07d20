"""What became of an answer on its way to the reporter: a stage for each word that the platform, or the house, says.

queued -> sent -> delivered -> read        the platform took it; it is on the phone; it was opened
   `-> parked -> sent -> ...               it waits here until she writes: see docs/decisions on the window
   `-> undeliverable -> sent -> ...        it never got there; what is tried again may get there after all
"""

from typing import Literal

from msgspec import Struct

Delivery = Literal["queued", "parked", "sent", "delivered", "read", "undeliverable"]
Stage = Literal["parked", "sent", "delivered", "read"]

ORDER = {"queued": 0, "parked": 1, "sent": 2, "delivered": 3, "read": 4}
ON_ITS_WAY = ("queued", "parked", "sent")


class AnswerSent(Struct, frozen=True, tag="answer-sent"):
    """The platform took it; whether it is on her phone, only the platform will tell."""

    answer: int


class AnswerDelivered(Struct, frozen=True, tag="answer-delivered"):
    answer: int


class AnswerRead(Struct, frozen=True, tag="answer-read"):
    answer: int


class AnswerParked(Struct, frozen=True, tag="answer-parked"):
    """It waits until she writes. `why` is a key of `parked.*` in the catalogues."""

    answer: int
    why: str


class AnswerUndeliverable(Struct, frozen=True, tag="answer-undeliverable"):
    answer: int
    trouble: str


DeliveryFact = AnswerSent | AnswerDelivered | AnswerRead | AnswerParked | AnswerUndeliverable

STAGES: dict[type, Delivery] = {
    AnswerSent: "sent",
    AnswerDelivered: "delivered",
    AnswerRead: "read",
    AnswerParked: "parked",
    AnswerUndeliverable: "undeliverable",
}


def is_news(before: Delivery, stage: Stage, trouble: str) -> bool:
    """Words of a platform come twice and out of order; only what says more than is known changes anything."""
    if trouble and stage != "parked":
        return before in ON_ITS_WAY
    if before == "undeliverable":
        return True
    if stage == "parked":
        return before in ("queued", "sent")
    return ORDER[stage] > ORDER[before]


def told(answer: int, stage: Stage, trouble: str) -> DeliveryFact:
    """The fact. `trouble` empty means that all is well; of a parked answer it tells why."""
    if stage == "parked":
        return AnswerParked(answer, trouble)
    if trouble:
        return AnswerUndeliverable(answer, trouble)
    if stage == "read":
        return AnswerRead(answer)
    return AnswerSent(answer) if stage == "sent" else AnswerDelivered(answer)


def why(fact: DeliveryFact) -> str:
    match fact:
        case AnswerParked(why=reason) | AnswerUndeliverable(trouble=reason):
            return reason
        case _:
            return ""
