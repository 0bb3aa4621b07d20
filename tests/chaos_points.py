"""Points of the program where it may be made to die, each with a name: which work, about to do which write.

Nothing of the program knows of them. They are found by looking on from outside: at the statements that SQLAlchemy is
about to execute, at commits, and at what Python is about to do with files.
"""

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Pool, event

STATEMENT = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|CREATE (?:UNIQUE )?INDEX)\s+(\w+)")
SET = re.compile(r"\bSET\s+(.*?)(?:\s+WHERE\b|$)", re.DOTALL)
COLUMN = re.compile(r"(?:^|,)\s*(\w+)\s*=")


def name_of(sql: str) -> str:
    """`insert outbox`, `update outbox leased`; empty for what writes nothing."""
    found = STATEMENT.match(sql)
    if not found:
        return ""
    columns = COLUMN.findall(set_[1]) if found[1] == "UPDATE" and (set_ := SET.search(sql)) else []
    return " ".join([found[1].split()[0].lower(), found[2], *columns])


def work() -> str:
    """Who is at it: the coroutine at the bottom of the running task, such as `Desk._sit`."""
    task = asyncio.current_task()
    coroutine = task.get_coro() if task else None
    return str(getattr(coroutine, "__qualname__", "")).rpartition("<locals>.")[2]


class Points:
    """`CHAOS_STRIKE` names a point to die at and `CHAOS_NTH` which passage; `CHAOS_MET` is a file for the names met.

    With `CHAOS_POWER`, a folder, the passage is counted among commits that wrote: the database's files are copied
    there as they stood before it, and once more when it is done, and then it dies.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.strike = environment.get("CHAOS_STRIKE", "")
        self.left = int(environment.get("CHAOS_NTH", "1"))
        self.met = Path(environment["CHAOS_MET"]) if "CHAOS_MET" in environment else None
        self.power = Path(environment["CHAOS_POWER"]) if "CHAOS_POWER" in environment else None
        self.known: set[str] = set()

    def pass_by(self, name: str) -> None:
        """A point was reached."""
        if name not in self.known and self.met:
            self.known.add(name)
            with self.met.open("a") as file:
                file.write(f"{name}\n")
        if name == self.strike:
            self.left -= 1
            if not self.left:
                die()

    def before_statement(self, connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        if name := name_of(sql):
            connection.info["wrote"] = True
            self.pass_by(f"{work()}: {name}")

    def before_commit(self, connection: Any) -> None:
        if connection.info.pop("wrote", False):
            connection.info["committing"] = work()
            self.pass_by(f"{work()}: commit")
            if self.power:
                self.left -= 1
                if not self.left:
                    self.copy(connection, "before")

    def after_commit(self, _connection: Any, record: Any) -> None:
        """The connection goes back to its pool as soon as it has committed."""
        record.info.pop("wrote", None)
        if who := record.info.pop("committing", ""):
            self.pass_by(f"{who}: committed")
            if self.power and not self.left:
                self.copy(None, "after")
                die()

    def copy(self, connection: Any, moment: str) -> None:
        assert self.power
        if connection is not None:
            self.database = Path(connection.engine.url.database)
        for end in ("", "-wal"):
            shutil.copyfile(f"{self.database}{end}", self.power / f"{moment}.db{end}")

    def before_file(self, what: str, given: tuple[Any, ...]) -> None:
        """Photos are written beside and then renamed."""
        if what in ("open", "os.rename") and str(given[0]).endswith(".part"):
            self.pass_by(f"media: {'rename' if what == 'os.rename' else 'write'}")


def die() -> None:
    """As kill -9 from outside; nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def install(environment: Mapping[str, str]) -> None:
    """In the child, before it opens anything."""
    if not any(name in environment for name in ("CHAOS_STRIKE", "CHAOS_MET", "CHAOS_POWER")):
        return
    points = Points(environment)
    event.listen(Engine, "before_cursor_execute", points.before_statement)
    event.listen(Engine, "commit", points.before_commit)
    event.listen(Pool, "checkin", points.after_commit)
    sys.addaudithook(points.before_file)
