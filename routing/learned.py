"""What experience adds to the catalogue: a linear model of labelled reports, on top of the catalogue's own belief.

It starts from the catalogue's likelihoods and learns only where they were wrong, so a few rows do no harm and many
rows prevail. Kept in a file of plain arrays (npz, nothing executable) with a version.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from msgspec import Struct

from routing.features import Floats, Vectoriser, vectoriser
from routing.linear import Linear, Rows, fit, softmax
from routing.terms import plain_words

VERSION = 1
EPOCHS = 10
LEAST = 2  # rows a feature must stand in to be kept
TRUST = 0.7  # of the catalogue's log-likelihoods: below 1, so that rows can overrule it
FLOOR = 1e-4  # likelihood of an office the catalogue would never think of
PARTS = "version", "vocabulary", "rarity", "weights", "bias", "offices", "rows"


class BadModel(ValueError):
    """A model file that cannot be used; says why."""


class Example(Struct, frozen=True):
    """A report and the office that handled it, as a code of the catalogue."""

    text: str
    office: str


class Learned(Struct, frozen=True, eq=False):
    """What was learnt from `rows` reports: the n-th column is the n-th of `offices`."""

    vectoriser: Vectoriser
    model: Linear
    names: tuple[str, ...]
    rows: int

    def offices(self, text: str, believed: Mapping[str, float]) -> dict[str, float]:
        """How likely each office is, given what the catalogue alone believes."""
        start = _start(self.names, believed)
        shares = softmax(self.model.scores(self.vectoriser.vector(_words(text))) + start)
        return dict(zip(self.names, shares.tolist(), strict=True))

    def save(self, path: Path) -> None:
        """Write it to a file, whole or not at all."""
        arrays = {
            "version": np.array(VERSION),
            "vocabulary": _packed(tuple(self.vectoriser.columns)),
            "rarity": self.vectoriser.rarity,
            "weights": self.model.weights.astype(np.float16),
            "bias": self.model.bias,
            "offices": _packed(self.names),
            "rows": np.array(self.rows),
        }
        beside = path.with_name(f".{path.name}.part")
        with beside.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)
        beside.replace(path)


def learn(
    examples: Sequence[Example],
    offices: Sequence[str],
    believe: Callable[[str], Mapping[str, float]],
) -> Learned:
    """Learn from reports. `offices` are all codes that may be answered; `believe` is the catalogue's opinion."""
    names = tuple(offices)
    place = {office: column for column, office in enumerate(names)}
    texts = [_words(example.text) for example in examples]
    known = vectoriser(texts, LEAST)
    rows = Rows(
        vectors=[known.vector(words) for words in texts],
        classes=np.array([place[example.office] for example in examples], np.int64),
        counts=np.ones(len(examples), np.float32),
        start=np.array([_start(names, believe(example.text)) for example in examples], np.float32),
    )
    return Learned(known, fit(rows, len(known.columns), len(names), EPOCHS), names, len(examples))


def load(path: Path) -> Learned:
    """Read a model file. Raises BadModel when it is none of ours, or of another version."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            if set(stored.files) != set(PARTS) or int(stored["version"]) != VERSION:
                raise BadModel(f"{path} is not a model of version {VERSION}. Make it anew with: pendopo learn")
            arrays = {name: stored[name] for name in stored.files}
    except (OSError, ValueError, BadZipFile, EOFError) as error:
        if isinstance(error, BadModel):
            raise
        raise BadModel(f"{path} cannot be read as a model: {error}") from error
    columns = {key: column for column, key in enumerate(_unpacked(arrays["vocabulary"]))}
    known = Vectoriser(columns, arrays["rarity"])
    linear = Linear(arrays["weights"].astype(np.float32), arrays["bias"])
    return Learned(known, linear, tuple(_unpacked(arrays["offices"])), int(arrays["rows"]))


def _words(text: str) -> list[str]:
    return list(plain_words(text))


def _start(names: Sequence[str], believed: Mapping[str, float]) -> Floats:
    found: Floats = TRUST * np.log(np.array([believed.get(name, 0.0) for name in names], np.float32) + FLOOR)
    return found


def _packed(names: Sequence[str]) -> "np.ndarray[tuple[int], np.dtype[np.uint8]]":
    return np.frombuffer("\n".join(names).encode(), np.uint8)


def _unpacked(packed: "np.ndarray[tuple[int], np.dtype[np.uint8]]") -> list[str]:
    return packed.tobytes().decode().split("\n")
