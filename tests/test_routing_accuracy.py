"""How well the router does on 300 sentences of our own that its model has not seen: a floor under later changes.

Not a promise about real reports: these were written by who wrote the examples. See docs/routing.md.
"""

import csv
from pathlib import Path

import pytest

from routing.catalogue import load
from routing.classify import Guess, classify
from routing.trained import trained

CATALOGUE = load()
ROWS = list(csv.DictReader(Path(__file__).with_name("routing_sentences.csv").read_text("utf-8").splitlines()))


@pytest.fixture(scope="module")
def guesses() -> list[tuple[str, Guess]]:
    return [(CATALOGUE.topic(row["topic"]).office, classify(row["text"], CATALOGUE)) for row in ROWS]


def test_there_are_300_sentences_over_all_topics_and_none_is_an_example() -> None:
    examples = {sentence for sentences in CATALOGUE.examples.values() for sentence in sentences}
    texts = {row["text"] for row in ROWS}
    assert len(texts) == 300
    assert not texts & examples
    assert {row["topic"] for row in ROWS} <= set(CATALOGUE.topics)


def test_the_office_is_the_first_guess_in_four_of_five_and_among_three_in_nine_of_ten(
    guesses: list[tuple[str, Guess]],
) -> None:
    offices = [(office, [match.office for match in guess.offices]) for office, guess in guesses]
    assert sum(found[:1] == [office] for office, found in offices) / len(ROWS) >= 0.83
    assert sum(office in found for office, found in offices) / len(ROWS) >= 0.92


def test_what_it_would_assign_by_itself_is_right_and_is_half_of_all(guesses: list[tuple[str, Guess]]) -> None:
    sure = [
        office == guess.offices[0].office
        for office, guess in guesses
        if guess.offices and guess.offices[0].confidence >= CATALOGUE.routing.sure
    ]
    assert len(sure) / len(ROWS) >= 0.5
    assert sum(sure) / len(sure) >= 0.95


def test_the_same_catalogue_always_gives_the_same_model() -> None:
    first, second = trained(CATALOGUE), trained(load())
    assert (first.model.weights == second.model.weights).all()
