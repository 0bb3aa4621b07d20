"""The tables of the offices' own desks."""

from sqlalchemy import BigInteger, Column, String, Table, Text

from storage.naming import METADATA

templates = Table(
    "templates",
    METADATA,
    Column("office", String(40), primary_key=True),
    Column("title", String(40), primary_key=True),
    Column("text", Text, nullable=False),
    Column("by", String(24), nullable=False),
    Column("at", BigInteger, nullable=False),
)
