"""The language of somebody's first words: guessed where it is plain, offered once, never in the way."""

import pytest

from flows.conversation import Conversation, dump, load
from flows.effects import Say
from flows.events import Chose, Heard, Room, Said
from flows.language import likely
from flows.step import step
from routing.rights import Actor
from routing.rules import Rules
from tests.tickets import MONDAY


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("dalan neng ngarep omah bolong, wis suwe ora didandani", "jv"),
        ("nyuwun tulung, lampu ing ngarep griya kula sampun pejah", "jv"),
        ("banyune ora mili wis telung dina iki", "jv"),
        ("the street light near our house is broken", "en"),
        ("There is a big hole in the road in front of Pasar Bitingan", "en"),
        ("jalan berlubang di depan Pasar Bitingan, kemarin ada yang jatuh", None),
        ("jalan bolong neng ngarep pasar", None),
        ("lampu jalan mati wis suwe, tolong segera diperbaiki, sudah lapor tapi belum ada tindakan", None),
        ("nuwun sewu, mau tanya syarat bikin KTP apa saja nggih", None),
        ("kulo nuwun", None),
        ("matur nuwun sanget", None),
        ("please", None),
        ("download aplikasi the best is here", None),
        ("Toko 'The Light' di jalan Sunan Kudus membuang sampah ke sungai", None),
        ("😭😭", None),
        ("", None),
        ("ꦢꦭꦤ꧀ ꦧꦺꦴꦭꦺꦴꦁ", None),
    ],
)
def test_a_language_is_guessed_where_it_is_plain(text: str, language: str | None) -> None:
    assert likely(text) == language


def test_an_indonesian_sentence_of_the_catalogue_is_never_taken_for_english(rules: Rules) -> None:
    examples = [text for texts in rules.catalogue.examples.values() for text in texts]
    assert len(examples) > 100
    assert [text for text in examples if likely(text) == "en"] == []


def hear(talk: Conversation, event: Said | Chose, rules: Rules) -> tuple[Conversation, list[str]]:
    button = event.choice if isinstance(event, Chose) else ""
    talk, effects = step(load(dump(talk)), Heard(event, MONDAY, Actor("siti"), Room("private"), button=button), rules)
    return talk, [effect.lines[0].key for effect in effects if isinstance(effect, Say)]


JAVANESE = Said("dalan neng ngarep omah bolong, wis suwe ora didandani")


def test_it_is_offered_once_and_the_report_comes_after_it(rules: Rules) -> None:
    talk, said = hear(Conversation("siti"), JAVANESE, rules)
    assert said[0] == "language.offer.jv"
    assert len(said) > 1
    assert talk.draft.text == JAVANESE.text
    talk, said = hear(talk, JAVANESE, rules)
    assert "language.offer.jv" not in said


def test_whoever_chose_is_not_asked(rules: Rules) -> None:
    for language in ("id", "jv", "en"):
        talk, _ = hear(Conversation("siti"), Chose("language", "", language), rules)
        _, said = hear(talk, JAVANESE, rules)
        assert "language.offer.jv" not in said
