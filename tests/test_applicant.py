"""What the form of a formal request takes for an answer, and how kindly it says no."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

import locales
from flows.applicant import PRIVACY, READS, Applicant, BadAnswer, masked, read_email

GOOD = [
    ("name", "Siti Aminah", "Siti Aminah"),
    ("name", "  Dr.  R.M. Budi-Santosa, S.H. ", "Dr. R.M. Budi-Santosa, S.H."),
    ("name", "Nu’man bin ‘Ali".replace("‘", "'"), "Nu’man bin 'Ali"),
    ("name", "سيتي أمينة", "سيتي أمينة"),
    ("name", "ꦱꦶꦠꦶ ꦄꦩꦶꦤꦃ", "ꦱꦶꦠꦶ ꦄꦩꦶꦤꦃ"),
    ("name", "\u202eSiti\u202c Aminah", "Siti Aminah"),
    ("nik", "3319011708900001", "3319011708900001"),
    ("nik", "3319 0117 0890 0001", "3319011708900001"),
    ("nik", "33.19.01.170890.0001", "3319011708900001"),
    ("nik", "NIK: 3319015708900001", "3319015708900001"),
    ("nik", "no. KTP 3319012902000001", "3319012902000001"),
    ("nik", "٣٣١٩٠١١٧٠٨٩٠٠٠٠١", "3319011708900001"),
    (
        "entity",
        "Yayasan Sinar Muria,  AHU-0012345.AH.01.04.Tahun 2020",
        "Yayasan Sinar Muria, AHU-0012345.AH.01.04.Tahun 2020",
    ),
    ("address", "Dukuh Krajan RT 2 RW 1, Jati", "Dukuh Krajan RT 2 RW 1, Jati"),
    ("address", "شارع سونن قدوس ١٢", "شارع سونن قدوس ١٢"),
    ("address", "ꦢꦸꦏꦸꦃ ꦏꦿꦗꦤ꧀ ꦧꦫꦠ꧀", "ꦢꦸꦏꦸꦃ ꦏꦿꦗꦤ꧀ ꦧꦫꦠ꧀"),
    ("contact", "0812 3456 7890", "081234567890"),
    ("contact", "+62 (812) 3456-7890", "+6281234567890"),
    ("contact", "siti@contoh.id", "siti@contoh.id"),
    ("purpose", "untuk skripsi", "untuk skripsi"),
]

BAD = [
    ("name", "🙏🙏", "ppid.bad.name"),
    ("name", "Siti 🌸", "ppid.bad.name"),
    ("name", "S", "ppid.bad.name"),
    ("name", "", "ppid.bad.name"),
    ("name", "Siti 3319", "ppid.bad.name"),
    ("name", "<b>Siti</b>", "ppid.bad.name"),
    ("name", "a" * 101, "ppid.bad.too_long"),
    ("nik", "331901170890001", "ppid.bad.nik_length"),
    ("nik", "33190117089000011", "ppid.bad.nik_length"),
    ("nik", "3319O11708900001", "ppid.bad.nik_signs"),
    ("nik", "nanti saja", "ppid.bad.nik_signs"),
    ("nik", "", "ppid.bad.nik_signs"),
    ("nik", "3319013102900001", "ppid.bad.nik_birth"),
    ("nik", "3319017102900001", "ppid.bad.nik_birth"),
    ("nik", "3319010002900001", "ppid.bad.nik_birth"),
    ("nik", "3319011713900001", "ppid.bad.nik_birth"),
    ("nik", "3319018108900001", "ppid.bad.nik_birth"),
    ("entity", "Yayasan Sinar Muria", "ppid.bad.entity"),
    ("entity", "0012345", "ppid.bad.entity"),
    ("address", "Kudus", "ppid.bad.address"),
    ("address", "1234567890123", "ppid.bad.address"),
    ("address", "Jalan " * 60, "ppid.bad.too_long"),
    ("contact", "besok", "ppid.bad.contact"),
    ("contact", "12345", "ppid.bad.contact"),
    ("contact", "siti@contoh", "ppid.bad.email"),
    ("contact", "@contoh.id", "ppid.bad.email"),
    ("purpose", "?", "ppid.bad.purpose"),
    ("purpose", "panjang " * 200, "ppid.bad.too_long"),
]


@pytest.mark.parametrize(("field", "told", "kept"), GOOD)
def test_a_good_answer_is_kept_tidily(field: str, told: str, kept: str) -> None:
    assert READS[field](told) == kept


@pytest.mark.parametrize(("field", "told", "why"), BAD)
def test_a_bad_answer_says_why(field: str, told: str, why: str) -> None:
    with pytest.raises(BadAnswer) as bad:
        READS[field](told)
    assert bad.value.key == why


def test_a_nik_that_is_too_short_says_how_many_digits_it_has() -> None:
    with pytest.raises(BadAnswer) as bad:
        READS["nik"]("331901170890001")
    assert bad.value.values == {"digits": 15}


def test_what_shall_go_by_mail_needs_an_address_of_mail() -> None:
    with pytest.raises(BadAnswer):
        read_email("081234567890")


@given(text=st.text(max_size=400), field=st.sampled_from(sorted(READS)))
def test_whatever_is_told_is_kept_or_explained(text: str, field: str) -> None:
    kept, why = read(field, text)
    assert (why in locales.read("id").forms) if why else read(field, kept) == (kept, "")


def read(field: str, text: str) -> tuple[str, str]:
    try:
        return READS[field](text), ""
    except BadAnswer as bad:
        return "", bad.key


def test_of_a_nik_only_the_end_is_shown() -> None:
    assert Applicant(nik="3319011708900001").masked_nik == "•••• 0001"
    assert masked("") == "•••• "


def test_another_notice_needs_another_version() -> None:
    """Whoever changes the notice gives `PRIVACY` a new value and this digest with it: consent is to a text."""
    said = "".join(locales.read(language).get("ppid.privacy") for language in locales.languages())
    assert (PRIVACY, sha256(said.encode()).hexdigest()[:16]) == ("2026-11-24", "bdcc4fc0c0fc0312")
