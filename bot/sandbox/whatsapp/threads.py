"""A person's thread with a business: its messages, and the window in which the business may write freely."""

from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.files import StoredFile
from bot.sandbox.whatsapp.business import Business
from bot.sandbox.whatsapp.people import Contact

WINDOW = 24 * 3600
"""Seconds after the person's last message in which anything may be sent; after that templates alone."""

STEPS = ("accepted", "sent", "delivered", "read")


@dataclass(slots=True, eq=False)
class Note:
    """One message. `body` is what stands under its `kind` in the webhook or in the call.

    `shown` is what a template has become with its parameters. `status` of a person's message: sent, delivered (the
    webhook was taken), read (the business has marked it).
    """

    id: int
    wamid: str
    outgoing: bool
    date: int
    kind: str
    body: dict[str, Any]
    file: StoredFile | None = None
    reply_to: "Note | None" = None
    forwarded: bool = False
    shown: dict[str, Any] | None = None
    category: str = "service"
    free: bool = True
    by_user_id: bool = False
    tracker: str = ""
    status: str = ""
    error: int = 0
    edited: int | None = None
    deleted: bool = False
    reactions: dict[int, str] = field(default_factory=dict)  # emoji by sender's id


@dataclass(slots=True, eq=False)
class Thread:
    """`heard` is when the person last wrote, pressed or reacted; None before she ever did."""

    contact: Contact
    business: Business
    notes: dict[int, Note] = field(default_factory=dict)
    by_wamid: dict[str, Note] = field(default_factory=dict)
    heard: float | None = None
    typing_until: float = 0.0

    @property
    def key(self) -> str:
        return f"w:{self.contact.person.id}:{self.business.phone_id}"

    def open_at(self, now: float) -> bool:
        """Whether free messages pass."""
        return self.heard is not None and now - self.heard < WINDOW

    def closes(self) -> float | None:
        """When the window closes or closed."""
        return None if self.heard is None else self.heard + WINDOW

    def add(self, *, outgoing: bool, date: int, kind: str, body: dict[str, Any], **facts: Any) -> Note:
        """The next message of this thread."""
        number = len(self.notes) + 1
        wamid = wamid_of(
            self.contact.wa_id, f"{self.business.phone_id}:{self.contact.person.id}:{number}", outgoing=outgoing
        )
        note = Note(number, wamid, outgoing, date, kind, body, **facts)
        self.notes[number] = self.by_wamid[wamid] = note
        return note


def wamid_of(number: str, seed: str, *, outgoing: bool) -> str:
    """An id as WhatsApp's look: the number, a direction, something unique."""
    marks = b"\x15\x02\x00\x11\x18" if outgoing else b"\x15\x02\x00\x12\x18"
    raw = b"\x1d\x18\x0b" + number.encode() + marks + f"\x14{seed}".encode() + b"\x00"
    return "wamid." + b64encode(raw).decode()
