"""The groups of offices, who serves there, and what was said there once."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "notes",
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column(
            "what", sa.String(length=60), nullable=False, comment="what was said there, and need not be said each time"
        ),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "chat", "what", name=op.f("pk_notes")),
    )
    op.create_table(
        "officers",
        sa.Column("person", sa.String(length=24), nullable=False),
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("decree", sa.String(length=120), nullable=False, comment="number of the SK; empty until it is told"),
        sa.Column(
            "until", sa.String(length=10), nullable=False, comment="the last day it holds; empty: no end was told"
        ),
        sa.Column("leave_first", sa.String(length=10), nullable=False),
        sa.Column("leave_last", sa.String(length=10), nullable=False),
        sa.Column("deputy", sa.String(length=24), nullable=False, comment="who stands in on those days"),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=24), nullable=False, comment="who wrote it down last"),
        sa.Column("ended", sa.BigInteger(), nullable=True, comment="when it was ended by somebody's word"),
        sa.Column(
            "announced",
            sa.String(length=16),
            nullable=False,
            comment="the end that was spoken of, and whether it had come",
        ),
        sa.PrimaryKeyConstraint("person", "office", name=op.f("pk_officers")),
    )
    op.create_index(op.f("ix_officers_deputy"), "officers", ["deputy"], unique=False)
    op.create_table(
        "rooms",
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=24), nullable=False),
        sa.Column("lost", sa.String(length=8), nullable=False, comment="why we can't work there; empty while we can"),
        sa.Column("forum", sa.Boolean(), nullable=False, comment="it has topics"),
        sa.Column("missing", sa.String(length=24), nullable=False, comment="the right that was needed and is not ours"),
        sa.Column("delivered", sa.BigInteger(), nullable=True, comment="when a letter arrived there last"),
        sa.PrimaryKeyConstraint("channel", "chat", name=op.f("pk_rooms")),
        sa.UniqueConstraint("office", name=op.f("uq_rooms_office")),
    )
    op.create_table(
        "threads",
        sa.Column("channel", sa.String(length=24), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("ticket", sa.String(length=24), nullable=False),
        sa.Column("thread", sa.String(length=24), nullable=False, comment="the topic; empty: it was deleted"),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("shown", sa.String(length=16), nullable=False, comment="digest of its name"),
        sa.PrimaryKeyConstraint("channel", "chat", "ticket", name=op.f("pk_threads")),
    )
    op.create_index(op.f("ix_threads_thread"), "threads", ["thread"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_threads_thread"), table_name="threads")
    op.drop_table("threads")
    op.drop_table("rooms")
    op.drop_index(op.f("ix_officers_deputy"), table_name="officers")
    op.drop_table("officers")
    op.drop_table("notes")
