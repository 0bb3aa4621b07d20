"""The month's complaints as SP4N-LAPOR!'s own export writes them: a person may carry them over, line by line.

Columns and words are that export's, as it was seen in 2024; the numbers it gives back have their empty column.
"""

from babel.dates import format_date

from bot.ledger import Ledger
from bot.recap import month_name, reporter
from bot.sheets import Cell, Column, Scribe, Sheet
from flows.effects import TopicName
from routing.cases import Case
from routing.deadlines import clock_of
from routing.rules import Rules
from routing.standing import is_formal
from routing.ticket import Ticket

COLUMNS = (
    Column("Tracking ID", 14),
    Column("Tanggal Laporan Masuk", 14),
    Column("Waktu Laporan Masuk", 11),
    Column("Nama Pelapor", 18),
    Column("Klasifikasi Laporan", 22),
    Column("ID Kategori", 10),
    Column("Kategori", 24),
    Column("Judul Laporan", 34),
    Column("Isi Laporan Awal", 60),
    Column("Isi Laporan Akhir", 30),
    Column("Tipe Laporan (Anonim/Rahasia)", 14),
    Column("Sumber Laporan", 14),
    Column("Instansi Induk", 24),
    Column("ID Instansi Terdisposisi", 12),
    Column("Instansi Terdisposisi", 34),
    Column("Status Laporan", 26),
    Column("Alasan Tunda/Arsip", 18),
    Column("Provinsi", 14),
    Column("Kota/Kabupaten", 18),
    Column("Kecamatan", 14),
    Column("Kelurahan", 18),
)

LONGEST_TITLE = 100
CLOSED = {"silent": "Ditutup oleh Sistem", "shut": "Ditutup oleh Admin"}


def lines(ledger: Ledger, scribe: Scribe) -> Sheet:
    """Without formal requests, which have another law, and without what is secret."""
    told = [case for case in ledger.figures.received if not is_formal(case.ticket) and not case.ticket.secret]
    rows = tuple(line(case, ledger, scribe) for case in told)
    sheet = scribe.sheet(
        "sp_four_n", (), (), scribe.sentence("recap.note.sp_four_n"), month=month_name(ledger.figures, scribe)
    )
    return Sheet(sheet.name, sheet.title, sheet.notes, COLUMNS, rows)


def line(case: Case, ledger: Ledger, scribe: Scribe) -> tuple[Cell, ...]:
    ticket, rules = case.ticket, ledger.figures.rules
    at = ticket.opened.astimezone(rules.zone)
    spot = ticket.draft.spot
    words = scribe.masked(ticket.draft.text)
    office = rules.catalogue.offices.get(ticket.office)
    return (
        None,
        format_date(at, "d MMM y", locale="id"),
        f"{at:%H:%M}",
        reporter(case, ledger, scribe),
        classified(ticket, rules),
        None,
        scribe.value(TopicName(ticket.draft.topic or "")),
        titled(words),
        words,
        None,
        "Anonim" if ticket.draft.name == "anonymous" else "",
        "Pendopo",
        "Pemerintah Kabupaten Kudus",
        None,
        "" if ticket.triage else office.name if office else ticket.office,
        status(case),
        None,
        "Jawa Tengah",
        "Kabupaten Kudus",
        (spot and spot.district) or "",
        (spot and spot.village) or "",
    )


def titled(words: str) -> str:
    """The first line, cut at a word."""
    first = " ".join(words.split("\n", 1)[0].split())
    return first if len(first) <= LONGEST_TITLE else first[:LONGEST_TITLE].rpartition(" ")[0] + " …"


def classified(ticket: Ticket, rules: Rules) -> str:
    match ticket.draft.kind:
        case "aspiration":
            return "Aspirasi"
        case "information":
            return "Permintaan Informasi"
        case _:
            inspected = clock_of(ticket.draft, rules) == "inspection"
            return "Pengaduan Berkadar Pengawasan" if inspected else "Pengaduan Tidak Berkadar Pengawasan"


def status(case: Case) -> str:
    ticket = case.ticket
    if ticket.state == "closed":
        return CLOSED.get(case.ending, "Ditutup oleh Pelapor")
    if ticket.triage:
        return "Belum terdisposisi"
    return "Ditindaklanjuti oleh Instansi" if case.first else "Terdisposisi"
