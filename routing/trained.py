"""What the router makes of a catalogue, once: its phrases, and a linear model of its words and example sentences.

An edited catalogue is learnt anew at the next start; nothing trained is kept in a file that could fall behind it.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from routing.by_word import by_word_and
from routing.catalogue import Catalogue
from routing.features import Floats, Vectoriser, vectoriser
from routing.lexicon import Lexicon, lexicon
from routing.linear import Linear, Rows, fit
from routing.normalise import normalise
from routing.terms import Term, terms

EPOCHS = 8
A_WORD = 0.5  # what one of a topic's words counts, against 1 for a sentence


class Trained(Struct, frozen=True, eq=False):
    """A catalogue made ready: the n-th column of the model is the n-th of `topics`, which `offices` handles.

    `mean` is each feature's mean weight over all topics, `place` each topic's column. `bodies` are the offices, each
    once, and `handled` the place among them of each topic's.
    """

    lexicon: Lexicon
    vectoriser: Vectoriser
    model: Linear
    mean: Floats
    topics: tuple[str, ...]
    offices: tuple[str, ...]
    place: Mapping[str, int]
    bodies: tuple[str, ...]
    handled: npt.NDArray[np.int64]

    def leads(self, word: str) -> Floats:
        """How much a word adds to each topic's score over the others'; empty for a word nothing is known of."""
        return _leads(word, self)


@by_word_and
def _leads(word: str, made: Trained) -> Floats:
    columns = made.vectoriser.of_word(word)
    if not len(columns):
        return np.zeros(0, np.float32)
    lead = made.model.weights[columns] - made.mean[columns, None]
    return (made.vectoriser.rarity[columns] @ lead / len(columns)).astype(np.float32)


class Lesson(Struct, frozen=True):
    """A text the catalogue itself gives for a topic."""

    text: str
    topic: str
    count: float


@lru_cache(maxsize=4)
def trained(catalogue: Catalogue) -> Trained:
    """The router's view of a catalogue, made once for each; takes under a second."""
    lex = lexicon(catalogue)
    taught = tuple(lessons(catalogue))
    texts = [words_of(terms(normalise(lesson.text), lex.vocabulary)) for lesson in taught]
    topics = tuple(catalogue.topics)
    known = vectoriser(texts)
    place = {topic: column for column, topic in enumerate(topics)}
    rows = Rows(
        vectors=[known.vector(words) for words in texts],
        classes=np.array([place[lesson.topic] for lesson in taught], np.int64),
        counts=np.array([lesson.count for lesson in taught], np.float32),
    )
    model = fit(rows, len(known.columns), len(topics), EPOCHS)
    offices = tuple(catalogue.topics[topic].office for topic in topics)
    bodies = tuple(dict.fromkeys(offices))
    handled = np.array([bodies.index(office) for office in offices], np.int64)
    return Trained(lex, known, model, model.weights.mean(axis=1), topics, offices, place, bodies, handled)


def words_of(said: Sequence[Term]) -> list[str]:
    return [term.word for term in said]


def lessons(catalogue: Catalogue) -> Iterator[Lesson]:
    """Every text of the catalogue that says something about a topic."""
    for code, sentences in catalogue.examples.items():
        yield from (Lesson(sentence, code, 1.0) for sentence in sentences)
    for topic in catalogue.topics.values():
        yield Lesson(topic.name.id, topic.code, 1.0)
        yield from (Lesson(word, topic.code, A_WORD) for word in topic.words)
