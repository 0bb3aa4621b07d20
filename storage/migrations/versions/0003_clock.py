"""What presses: reminders for the morning round, each office's last one, and the operator's table of holidays."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "reminders",
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("ticket", sa.String(length=24), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("office", "ticket", name=op.f("pk_reminders")),
    )
    op.create_table(
        "mornings",
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False, comment="of its last morning round"),
        sa.PrimaryKeyConstraint("office", name=op.f("pk_mornings")),
    )
    op.create_table(
        "holidays",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("sure", sa.Boolean(), nullable=False, comment="false while the day is an estimate"),
        sa.Column("decree", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=24), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holidays")),
    )


def downgrade() -> None:
    op.drop_table("reminders")
    op.drop_table("mornings")
    op.drop_table("holidays")
