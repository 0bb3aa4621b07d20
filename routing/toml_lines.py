"""Where things stand in a TOML text: line numbers, which `tomllib` does not give.

Made for our own hand-written tables: one key a line, no multi-line strings, headers on lines of
their own. Lines count from 1.
"""

import re
from collections import Counter

_HEADER = re.compile(r"\s*\[{1,2}\s*([\w.-]+)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"\s*\"?([\w-]+)\"?\s*=")


class TomlLines:
    """Finds the line of a table's header, of a key in it, and of a text below that key."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._at: dict[tuple[str, int, str], int] = {}
        self._index()

    def _index(self) -> None:
        table, turn, seen = "", 0, Counter[str]()
        for number, line in enumerate(self._lines, 1):
            if header := _HEADER.match(line):
                table = header[1]
                turn = seen[table]
                seen[table] += 1
                self._at[table, turn, ""] = number
            elif key := _KEY.match(line):
                self._at.setdefault((table, turn, key[1]), number)

    def of(self, table: str, turn: int = 0, key: str = "") -> int:
        """Line of `key` in the `turn`-th `[table]`; of its header when the key is not there; else 1."""
        header = self._at.get((table, turn, ""), 1)
        return self._at.get((table, turn, key), header)

    def of_text(self, table: str, turn: int, key: str, text: str) -> int:
        """Line at or below `key` where the string `text` stands between quotes."""
        start = self.of(table, turn, key)
        for number in range(start, len(self._lines) + 1):
            line = self._lines[number - 1]
            if f'"{text}"' in line or f"'{text}'" in line:
                return number
        return start
