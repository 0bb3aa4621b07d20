"""What a message is about: the topic, the office, when to ask instead, and what is no report at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.assign import choose
from routing.catalogue import Topic, load
from routing.classify import classify

CATALOGUE = load()


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("jalan berlubang di depan Pasar Bitingan, kemarin ada yang jatuh", "PUPR"),
        ("dalane bolong jeglongan sewu ndok ratan Gebog", "PUPR"),
        ("got mampet, air meluap ke jalan", "PUPR"),
        ("min tlg lampu pju dpn balai desa getas pejaten wis 3 minggu mati, peteng banget", "DISHUB"),
        ("bangjo perempatan mati", "DISHUB"),
        ("parkir liar di trotoar", "DISHUB"),
        ("mati lampu dari tadi pagi", "X-PLN"),
        ("banyu pdam mati wis 2 dino", "TIRTAMURIA"),
        ("uwuh numpuk ora diangkut", "PKPLH"),
        ("bau limbah pabrik menyengat", "PKPLH"),
        ("sungai meluap masuk rumah", "BPBD"),
        ("pohon tumbang menutup jalan", "BPBD"),
        ("ada kebakaran di Pasar Kliwon", "SATPOLPP"),
        ("sarang tawon di atap rumah", "SATPOLPP"),
        ("e-KTP saya belum jadi", "DISDUKCAPIL"),
        ("gas melon langka", "DISDAG"),
        ("anak saya dibully di sekolah", "DISDIKPORA"),
        ("pupuk subsidi sulit didapat", "DISPERTAN"),
        ("gaji tidak dibayar dan di-PHK", "DISNAKERPERINKOPUKM"),
        ("bansos dipotong kades", "INSPEKTORAT"),
        ("kartu BPJS nonaktif", "X-BPJS"),
    ],
)
def test_a_plain_complaint_goes_to_its_office_without_asking(text: str, office: str) -> None:
    choice = choose(CATALOGUE, text)
    assert choice.sure
    assert choice.office == office
    assert not choice.options


def test_one_clear_phrase_is_enough_to_be_sure() -> None:
    assert classify("jalan rusak", CATALOGUE).ranked[0].confidence >= 0.8


def test_lampu_mati_may_be_the_street_lamp_or_the_house_so_the_citizen_is_asked() -> None:
    choice = choose(CATALOGUE, "lampu mati")
    assert not choice.sure
    assert set(choice.options) == {"lampu-jalan", "listrik-padam"}


def test_what_may_be_corruption_never_goes_to_the_accused_without_asking() -> None:
    choice = choose(CATALOGUE, "bikin ktp, akta dan kartu keluarga di dukcapil kok ada pungli")
    assert choice.office == "INSPEKTORAT" or not choice.sure
    assert choice.office == "INSPEKTORAT" or "pungutan-liar" in choice.options


def test_the_reasons_are_the_citizens_own_words() -> None:
    assert classify("Min, PJU mati mulai wingi", CATALOGUE).ranked[0].reasons[0] == "PJU"


def test_a_matter_outside_the_catalogue_has_no_topic_and_no_office() -> None:
    choice = choose(CATALOGUE, "besok ada acara apa")
    assert (choice.topic, choice.office, choice.sure, choice.options) == (None, None, False, ())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("halo min", "greeting"),
        ("Assalamualaikum", "greeting"),
        ("kulo nuwun", "greeting"),
        ("sugeng enjing pak", "greeting"),
        ("terima kasih banyak", "thanks"),
        ("matur nuwun nggih", "thanks"),
        ("suwun min", "thanks"),
        ("halo min, lampu jalan mati", "report"),
        ("kucing tetangga lucu", "report"),
        ("", "nothing"),
        ("🙏🙏", "nothing"),
        ("12345", "nothing"),
        ("xxx", "nothing"),
    ],
)
def test_small_talk_is_told_from_a_report(text: str, kind: str) -> None:
    assert classify(text, CATALOGUE).kind == kind


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("tolong ada kebakaran", True),
        ("omahe kobong", True),
        ("ada anak tenggelam di kali wulan", True),
        ("pohon menimpa rumah", True),
        ("banjir naik terus", True),
        ("jalan rusak rawan kecelakaan", False),
        ("nomor pemadam kebakaran berapa", False),
        ("rawan kecelakaan, tadi ada kecelakaan lagi", True),
        ("lampu mati", False),
    ],
)
def test_danger_now_is_told_from_talk_of_danger(text: str, danger: bool) -> None:
    assert classify(text, CATALOGUE).emergency is danger


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    guess = classify(text, CATALOGUE)
    assert len(guess.ranked) <= 3
    assert guess == classify(text, CATALOGUE)


@given(st.lists(st.sampled_from([word for topic in CATALOGUE.topics.values() for word in topic.words])))
def test_confidence_falls_down_the_ranks_and_shares_at_most_one(words: list[str]) -> None:
    confidences = [match.confidence for match in classify(" ".join(words), CATALOGUE).ranked]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) <= 1.01


@pytest.mark.parametrize("topic", CATALOGUE.topics.values(), ids=lambda topic: topic.code)
def test_every_word_of_the_catalogue_leads_to_its_topic(topic: Topic) -> None:
    for word in topic.words:
        assert topic.code in [match.topic for match in classify(word, CATALOGUE).ranked], word
