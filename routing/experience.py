"""Learning from an installation's own tickets: which rows are held out, and whether the new model is the better one."""

from collections.abc import Sequence

from msgspec import Struct

from routing.catalogue import Catalogue
from routing.classify import by_office, likelihoods, read
from routing.learned import Example, Learned, learn
from routing.trained import trained

SHARE = 5
"""One row of so many is held out: the newest, because the router is asked about what comes next."""

LEAST_COMPARED = 10
"""Rows on which two models can be told apart at all; fewer prove nothing."""

MOST_COMPARED = 1000


class Score(Struct, frozen=True):
    """Of some reports: how many were right at the first guess; of those it would have assigned by itself, how many
    were `wrong` (as a negative number, so that the greater score is the better one) and how many there were."""

    right: int
    wrong: int
    sure: int


class Comparison(Struct, frozen=True):
    """Two models on `rows` reports that neither has seen."""

    rows: int
    before: Score
    after: Score

    @property
    def good(self) -> bool:
        """The new one may take over: at least as often right, and where equally often, not more often wrong alone."""
        return (self.after.right, self.after.wrong) >= (self.before.right, self.before.wrong)


def held_out(rows: int, unseen: int) -> int:
    """How many of the newest rows to compare on: a fifth, but at most half of those that the model in use has not
    learned from. It would know the others by heart, and the new one must have news to show."""
    return min(rows // SHARE, unseen // 2, MOST_COMPARED)


def experienced(rows: Sequence[Example], catalogue: Catalogue) -> Learned:
    """A model of these rows on top of the catalogue. Rows of offices that are no more are left out."""
    known = [row for row in rows if row.office in catalogue.offices]
    return learn(known, tuple(catalogue.offices), lambda text: believed(text, catalogue))


def believed(text: str, catalogue: Catalogue) -> dict[str, float]:
    """How likely each office is by the catalogue alone."""
    made = trained(catalogue)
    return by_office(likelihoods(read(text, made), made), made)


def compared(rows: Sequence[Example], before: Learned | None, after: Learned, catalogue: Catalogue) -> Comparison:
    """The model in use (None: the catalogue alone) and the new one, asked about the same rows."""
    beliefs = [believed(row.text, catalogue) for row in rows]
    return Comparison(len(rows), score(rows, beliefs, before, catalogue), score(rows, beliefs, after, catalogue))


def score(
    rows: Sequence[Example], beliefs: Sequence[dict[str, float]], model: Learned | None, catalogue: Catalogue
) -> Score:
    """How a model does on rows; `beliefs` is what the catalogue alone makes of each."""
    right = wrong = sure = 0
    for row, belief in zip(rows, beliefs, strict=True):
        offices = model.offices(row.text, belief) if model else belief
        first = max(offices, key=lambda office: offices[office])
        alone = offices[first] >= catalogue.routing.sure
        right += first == row.office
        sure += alone
        wrong -= alone and first != row.office
    return Score(right, wrong, sure)
