"""Every sentence shown to people: catalogues agree with one another and with the code; mistakes are named."""

import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import locales
from bot.channels.whatsapp_account import FIELDS
from bot.channels.whatsapp_trouble import MENDED
from flows.conversation import LANGUAGES
from flows.groups_asked import Lost
from flows.helping import GROUPS
from flows.ppid import ASKS_FOR
from flows.register_words import Trouble
from locales.__main__ import tidy_and_check, tidy_file
from locales.check import check, fields
from locales.files import BrokenError, entries, forms_of, load
from routing import catalogue
from routing.delivery import Delivery
from routing.facts import Fact
from routing.formal import DELIVER, EXEMPT, GRIEVANCES, OBTAIN, RULINGS
from routing.lifecycle import LIFECYCLE
from routing.register import ROLES
from tests.used_keys import Use, uses_in_code

INDONESIAN = locales.path_of("id")
KEYS = frozenset(locales.read("id").forms)
USES = [use for use in sorted(uses_in_code(), key=lambda use: (use.where, use.key)) if use.key != "button.{}"]
"""Of a button the name stands where it is offered, and is read there."""
WRITTEN_OUT = {use.key for use in USES}
ENGLISH = "nplurals=2; plural=(n != 1);"
ONE_FORM = "nplurals=1; plural=0;"
ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"})


def po(language: str, sentences: dict[str, str | tuple[str, ...]], plurals: str = ONE_FORM) -> str:
    head = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Plural-Forms: {plurals}\\n"\n'
    return head + "".join(f"\n{message(key, words)}" for key, words in sentences.items())


def message(key: str, words: str | tuple[str, ...]) -> str:
    if isinstance(words, str):
        return f'msgid "{key}"\nmsgstr {quoted(words)}\n'
    forms = "".join(f"msgstr[{place}] {quoted(form)}\n" for place, form in enumerate(words))
    return f'msgid "{key}"\nmsgid_plural "{key}"\n{forms}'


def quoted(text: str) -> str:
    return f'"{text.translate(ESCAPES)}"'


def write(folder: Path, language: str, text: str) -> Path:
    path = folder / language / "LC_MESSAGES" / "pendopo.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def complaints(folder: Path, key: str, model: str, english: str | tuple[str, ...]) -> list[str]:
    write(folder, "id", po("id", {key: model}))
    write(folder, "en", po("en", {key: english}, ENGLISH))
    return tidy_and_check(folder)


# ---- the catalogues of this house


@pytest.mark.parametrize("language", locales.languages())
def test_every_language_has_every_sentence_in_its_right_shape(language: str) -> None:
    path = locales.path_of(language)
    assert check(path, load(path), load(INDONESIAN)) == []


@pytest.mark.parametrize("language", locales.languages())
def test_the_catalogues_are_tidy(language: str, tmp_path: Path) -> None:
    copy = write(tmp_path, language, locales.path_of(language).read_text())
    tidy_file(copy, INDONESIAN)
    assert copy.read_text() == locales.path_of(language).read_text(), "run `make locales`"


@pytest.mark.parametrize("language", locales.languages())
@pytest.mark.parametrize(
    ("sentence", "button"),
    [
        ("review.confirm", "button.send"),
        ("office.confirm", "button.answer"),
        ("office.confirm", "button.news"),
        ("room.help", "button.take"),
    ],
)
def test_a_sentence_calls_a_button_by_the_name_it_bears(language: str, sentence: str, button: str) -> None:
    words = locales.read(language)
    name = words.get(button).partition(" ")[2]
    assert f"<b>{name}</b>" in words.get(sentence)


@pytest.mark.parametrize("language", locales.languages())
def test_a_button_is_short_enough_for_half_a_phone(language: str) -> None:
    forms = locales.read(language).forms
    toasts = ("button.stale", "button.unknown")
    assert [key for key in forms if key.startswith("button.") and key not in toasts and len(forms[key][0]) > 24] == []


@pytest.mark.parametrize(("count", "words"), [(1, "Photo: {count}"), (0, "Photos: {count}"), (2, "Photos: {count}")])
def test_english_counts_in_two_forms(count: int, words: str) -> None:
    assert words in locales.read("en").get("files.photo", count)


def test_the_languages_to_choose_are_those_with_a_catalogue() -> None:
    assert set(LANGUAGES) == set(locales.languages())


# ---- the code


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.key}@{use.where}")
def test_every_key_in_the_code_has_a_sentence_whose_values_are_given(use: Use) -> None:
    matching = [key for key in KEYS if use.key == key or (use.matches(key) and key not in WRITTEN_OUT)]
    assert matching, f"{use.where}: no sentence for {use.key}"
    if use.values is not None:
        names = {f"{{{name}}}" for name in use.values}
        needed = {key: fields(locales.read("id").get(key)) for key in matching}
        assert {key: wants - names for key, wants in needed.items() if wants - names} == {}


def test_every_sentence_is_used_somewhere() -> None:
    assert sorted(key for key in KEYS if not any(use.matches(key) for use in USES)) == []


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("clock.", set(catalogue.load().clocks)),
        ("state.", {*LIFECYCLE.states, "withdrawn", "merged"}),
        ("card.answer.", set(get_args(Delivery))),
        ("parked.", {"window", "untold", "stopped"}),
        (
            "office.done.",
            {
                "take",
                "reply",
                "recall",
                "consult",
                "return",
                "escalate",
                "assign",
                "decide",
                "extend",
                "ask",
                "unask",
                "prolong",
                "close",
            },
        ),
        ("help.group.", set(GROUPS)),
        ("room.code.", {"unknown", "used", "expired"}),
        ("trouble.", {"blocked", "gone", "closed", "muted", "refused", "unopened"}),
        ("room.lost.", set(get_args(Lost))),
        ("health.lost.", set(get_args(Lost))),
        ("role.", set(ROLES)),
        ("leave.date.", set(get_args(Trouble))),
        ("register.date.", {"impossible", "past", "far"}),
        ("alarm.", {alarm for _, alarm in MENDED.values()} | set(FIELDS.values())),
        ("ruling.", set(RULINGS)),
        ("exempt.", set(EXEMPT)),
        ("grievance.", set(GRIEVANCES)),
        ("obtain.", set(OBTAIN)),
        ("deliver.", set(DELIVER)),
        ("ppid.ask.", set(ASKS_FOR.values())),
        ("deciding.words.", set(RULINGS)),
        ("language.", {"ask", "chosen", "offer.jv", "offer.en", *LANGUAGES}),
        ("copy.fact.", {str(f.__struct_config__.tag).replace("-", "_") for f in get_args(Fact)}),
    ],
)
def test_what_is_named_at_run_time_has_a_sentence_each(prefix: str, names: set[str]) -> None:
    assert {key.removeprefix(prefix) for key in KEYS if key.startswith(prefix)} == names


# ---- what is wrong is named


@pytest.mark.parametrize(
    ("key", "model", "english", "complaint"),
    [
        ("x", "Di {office}", "At", "{office} is missing – add it"),
        ("x", "Di", "At {office}", "{office} is not in the Indonesian sentence – remove it"),
        ("x", "Di {office}", "At {office.name}", "{office} is missing – add it"),
        ("x", "Di {office}", "At {office:>99}", "{office} is missing – add it"),
        ("x", "Di {office}", "At {office", "braces do not fit"),
        ("x", "<b>Di</b>", "At", "<b> is missing – add it"),
        ("x", "Di", "<i>At</i>", "<i> is too much – remove it"),
        (
            "x",
            '<a href="{map}">Peta</a>',
            '<a href="//x/{map}">Map</a>',
            '<a href="{map}"> is missing – add it',
        ),
        ("x", "<b>Di</b>", "<b>At</b", "< is no tag that Telegram knows"),
        ("x", "<b>Di</b>", "<blink>At</blink>", "< is no tag that Telegram knows"),
        ("x", "A dan B", "A & B", "& is no tag that Telegram knows"),
        ("x", "<b>Di</b>", "</b>At<b>", "</b> has no partner"),
        ("x", "<b><i>Di</i></b>", "<b><i>At</b></i>", "</b> has no partner"),
        (
            "x",
            "Lihat /laporan",
            "See /reports",
            "/laporan is missing – commands are the same in every language",
        ),
        ("x", "\nDi", "At", "begins with other spaces or line breaks"),
        ("x", "Di\n", "At", "ends with other spaces or line breaks"),
        ("x", "Di", "", "has no words yet"),
        ("x", "Di", "word " * 40, "a sentence has 200 characters – shorten it to 160"),
        ("refused.x", "Tidak", "No. " * 50, "has 200 characters – shorten it to 190"),
        ("office.dropped", "<b>Batal</b>", "<b>No</b>", "is shown where tags are not – remove them"),
        ("x", "{count} foto", "{count} photos", "{count} needs msgid_plural and 2 forms – add them"),
        ("x", "{count} foto", ("{count} photo", ""), "has no words yet"),
        ("x", "{count} foto", ("a photo", "{count} photos"), "{count} is missing – add it"),
    ],
)
def test_a_wrong_sentence_is_named_with_its_mend(
    key: str, model: str, english: str | tuple[str, ...], complaint: str, tmp_path: Path
) -> None:
    found = complaints(tmp_path, key, model, english)
    assert any(
        re.search(rf'en/LC_MESSAGES/pendopo\.po:\d+: key "{key}": {re.escape(complaint)}', line) for line in found
    ), found


@pytest.mark.parametrize(
    ("model", "english"),
    [
        ("Di {office}, {place}", "{place}, at {office}"),
        ("<b>Di</b> <i>x</i>", "<i>x</i> <b>at</b>"),
        ("A &amp; B", "A &lt; B"),
        ("{{kurung}}", "{{braces}}"),
        ("{count} foto", ("{count} photo", "{count} photos")),
        ("Satu. " * 60, "One. " * 60),
    ],
)
def test_a_sentence_may_go_its_own_way_in_order_and_length(
    model: str, english: str | tuple[str, ...], tmp_path: Path
) -> None:
    assert complaints(tmp_path, "x", model, english) == []


def test_missing_and_superfluous_keys_are_named(tmp_path: Path) -> None:
    write(tmp_path, "id", po("id", {"a": "Satu", "b": "Dua"}))
    path = write(tmp_path, "en", po("en", {"c": "Three", "b": "Two"}, ENGLISH))
    assert tidy_and_check(tmp_path) == [
        f"{path}: key \"a\" is missing – add it: 'Satu'",
        f'{path}:13: key "c": is not in the Indonesian catalogue – remove it, or add it there',
    ]


def test_a_fuzzy_sentence_is_not_finished(tmp_path: Path) -> None:
    write(tmp_path, "id", po("id", {"a": "Satu"}))
    write(tmp_path, "en", po("en", {"a": "One"}, ENGLISH).replace('msgid "a"', '#, fuzzy\nmsgid "a"'))
    assert "is marked as fuzzy" in tidy_and_check(tmp_path)[0]


@pytest.mark.parametrize(("header", "plurals", "count"), [("en", "nplurals=3; plural=n;", 3), ("id", ONE_FORM, 1)])
def test_the_number_of_plural_forms_is_that_of_the_folders_language(
    header: str, plurals: str, count: int, tmp_path: Path
) -> None:
    write(tmp_path, "id", po("id", {"a": "Satu"}))
    path = write(tmp_path, "en", po(header, {"a": "One"}, plurals))
    assert tidy_and_check(tmp_path) == [f"{path}: nplurals={count} in Plural-Forms – the language has 2"]
    assert "Language: en" in path.read_text()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('msgid "a"\nmsgstr "Satu\n', 2),
        ('msgid "a"\nmsgstr "Sa"tu"\n', 2),
        ('msgid "a"\nmsgstr "Sa\\tu\\q"\n', 2),
        ('msgid "a"\n\nmsgid "b"\nmsgstr "Dua"\n', 3),
        ('msgid "a"\nmsgstr "Satu"\nmsgstr "Dua"\nmsgid_plural "a"\n', 4),
        ('msgid "a"\nmsgstr "Satu"\n\nmsgid "a"\nmsgstr "Dua"\n', 4),
        ('msgid "a"\nmsgstr "Satu"\nSatu lagi\n', 3),
        ('msgid "b"\nmsgstr "Dua"\n\nmsgid "a"\n', 4),
        ('msgid "a"\nmsgid_plural "a"\nmsgstr[0] "x"\nmsgstr[7] "x"\n', 1),
    ],
)
def test_a_broken_file_names_its_line_and_is_left_alone(text: str, line: int, tmp_path: Path) -> None:
    write(tmp_path, "id", po("id", {"a": "Satu"}))
    path = write(tmp_path, "en", text)
    (complaint,) = tidy_and_check(tmp_path)
    assert complaint.startswith(f"{path}:{line}: ")
    assert path.read_text() == text


def test_a_file_that_is_not_utf8_names_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, "en", po("en", {}))
    path.write_bytes(path.read_bytes() + b'msgid "a"\nmsgstr "caf\xe9"\n')
    with pytest.raises(BrokenError, match=r"pendopo\.po:6: is not UTF-8"):
        load(path)


def test_a_folder_is_named_after_a_language(tmp_path: Path) -> None:
    with pytest.raises(BrokenError, match="'klingon', the folder's name, is no language Babel knows"):
        load(write(tmp_path, "klingon", po("tlh", {"a": "wa'"})))


# ---- tidying


def test_tidying_takes_order_and_sections_from_the_indonesian_file(tmp_path: Path) -> None:
    model = write(tmp_path, "id", "#. numbers\n" + message("a", "Satu") + "\n" + message("b", "Dua"))
    text = (
        '# Words by Siti\nmsgid ""\nmsgstr ""\n"POT-Creation-Date: 2026-01-01 10:00+0700\\n"\n"Plural-Forms: {}\\n"\n\n'
    )
    rest = (
        "#: x.py:1\n" + message("b", "Two") + "\n# said aloud\n" + message("a", "One") + '#~ msgid "c"\n#~ msgstr ""\n'
    )
    path = write(tmp_path, "en", text.format(ENGLISH) + rest)
    tidy_file(path, model)
    head, *messages = path.read_text().split("\n\n")
    assert messages == ['# said aloud\n#. numbers\nmsgid "a"\nmsgstr "One"', 'msgid "b"\nmsgstr "Two"\n']
    assert head.startswith('# Words by Siti\nmsgid ""')
    assert "Date" not in head


@given(st.dictionaries(st.from_regex(r"[a-z_.]{1,12}", fullmatch=True), st.text(st.characters(codec="utf-8"))))
def test_tidying_keeps_every_word_and_twice_is_once(
    tmp_path_factory: pytest.TempPathFactory, sentences: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("words")
    body = "".join(f"\n{message(key, words)}" for key, words in sentences.items() if "\\u" not in quoted(words))
    path = write(folder, "id", po("id", {}) + body)
    before = {key: forms_of(each) for key, each in entries(load(path)).items()}
    tidy_file(path, path)
    once = path.read_bytes()
    assert {key: forms_of(each) for key, each in entries(load(path)).items()} == before
    tidy_file(path, path)
    assert path.read_bytes() == once
