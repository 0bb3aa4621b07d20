"""The approaches that were compared: each turns a text into the likelihood of every office.

All know the same catalogue: its words, names and example sentences. The last is what the program uses.
"""

from collections.abc import Callable, Mapping

import numpy as np

from routing.catalogue import Catalogue
from routing.classify import by_office, likelihoods, read
from routing.features import Vector
from routing.linear import softmax
from routing.normalise import normalise
from routing.terms import terms
from routing.trained import Trained, lessons, words_of

Approach = Callable[[str], Mapping[str, float]]


def approaches(catalogue: Catalogue, made: Trained) -> dict[str, Approach]:
    """By name, in the order of the table."""
    return {
        "a. words and rules": lambda text: words_and_rules(text, made),
        "b. linear, words and letters": lambda text: linear(text, made),
        "b'. complement naive Bayes": NaiveBayes(catalogue, made),
        "c. nearest examples (TF-IDF)": Nearest(catalogue, made),
        "d. a and b together": lambda text: by_office(likelihoods(read(text, made), made), made),
    }


def words_and_rules(text: str, made: Trained) -> Mapping[str, float]:
    shares = read(text, made).evidence.shares
    offices = dict.fromkeys(made.offices, 0.0)
    for topic, share in shares.items():
        offices[made.offices[made.topics.index(topic)]] += share
    return offices


def linear(text: str, made: Trained) -> Mapping[str, float]:
    return by_office(softmax(made.model.scores(read(text, made).vector)), made)


class Taught:
    """What the two approaches below learn from: the catalogue's own texts, as the linear model does."""

    def __init__(self, catalogue: Catalogue, made: Trained) -> None:
        self.made = made
        self.lessons = list(lessons(catalogue))
        self.vectors = [self.vector(lesson.text) for lesson in self.lessons]
        self.classes = np.array([made.topics.index(lesson.topic) for lesson in self.lessons])

    def vector(self, text: str) -> Vector:
        return self.made.vectoriser.vector(words_of(terms(normalise(text), self.made.lexicon.vocabulary)))


class NaiveBayes(Taught):
    """Complement naive Bayes, on the same weighed features."""

    def __init__(self, catalogue: Catalogue, made: Trained) -> None:
        super().__init__(catalogue, made)
        seen = np.full((len(made.vectoriser.columns), len(made.topics)), 0.3, np.float32)
        for lesson, vector, column in zip(self.lessons, self.vectors, self.classes, strict=True):
            seen[vector.columns, column] += vector.values * lesson.count
        others = seen.sum(axis=1, keepdims=True) - seen
        self.weights = -np.log(others / others.sum(axis=0))
        self.weights /= np.abs(self.weights).sum(axis=0)

    def __call__(self, text: str) -> Mapping[str, float]:
        vector = self.vector(text)
        return best_of(softmax(1e5 * (vector.values @ self.weights[vector.columns])), self.made)


class Nearest(Taught):
    """The two nearest texts of each topic, by cosine."""

    def __call__(self, text: str) -> Mapping[str, float]:
        asked = np.zeros(len(self.made.vectoriser.columns), np.float32)
        vector = self.vector(text)
        asked[vector.columns] = vector.values
        near = np.array([float(asked[each.columns] @ each.values) for each in self.vectors])
        topics = np.array([np.sort(near[self.classes == column])[-2:].sum() for column in range(len(self.made.topics))])
        return best_of(topics.astype(np.float32), self.made)


def best_of(topics: "np.ndarray", made: Trained) -> Mapping[str, float]:
    """An office is as likely as its likeliest topic."""
    offices: dict[str, float] = {}
    for office, share in zip(made.offices, topics.tolist(), strict=True):
        offices[office] = max(offices.get(office, 0.0), share)
    return offices
