"""Examples: sentences by topic beside the catalogue; a mistake in them is named with line and mend."""

from pathlib import Path

import pytest

from routing.catalogue import EXAMPLES, SHIPPED, CatalogueError, load

CATALOGUE = load()


@pytest.mark.parametrize("topic", CATALOGUE.topics)
def test_a_topic_has_eight_to_twenty_examples(topic: str) -> None:
    assert 8 <= len(CATALOGUE.examples[topic]) <= 20


def test_there_are_at_least_120_topics() -> None:
    assert len(CATALOGUE.topics) >= 120


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('ktp = ["halo"]\nktpp = ["halo juga"]', 2, 'there is no topic "ktpp". Did you mean "ktp"?'),
        ("ktp = 7", 1, 'the examples of "ktp" must be sentences. Write ktp = ["…", "…"].'),
        ('ktp = ["a", " "]', 1, 'the examples of "ktp" must be sentences.'),
        (
            'ktp = ["KTP  hilang"]\nakta = [\n  "akta hilang",\n  "ktp hilang",\n]',
            4,
            '"ktp hilang" stands under "ktp" already. Keep one of the two.',
        ),
        ("ktp = [", 1, "this is not TOML"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_a_mend(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = tmp_path / SHIPPED.name
    path.write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    path.with_name(EXAMPLES).write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(path)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == (EXAMPLES, line)
    assert says in str(problem)


def test_a_catalogue_without_examples_beside_it_still_loads(tmp_path: Path) -> None:
    path = tmp_path / SHIPPED.name
    path.write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    assert not load(path).examples


def test_a_topic_may_ask_for_one_detail_in_three_languages() -> None:
    ask = CATALOGUE.topic("lampu-jalan").ask
    assert ask is not None
    assert ask.id
    assert ask.jv
    assert ask.en
