"""The catalogue: who handles what, by when, who is told next. Loaded once, checked once, then fixed.

The facts stand in `catalogue.toml`, which an operator edits, and how people write about them in `examples.toml`
beside it; this file offers both to the program.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from routing.catalogue_check import Problem, office_key, office_names, read
from routing.catalogue_examples import NONE, Examples, read_examples
from routing.catalogue_records import (
    Clock,
    Emergency,
    Hours,
    Keep,
    Kinds,
    Names,
    Office,
    Routing,
    Rung,
    Talk,
    Topic,
)

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Clock",
    "Emergency",
    "Hours",
    "Keep",
    "Kinds",
    "Names",
    "Office",
    "Problem",
    "Routing",
    "Rung",
    "Talk",
    "Topic",
    "load",
]

SHIPPED = Path(__file__).with_name("catalogue.toml")
EXAMPLES = "examples.toml"


class CatalogueError(ValueError):
    """The catalogue cannot be used; `problems` holds everything that is wrong, in order of line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class Catalogue(Struct, frozen=True, kw_only=True, eq=False):
    """All of `catalogue.toml`, by code. Compared and hashed by identity: a process has one or two.

    `examples` are sentences by topic, from the file beside it; empty when there is none.
    """

    offices: Mapping[str, Office]
    topics: Mapping[str, Topic]
    examples: Examples
    clocks: Mapping[str, Clock]
    keep: Mapping[str, Keep]
    ladder: tuple[Rung, ...]
    hours: Hours
    emergency: Emergency
    talk: Talk
    kinds: Kinds
    routing: Routing
    coordinator: str
    triage: str
    names: Mapping[str, str]

    def office(self, code: str) -> Office:
        """The office of this code; KeyError when there is none."""
        return self.offices[code]

    def topic(self, code: str) -> Topic:
        """The topic of this code; KeyError when there is none."""
        return self.topics[code]

    def find_office(self, text: str) -> Office | None:
        """The office somebody means by a code or a name: "pupr", "Dinas P.U.P.R.", "dinas pu"."""
        code = self.names.get(office_key(text))
        return self.offices[code] if code else None


def load(path: Path | None = None) -> Catalogue:
    """The catalogue in `path`, or the one that is shipped. Raises CatalogueError with all problems."""
    path = path or SHIPPED
    beside = path.with_name(EXAMPLES)
    return _made(_text(path), path.name, _text(beside) if beside.exists() else None)


@lru_cache(maxsize=2)
def _made(text: str, name: str, examples_text: str | None) -> Catalogue:
    """The same words are the same catalogue, so that what the router learns of it is learnt once a process."""
    parts, problems = read(text, name)
    examples: Examples = NONE
    more: tuple[Problem, ...] = ()
    if not problems and examples_text is not None:
        examples, more = read_examples(examples_text, EXAMPLES, {topic.code for topic in parts["topic"]})
    if problems or more:
        raise CatalogueError((*problems, *more))
    return _assemble(parts, examples)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = f"the catalogue cannot be read: {error}."
        raise CatalogueError((Problem(path.name, 1, what, "Give the path of a UTF-8 TOML file."),)) from error


def _assemble(parts: Mapping[str, Any], examples: Examples) -> Catalogue:
    offices: tuple[Office, ...] = parts["office"]
    return Catalogue(
        offices=MappingProxyType({office.code: office for office in offices}),
        topics=MappingProxyType({topic.code: topic for topic in parts["topic"]}),
        examples=examples,
        clocks=MappingProxyType({clock.name: clock for clock in parts["clock"]}),
        keep=MappingProxyType({keep.name: keep for keep in parts["keep"]}),
        ladder=parts["rung"],
        hours=parts["hours"],
        emergency=parts["emergency"],
        talk=parts["talk"],
        kinds=parts["kinds"],
        routing=parts["routing"],
        coordinator=parts["coordinator"],
        triage=parts["triage"],
        names=MappingProxyType({name: office.code for office in offices for name in office_names(office)}),
    )
