"""The tables of what is about no one ticket; they belong to the same metadata as all others (`storage/schema.py`)."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table

from storage.schema import UNSEALED, Serial, metadata

acts = Table(
    "acts",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("data", LargeBinary, nullable=False),
    Column("seal", Integer),
    Column("link", LargeBinary),
    Index("ix_acts_unsealed", "id", sqlite_where=UNSEALED, postgresql_where=UNSEALED),
    sqlite_autoincrement=True,
)
"""What officers, coordinators and operators did that is about no one ticket."""

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("data", LargeBinary, nullable=False, comment="what, to whom, by whom"),
    Column("done", BigInteger, comment="when it was sent or dropped"),
)

mutes = Table(
    "mutes",
    metadata,
    Column("person", String(24), primary_key=True),
    Column("at", BigInteger, nullable=False),
)
"""Who wants no announcements. News of their own reports reach them all the same."""
