"""The workbook of a month, opened by another library and compared with the database it was made of."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.sheets import Column, Sheet
from bot.workbook import LONGEST, written
from storage import tickets
from storage.database import transaction
from tests.town import Town

HEAD = {
    "Ringkasan": 5,
    "Per OPD": 4,
    "Aduan": 5,
    "SP4N": 4,
    "Register permohonan": 5,
    "Register keberatan": 5,
    "Laporan tahunan": 4,
}
"""The line of each sheet in which its columns are named."""


def sheet_of(content: bytes, name: str) -> Worksheet:
    found: Worksheet = load_workbook(BytesIO(content))[name]
    return found


def rows_of(content: bytes, name: str) -> list[dict[str, Any]]:
    """The lines under the head, by column."""
    lines = sheet_of(content, name).iter_rows(min_row=HEAD[name], values_only=True)
    head = next(lines)
    return [dict(zip(map(str, head), line, strict=True)) for line in lines]


def counts_of(content: bytes, name: str = "Ringkasan") -> Mapping[str, Any]:
    return {str(row["Hitungan"]): row["Jumlah"] for row in rows_of(content, name)}


async def recap(town: Town, rest: str = "") -> bytes:
    """Ask for it, and fetch the file that came."""
    await town.say("Ratna", f"/rekap {rest}", "Diskominfo")
    await town.quiet()
    [message] = [each for each in await town.messages("Diskominfo") if each.get("document")][-1:]
    return await content_of(town, message)


async def content_of(town: Town, message: Mapping[str, Any]) -> bytes:
    answer = await town.puppets.http.get(message["document"]["url"])
    answer.raise_for_status()
    return bytes(answer.content)


async def report(town: Town, who: str, text: str) -> None:
    await town.say(who, text)
    await town.quiet()
    await town.push(who, "Kirim")
    await town.quiet()


async def test_the_workbook_holds_what_the_database_holds(town: Town) -> None:
    await report(town, "Siti", "selokan mampet di Desa Rahtawu depan balai desa")
    await report(town, "Budi", "selokan mampet di Jalan Sunan Kudus")
    await town.push("Joko", "Ambil", "PUPR")
    await town.quiet()
    content = await recap(town)
    async with transaction(town.engine) as connection:
        kept = await tickets.of_office(connection, "PUPR")
    lines = rows_of(content, "Aduan")
    assert [line["Nomor"] for line in lines] == [ticket.number for ticket in kept]
    assert [line["Pelapor"] for line in lines] == [f"Warga {ticket.reporter[:4]}" for ticket in kept]
    assert [line["Masuk"] for line in lines] == [
        ticket.opened.astimezone(town.app.house.rules.zone).replace(tzinfo=None) for ticket in kept
    ]
    assert lines[0]["Desa/kelurahan"] == "Rahtawu"
    assert {line["Tracking ID SP4N"] for line in lines} == {None}
    assert counts_of(content)["Masuk bulan ini"] == len(kept) == 2


async def test_the_offices_add_up_to_the_whole(town: Town) -> None:
    await report(town, "Siti", "selokan mampet di Desa Rahtawu depan balai desa")
    await report(town, "Budi", "sampah menumpuk di Desa Colo tidak diangkut seminggu")
    content = await recap(town)
    by_office = {line["OPD"]: line for line in rows_of(content, "Per OPD")}
    assert by_office.keys() == {"Dinas PUPR", "Dinas PKPLH"}
    assert sum(line["Masuk"] for line in by_office.values()) == counts_of(content)["Masuk bulan ini"] == 2
    assert sum(line["Belum dijawab"] for line in by_office.values()) == 2


async def test_a_secret_report_is_counted_and_written_nowhere(town: Town) -> None:
    await report(town, "Siti", "ada pungli di kantor Dishub, saya diminta uang 200 ribu")
    content = await recap(town)
    assert counts_of(content)["Masuk bulan ini"] == 1
    assert rows_of(content, "Aduan") == rows_of(content, "SP4N") == []
    book = load_workbook(BytesIO(content))
    words = [str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row if cell is not None]
    assert not any("pungli" in each for each in words)
    assert any("1 laporan rahasia" in each for each in words)


async def test_sp4n_gets_its_own_columns_and_an_empty_one_for_its_number(town: Town) -> None:
    await report(town, "Siti", "selokan mampet di Desa Rahtawu, hubungi 081234567890")
    [line] = rows_of(await recap(town), "SP4N")
    assert list(line)[:3] == ["Tracking ID", "Tanggal Laporan Masuk", "Waktu Laporan Masuk"]
    assert line["Tracking ID"] is None
    assert line["Tanggal Laporan Masuk"] == "24 Nov 2026"
    assert line["Tipe Laporan (Anonim/Rahasia)"] == "Anonim"
    assert line["Klasifikasi Laporan"] == "Pengaduan Tidak Berkadar Pengawasan"
    assert line["Kelurahan"] == "Rahtawu"
    assert "081234567890" not in line["Isi Laporan Awal"]


async def test_what_looks_like_a_formula_stays_words(town: Town) -> None:
    await report(town, "Siti", '=cmd|"/c calc"!A1 selokan mampet di Desa Rahtawu')
    page = sheet_of(await recap(town), "SP4N")
    cells = [cell for row in page.iter_rows() for cell in row if str(cell.value).startswith("=cmd")]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "@SUM(A1)", "-1", "http://example.org", "file:///etc/passwd", "\tx", "'x"]
)
def test_every_cell_of_words_is_words(words: str) -> None:
    sheet = Sheet("S", "=T", ("=N",), (Column("=C", 10),), ((words,),))
    page = sheet_of(written([sheet], "=title"), "S")
    assert page["A5"].value == words
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value} == {"s"}
    assert page["A5"].hyperlink is None


def test_a_text_longer_than_a_cell_is_cut_and_not_lost() -> None:
    sheet = Sheet("S", "T", (), (Column("C", 10),), (("x" * 40_000,),))
    assert len(str(sheet_of(written([sheet], ""), "S")["A4"].value)) == LONGEST


def test_a_sheet_is_ready_for_screen_and_paper() -> None:
    columns = tuple(Column(f"C{n}", 12) for n in range(6))
    page = sheet_of(written([Sheet("S", "T", ("N",), columns, (("x",) * 6,) * 3)], ""), "S")
    assert page.freeze_panes == "B5"
    assert page.auto_filter.ref == "A4:F7"
    assert page.page_setup.orientation == "landscape"
    assert (page.page_setup.paperSize, page.page_setup.fitToHeight) == (9, 0)
    assert page.print_title_rows == "$4:$4"
