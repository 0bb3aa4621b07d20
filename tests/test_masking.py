"""What a group never reads: identity numbers, phone numbers and addresses inside people's words. All else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.masking import mask


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("NIK 3319010101900001", "NIK ••••••••••••0001"),
        ("NIK saya:3319014101900002, terima kasih", "NIK saya:••••••••••••0002, terima kasih"),
        ("3319 0101 0190 0001", "••••••••••••0001"),
        ("3319-0101-0190-0001", "••••••••••••0001"),
        ("331901.010190.0001", "••••••••••••0001"),
        ("33.19.01.010190.0001.", "••••••••••••0001."),
        ("KK 3319012204110003", "KK ••••••••••••0003"),
        ("٣٣١٩٠١٠١٠١٩٠٠٠٠١", "••••••••••••٠٠٠١"),
        ("telp. 081234565678", "telp. ••••5678"),
        ("hub 0812-3456-5678 ya", "hub ••••5678 ya"),
        ("WA 0812 3456 5678", "WA ••••5678"),
        ("0812.3456.5678", "••••5678"),
        ("+6281234565678", "••••5678"),
        ("+62 812-3456-5678", "••••5678"),
        ("+62 (0)812 3456 5678", "••••5678"),
        ("+62 291 435678", "••••5678"),
        ("6281234565678", "••••5678"),
        ("https://wa.me/6281234565678", "https://wa.me/••••5678"),
        ("(081234565678)", "(••••5678)"),
        ("081234565678/085712349999", "••••5678/••••9999"),
        ("siti.aminah+1@gmail.com", "s•••@gmail.com"),
        ("email: s@kuduskab.go.id.", "email: s•••@kuduskab.go.id."),
        ("NIK 3319010101900001 HP 081234565678", "NIK ••••••••••••0001 HP ••••5678"),
    ],
)
def test_what_names_a_person_is_masked(told: str, shown: str) -> None:
    assert mask(told) == shown


@pytest.mark.parametrize(
    "told",
    [
        "KDS-26-00042-7",
        "laporan KDS-26-08123-4 belum dijawab",
        "tanggal 08-12-2026 pukul 08.30-10.30",
        "08/12/2026",
        "24-11-2026 25-11-2026",
        "24 11 2026 25 11 2026",
        "2026-08-12 08:12:30",
        "Rp 1.500.000",
        "Rp1.500.000.000.000.000",
        "Rp 2500000000000000",
        "anggaran 1.500.000.000",
        "Jl. Sunan Kudus No. 08",
        "rumah nomor 081 RT 08 RW 01",
        "ID pelanggan PLN 523012345678",
        "meter 32012345678",
        "nomor pelanggan PDAM 0100234567",
        "-6.8081234, 110.8409876",
        "-6.8048123456789012",
        "https://www.openstreetmap.org/?mlat=-6.8048&mlon=110.8405",
        "km 62 arah Pati",
        "kode pos 59332, telp kantor (0291) 435678",
        "112",
        "SP4N #9165816",
        "nomor resi 12345678901234567890",
        "pukul 08.00 sampai 16.00",
        "twitter @kuduskab",
        "a @ b",
    ],
)
def test_all_other_numbers_stay_as_they_are(told: str) -> None:
    assert mask(told) == told


@given(st.text())
def test_any_text_can_be_masked_and_masking_twice_is_once(told: str) -> None:
    assert mask(mask(told)) == mask(told)


@given(st.from_regex(r"\A33190[1-9][0-6][1-9]0[1-9]\d{6}\Z"), st.sampled_from(["", "NIK ", "nik:", "\n", "(", "no "]))
def test_no_sixteen_digits_come_through_whole(nik: str, before: str) -> None:
    assert nik not in mask(before + nik)
