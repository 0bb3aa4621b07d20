"""Neighbours: which reports are taken to be about the same thing, and in which order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.duplicates import Report, distance, near
from routing.pieces import Spot

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
HERE = Spot("depan Pasar Bitingan", "Ploso", "Jati", -6.8170, 110.8430)


def report(
    number: str = "",
    text: str = "lampu jalan depan pasar mati",
    topic: str | None = "lampu-jalan",
    spot: Spot | None = HERE,
    days: float = 0,
) -> Report:
    return Report(number, topic, text, spot, NOW - timedelta(days=days))


def north(metres: float) -> Spot:
    """A pin so many metres north of HERE."""
    return Spot("", None, None, -6.8170 + metres / 111_195, 110.8430)


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (report("A"), True),
        (report("A", topic="jalan-rusak"), False),
        (report("A", topic=None), False),
        (report("A", days=14), True),
        (report("A", days=14.1), False),
        (report("A", spot=north(290)), True),
        (report("A", spot=north(310)), False),
        (report("A", spot=Spot("dekat pasar", "Ploso", "Jati")), True),
        (report("A", spot=Spot("dekat pasar", "Megawon", "Jati")), False),
        (report("A", spot=Spot("", "Ploso", "Jati"), text="bohlam PJU gang Mawar putus"), False),
        (report("A", spot=None), False),
    ],
)
def test_a_neighbour_has_the_same_topic_near_in_time_and_place(other: Report, found: bool) -> None:
    assert bool(near(report(), [other])) is found


def test_a_report_of_no_topic_has_no_neighbours() -> None:
    assert near(report(topic=None), [report("A", topic=None)]) == ()


def test_the_nearest_the_most_alike_and_the_freshest_come_first() -> None:
    found = near(
        report(),
        [
            report("far", spot=north(250)),
            report("other words", text="PJU padam"),
            report("old", days=10),
            report("same"),
        ],
    )
    assert [neighbour.number for neighbour in found] == ["same", "old", "other words", "far"]
    assert found[3].metres == pytest.approx(250, abs=2)


def test_javanese_and_indonesian_words_for_one_thing_are_alike() -> None:
    village = Spot("", "Ploso", "Jati")
    assert near(
        report(text="lampu dalan peteng ngarep pasar", spot=village),
        [report("A", text="lampu jalan depan pasar gelap", spot=village)],
    )


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_distance_is_the_same_both_ways_and_never_negative(a: float, b: float, c: float, d: float) -> None:
    left, right = Spot("", None, None, a, b), Spot("", None, None, c, d)
    there, back = distance(left, right), distance(right, left)
    assert there is not None
    assert back is not None
    assert there >= 0
    assert there == pytest.approx(back, abs=0.01)
