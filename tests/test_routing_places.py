"""The traps among the names of Kudus, misspelt villages, places outside, and whose a village's matters are."""

from pathlib import Path

import pytest

from flows.draft import add_place, add_words, settle_topic
from flows.events import Said
from routing.assign import choose
from routing.calendar import Calendar
from routing.catalogue import SHIPPED, load
from routing.gazetteer import Gazetteer
from routing.rules import Rules
from routing.ticket import Draft

GAZETTEER = Gazetteer()
CATALOGUE = load()
RULES = Rules(CATALOGUE, Calendar(), GAZETTEER)


def found(text: str) -> tuple[str | None, str | None]:
    place = GAZETTEER.find(text)
    return (place.village, place.district) if place else (None, None)


@pytest.mark.parametrize(
    ("text", "village", "district"),
    [
        ("jalan rusak banget", None, None),
        ("banjir di desa Banget", "Banget", "Kaliwungu"),
        ("magang ke Jepang lewat dinas", None, None),
        ("jalan desa Jepang berlubang", "Jepang", "Mejobo"),
        ("mobil Japan bekas", None, None),
        ("lampu mati di Ds Japan", "Japan", "Dawe"),
        ("antrean panjang di loket", None, None),
        ("sampah di desa panjang", "Panjang", "Bae"),
        ("meja kayu jati dicuri", None, None),
        ("banjir di kec Jati", None, "Jati"),
        ("kepala saya banyak kutuk", None, None),
        ("sawah desa Kutuk kering", "Kutuk", "Undaan"),
        ("rel ke Lau putus", None, None),
        ("jalan desa Lau longsor", "Lau", "Dawe"),
        ("rusak di Kaliwungu", None, "Kaliwungu"),
        ("rusak di desa Kaliwungu", "Kaliwungu", "Kaliwungu"),
        ("jatuh ke jurang", None, None),
        ("kelurahan mlati kidul", "Mlati Kidul", "Kota Kudus"),
        ("kel. Mlatinorowito gelap", "Mlatinorowito", "Kota Kudus"),
        ("desa mlati lor", "Mlati Lor", "Kota Kudus"),
        ("banjir di Garung Kidul bukan Garung Lor", "Garung Kidul", "Kaliwungu"),
    ],
)
def test_a_name_that_is_a_word_too_is_believed_only_where_it_can_be_nothing_else(
    text: str, village: str | None, district: str | None
) -> None:
    assert found(text) == (village, district)


@pytest.mark.parametrize(
    ("text", "village"),
    [
        ("lampu mati di ds getaspjaten", "Getaspejaten"),
        ("jalan rusak desa karangbner", "Karangbener"),
        ("banjir ds. kedungdwo", "Kedungdowo"),
        ("desa pasuruhn lor banjir", "Pasuruhan Lor"),
        ("desa saya rusak", None),
        ("kades kami tidak peduli", None),
        ("di perangkat desa wisata", None),
    ],
)
def test_a_misspelt_village_is_found_behind_desa_and_no_word_is_taken_for_one(text: str, village: str | None) -> None:
    assert found(text)[0] == village


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("macet di Semarang", "Semarang"),
        ("saya di kota Jepara, jalannya rusak", "Jepara"),
        ("jalan Kudus-Pati rusak", None),
        ("bus dari Semarang telat", None),
        ("banjir di Kabupaten Purworejo", "Purworejo"),
        ("banjir di desa Purworejo", None),
        ("pindah dari Demak ke Kudus di Demak dulu", None),
    ],
)
def test_a_place_outside_kudus_is_told(text: str, outside: str | None) -> None:
    place = GAZETTEER.find(text)
    assert (place.outside if place else None) == outside


def test_a_draft_from_outside_is_kept() -> None:
    draft = add_words(Draft(), "jalan berlubang di kota Jepara", RULES)
    assert draft.text == "jalan berlubang di kota Jepara"
    assert draft.spot is not None


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("jalan desa di desa Gribig rusak", "KEC-GEBOG"),
        ("perangkat desa di desa Undaan Lor jarang masuk kantor desa", "KEC-UNDAAN"),
        ("APBDes desa Colo tidak dipasang, dana desa untuk apa", "KEC-DAWE"),
        ("pelayanan kelurahan lambat di kelurahan Purwosari, pegawai kelurahan tidak ada", "KEL-PURWOSARI"),
        ("kantor desa tutup terus, kepala desa tidak ada", "PMD"),
    ],
)
def test_a_village_matter_goes_to_its_kecamatan_or_kelurahan(text: str, office: str) -> None:
    assert choose(CATALOGUE, text, GAZETTEER.find(text)).office == office


def test_a_village_matter_finds_its_kecamatan_when_the_place_is_told_later() -> None:
    draft = settle_topic(Draft(text="jalannya rusak"), "jalan-desa", RULES)
    assert draft.office == "PMD"
    assert add_place(draft, Said("desa Rahtawu"), RULES).office == "KEC-GEBOG"


def test_a_village_matter_goes_to_the_village_once_it_is_an_office_of_its_own(tmp_path: Path) -> None:
    shipped = SHIPPED.read_text(encoding="utf-8")
    village = '[[office]]\ncode = "DESA-GRIBIG"\nname = "Desa Gribig"\nshort = "Desa Gribig"\nkind = "desa"\n\n'
    edited = tmp_path / "catalogue.toml"
    edited.write_text(shipped.replace("[[office]]", f"{village}[[office]]", 1), encoding="utf-8")
    text = "jalan desa di desa Gribig rusak"
    assert choose(load(edited), text, GAZETTEER.find(text)).office == "DESA-GRIBIG"


@pytest.mark.parametrize(
    ("latitude", "longitude", "covered"),
    [(-6.8048, 110.8405, True), (-6.66, 110.90, True), (-6.59, 110.67, False), (48.86, 2.29, False), (0.0, 0.0, False)],
)
def test_a_pin_abroad_is_known_as_such(latitude: float, longitude: float, covered: bool) -> None:
    assert GAZETTEER.covers(latitude, longitude) is covered
