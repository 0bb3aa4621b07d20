"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:  # noqa: PLR0915
    op.create_table(
        "applicants",
        sa.Column("person", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("nik", sa.String(length=16), nullable=False, comment="empty for a legal entity"),
        sa.Column("entity", sa.String(length=200), nullable=True, comment="its name and the number of its decree"),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column(
            "consent",
            sa.String(length=24),
            nullable=False,
            comment="version of the privacy notice that was agreed to",
        ),
        sa.Column("consented", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when it was last told"),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_applicants")),
    )
    op.create_table(
        "areas",
        sa.Column("ticket", sa.String(length=24), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False, comment="a village, or a field of the map"),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ticket", "area", name=op.f("pk_areas")),
    )
    op.create_index("ix_areas_near", "areas", ["topic", "area", "opened"], unique=False)
    op.create_table(
        "followers",
        sa.Column("person", sa.String(length=24), nullable=False),
        sa.Column("ticket", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("person", "ticket", name=op.f("pk_followers")),
    )
    op.create_table(
        "bells",
        sa.Column("ticket", sa.String(length=24), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_bells")),
    )
    op.create_index(op.f("ix_bells_at"), "bells", ["at"], unique=False)
    op.create_table(
        "conversations",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column(
            "bell",
            sa.BigInteger(),
            nullable=True,
            comment="when time alone changes it; empty when nothing waits in it",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_conversations")),
    )
    op.create_index(op.f("ix_conversations_at"), "conversations", ["at"], unique=False)
    op.create_index(op.f("ix_conversations_bell"), "conversations", ["bell"], unique=False)
    op.create_table(
        "consents",
        sa.Column("person", sa.String(length=24), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False, comment="of the text that was shown"),
        sa.Column("withdrawn", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("person", "what", "at", name=op.f("pk_consents")),
    )
    op.create_table(
        "stops",
        sa.Column("person", sa.String(length=24), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_stops")),
    )
    op.create_table(
        "aliases",
        sa.Column("person", sa.String(length=24), nullable=False, comment="who they were before they joined two chats"),
        sa.Column("now", sa.String(length=24), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_aliases")),
    )
    op.create_index(op.f("ix_aliases_now"), "aliases", ["now"], unique=False)
    op.create_table(
        "handshakes",
        sa.Column(
            "digest", sa.String(length=64), nullable=False, comment="of the code; the code itself is kept nowhere"
        ),
        sa.Column("person", sa.String(length=24), nullable=False),
        sa.Column(
            "other", sa.String(length=24), nullable=False, comment="who typed it and says that it is the same person"
        ),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_handshakes")),
    )
    op.create_index(op.f("ix_handshakes_person"), "handshakes", ["person"], unique=False)
    op.create_table(
        "traffic",
        sa.Column("month", sa.String(length=7), nullable=False, comment="2026-11, in the time of Kudus"),
        sa.Column(
            "category",
            sa.String(length=40),
            nullable=False,
            comment="in the platform's word: utility, service ...",
        ),
        sa.Column("billable", sa.Boolean(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "category", "billable", name=op.f("pk_traffic")),
    )
    op.create_table(
        "discards",
        sa.Column(
            "file",
            sa.String(length=64),
            nullable=False,
            comment="digest of what is to be deleted from the data folder",
        ),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="not before"),
        sa.PrimaryKeyConstraint("file", name=op.f("pk_discards")),
    )
    op.create_index(op.f("ix_discards_at"), "discards", ["at"], unique=False)
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "facts",
        sa.Column("ticket", sa.String(length=24), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.Integer(), comment="of the batch in which it was chained; empty until then"),
        sa.Column("link", sa.LargeBinary(), comment="covers the entry before it and this one"),
        sa.Column("salt", sa.LargeBinary(), comment="of its words; gone with them"),
        sa.Column("gone", sa.LargeBinary(), comment="digests of what was erased"),
        sa.PrimaryKeyConstraint("ticket", "seq", name=op.f("pk_facts")),
    )
    unsealed = sa.text("seal IS NULL")
    where = {"sqlite_where": unsealed, "postgresql_where": unsealed}
    op.create_index("ix_facts_unsealed", "facts", ["ticket", "seq"], unique=False, **where)
    op.create_table(
        "acts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.Integer()),
        sa.Column("link", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_acts_unsealed", "acts", ["id"], unique=False, **where)
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False, comment="what, to whom, by whom"),
        sa.Column("done", sa.BigInteger(), comment="when it was sent or dropped"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
    )
    op.create_table(
        "mutes",
        sa.Column("person", sa.String(length=24), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_mutes")),
    )
    op.create_table(
        "seals",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.Column("acts", sa.Integer(), nullable=False),
        sa.Column(
            "link",
            sa.LargeBinary(),
            nullable=False,
            comment="covers the seal before it and every line of this one",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seals")),
    )
    joined = sa.text("kind = 'joined'")
    op.create_index("ix_facts_joined", "facts", ["by"], unique=False, sqlite_where=joined, postgresql_where=joined)
    op.create_table(
        "identities",
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("address", sa.String(length=160), nullable=False),
        sa.Column("person", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "unreachable",
            sa.String(length=40),
            nullable=False,
            comment="why letters can't reach them; empty when they can",
        ),
        sa.Column(
            "corrected",
            sa.Boolean(),
            nullable=False,
            comment="the name is as they corrected it, not as the platform says",
        ),
        sa.Column(
            "alias",
            sa.Boolean(),
            nullable=False,
            comment="another name of an account they also have here; not written to",
        ),
        sa.Column("seen", sa.BigInteger(), nullable=False, comment="when they last wrote from there, to the minute"),
        sa.Column(
            "born",
            sa.String(length=24),
            nullable=False,
            comment="who they were before they joined another chat of theirs",
        ),
        sa.PrimaryKeyConstraint("channel", "address", name=op.f("pk_identities")),
    )
    op.create_index(op.f("ix_identities_person"), "identities", ["person"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("id", sa.String(length=256), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column(
            "parked",
            sa.LargeBinary(),
            nullable=True,
            comment="the arrival, if handling it failed; dropped once it is dealt with",
        ),
        sa.Column("trouble", sa.Text(), nullable=True, comment="the traceback of the failure"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
    )
    op.create_index(op.f("ix_inbox_at"), "inbox", ["at"], unique=False)
    op.create_table(
        "invites",
        sa.Column(
            "digest",
            sa.String(length=64),
            nullable=False,
            comment="of the code; the code itself is kept nowhere",
        ),
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_invites")),
    )
    op.create_table(
        "leases",
        sa.Column("post", sa.String(length=60), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("post", name=op.f("pk_leases")),
    )
    op.create_table(
        "lessons",
        sa.Column("ticket", sa.String(length=24), nullable=False),
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_lessons")),
    )
    op.create_index(op.f("ix_lessons_at"), "lessons", ["at"], unique=False)
    op.create_table(
        "links",
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("chat", sa.String(length=160), nullable=False),
        sa.Column("message", sa.String(length=256), nullable=False),
        sa.Column("ticket", sa.String(length=24), nullable=False),
        sa.Column("card", sa.Boolean(), nullable=False),
        sa.Column("shown", sa.String(length=64), nullable=False, comment="digest of what a card last showed"),
        sa.Column(
            "called",
            sa.String(length=24),
            nullable=False,
            comment="its name among its ticket's messages; empty if it has none",
        ),
        sa.PrimaryKeyConstraint("channel", "chat", "message", name=op.f("pk_links")),
    )
    op.create_index("ix_links_card", "links", ["ticket", "card"], unique=False)
    op.create_table(
        "models",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False, comment="the newest lesson in it"),
        sa.Column(
            "compared", sa.Integer(), nullable=False, comment="rows on which it was compared with the one before"
        ),
        sa.Column("before", sa.Integer(), nullable=False, comment="how many of those the one before had right"),
        sa.Column("after", sa.Integer(), nullable=False, comment="how many it had right"),
        sa.Column(
            "state",
            sa.String(length=12),
            nullable=False,
            comment="current, former, refused, or left (by an operator)",
        ),
        sa.Column("data", sa.LargeBinary(), nullable=True, comment="npz; empty when it can't come back"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_models")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("ticket", sa.String(length=24), nullable=True),
        sa.Column(
            "mark",
            sa.String(length=24),
            nullable=False,
            comment="a newer letter with the same mark replaces it while it waits",
        ),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("patient", sa.Boolean(), nullable=False, comment="it lets everything else go first, to anybody"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column(
            "leased",
            sa.BigInteger(),
            nullable=False,
            comment="until when a courier holds it; 0 when none does",
        ),
        sa.Column(
            "trouble",
            sa.String(length=400),
            nullable=False,
            comment="why it could not be delivered; empty while it waits",
        ),
        sa.Column(
            "reported",
            sa.String(length=12),
            nullable=False,
            comment="what a platform told of it while it was under way",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_queue", "outbox", ["trouble", "patient", "recipient", "id"], unique=False)
    op.create_table(
        "templates",
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=24), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office", "title", name=op.f("pk_templates")),
    )
    op.create_table(
        "tickets",
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("reporter", sa.String(length=24), nullable=False),
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.BigInteger(), nullable=True),
        sa.Column("due", sa.BigInteger(), nullable=True, comment="when the running clock ends; empty once closed"),
        sa.Column(
            "expires",
            sa.BigInteger(),
            nullable=True,
            comment="when what is next to go from it goes; empty while open",
        ),
        sa.Column(
            "asked",
            sa.BigInteger(),
            nullable=True,
            comment="when its reporter was asked the question that is open; empty when none is",
        ),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_tickets")),
    )
    op.create_index(op.f("ix_tickets_expires"), "tickets", ["expires"], unique=False)
    op.create_index(op.f("ix_tickets_opened"), "tickets", ["opened"], unique=False)
    ended, formal = sa.text("closed IS NOT NULL"), sa.text("kind = 'ppid'")
    op.create_index("ix_tickets_closed", "tickets", ["closed"], sqlite_where=ended, postgresql_where=ended)
    asked = sa.text("asked IS NOT NULL")
    op.create_index("ix_tickets_asked", "tickets", ["reporter", "asked"], sqlite_where=asked, postgresql_where=asked)
    op.create_index("ix_tickets_formal", "tickets", ["opened", "number"], sqlite_where=formal, postgresql_where=formal)
    op.create_index("ix_tickets_mine", "tickets", ["reporter", "opened"], unique=False)
    running = sa.text("due IS NOT NULL")
    only = {"unique": False, "sqlite_where": running, "postgresql_where": running}
    op.create_index("ix_tickets_late", "tickets", ["due", "number", "state"], **only)
    op.create_index("ix_tickets_office", "tickets", ["office", "due", "number", "state"], **only)


def downgrade() -> None:
    op.drop_index("ix_tickets_office", table_name="tickets")
    op.drop_index("ix_tickets_formal", table_name="tickets")
    op.drop_index("ix_tickets_asked", table_name="tickets")
    op.drop_index("ix_tickets_closed", table_name="tickets")
    op.drop_index(op.f("ix_tickets_opened"), table_name="tickets")
    op.drop_index(op.f("ix_tickets_expires"), table_name="tickets")
    op.drop_index("ix_tickets_late", table_name="tickets")
    op.drop_index("ix_tickets_mine", table_name="tickets")
    op.drop_table("tickets")
    op.drop_table("templates")
    op.drop_index("ix_outbox_queue", table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("models")
    op.drop_index("ix_links_card", table_name="links")
    op.drop_table("links")
    op.drop_index(op.f("ix_lessons_at"), table_name="lessons")
    op.drop_table("lessons")
    op.drop_table("leases")
    op.drop_table("invites")
    op.drop_index(op.f("ix_inbox_at"), table_name="inbox")
    op.drop_table("inbox")
    op.drop_index(op.f("ix_identities_person"), table_name="identities")
    op.drop_table("identities")
    op.drop_table("seals")
    op.drop_table("mutes")
    op.drop_table("broadcasts")
    op.drop_index("ix_acts_unsealed", table_name="acts")
    op.drop_table("acts")
    op.drop_index("ix_facts_joined", table_name="facts")
    op.drop_index("ix_facts_unsealed", table_name="facts")
    op.drop_table("facts")
    op.drop_index(op.f("ix_discards_at"), table_name="discards")
    op.drop_table("discards")
    op.drop_table("traffic")
    op.drop_index(op.f("ix_handshakes_person"), table_name="handshakes")
    op.drop_table("handshakes")
    op.drop_index(op.f("ix_aliases_now"), table_name="aliases")
    op.drop_table("aliases")
    op.drop_table("stops")
    op.drop_table("consents")
    op.drop_table("counters")
    op.drop_index(op.f("ix_conversations_bell"), table_name="conversations")
    op.drop_index(op.f("ix_conversations_at"), table_name="conversations")
    op.drop_table("conversations")
    op.drop_index(op.f("ix_bells_at"), table_name="bells")
    op.drop_table("bells")
    op.drop_table("applicants")
