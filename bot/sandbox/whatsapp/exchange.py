"""WhatsApp's memory: businesses, people, threads, media; how a message comes to be and how its state moves on."""

from collections.abc import Callable
from itertools import count
from typing import Any

from bot.sandbox.calls import CallLog
from bot.sandbox.events import Bus
from bot.sandbox.files import FileStore
from bot.sandbox.people import User
from bot.sandbox.whatsapp import envelopes
from bot.sandbox.whatsapp.business import Business
from bot.sandbox.whatsapp.faults import Faults
from bot.sandbox.whatsapp.hook import Hook, Taken
from bot.sandbox.whatsapp.limits import PairLimits
from bot.sandbox.whatsapp.media import MediaStore
from bot.sandbox.whatsapp.people import Contact
from bot.sandbox.whatsapp.threads import STEPS, Note, Thread
from bot.sandbox.whatsapp.views import note_view, thread_view


class Exchange:
    """Everything WhatsApp, in memory. `clock` gives unix seconds.

    `review`: the status a submitted template gets at once (APPROVED), or "" to let it wait for a judgement.
    `late_refusals`: a closed window, an unreachable person or a bad file is accepted first and told by a failed status.
    """

    def __init__(self, clock: Callable[[], float], bus: Bus, *, first_retry: float, limits: bool = False) -> None:
        self.clock, self.bus = clock, bus
        self.hook = Hook(clock, first_retry)
        self.limits = PairLimits() if limits else None
        self.businesses: dict[str, Business] = {}  # by phone id
        self.numbers = count(1)
        self.review, self.late_refusals = "APPROVED", False
        self.empty(FileStore())

    def empty(self, files: FileStore) -> None:
        """Forgets people and what was said; businesses stay. Files are those of the whole messenger."""
        self.contacts: dict[int, Contact] = {}  # by the person's id
        self.threads: dict[str, Thread] = {}  # by key
        self.media, self.faults = MediaStore(files), Faults()
        self.calls = CallLog()
        self.hook.held.clear()
        self._known: dict[str, Contact] = {}  # by number and by user id
        self._places: dict[str, Thread] = {}  # by the wamid of a person's message

    @property
    def now(self) -> int:
        return int(self.clock())

    def enrol(self, person: User, **facts: Any) -> Contact:
        """Gives a person WhatsApp, or changes what is known of hers."""
        contact = self.contacts.get(person.id)
        if contact is None:
            number, scoped = f"62800{person.id:07d}", f"ID.{13_000_000_000_000 + person.id}"
            contact = self.contacts[person.id] = Contact(person, number, scoped, person.first_name)
        for name, value in facts.items():
            setattr(contact, name, value)
        return self.index(contact)

    def index(self, contact: Contact) -> Contact:
        """Finds her by her number and user id from now on."""
        self._known[contact.wa_id] = self._known[contact.user_id] = contact
        return contact

    def found(self, *, wa_id: str = "", user_id: str = "") -> Contact | None:
        """The person of a number or of a business-scoped id."""
        contact = self._known.get(wa_id or user_id)
        return contact if contact and (wa_id or user_id) in (contact.wa_id, contact.user_id) else None

    def thread(self, contact: Contact, business: Business) -> Thread:
        """Their thread, made when first asked for."""
        fresh = Thread(contact, business)
        return self.threads.setdefault(fresh.key, fresh)

    def thread_of(self, key: str) -> Thread:
        """The thread of a key `w:<person>:<phone id>`; raises KeyError."""
        _, person, phone_id = key.split(":")
        return self.thread(self.contacts[int(person)], self.businesses[phone_id])

    def received(self, thread: Thread, kind: str, body: dict[str, Any], **facts: Any) -> Note:
        """A person's message: shown, and told to the business. It opens the window for another day."""
        note = thread.add(outgoing=False, date=self.now, kind=kind, body=body, status="sent", **facts)
        self._places[note.wamid] = thread
        self.heard(thread)
        self.show("message", thread, note)
        self.post(thread.business, envelopes.message(thread, note), thread.key, lambda: self._taken(thread, note))
        return note

    def place_of(self, wamid: str) -> Thread | None:
        """The thread in which a person's message stands."""
        return self._places.get(wamid)

    def _taken(self, thread: Thread, note: Note) -> None:
        """The business has her message: the second tick."""
        if note.status == "sent":
            note.status = "delivered"
            self.show("edit", thread, note)

    def heard(self, thread: Thread) -> None:
        """The person did something: the window is open, what stood there she has read, and a block is lifted."""
        thread.heard, thread.contact.stopped = self.clock(), False
        self.read(thread)
        self.show_thread(thread)

    def sent(self, thread: Thread, kind: str, body: dict[str, Any], **facts: Any) -> Note:
        """The business's message, on its way as far as the person's phone lets it come."""
        note = thread.add(outgoing=True, date=self.now, kind=kind, body=body, status="accepted", **facts)
        if thread.typing_until:
            thread.typing_until = 0.0
            self.show_thread(thread)
        self.show("message", thread, note)
        if note.error:
            self.failed(thread, note)
            return note
        self._advance(thread, note, "sent")
        if thread.contact.stopped:
            return note  # one tick for ever: Meta does not tell who has blocked whom
        if thread.contact.presence == "online":
            self._advance(thread, note, "delivered")
        elif thread.contact.presence == "reading":  # read at once: Meta leaves "delivered" out
            self._advance(thread, note, "read")
        return note

    def failed(self, thread: Thread, note: Note) -> None:
        """A message that was accepted and did not arrive."""
        note.status = "failed"
        self.show("edit", thread, note)
        self.push(thread, envelopes.status(thread, note, "failed", self.now))

    def _advance(self, thread: Thread, note: Note, state: str) -> None:
        if note.status == "failed" or STEPS.index(state) <= STEPS.index(note.status):
            return
        note.status = state
        self.show("edit", thread, note)
        self.push(thread, envelopes.status(thread, note, state, self.now))

    def delivered(self, thread: Thread) -> None:
        """The phone is on again: what waited arrives."""
        for note in self._standing(thread):
            self._advance(thread, note, "delivered")

    def read(self, thread: Thread) -> None:
        """The person looks at the thread."""
        for note in self._standing(thread):
            self._advance(thread, note, "read")

    def _standing(self, thread: Thread) -> list[Note]:
        return [note for note in thread.notes.values() if note.outgoing and note.status in ("sent", "delivered")]

    def push(self, thread: Thread, payload: dict[str, Any]) -> None:
        """A webhook about this thread."""
        self.post(thread.business, payload, thread.key)

    def post(self, business: Business, payload: dict[str, Any], lane: str, taken: Taken = None) -> None:
        """A webhook, unless a fault strikes it."""
        if self.faults.for_hook("hold"):
            self.hook.held.append((business, payload, lane))
        elif fault := self.faults.for_hook("late"):
            self.hook.push_later(business, payload, lane, fault.seconds)
        elif fault := self.faults.for_hook("batch"):
            self.hook.collect(business, payload, lane, full=fault.times <= 0)
        else:
            for _ in range(2 if self.faults.for_hook("duplicate") else 1):
                self.hook.push(business, payload, lane, taken)

    def show(self, kind: str, thread: Thread, note: Note) -> None:
        """Tells the pages of a new or changed message."""
        if self.bus.listened:
            self.bus.tell(kind, message=note_view(thread, note))

    def show_thread(self, thread: Thread) -> None:
        """Tells the pages how the thread stands: window, typing."""
        if self.bus.listened:
            self.bus.tell("chat", chat=thread_view(thread, self.clock()))

    def new_wamid(self, thread: Thread) -> str:
        """An id for something that is no message of the thread (a reaction, a correction)."""
        return f"wamid.HBgM{thread.contact.person.id:08d}EVT{next(self.numbers):010d}=="
