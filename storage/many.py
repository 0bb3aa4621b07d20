"""Many rows in one statement, built once: what building one costs a batch is as much as the database takes for it.

PostgreSQL is handed a list a column (`unnest`), in one exchange however many rows there are; SQLite runs one prepared
statement over the rows, which are in the same process.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import ARRAY, Executable, Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Row = tuple[Any, ...]


class Many:
    """Writes rows of `columns` into a table. Where `keys` are there already, `replacing` is written over it; what is
    there stays if that is nothing.

    No two rows of one writing may have the same keys. Raises ValueError for columns in another order than the
    table's, in which SQLAlchemy writes them.
    """

    def __init__(
        self, table: Table, columns: Sequence[str], keys: Sequence[str] = (), replacing: Sequence[str] = ()
    ) -> None:
        if list(columns) != [column.name for column in table.c if column.name in columns]:
            raise ValueError(f"{table.name}: columns in another order than the table's: {', '.join(columns)}")
        self.table = table
        self.columns = tuple(columns)
        self.keys = tuple(keys)
        self.replacing = tuple(replacing)

    async def write(self, connection: AsyncConnection, rows: Iterable[Row]) -> None:
        if not (rows := list(rows)):
            return
        if connection.dialect.name == "sqlite":
            await connection.exec_driver_sql(self._row_by_row, rows)
        else:
            lists = zip(*rows, strict=True)
            await connection.execute(self._at_once, dict(zip(self.columns, map(list, lists), strict=True)))

    @cached_property
    def _row_by_row(self) -> str:
        statement = self._or_replace(sqlite.insert(self.table).inline())
        return str(statement.compile(dialect=sqlite.dialect(paramstyle="qmark"), column_keys=self.columns))

    @cached_property
    def _at_once(self) -> Executable:
        lists = [func.unnest(bindparam(name, type_=ARRAY(self.table.c[name].type))) for name in self.columns]
        statement: Executable = self._or_replace(
            postgresql.insert(self.table).from_select(list(self.columns), select(*lists), include_defaults=False)
        )
        return statement

    def _or_replace(self, statement: Any) -> Any:
        if not self.keys:
            return statement
        if not self.replacing:
            return statement.on_conflict_do_nothing(index_elements=self.keys)
        written = {name: statement.excluded[name] for name in self.replacing}
        return statement.on_conflict_do_update(index_elements=self.keys, set_=written)
