"""The tables of groups with topics."""

from sqlalchemy import Boolean, Column, Index, String, Table

from storage.naming import METADATA

threads = Table(
    "threads",
    METADATA,
    Column("channel", String(24), primary_key=True),
    Column("chat", String(64), primary_key=True),
    Column("ticket", String(24), primary_key=True),
    Column("thread", String(24), nullable=False, comment="the topic; empty: it was deleted"),
    Column("closed", Boolean, nullable=False),
    Column("shown", String(16), nullable=False, comment="digest of its name"),
    Index("ix_threads_thread", "thread"),
)
