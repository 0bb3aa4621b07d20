"""Everything that is kept about one person, read at once: for her, when she asks for it."""

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.applicant import Applicant
from flows.conversation import Conversation
from routing.facts import Entry
from routing.ticket import Ticket
from storage import applicants, consents, conversations, forgetting, people, tickets
from storage.consents import Consent
from storage.people import Identity


class Record(Struct, frozen=True):
    """A ticket that somebody sent or joined, with its whole history."""

    ticket: Ticket
    entries: tuple[Entry, ...]


class Dossier(Struct, frozen=True):
    person: str
    identities: tuple[Identity, ...]
    applicant: Applicant | None
    talk: Conversation | None
    records: tuple[Record, ...]
    """The oldest first; which parts are hers, whoever shows it must look."""
    consents: tuple[Consent, ...]


async def read(connection: AsyncConnection, person: str) -> Dossier:
    numbers = await forgetting.written_in(connection, person)
    found = await tickets.peek(connection, numbers)
    talks = await conversations.read(connection, [person])
    return Dossier(
        person=person,
        identities=await people.accounts_of(connection, person),
        applicant=(await applicants.read(connection, [person])).get(person),
        talk=talks.get(person),
        records=tuple([Record(found[each], await tickets.history(connection, each)) for each in numbers]),
        consents=await consents.of(connection, person),
    )
