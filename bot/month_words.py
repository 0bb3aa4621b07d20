"""What the people of the simulated month say, read from `month.toml`."""

import tomllib
from pathlib import Path

import msgspec
from msgspec import Struct

FILE = Path(__file__).with_name("month.toml")

Texts = tuple[str, ...]


class Counter(Struct, frozen=True):
    """An office as it is lived: what is told to it, how often, how quick it is, and how much it leaves lying."""

    code: str
    weight: int
    quick: float
    lost: int
    said: Texts


class Words(Struct, frozen=True):
    names: Texts
    officers: Texts
    answers: Texts
    news: Texts
    disputes: Texts
    returns: Texts
    purposes: Texts
    formal: Texts
    grants: Texts
    withheld: str
    test: str
    extension: str
    objection: str
    objection_answer: str
    office: tuple[Counter, ...]


def read() -> Words:
    return msgspec.convert(tomllib.loads(FILE.read_text(encoding="utf-8")), Words)
