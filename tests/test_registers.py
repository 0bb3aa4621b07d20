"""The registers of formal requests and objections: the columns of the law, the applicant, and never her NIK."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from storage import journal
from storage.database import transaction
from tests.talks import FOLDER, Player
from tests.test_recap import counts_of, recap, rows_of
from tests.town import Town

NIK = "3319014101850002"

REQUESTS = [
    "No.", "Tanggal", "Nomor pendaftaran", "Nama pemohon", "Alamat", "Kontak", "Pekerjaan", "Informasi yang diminta",
    "Tujuan penggunaan", "Status informasi (dikuasai)", "Bentuk", "Jenis permohonan", "Keputusan", "Alasan penolakan",
    "Tanggal pemberitahuan", "Tanggal penyerahan", "Biaya dan cara bayar",
]  # fmt: skip
OBJECTIONS = [
    "Nomor keberatan", "Tanggal", "Nama pemohon", "Alamat", "Kontak", "Nomor permohonan", "Informasi yang diminta",
    "Tujuan penggunaan", "Alasan keberatan (pasal 35)", "Kasus posisi", "Keputusan Atasan PPID", "Tanggal tanggapan",
    "Nama dan jabatan Atasan PPID", "Tanggapan pemohon",
]  # fmt: skip


async def refused_and_objected(town: Town, tmp_path: Path) -> None:
    """The talk of an objection, as far as its answer."""
    told = (FOLDER / "keberatan.txt").read_text(encoding="utf-8").partition("-- 14 working days")[0]
    path = tmp_path / "keberatan.txt"
    path.write_text(told, encoding="utf-8")
    await Player(town, path).play()


async def test_both_registers_have_the_columns_of_the_law_and_what_was_decided(town: Town, tmp_path: Path) -> None:
    await refused_and_objected(town, tmp_path)
    content = await recap(town)
    [request] = rows_of(content, "Register permohonan")
    [objection] = rows_of(content, "Register keberatan")
    assert (list(request), list(objection)) == (REQUESTS, OBJECTIONS)
    assert request["Kontak"] == objection["Kontak"] == "siti@contoh.id"
    assert request["Keputusan"] == "ditolak"
    assert "pasal 17 huruf b" in request["Alasan penolakan"]
    assert "12/PPID/2026" in request["Alasan penolakan"]
    assert request["Tanggal pemberitahuan"].date() == town.clock.now.date() - timedelta(days=3)
    assert request["Tanggal penyerahan"] is None
    assert request["Pekerjaan"] is None
    assert objection["Nomor keberatan"] == f"K-{request['Nomor pendaftaran']}"
    assert objection["Nama dan jabatan Atasan PPID"] == "Ratna"
    assert "4,2 miliar" in objection["Keputusan Atasan PPID"]


async def test_the_year_counts_what_the_registers_hold(town: Town, tmp_path: Path) -> None:
    await refused_and_objected(town, tmp_path)
    counts = counts_of(await recap(town), "Laporan tahunan")
    assert counts["Permohonan yang terdaftar"] == counts["Ditolak"] == 1
    assert counts["Diberikan seluruhnya"] == 0
    assert counts["Tidak diberikan, pasal 17 huruf b – hak kekayaan intelektual dan persaingan usaha"] == 1
    assert counts["Keberatan yang diajukan"] == 1
    assert counts["Alasan keberatan a – ditolak karena dikecualikan"] == 1
    assert counts["Sengketa di Komisi Informasi (diisi sendiri)"] is None


async def test_a_nik_stands_nowhere_in_the_workbook(town: Town, tmp_path: Path) -> None:
    await refused_and_objected(town, tmp_path)
    book = load_workbook(BytesIO(await recap(town)))
    words = [str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row if cell is not None]
    assert not any(NIK in each or NIK[-4:] in each for each in words)


async def test_an_applicant_who_was_forgotten_stays_registered_without_her_name(town: Town, tmp_path: Path) -> None:
    await refused_and_objected(town, tmp_path)
    await town.say("Siti", "/hapus")
    await town.quiet()
    await town.push("Siti", "hapus semua")
    await town.quiet()
    [request] = rows_of(await recap(town), "Register permohonan")
    assert request["Nama pemohon"].startswith("Warga ")
    assert not request["Kontak"]
    assert request["Keputusan"] == "ditolak"


async def test_who_asked_for_the_registers_is_on_the_record(town: Town) -> None:
    await town.say("Siti", "selokan mampet di Desa Rahtawu")
    await town.quiet()
    await town.push("Siti", "Kirim")
    await town.quiet()
    await recap(town)
    async with transaction(town.engine) as connection:
        act = (await journal.newest(connection, 1))[0]
    assert (act.kind, act.what) == ("recap", {"month": "2026-11"})
