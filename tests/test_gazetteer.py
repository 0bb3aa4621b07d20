"""Where it is: villages, landmarks and roads of Kudus as citizens write them, and the traps among them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.gazetteer import Gazetteer

GAZETTEER = Gazetteer()


@pytest.mark.parametrize(
    ("text", "words", "village", "district"),
    [
        (
            "jalan berlubang di depan Pasar Bitingan, kemarin ada yang jatuh",
            "depan Pasar Bitingan",
            None,
            "Jati",
        ),
        (
            "min tlg lampu pju dpn balai desa getas pejaten wis 3 minggu mati, peteng banget",
            "dpn balai desa getas pejaten",
            "Getaspejaten",
            "Jati",
        ),
        ("jalan rusak di Desa Banget", "Desa Banget", "Banget", "Kaliwungu"),
        ("lampu mati ning ds. jepang rt 3", "ds. jepang rt 3", "Jepang", "Mejobo"),
        ("lampu mati loram wetan", "loram wetan", "Loram Wetan", "Jati"),
        ("jalan rusak Peganjaran", "Peganjaran", "Peganjaran", "Bae"),
        ("LAMPU MATI DI DESA GRIBIG", "DESA GRIBIG", "Gribig", "Gebog"),
        ("banjir ndok Setrokalangan", "Setrokalangan", "Setrokalangan", "Kaliwungu"),
        ("sampah numpuk kec. Dawe", "kec. Dawe", None, "Dawe"),
        ("Jl. Mawar No. 5, Desa Ploso, Kec. Jati", "Jl. Mawar No. 5, Desa Ploso, Kec. Jati", "Ploso", "Jati"),
        ("Balai Jagong gelap", "Balai Jagong", "Wergu Wetan", "Kota Kudus"),
        ("macet di alun-alun simpang tujuh", "alun-alun simpang tujuh", None, "Kota Kudus"),
    ],
)
def test_a_place_of_kudus_is_recognised(text: str, words: str, village: str | None, district: str) -> None:
    place = GAZETTEER.find(text)
    assert place is not None
    assert (place.words, place.village, place.district) == (words, village, district)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lor masjid wis suwe peteng", "lor masjid"),
        ("depan rumah saya banjir", "depan rumah saya"),
        ("Jl. Sunan Kudus berlubang", "Jl. Sunan Kudus"),
        ("jl a. yani banjir", "jl a. yani"),
        ("gang mawar rt 02/rw 03 mati lampu", "gang mawar rt 02/rw 03"),
        ("pohon tumbang di jalan kudus purwodadi", "jalan kudus purwodadi"),
        ("PDAM mati sejak kemarin perumahan muria indah", "perumahan muria indah"),
    ],
)
def test_a_place_nobody_listed_is_kept_in_the_citizens_words(text: str, words: str) -> None:
    place = GAZETTEER.find(text)
    assert place is not None
    assert (place.words, place.village) == (words, None)


@pytest.mark.parametrize(
    "text",
    [
        "jln rusak banget",
        "JALAN RUSAK BANGET",
        "jl rusak parah",
        "jatuh di jurang",
        "antrean panjang sekali",
        "semoga ke depan lebih baik",
        "minggu depan diperbaiki",
        "kapan KTP saya jadi",
        "jalan raya rusak",
        "halo",
        "",
    ],
)
def test_a_word_that_only_looks_like_a_place_is_none(text: str) -> None:
    assert GAZETTEER.find(text) is None


def test_a_name_that_is_village_and_kecamatan_is_only_a_kecamatan_until_desa_is_said() -> None:
    loose, sure = GAZETTEER.find("rusak di Kaliwungu"), GAZETTEER.find("rusak di desa Kaliwungu")
    assert loose is not None
    assert sure is not None
    assert (loose.village, loose.district) == (None, "Kaliwungu")
    assert (sure.village, sure.district) == ("Kaliwungu", "Kaliwungu")


def test_kudus_has_nine_kecamatan_and_132_villages_with_names_of_their_own() -> None:
    villages = [village for names in GAZETTEER.villages.values() for village in names]
    assert len(GAZETTEER.districts) == 9
    assert len(villages) == len(set(villages)) == 132


@pytest.mark.parametrize("village", [name for names in GAZETTEER.villages.values() for name in names])
def test_every_village_is_found_behind_desa_in_any_spelling(village: str) -> None:
    for text in (f"lampu mati di desa {village}", f"lampu mati di ds {village.lower()} wis suwe"):
        place = GAZETTEER.find(text)
        assert place is not None
        assert place.village == village


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    place = GAZETTEER.find(text)
    assert place is None or place.words in text


@given(st.lists(st.sampled_from(["depan", "desa", "Jati", "wetan", "jl", ".", ",", "kec", "rt", "3", "di", "\n"])))
def test_place_words_in_any_order_do_no_harm(pieces: list[str]) -> None:
    text = " ".join(pieces)
    place = GAZETTEER.find(text)
    assert place is None or place.words in text
