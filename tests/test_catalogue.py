"""The catalogue: what is shipped holds together, and a mistake is named with file, line and mend."""

from pathlib import Path

import pytest

from routing.catalogue import SHIPPED, CatalogueError, Problem, load

CATALOGUE = load()
TEXT = SHIPPED.read_text(encoding="utf-8")


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def problems(tmp_path: Path, text: str) -> tuple[Problem, ...]:
    path = tmp_path / "catalogue.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as raised:
        load(path)
    return raised.value.problems


def test_every_office_of_kudus_is_there() -> None:
    assert len(CATALOGUE.offices) == 74
    assert CATALOGUE.office(CATALOGUE.coordinator).name == "Dinas Komunikasi dan Informatika"


def test_every_topic_has_a_name_in_three_languages() -> None:
    assert len(CATALOGUE.topics) >= 60
    assert all(topic.name.id and topic.name.jv and topic.name.en for topic in CATALOGUE.topics.values())


def test_the_ladder_climbs_from_the_office_to_the_leadership() -> None:
    rungs = [(rung.name, rung.after, rung.to) for rung in CATALOGUE.ladder]
    assert rungs == [
        ("office", 0, "office"),
        ("secretary", 1, "office"),
        ("coordinator", 2, "coordinator"),
        ("leadership", 5, "SETDA"),
    ]


@pytest.mark.parametrize(
    ("clock", "days"),
    [
        ("verify", 3),
        ("first_answer", 5),
        ("information", 5),
        ("complaint", 14),
        ("inspection", 60),
        ("ppid", 10),
        ("ppid_extension", 7),
        ("objection", 30),
        ("objection_window", 30),
        ("dispute_window", 14),
        ("citizen_window", 10),
    ],
)
def test_the_laws_clocks_name_their_basis(clock: str, days: int) -> None:
    assert CATALOGUE.clocks[clock].days == days
    assert CATALOGUE.clocks[clock].basis


def test_suspected_corruption_is_sensitive_and_goes_to_the_inspectorate() -> None:
    topic = CATALOGUE.topic("korupsi")
    assert (topic.office, topic.sensitive, topic.clock) == ("INSPEKTORAT", True, "inspection")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("pupr", "PUPR"),
        ("Dinas PUPR", "PUPR"),
        ("dinas pu", "PUPR"),
        ("Dinas P.U.P.R.", "PUPR"),
        ("dinas perhubungan", "DISHUB"),
        ("PDAM", "TIRTAMURIA"),
        ("kec. jati", "KEC-JATI"),
        ("bag hukum", "SETDA-HUKUM"),
        ("pln", "X-PLN"),
    ],
)
def test_an_office_is_found_by_any_of_its_names(said: str, code: str) -> None:
    office = CATALOGUE.find_office(said)
    assert office is not None
    assert office.code == code


@pytest.mark.parametrize("said", ["", "dinas", "dinas sihir", "..."])
def test_a_name_nobody_bears_finds_no_office(said: str) -> None:
    assert CATALOGUE.find_office(said) is None


def test_the_catalogue_cannot_be_changed_after_loading() -> None:
    with pytest.raises(TypeError):
        CATALOGUE.offices["X"] = CATALOGUE.office("PUPR")  # type: ignore[index]
    with pytest.raises(AttributeError):
        CATALOGUE.triage = "PUPR"  # type: ignore[misc]


MISTAKES = [
    (
        'office = "BPBD"',
        'office = "BPBDD"',
        'topic "banjir" points to office "BPBDD", which does not exist. Did you mean "BPBD"?',
    ),
    (
        'clock = "inspection"',
        'clock = "inspektion"',
        'topic "kekerasan" points to clock "inspektion", which does not exist. Did you mean "inspection"?',
    ),
    (
        'coordinator = "DISKOMINFO"',
        'coordinator = "DISKOMINFOO"',
        'coordinator points to office "DISKOMINFOO", which does not exist. Did you mean "DISKOMINFO"?',
    ),
    (
        'to = "SETDA"',
        'to = "SETDAA"',
        'rung "leadership" points to "SETDAA", which does not exist. Did you mean "SETDA"?',
    ),
    ('code = "jembatan"', 'code = "jalan-rusak"', 'topic "jalan-rusak" stands twice'),
    ('short = "Dishub"', 'shrot = "Dishub"', 'unknown key "shrot". Did you mean "short"?'),
    ("days = 14", "days = 0", '[clock.complaint]: "days" is wrong: Expected int >= 1.'),
    ("days = 14", 'days = "14"', '[clock.complaint]: "days" is wrong: Expected int, got str.'),
    (
        "after = 2",
        "after = 1",
        'rung "coordinator" comes no later than "secretary" below it. Use more than 1',
    ),
    ("sure = 0.9", "sure = 1.6", '[routing]: "sure" is wrong: Expected float <= 1.0.'),
    ('opens = "07.00"', 'opens = "7 pagi"', '[hours]: "opens" is wrong'),
    ('timezone = "Asia/Jakarta"', 'timezone = "Asia/Kudus"', 'time zone "Asia/Kudus" is not known.'),
    (
        'name = { id = "Jembatan", jv = "Kreteg", en = "Bridge" }',
        'name = { id = "Jembatan", en = "Bridge" }',
        'topic "jembatan": "name" is wrong: missing jv.',
    ),
    ("place = false", 'place = "no"', '"place" is wrong: Expected bool, got str.'),
    ('door = "123 / PLN Mobile"', 'door = ""', 'office "X-PLN" is eksternal and has no "door".'),
]


@pytest.mark.parametrize(("right", "wrong", "says"), MISTAKES)
def test_a_mistake_is_named_with_its_line_and_a_mend(tmp_path: Path, right: str, wrong: str, says: str) -> None:
    text = TEXT.replace(right, wrong, 1)
    found = problems(tmp_path, text)
    assert any(says in str(problem) for problem in found), [str(problem) for problem in found]
    lines = {problem.line for problem in found}
    where = line_of(TEXT, right)
    header = max(n for n in range(1, where + 1) if n == 1 or text.splitlines()[n - 1].startswith("["))
    assert lines & {where, header}


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text = TEXT
    for right, wrong in (
        ("days = 14", "days = 0"),
        ('office = "BPBD"', 'office = "BPBDD"'),
        ("ask = 3", "ask = 99"),
    ):
        text = text.replace(right, wrong, 1)
    found = problems(tmp_path, text)
    assert [problem.line for problem in found] == [
        line_of(text, "ask = 99"),
        line_of(text, "days = 0"),
        line_of(text, 'office = "BPBDD"'),
    ]


def test_a_problem_reads_like_a_compilers(tmp_path: Path) -> None:
    text = TEXT.replace('office = "BPBD"', 'office = "BPBDD"', 1)
    where = line_of(text, 'office = "BPBDD"')
    what = f'catalogue.toml:{where}: topic "banjir" points to office "BPBDD", which does not exist.'
    assert str(CatalogueError(problems(tmp_path, text))) == f'{what} Did you mean "BPBD"?'


def test_a_word_belongs_to_one_topic_unless_it_is_listed_as_shared(tmp_path: Path) -> None:
    text = TEXT.replace('"jembatan", "jembatan rusak"', '"elpiji", "jembatan rusak"', 1)
    (problem,) = problems(tmp_path, text)
    assert 'the word "elpiji" of topic "elpiji" belongs to topic "jembatan" already' in problem.what
    load_path = tmp_path / "catalogue.toml"
    load_path.write_text(text.replace('shared = ["', 'shared = ["elpiji", "', 1), encoding="utf-8")
    assert "elpiji" in load(load_path).topic("jembatan").words


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("coordinator = \n", 1, "this is not TOML"),
        (TEXT.replace('[hours]\nopens = "07.00"', '[hours]\nopens = "07.00', 1), None, "this is not TOML"),
    ],
)
def test_broken_toml_is_told_with_its_line(tmp_path: Path, text: str, line: int | None, says: str) -> None:
    (problem,) = problems(tmp_path, text)
    assert says in problem.what
    assert problem.line == (line or line_of(text, 'opens = "07.00'))


def test_an_empty_catalogue_is_told_what_it_lacks(tmp_path: Path) -> None:
    said = str(CatalogueError(problems(tmp_path, "")))
    for lack in (
        "[[office]]",
        "[[topic]]",
        "[[rung]]",
        '"coordinator"',
        'clock "complaint"',
        '[hours] has no "opens"',
    ):
        assert lack in said


def test_a_catalogue_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be read"):
        load(tmp_path / "nowhere.toml")
