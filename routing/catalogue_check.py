"""Reads the catalogue's text into records and says everything that is wrong with it, at once.

Each problem names the line and, where one can be guessed, the mend. Shapes come from
`catalogue_records.py`; the rules that tie tables together stand at the end of this file.
"""

import difflib
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from routing import catalogue_records as records
from routing.toml_lines import TomlLines

R = TypeVar("R", bound=msgspec.Struct)

TABLES: Mapping[str, type[msgspec.Struct]] = {
    "hours": records.Hours,
    "routing": records.Routing,
    "emergency": records.Emergency,
    "talk": records.Talk,
    "kinds": records.Kinds,
}
LISTS: Mapping[str, type[msgspec.Struct]] = {
    "office": records.Office,
    "topic": records.Topic,
    "rung": records.Rung,
}
SINGLE = ("coordinator", "triage")
CLOCKS_IN_USE = (
    "verify",
    "first_answer",
    "information",
    "complaint",
    "inspection",
    "ppid",
    "ppid_extension",
    "objection",
    "objection_window",
    "dispute_window",
    "citizen_window",
    "question_window",
)


NAMED: Mapping[str, type[msgspec.Struct]] = {"clock": records.Clock, "keep": records.Keep}
KEPT = ("nudge", "draft", "talk", "photos", "words", "failure")


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong: where, what, and how to mend it ("" when nothing can be guessed)."""

    file: str
    line: int
    what: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}" + (f" {self.mend}" if self.mend else "")


class Found(NamedTuple):
    """A record together with the table and the turn it was read from."""

    record: Any
    table: str
    turn: int


def guess(word: str, known: Iterable[str]) -> str:
    """A sentence that offers the nearest known word, or ""."""
    by_fold = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return f'Did you mean "{by_fold[near[0]]}"?' if near else ""


class Reader:
    """Turns the text into records, collecting problems as it goes."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.lines = TomlLines(text)
        self.problems: list[Problem] = []
        self.raw = self._parse(text)

    def _parse(self, text: str) -> dict[str, Any]:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"\(at line (\d+)", str(error))
            line = int(place[1]) if place else len(text.splitlines()) or 1
            what = str(error).split(" (at ")[0]
            self.problems.append(Problem(self.file, line, f"this is not TOML: {what}."))
            return {}

    def report(self, found: Found, key: str, what: str, mend: str = "") -> None:
        """Note a problem at a key of a record."""
        self.problems.append(Problem(self.file, self.lines.of(found.table, found.turn, key), what, mend))

    def record(self, raw: object, cls: type[R], table: str, turn: int = 0) -> R | None:
        """A record, or None when its shape is wrong (the problems say how)."""
        here = Found(None, table, turn)
        if not isinstance(raw, dict):
            self.report(here, "", f"{table} must be a table.", f"Write [{table}] on a line of its own.")
            return None
        count = len(self.problems)
        label = f'{table} "{raw.get("code", raw.get("name", ""))}"' if table in LISTS else f"[{table}]"
        self._check_keys(raw, cls, label, here)
        return msgspec.convert(raw, cls) if len(self.problems) == count else None

    def _check_keys(self, raw: dict[str, Any], cls: type[R], label: str, here: Found) -> None:
        fields = {field.name: field for field in msgspec.structs.fields(cls)}
        for key in raw.keys() - fields.keys():
            mend = guess(key, fields.keys() - raw.keys()) or f"Known keys: {', '.join(fields)}."
            self.report(here, key, f'{label} has an unknown key "{key}".', mend)
        for name, field in fields.items():
            if name not in raw:
                if field.required:
                    self.report(here, "", f'{label} has no "{name}".', f"Add {name} = … below this line.")
                continue
            try:
                msgspec.convert(raw[name], field.type)
            except msgspec.ValidationError as error:
                self.report(here, name, f'{label}: "{name}" is wrong: {_plain(error)}.')

    def listed(self, table: str) -> list[Found]:
        """The records of every `[[table]]` whose shape is right."""
        raw = self.raw.get(table, [])
        if not isinstance(raw, list) or not raw:
            self.report(Found(None, table, 0), "", f"there is no [[{table}]].", f"Add at least one [[{table}]].")
            return []
        made = ((self.record(item, LISTS[table], table, n), n) for n, item in enumerate(raw))
        return [Found(record, table, n) for record, n in made if record is not None]

    def named(self, kind: str) -> list[Found]:
        """The records of every `[<kind>.<name>]`."""
        raw = self.raw.get(kind, {})
        if not isinstance(raw, dict):
            raw = {}
        made = []
        for name, item in raw.items():
            table = f"{kind}.{name}"
            named = {**item, "name": name} if isinstance(item, dict) else item
            if (record := self.record(named, NAMED[kind], table)) is not None:
                made.append(Found(record, table, 0))
        return made


def _plain(error: msgspec.ValidationError) -> str:
    return str(error).replace("`", "").replace("Object missing required field", "missing").replace(" - at", " at")


def read(text: str, file: str) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The catalogue's parts by name, and all problems in order of line; parts are whole only without any."""
    reader = Reader(text, file)
    if reader.problems:
        return {}, tuple(reader.problems)
    parts: dict[str, Any] = {name: reader.record(reader.raw.get(name, {}), cls, name) for name, cls in TABLES.items()}
    found = {name: reader.listed(name) for name in LISTS}
    found |= {kind: reader.named(kind) for kind in NAMED}
    parts |= {name: tuple(item.record for item in items) for name, items in found.items()}
    parts |= {name: reader.raw.get(name, "") for name in SINGLE}
    _check_together(reader, found, parts)
    return parts, tuple(sorted(reader.problems, key=lambda problem: problem.line))


def _check_together(reader: Reader, found: Mapping[str, list[Found]], parts: Mapping[str, Any]) -> None:
    codes = _names(reader.raw.get("office"), "code")
    _check_top(reader, codes)
    for table, key in (("office", "code"), ("topic", "code"), ("rung", "name")):
        _check_unique(reader, found[table], key)
    _check_offices(reader, found["office"])
    _check_topics(reader, found["topic"], codes, set(reader.raw.get("clock", {})))
    _check_words(reader, found["topic"], parts["routing"])
    _check_ladder(reader, found["rung"], codes)
    _check_in_use(reader, "clock", CLOCKS_IN_USE)
    _check_in_use(reader, "keep", KEPT)
    _check_timezone(reader, parts["hours"])


def _names(raw: object, key: str) -> set[str]:
    items = raw if isinstance(raw, list) else []
    return {str(item.get(key)) for item in items if isinstance(item, dict)}


def _check_top(reader: Reader, codes: Collection[str]) -> None:
    top = Found(None, "", 0)
    known = {*SINGLE, *TABLES, *LISTS, *NAMED}
    for key in reader.raw.keys() - known:
        table = Found(None, key, 0) if isinstance(reader.raw[key], dict | list) else top
        reader.report(table, key, f'unknown key "{key}".', guess(key, known))
    for key in SINGLE:
        code = reader.raw.get(key)
        if code not in codes:
            what = f'{key} points to office "{code}", which does not exist.' if code else f'there is no "{key}".'
            reader.report(top, key, what, guess(str(code), codes))


def _check_unique(reader: Reader, found: Iterable[Found], key: str) -> None:
    first: dict[str, int] = {}
    for item in found:
        value = getattr(item.record, key)
        line = reader.lines.of(item.table, item.turn, key)
        if value in first:
            what = f'{item.table} "{value}" stands twice (first on line {first[value]}).'
            reader.report(item, key, what, "Rename or remove one.")
        first.setdefault(value, line)


def _check_offices(reader: Reader, found: Iterable[Found]) -> None:
    owner: dict[str, str] = {}
    for item in found:
        office = item.record
        if office.outside and not office.door:
            mend = 'Add door = "…": where citizens reach it.'
            reader.report(item, "", f'office "{office.code}" is eksternal and has no "door".', mend)
        for name in office_names(office):
            if owner.setdefault(name, office.code) != office.code:
                what = f'office "{office.code}" answers to "{name}", as does "{owner[name]}".'
                reader.report(item, "code", what, "Rename one or take the name out of its also = […].")


def _check_topics(reader: Reader, found: Iterable[Found], codes: Collection[str], clocks: Collection[str]) -> None:
    for item in found:
        topic = item.record
        for key, value, known in (("office", topic.office, codes), ("clock", topic.clock, clocks)):
            if value not in known:
                what = f'topic "{topic.code}" points to {key} "{value}", which does not exist.'
                reader.report(item, key, what, guess(value, known))


def _check_words(reader: Reader, found: Iterable[Found], routing: records.Routing | None) -> None:
    if routing is None:  # which words are shared is not known
        return
    owner: dict[str, str] = {}
    for item in found:
        for word in item.record.words:
            other = owner.get(word)
            if other is not None and word not in routing.shared:
                line = reader.lines.of_text(item.table, item.turn, "words", word)
                what = f'the word "{word}" of topic "{item.record.code}" belongs to topic "{other}" already.'
                mend = "Take it out of one, or add it to [routing] shared."
                reader.problems.append(Problem(reader.file, line, what, mend))
            owner[word] = item.record.code


def _check_ladder(reader: Reader, found: list[Found], codes: Collection[str]) -> None:
    known = {*codes, "office", "coordinator"}
    for item in found:
        if item.record.to not in known:
            what = f'rung "{item.record.name}" points to "{item.record.to}", which does not exist.'
            reader.report(item, "to", what, guess(item.record.to, known))
    for lower, upper in pairwise(found):
        if upper.record.after <= lower.record.after:
            what = f'rung "{upper.record.name}" comes no later than "{lower.record.name}" below it.'
            reader.report(upper, "after", what, f"Use more than {lower.record.after} days.")


def _check_in_use(reader: Reader, kind: str, names: tuple[str, ...]) -> None:
    known = reader.raw.get(kind, {})
    for name in names:
        if name not in known:
            here = Found(None, f"{kind}.{names[0]}", 0)
            reader.report(here, "", f'there is no {kind} "{name}".', f"Add [{kind}.{name}].")


def _check_timezone(reader: Reader, hours: records.Hours | None) -> None:
    if hours is None:
        return
    try:
        ZoneInfo(hours.timezone)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        what = f'time zone "{hours.timezone}" is not known.'
        reader.report(Found(None, "hours", 0), "timezone", what, 'Kudus is in "Asia/Jakarta".')


def office_key(text: str) -> str:
    """What is left of an office's name when case, spaces and dots do not count: "Dinas P.U." -> "dinaspu"."""
    return "".join(char for char in text.casefold() if char.isalnum())


def office_names(office: records.Office) -> Iterator[str]:
    """Every key an office answers to, with and without the word that says its kind."""
    for name in (office.code, office.short, office.name, *office.also):
        key = office_key(name)
        yield key
        for kind in ("dinas", "badan", "bagian"):
            if key.startswith(kind) and len(key) > len(kind):
                yield key.removeprefix(kind)
