"""What experience adds to the catalogue: a linear model of labelled reports, on top of the catalogue's own belief.

It starts from the catalogue's likelihoods and learns only where they were wrong, so a few rows do no harm and many
rows prevail. Kept in a file of plain arrays (npz, nothing executable) with a version.
"""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from routing.features import Floats, Vectoriser, vectoriser
from routing.linear import Linear, Rows, fit, softmax
from routing.terms import plain_words

VERSION = 1
EPOCHS = 10
MANY = 1000  # rows from which on a feature must stand in two of them to be kept
TRUST = 0.7  # of the catalogue's log-likelihoods when rows are many: below 1, so that they can overrule it
HALF_WAY = 200  # rows at which the trust has fallen half the way from 1, which leaves the catalogue's confidence alone
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
        start = _start(self.names, believed, self.rows)
        shares = softmax(self.model.scores(self.vectoriser.vector(_words(text))) + start)
        return dict(zip(self.names, shares.tolist(), strict=True))

    def among(self, offices: Sequence[str]) -> "Learned":
        """The same for these offices: of one that is new nothing was learned, one that is gone is forgotten."""
        if self.names == tuple(offices):
            return self
        place = {office: column for column, office in enumerate(self.names)}
        columns = [place.get(office, -1) for office in offices]
        weights = np.pad(self.model.weights, ((0, 0), (0, 1)))[:, columns]
        return replace(self, model=Linear(weights, np.pad(self.model.bias, (0, 1))[columns]), names=tuple(offices))

    def packed(self) -> bytes:
        """As arrays in one file."""
        arrays = {
            "version": np.array(VERSION),
            "vocabulary": _packed(tuple(self.vectoriser.columns)),
            "rarity": self.vectoriser.rarity,
            "weights": self.model.weights.astype(np.float16),
            "bias": self.model.bias,
            "offices": _packed(self.names),
            "rows": np.array(self.rows),
        }
        file = BytesIO()
        np.savez_compressed(file, allow_pickle=False, **arrays)
        return file.getvalue()

    def save(self, path: Path) -> None:
        """Write it to a file, whole or not at all."""
        beside = path.with_name(f".{path.name}.part")
        beside.write_bytes(self.packed())
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
    known = vectoriser(texts, 1 if len(texts) < MANY else 2)
    rows = Rows(
        vectors=[known.vector(words) for words in texts],
        classes=np.array([place[example.office] for example in examples], np.int64),
        counts=np.ones(len(examples), np.float32),
        start=np.array([_start(names, believe(example.text), len(examples)) for example in examples], np.float32),
    )
    return Learned(known, fit(rows, len(known.columns), len(names), EPOCHS), names, len(examples))


def load(path: Path) -> Learned:
    """Read a model file. Raises BadModel when it is none of ours, or of another version."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadModel(f"{path} cannot be read as a model: {error}") from error
    return unpacked(data, str(path))


def unpacked(data: bytes, name: str) -> Learned:
    """What `Learned.packed` made; `name` is for complaints. Raises BadModel."""
    try:
        with np.load(BytesIO(data), allow_pickle=False) as stored:
            if set(stored.files) != set(PARTS) or int(stored["version"]) != VERSION:
                raise BadModel(f"{name} is not a model of version {VERSION}. Make it anew with: pendopo learn")
            arrays = {part: stored[part] for part in stored.files}
    except (OSError, ValueError, AttributeError, BadZipFile, EOFError) as error:
        if isinstance(error, BadModel):
            raise
        raise BadModel(f"{name} cannot be read as a model: {error}") from error
    columns = {key: column for column, key in enumerate(_unpacked(arrays["vocabulary"]))}
    known = Vectoriser(columns, arrays["rarity"])
    linear = Linear(arrays["weights"].astype(np.float32), arrays["bias"])
    return Learned(known, linear, tuple(_unpacked(arrays["offices"])), int(arrays["rows"]))


def _words(text: str) -> list[str]:
    return list(plain_words(text))


def _start(names: Sequence[str], believed: Mapping[str, float], rows: int) -> Floats:
    trust = TRUST + (1 - TRUST) * HALF_WAY / (HALF_WAY + rows)
    found: Floats = trust * np.log(np.array([believed.get(name, 0.0) for name in names], np.float32) + FLOOR)
    return found


def _packed(names: Sequence[str]) -> "np.ndarray[tuple[int], np.dtype[np.uint8]]":
    return np.frombuffer("\n".join(names).encode(), np.uint8)


def _unpacked(packed: "np.ndarray[tuple[int], np.dtype[np.uint8]]") -> list[str]:
    return packed.tobytes().decode().split("\n")
