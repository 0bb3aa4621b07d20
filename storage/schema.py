"""The tables. One family a paragraph; the module of the same name holds its statements.

Moments are whole milliseconds since 1970 UTC: the same on every database, quick to compare, free of time zones.
Who somebody is stands in `identities`, `applicants` and `officers` alone; everything else knows a random person id.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage import schema_clock, schema_desk, schema_groups
from storage.naming import METADATA

metadata = METADATA
templates = schema_desk.templates
threads = schema_groups.threads
reminders, mornings, holidays = schema_clock.reminders, schema_clock.mornings, schema_clock.holidays

# Autoincrementing keys: SQLite numbers rows by itself only for INTEGER.
Serial = BigInteger().with_variant(Integer(), "sqlite")

# ---- arrivals that were taken in; kept for eight days so that a late repeat is known

inbox = Table(
    "inbox",
    metadata,
    Column("id", String(256), primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("parked", LargeBinary, comment="the arrival, if handling it failed; dropped once it is dealt with"),
    Column("trouble", Text, comment="the traceback of the failure"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
    Column("bell", BigInteger, index=True, comment="when time alone changes it; empty when nothing waits in it"),
)

# ---- tickets and what happened to them

# Closed tickets pile up for years: what asks for the others goes through indexes that leave them out.
RUNNING = text("due IS NOT NULL")
ENDED = text("closed IS NOT NULL")
FORMAL = text("kind = 'ppid'")
ASKED = text("asked IS NOT NULL")

tickets = Table(
    "tickets",
    metadata,
    Column("number", String(24), primary_key=True),
    Column("reporter", String(24), nullable=False),
    Column("office", String(40), nullable=False),
    Column("state", String(12), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("opened", BigInteger, nullable=False, index=True),
    Column("closed", BigInteger),
    Column("due", BigInteger, comment="when the running clock ends; empty once closed"),
    Column("expires", BigInteger, index=True, comment="when what is next to go from it goes; empty while open"),
    Column("asked", BigInteger, comment="when its reporter was asked the question that is open; empty when none is"),
    Column("data", LargeBinary, nullable=False),
    Index("ix_tickets_mine", "reporter", "opened"),
    Index("ix_tickets_late", "due", "number", "state", sqlite_where=RUNNING, postgresql_where=RUNNING),
    Index("ix_tickets_office", "office", "due", "number", "state", sqlite_where=RUNNING, postgresql_where=RUNNING),
    Index("ix_tickets_closed", "closed", sqlite_where=ENDED, postgresql_where=ENDED),
    Index("ix_tickets_asked", "reporter", "asked", sqlite_where=ASKED, postgresql_where=ASKED),
    Index("ix_tickets_formal", "opened", "number", sqlite_where=FORMAL, postgresql_where=FORMAL),
)

areas = Table(
    "areas",
    metadata,
    Column("ticket", String(24), primary_key=True),
    Column("area", String(40), primary_key=True, comment="a village, or a field of the map"),
    Column("topic", String(60), nullable=False),
    Column("opened", BigInteger, nullable=False),
    Index("ix_areas_near", "topic", "area", "opened"),
)

followers = Table(
    "followers",
    metadata,
    Column("person", String(24), primary_key=True),
    Column("ticket", String(24), primary_key=True),
)

UNSEALED = text("seal IS NULL")

facts = Table(
    "facts",
    metadata,
    Column("ticket", String(24), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("by", String(24), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("seal", Integer, comment="of the batch in which it was chained; empty until then"),
    Column("link", LargeBinary, comment="covers the entry before it and this one"),
    Column("salt", LargeBinary, comment="of its words; gone with them"),
    Column("gone", LargeBinary, comment="digests of what was erased"),
    Index("ix_facts_unsealed", "ticket", "seq", sqlite_where=UNSEALED, postgresql_where=UNSEALED),
)

seals = Table(
    "seals",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("facts", Integer, nullable=False),
    Column("acts", Integer, nullable=False),
    Column("link", LargeBinary, nullable=False, comment="covers the seal before it and every line of this one"),
)

Index("ix_facts_joined", facts.c.by, sqlite_where=facts.c.kind == "joined", postgresql_where=facts.c.kind == "joined")
"""What somebody wrote in others' tickets is found here, also after she left them."""

bells = Table(
    "bells",
    metadata,
    Column("ticket", String(24), primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(24), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("post", String(60), primary_key=True),
    Column("holder", String(40), nullable=False),
    Column("until", BigInteger, nullable=False),
)

# ---- what the router learns from tickets: where each belongs, and the models made of that. Words stay in the ticket.

lessons = Table(
    "lessons",
    metadata,
    Column("ticket", String(24), primary_key=True),
    Column("office", String(40), nullable=False),
    Column("how", String(12), nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
)

models = Table(
    "models",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("made", BigInteger, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("until", BigInteger, nullable=False, comment="the newest lesson in it"),
    Column("compared", Integer, nullable=False, comment="rows on which it was compared with the one before"),
    Column("before", Integer, nullable=False, comment="how many of those the one before had right"),
    Column("after", Integer, nullable=False, comment="how many it had right"),
    Column("state", String(12), nullable=False, comment="current, former, refused, or left (by an operator)"),
    Column("data", LargeBinary, comment="npz; empty when it can't come back"),
)

# ---- what shall be sent, and what was

outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("recipient", String(200), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("ticket", String(24)),
    Column("mark", String(24), nullable=False, comment="a newer letter with the same mark replaces it while it waits"),
    Column("data", LargeBinary, nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    Column("patient", Boolean, nullable=False, comment="it lets everything else go first, to anybody"),
    Column("attempts", Integer, nullable=False),
    Column("leased", BigInteger, nullable=False, comment="until when a courier holds it; 0 when none does"),
    Column("trouble", String(400), nullable=False, comment="why it could not be delivered; empty while it waits"),
    Column("reported", String(12), nullable=False, comment="what a platform told of it while it was under way"),
    Index("ix_outbox_queue", "trouble", "patient", "recipient", "id"),
    sqlite_autoincrement=True,  # a number is never given twice, as everywhere else
)

links = Table(
    "links",
    metadata,
    Column("channel", String(24), primary_key=True),
    Column("chat", String(160), primary_key=True),
    Column("message", String(256), primary_key=True),
    Column("ticket", String(24), nullable=False),
    Column("card", Boolean, nullable=False),
    Column("shown", String(64), nullable=False, comment="digest of what a card last showed"),
    Column("called", String(24), nullable=False, comment="its name among its ticket's messages; empty if it has none"),
    Index("ix_links_card", "ticket", "card"),
)

# ---- who is who: the only tables that name anybody

identities = Table(
    "identities",
    metadata,
    Column("channel", String(24), primary_key=True),
    Column("address", String(160), primary_key=True),
    Column("person", String(24), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("unreachable", String(40), nullable=False, comment="why letters can't reach them; empty when they can"),
    Column("corrected", Boolean, nullable=False, comment="the name is as they corrected it, not as the platform says"),
    Column("alias", Boolean, nullable=False, comment="another name of an account they also have here; not written to"),
    Column("seen", BigInteger, nullable=False, comment="when they last wrote from there, to the minute"),
    Column("born", String(24), nullable=False, comment="who they were before they joined another chat of theirs"),
)

consents = Table(
    "consents",
    metadata,
    Column("person", String(24), primary_key=True),
    Column("what", String(40), primary_key=True),
    Column("at", BigInteger, primary_key=True),
    Column("version", String(20), nullable=False, comment="of the text that was shown"),
    Column("withdrawn", BigInteger),
)

stops = Table(
    "stops",
    metadata,
    Column("person", String(24), primary_key=True),
    Column("at", BigInteger, nullable=False),
)

aliases = Table(
    "aliases",
    metadata,
    Column("person", String(24), primary_key=True, comment="who they were before they joined two chats"),
    Column("now", String(24), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
)

handshakes = Table(
    "handshakes",
    metadata,
    Column("digest", String(64), primary_key=True, comment="of the code; the code itself is kept nowhere"),
    Column("person", String(24), nullable=False, index=True),
    Column("other", String(24), nullable=False, comment="who typed it and says that it is the same person"),
    Column("expires", BigInteger, nullable=False),
)

traffic = Table(
    "traffic",
    metadata,
    Column("month", String(7), primary_key=True, comment="2026-11, in the time of Kudus"),
    Column("category", String(40), primary_key=True, comment="in the platform's word: utility, service ..."),
    Column("billable", Boolean, primary_key=True),
    Column("messages", Integer, nullable=False),
)

discards = Table(
    "discards",
    metadata,
    Column("file", String(64), primary_key=True, comment="digest of what is to be deleted from the data folder"),
    Column("data", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False, index=True, comment="not before"),
)

applicants = Table(
    "applicants",
    metadata,
    Column("person", String(24), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("nik", String(16), nullable=False, comment="empty for a legal entity"),
    Column("entity", String(200), comment="its name and the number of its decree"),
    Column("address", Text, nullable=False),
    Column("contact", String(200), nullable=False),
    Column("consent", String(24), nullable=False, comment="version of the privacy notice that was agreed to"),
    Column("consented", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False, comment="when it was last told"),
)

officers = Table(
    "officers",
    metadata,
    Column("person", String(24), primary_key=True),
    Column("office", String(40), primary_key=True),
    Column("role", String(12), nullable=False),
    Column("decree", String(120), nullable=False, comment="number of the SK; empty until it is told"),
    Column("until", String(10), nullable=False, comment="the last day it holds; empty: no end was told"),
    Column("leave_first", String(10), nullable=False),
    Column("leave_last", String(10), nullable=False),
    Column("deputy", String(24), nullable=False, index=True, comment="who stands in on those days"),
    Column("since", BigInteger, nullable=False),
    Column("by", String(24), nullable=False, comment="who wrote it down last"),
    Column("ended", BigInteger, comment="when it was ended by somebody's word"),
    Column("announced", String(16), nullable=False, comment="the end that was spoken of, and whether it had come"),
)

rooms = Table(
    "rooms",
    metadata,
    Column("channel", String(24), primary_key=True),
    Column("chat", String(64), primary_key=True),
    Column("office", String(40), nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("by", String(24), nullable=False),
    Column("lost", String(8), nullable=False, comment="why we can't work there; empty while we can"),
    Column("forum", Boolean, nullable=False, comment="it has topics"),
    Column("missing", String(24), nullable=False, comment="the right that was needed and is not ours"),
    Column("delivered", BigInteger, comment="when a letter arrived there last"),
    UniqueConstraint("office"),
)

notes = Table(
    "notes",
    metadata,
    Column("channel", String(24), primary_key=True),
    Column("chat", String(64), primary_key=True),
    Column("what", String(60), primary_key=True, comment="what was said there, and need not be said each time"),
    Column("at", BigInteger, nullable=False),
)

invites = Table(
    "invites",
    metadata,
    Column("digest", String(64), primary_key=True, comment="of the code; the code itself is kept nowhere"),
    Column("office", String(40), nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("used", BigInteger),
)
