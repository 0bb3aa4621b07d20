"""Chat words become standard words; place names, traps and the original text survive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.normalise import normalise


def standard(text: str) -> str:
    return " ".join(token.word for token in normalise(text))


@pytest.mark.parametrize(
    ("chat", "words"),
    [
        ("Jln rusak bgt", "jalan rusak sangat"),
        ("lampu PJU dpn rmh mati", "lampu lampu penerangan jalan depan rumah mati"),
        ("dalan bolong wis suwe", "jalan berlubang sudah lama"),
        ("bangjo mati", "lampu lalu lintas mati"),
        ("lampu2 jalan", "lampu-lampu jalan"),
        ("jln2 desa", "jalan-jalan desa"),
        ("bolong2 kabeh", "berlubang semua"),
        ("rusakkkk parahhh", "rusak parah"),
        ("maaf", "maaf"),
        ("mati lampu dari pagi", "listrik padam dari pagi"),
        ("gas melon larang", "lpg 3 kg larang"),
        ("got mampet", "saluran air tersumbat"),
        ("e-KTP blm jadi", "ktp elektronik belum jadi"),
        ("matur nuwun", "terima kasih"),
        ("mohon u/ diperbaiki", "mohon untuk diperbaiki"),
    ],
)
def test_chat_words_become_standard_words(chat: str, words: str) -> None:
    assert standard(chat) == words


@pytest.mark.parametrize(
    ("chat", "words"),
    [
        ("anak saya di smp 2", "anak saya di smp 2"),
        ("mati smp sekarang", "mati sampai sekarang"),
        ("sudah dua kali lapor", "sudah dua kali lapor"),
        ("banjir pinggir kali", "banjir pinggir sungai"),
        ("regane larang", "harganya mahal"),
        ("tangga pasar licin", "tangga pasar licin"),
        ("bikin kk baru", "bikin kartu keluarga baru"),
        ("halo kk", "halo kk"),
        ("lampu mati", "lampu mati"),
        ("rusak banget", "rusak banget"),
    ],
)
def test_a_word_of_two_meanings_is_left_alone_until_a_neighbour_settles_it(chat: str, words: str) -> None:
    assert standard(chat) == words


def test_only_whole_words_are_exchanged() -> None:
    assert standard("Tlogosari dsn jalanan") == "tlogosari dsn jalan"


def test_an_entry_does_not_reach_over_a_full_stop() -> None:
    assert standard("ayam mati. lampu hidup") == "ayam mati lampu hidup"


def test_what_was_written_is_kept() -> None:
    first, *_ = normalise("Mati  Lampu lagi")
    assert (first.text, first.word, first.start, first.end) == ("Mati  Lampu", "listrik padam", 0, 11)


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    for token in normalise(text):
        assert text[token.start : token.end] == token.text
        assert token.word


@given(st.text(alphabet="abjlnlampu2 .,-'", max_size=60))
def test_tokens_stand_in_order_and_do_not_overlap(text: str) -> None:
    ends = 0
    for token in normalise(text):
        assert token.start >= ends
        ends = token.end
