"""A short message that begins like a correction changes the draft; a story that only sounds like one is told on."""

import pytest
from msgspec.structs import replace

from flows.correction import about_another, corrected, corrects, corrects_aside
from flows.draft import add_words
from routing.pieces import Evidence
from routing.rules import Rules
from routing.ticket import Draft

PHOTOS = (Evidence("photo", "c", "1"), Evidence("photo", "c", "2"))


def told(rules: Rules) -> Draft:
    return add_words(Draft(evidence=PHOTOS), "jalan berlubang di depan Pasar Bitingan", rules)


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("bukan PUPR, ini lampu", True),
        ("fotonya salah", True),
        ("sanes niku, selokan mampet", True),
        ("wrong photo", True),
        ("salah satu lampu juga mati", False),
        ("kemarin ada yang jatuh di situ", False),
        (
            "bukan cuma jalannya, trotoarnya juga hancur, sudah dua tahun begini dan tidak pernah ada yang datang",
            False,
        ),
    ],
)
def test_what_corrects(text: str, does: bool, rules: Rules) -> None:
    assert corrects(told(rules), text, rules) is does


def test_nothing_is_corrected_before_anything_was_told(rules: Rules) -> None:
    assert not corrects(Draft(), "bukan PUPR, ini lampu", rules)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("bukan jalan, ini selokan mampet", "saluran-air"),
        ("itu bukan jalan rusak tapi lampu penerangan jalan mati", "lampu-jalan"),
        ("bukan itu", None),
        ("bukan jalan berlubang", None),
        ("bukan dishub", None),
        ("dudu PUPR", None),
    ],
)
def test_another_matter(text: str, topic: str | None, rules: Rules) -> None:
    draft = corrected(told(rules), text, rules)
    assert (draft.topic, draft.settled) == (topic, topic is not None)
    assert text in draft.text, "nothing said is lost"
    assert draft.settled or "jalan-rusak" not in draft.options, "what it is not is not offered again"


def test_what_an_office_does_that_is_named_as_the_wrong_one_is_not_offered(rules: Rules) -> None:
    unsure = replace(told(rules), options=("jalan-rusak", "lampu-jalan", "saluran-air"))
    offices = [rules.catalogue.topics[each].office for each in about_another(unsure, "bukan dishub", rules).options]
    assert offices
    assert "DISHUB" not in offices


def test_the_last_photo_goes(rules: Rules) -> None:
    assert corrected(told(rules), "fotonya salah", rules).evidence == PHOTOS[:1]


def test_another_place_or_the_question_where(rules: Rules) -> None:
    moved = corrected(told(rules), "lokasinya salah, di Desa Rahtawu", rules)
    assert moved.spot is not None
    assert moved.spot.village == "Rahtawu"
    assert corrected(told(rules), "ganti lokasi", rules).spot is None


@pytest.mark.parametrize(
    ("text", "village", "words"),
    [
        ("bukan di Pasar Bitingan, di Desa Getas Pejaten", "Getaspejaten", "Desa Getas Pejaten"),
        ("sanes wonten Pasar Bitingan, ning Desa Rahtawu", "Rahtawu", "Desa Rahtawu"),
        ("lokasinya di Desa Rahtawu", "Rahtawu", "Desa Rahtawu"),
        ("alamatnya Jalan Sunan Kudus nomor 3", None, "Jalan Sunan Kudus nomor 3"),
    ],
)
def test_where_it_really_is(text: str, village: str | None, words: str, rules: Rules) -> None:
    spot = corrected(told(rules), text, rules).spot
    assert spot
    assert (spot.village, spot.words) == (village, words)


@pytest.mark.parametrize("text", ["tempat sampah di Desa Rahtawu juga penuh", "tempatnya kotor di Desa Rahtawu"])
def test_a_place_within_a_story_moves_nothing(text: str, rules: Rules) -> None:
    assert not corrects(told(rules), text, rules)


def test_what_is_told_beside_a_correction_is_kept(rules: Rules) -> None:
    text = "lokasinya di Desa Rahtawu, sudah dua minggu dan banyak yang jatuh"
    draft = corrected(told(rules), text, rules)
    assert text in draft.text
    assert draft.spot
    assert draft.spot.words == "Desa Rahtawu"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("jangan sebut nama saya", "anonymous"),
        ("don't show my name", "anonymous"),
        ("anonim saja ya", "anonymous"),
        ("rahasiakan nama kula", "secret"),
        ("rahasia", "secret"),
        ("tampilkan nama saya", "named"),
    ],
)
def test_who_sees_her_name(text: str, name: str, rules: Rules) -> None:
    before = replace(told(rules), name="secret" if name == "anonymous" else "anonymous")
    assert corrects(before, text, rules)
    assert corrected(before, text, rules) == replace(before, name=name)


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("rahasiakan nama saya", True),
        ("hapus foto", True),
        ("bukan di gang, di jalan raya", False),
        ("gang salah", False),
    ],
)
def test_what_is_heard_while_the_place_is_asked_for(text: str, does: bool, rules: Rules) -> None:
    assert corrects_aside(told(rules), text, rules) is does


@pytest.mark.parametrize("text", ["nama saya Budi", "jangan lama-lama ya", "rahasia umum kalau jalannya rusak terus"])
def test_what_only_sounds_like_it(text: str, rules: Rules) -> None:
    assert not corrects(told(rules), text, rules)


def test_all_photos_go(rules: Rules) -> None:
    assert corrected(told(rules), "hapus semua foto", rules).evidence == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("bukan aduan, saya cuma tanya", "information"),
        ("it's not a complaint, just a question", "information"),
        ("sanes lapuran, namung usul", "aspiration"),
    ],
)
def test_what_it_is_for(text: str, kind: str, rules: Rules) -> None:
    draft = corrected(told(rules), text, rules)
    assert (draft.kind, draft.kind_settled) == (kind, True)
