"""What became of an answer: stages come twice and out of order, and only what says more than is known is written."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.delivery import ORDER, STAGES, Delivery, Stage, is_news, told, why

DELIVERIES: tuple[Delivery, ...] = get_args(Delivery)
STAGE = st.sampled_from(get_args(Stage))
TROUBLE = st.sampled_from(["", "blocked"])


@pytest.mark.parametrize(
    ("before", "stage", "trouble", "after"),
    [
        ("queued", "delivered", "", "delivered"),
        ("queued", "sent", "", "sent"),
        ("queued", "parked", "window", "parked"),
        ("parked", "sent", "", "sent"),
        ("parked", "parked", "window", None),
        ("sent", "sent", "", None),
        ("sent", "delivered", "", "delivered"),
        ("sent", "delivered", "gone", "undeliverable"),
        ("sent", "parked", "window", "parked"),
        ("delivered", "sent", "", None),
        ("delivered", "read", "", "read"),
        ("delivered", "delivered", "gone", None),
        ("delivered", "parked", "window", None),
        ("read", "delivered", "", None),
        ("undeliverable", "delivered", "gone", None),
        ("undeliverable", "parked", "window", "parked"),
        ("undeliverable", "sent", "", "sent"),
    ],
)
def test_only_what_says_more_is_news(before: Delivery, stage: Stage, trouble: str, after: Delivery | None) -> None:
    if after is None:
        assert not is_news(before, stage, trouble)
    else:
        assert is_news(before, stage, trouble)
        fact = told(0, stage, trouble)
        assert (STAGES[type(fact)], why(fact)) == (after, trouble)


@given(words=st.lists(st.tuples(STAGE, TROUBLE)))
def test_what_was_read_stays_read_and_what_arrived_never_comes_back(words: list[tuple[Stage, str]]) -> None:
    now: Delivery = "queued"
    for stage, trouble in words:
        if is_news(now, stage, trouble):
            then = STAGES[type(told(0, stage, trouble))]
            assert ORDER[now] < ORDER[then] if now in ("delivered", "read") else now != then
            now = then
