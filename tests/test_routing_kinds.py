"""What a message is for, several matters in one message, and where sensitive matters never go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.assign import choose
from routing.catalogue import load
from routing.classify import classify
from routing.parts import parts

CATALOGUE = load()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("jalan depan rumah rusak parah", "complaint"),
        ("dalane bolong min", "complaint"),
        ("kapan jalan rusak ini diperbaiki?", "complaint"),
        ("usul dibuatkan taman bermain di alun-alun", "aspiration"),
        ("alangkah baiknya ada bus sekolah gratis", "aspiration"),
        ("mohon dipasang lampu jalan di gang kami", "aspiration"),
        ("apa saja syarat membuat KTP?", "information"),
        ("piye carane nggawe kartu kuning", "information"),
        ("jam buka perpustakaan?", "information"),
        ("berapa tarif parkir motor di pasar", "information"),
        ("saya minta salinan dokumen APBD 2025 sesuai UU 14 tahun 2008", "ppid"),
        ("permohonan informasi publik tentang kontrak jalan", "ppid"),
        ("mau ajukan keberatan informasi ke PPID", "ppid"),
        ("laporan saya kemarin sudah sampai mana?", "status"),
        ("cek aduan KDS-26-00001-0", "status"),
        ("status laporan saya bagaimana min", "status"),
        ("di mana laporan saya", "status"),
        ("where is my ticket", "status"),
        ("what happened to my report?", "status"),
        ("lapuran kula dospundi", "status"),
        ("KDS-26-00001-0", "status"),
        ("KDS-26-00001-0 bagaimana kabarnya", "status"),
        ("matur nuwun sanget", "thanks"),
        ("assalamualaikum", "greeting"),
        ("tolong ada kebakaran di pasar", "emergency"),
        ("ono bocah kelelep, tenggelam ndok kali", "emergency"),
        ("kecelakaan di proliman, korban luka", "emergency"),
        ("banyu banjir naik terus mlebu omah", "emergency"),
        ("ada orang mengamuk bawa parang", "emergency"),
        ("xxx", "nonsense"),
        ("🙏", "nonsense"),
        ("slot gacor maxwin hari ini, klik link bonus", "nonsense"),
        ("pinjaman online cepat cair tanpa jaminan hubungi wa", "nonsense"),
        ("saya melaporkan situs slot gacor yang meresahkan", "complaint"),
    ],
)
def test_what_a_message_is_for(text: str, intent: str) -> None:
    assert classify(text, CATALOGUE).intent == intent


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("jalan depan pasar berlubang parah. Selain itu sampah menumpuk tidak diangkut", ["PUPR", "PKPLH"]),
        ("lampu jalan mati di gang masjid\nair PDAM mati sejak kemarin", ["DISHUB", "TIRTAMURIA"]),
        ("E-KTP saya belum jadi. Terus juga bansos PKH tidak cair.", ["DISDUKCAPIL", "DINSOSP3AP2KB"]),
        ("jalan rusak parah. Sudah setahun. Mohon jalan berlubang diperbaiki", []),
        ("lampu jalan mati di gang masjid. Tolong ya min", []),
        ("", []),
    ],
)
def test_several_matters_in_one_message_are_told_apart(text: str, offices: list[str]) -> None:
    assert [part.office for part in parts(text, CATALOGUE)] == offices


@pytest.mark.parametrize(
    "text",
    [
        "jalan berlubang parah. di depan Pasar Bitingan. sudah lama",
        "lampu jalan mati\nlokasi: dekat SMP 1 Kudus",
        "selokan mampet; samping puskesmas Jati",
    ],
)
def test_a_sentence_that_only_says_where_is_no_matter_of_its_own(text: str) -> None:
    assert parts(text, CATALOGUE) == ()


def test_a_part_keeps_what_follows_in_the_citizens_words() -> None:
    first, second = parts("Jalan berlubang parah. Sudah dua bulan. Sampah menumpuk tidak diangkut.", CATALOGUE)
    assert first.text == "Jalan berlubang parah. Sudah dua bulan"
    assert second.text == "Sampah menumpuk tidak diangkut"


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("petugas dukcapil minta uang untuk urus KTP", "DISDUKCAPIL"),
        ("pungli di parkiran oleh oknum petugas dishub, dimintai uang", "DISHUB"),
        ("korupsi dana desa oleh kepala desa", "PMD"),
        ("oknum polisi minta uang waktu tilang, pungutan liar", "X-POLRES"),
        ("pungli, petugas inspektorat minta uang pelicin", "INSPEKTORAT"),
        ("dugaan pungli di Samsat waktu balik nama sepeda motor, STNK dan plat nomor", "X-SAMSAT"),
        ("pungutan liar oleh oknum polisi lalu lintas", "INSPEKTORAT"),
        ("anak saya dipukul guru di sekolah", "DISDIKPORA"),
    ],
)
def test_what_accuses_an_office_never_goes_to_it_by_itself(text: str, accused: str) -> None:
    choice = choose(CATALOGUE, text)
    assert not (choice.sure and choice.office == accused)


def test_where_nothing_matches_the_coordinator_sees_what_is_faintly_likely() -> None:
    choice = choose(CATALOGUE, "qwerty zxc")
    assert (choice.office, choice.sure, choice.options) == (None, False, ())
    assert len(choice.alternatives) == 2


@pytest.mark.parametrize("text", ["korupsi dana desa oleh kepala desa", "suami saya melakukan KDRT"])
def test_a_sensitive_matter_is_secret(text: str) -> None:
    assert choose(CATALOGUE, text).secret


@given(st.text())
def test_no_text_is_too_strange_to_take_apart(text: str) -> None:
    assert len(parts(text, CATALOGUE)) in {0, 2, 3, 4}
