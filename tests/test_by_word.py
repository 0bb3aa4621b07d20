"""Specifies what is kept by word: each is thought about once, and nobody fills the memory with long ones."""

import pytest

from routing.by_word import LONG, by_word, by_word_and


@pytest.mark.parametrize(("word", "times"), [("jalan", 1), ("a" * LONG, 1), ("a" * (LONG + 1), 2)])
def test_a_word_is_thought_about_once_unless_it_is_none(word: str, times: int) -> None:
    thought: list[str] = []

    @by_word
    def think(word: str) -> str:
        thought.append(word)
        return word.upper()

    assert think(word) == think(word) == word.upper()
    assert len(thought) == times


def test_each_question_about_a_word_has_its_own_answer() -> None:
    @by_word_and
    def is_in(word: str, words: frozenset[str]) -> bool:
        return word in words

    assert is_in("jalan", frozenset({"jalan"}))
    assert not is_in("jalan", frozenset({"lampu"}))
    assert is_in("x" * 99, frozenset({"x" * 99}))
