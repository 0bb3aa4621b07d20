"""Tables of the clock: what presses, and the days nobody works. The rest stands in `storage/schema.py`."""

from sqlalchemy import BigInteger, Boolean, Column, String, Table

from storage.naming import METADATA

reminders = Table(
    "reminders",
    METADATA,
    Column("office", String(40), primary_key=True),
    Column("ticket", String(24), primary_key=True),
    Column("why", String(40), nullable=False),
)

mornings = Table(
    "mornings",
    METADATA,
    Column("office", String(40), primary_key=True),
    Column("day", String(10), nullable=False, comment="of its last morning round"),
)

holidays = Table(
    "holidays",
    METADATA,
    Column("day", String(10), primary_key=True),
    Column("title", String(120), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("sure", Boolean, nullable=False, comment="false while the day is an estimate"),
    Column("decree", String(200), nullable=False),
    Column("by", String(24), nullable=False),
    Column("at", BigInteger, nullable=False),
)
