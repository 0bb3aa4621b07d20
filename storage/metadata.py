"""What all tables share: the book they stand in, and the kind of key that counts by itself."""

from sqlalchemy import BigInteger, Integer, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Autoincrementing keys: SQLite numbers rows by itself only for INTEGER.
Serial = BigInteger().with_variant(Integer(), "sqlite")
