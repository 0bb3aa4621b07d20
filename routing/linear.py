"""A linear model over features: multinomial logistic regression, trained by plain gradient descent in small batches.

Small enough to be read, quick enough to be trained anew from the catalogue at every start. No chance is in it: rows
are taken in a fixed, scattered order, so the same rows always give the same model.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from routing.features import Floats, Places, Vector

ROOM = 200_000  # multiplications a step; from some 260,000 on numpy starts threads, whose waiting costs more
RATE = 2.0  # of the first epoch; it falls to nothing
BIAS = np.float32(0.1)  # a class is believed by its words, hardly by how often it was seen
GOLDEN = 0.6180339887498949  # multiples of it, modulo 1, scatter evenly


class Linear(Struct, frozen=True, eq=False):
    """Weights by feature and class, and a bias by class."""

    weights: Floats
    bias: Floats

    def scores(self, vector: Vector) -> Floats:
        """One score a class: the higher the likelier."""
        found: Floats = vector.values @ self.weights.take(vector.columns, axis=0) + self.bias
        return found


class Rows(Struct, frozen=True, eq=False):
    """What to learn: each row's vector, its class, how much it counts, and the scores it starts from."""

    vectors: Sequence[Vector]
    classes: npt.NDArray[np.int64]
    counts: Floats
    start: Floats | None = None


class Batch(Struct, frozen=True, eq=False):
    """Some rows: which ones, the columns they use, and where each value stands (row, place in `columns`)."""

    rows: npt.NDArray[np.int64]
    columns: Places
    at: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
    values: Floats

    def dense(self) -> Floats:
        table = np.zeros((len(self.rows), len(self.columns)), np.float32)
        table[self.at] = self.values
        return table


def softmax(scores: Floats) -> Floats:
    """Scores of the last axis as probabilities."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def fit(rows: Rows, features: int, classes: int, epochs: int) -> Linear:
    """A model of `classes` classes over `features` features."""
    weights = np.zeros((features, classes), np.float32)
    bias = np.zeros(classes, np.float32)
    batches = list(_batches(rows.vectors, _size(rows.vectors, classes)))
    for done in range(epochs):
        rate = np.float32(RATE * (1 - done / epochs))
        for batch in batches:
            table = batch.dense()
            wrong = rate * _wrong(rows, batch.rows, table @ weights[batch.columns] + bias)
            weights[batch.columns] -= table.T @ wrong
            bias -= BIAS * wrong.sum(axis=0)
    return Linear(weights, bias)


def _wrong(rows: Rows, chosen: npt.NDArray[np.int64], scores: Floats) -> Floats:
    """What the scores say less the truth, row by row."""
    if rows.start is not None:
        scores = scores + rows.start[chosen]
    shares = softmax(scores)
    shares[np.arange(len(chosen)), rows.classes[chosen]] -= 1
    weighed: Floats = shares * rows.counts[chosen, None]
    return weighed


def _size(vectors: Sequence[Vector], classes: int) -> int:
    """Rows a batch, so that a step stays small."""
    features = sum(len(vector.columns) for vector in vectors) / max(1, len(vectors))
    return max(1, int((ROOM / max(1.0, features * classes)) ** 0.5))


def _batches(vectors: Sequence[Vector], size: int) -> Iterator[Batch]:
    order = np.argsort((np.arange(len(vectors)) * GOLDEN) % 1)
    for begin in range(0, len(order), size):
        rows = order[begin : begin + size]
        taken = [vectors[row] for row in rows]
        columns, place = np.unique(np.concatenate([vector.columns for vector in taken]), return_inverse=True)
        row = np.repeat(np.arange(len(rows)), [len(vector.columns) for vector in taken])
        yield Batch(rows, columns, (row, place), np.concatenate([vector.values for vector in taken]))
