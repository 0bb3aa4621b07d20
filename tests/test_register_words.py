"""What officers type behind `/petugas` and `/cuti`: dates as people write them, roles, decrees, leave; and nonsense."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.register_words import Details, read_details, read_leave
from routing.dates import find_dates, read_day
from routing.register import Appointment, Leave, is_last

TODAY = date(2026, 11, 24)
NEW_YEAR = date(2027, 12, 31)

DATES = [
    ("31-12-2027", NEW_YEAR),
    ("31/12/27", NEW_YEAR),
    ("31.12.2027", NEW_YEAR),
    ("2027-12-31", NEW_YEAR),
    ("31 Desember 2027", NEW_YEAR),
    ("31 des 27", NEW_YEAR),
    ("31 December 2027", NEW_YEAR),
    ("5 Nopember 2027", date(2027, 11, 5)),
    ("17 Agustus 2027", date(2027, 8, 17)),
    ("1-12", date(2026, 12, 1)),
    ("24-11", TODAY),
    ("23-11", date(2027, 11, 23)),
    ("29-2-2028", date(2028, 2, 29)),
    ("besok", date(2026, 11, 25)),
    ("lusa", date(2026, 11, 26)),
    ("31-02-2027", None),
    ("29-2-2027", None),
    ("0-1-2027", None),
    ("31-13-2027", None),
    ("800/12/2026", None),
    ("akhir tahun", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "day"), DATES)
def test_a_date_is_read_as_people_write_it(text: str, day: date | None) -> None:
    assert read_day(text, TODAY) == day


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["-", "/", "."]))
def test_every_date_is_read_back(day: date, between: str) -> None:
    assert read_day(f"{day.day}{between}{day.month}{between}{day.year}", TODAY) == day
    assert read_day(day.isoformat(), TODAY) == day


@given(st.text(max_size=60))
def test_no_text_is_too_strange(text: str) -> None:
    assert all(0 <= found.start < found.end <= len(text) for found in find_dates(text, TODAY))
    read_details(text, TODAY)
    read_leave(text, TODAY)


@given(st.dates(TODAY, TODAY + timedelta(days=3000)), st.sampled_from(["sekretaris", "kepala", "petugas", ""]))
def test_what_was_meant_is_read_whatever_the_order(day: date, role: str) -> None:
    written = [f"sampai {day:%d-%m-%Y}", role, "SK 800/12/2026"]
    read = {read_details(" ".join(each), TODAY) for each in (written, written[::-1], [*written[1:], written[0]])}
    assert len(read) == 1
    assert (read.pop()).until == day


DETAILS = [
    ("", Details()),
    ("SK 800/12/2026 sampai 31-12-2027 sekretaris", Details("secretary", "800/12/2026", NEW_YEAR)),
    ("sekretaris SK 800/12/2026 s.d. 31/12/27", Details("secretary", "800/12/2026", NEW_YEAR)),
    ("SK: 800/12/2026, hingga 31 Desember 2027", Details(None, "800/12/2026", NEW_YEAR)),
    ("800/12/2026 31-12-2027", Details(None, "800/12/2026", NEW_YEAR)),
    (
        "SK nomor 188.45/12 tanggal 2 Januari 2026 sampai 31-12-2027",
        Details(None, "188.45/12 tanggal 2 Januari 2026", NEW_YEAR),
    ),
    ("SK 800/Kepala-Dinas/2026", Details(None, "800/Kepala-Dinas/2026")),
    ("atasan PPID", Details("head")),
    ("kepala dinas", Details("head")),
    ("pejabat penghubung", Details("secretary")),
    ("PUPR SK 800/12/2026", Details(None, "800/12/2026", rest="PUPR")),
    ("Sekretariat Daerah", Details(rest="Sekretariat Daerah")),
    ("sampai 31-02-2027", Details(trouble="impossible")),
    ("sampai akhir tahun", Details(trouble="impossible")),
    ("sampai 1-1-2020", Details(trouble="past")),
    ("sampai 31-12-2127", Details(trouble="far")),
]


@pytest.mark.parametrize(("text", "details"), DETAILS)
def test_role_decree_and_end_are_read_in_any_order(text: str, details: Details) -> None:
    assert read_details(text, TODAY) == details


LEAVES = [
    ("dari 1-12 sampai 5-12 pengganti", Leave(date(2026, 12, 1), date(2026, 12, 5))),
    ("1-5 Desember", Leave(date(2026, 12, 1), date(2026, 12, 5))),
    ("besok", Leave(date(2026, 11, 25), date(2026, 11, 25))),
    ("sampai 5-12", Leave(TODAY, date(2026, 12, 5))),
    ("28-12 sampai 3-1", Leave(date(2026, 12, 28), date(2027, 1, 3))),
    ("20-11 s/d 27-11", Leave(date(2026, 11, 20), date(2026, 11, 27))),
    ("", "missing"),
    ("31-02", "impossible"),
    ("1-1-2020 sampai 5-1-2020", "past"),
    ("5-12-2026 sampai 1-12-2026", "backwards"),
    ("1-12-2026 sampai 1-12-2029", "far"),
]


@pytest.mark.parametrize(("text", "leave"), LEAVES)
def test_leave_is_read_with_or_without_a_year(text: str, leave: Leave | str) -> None:
    assert read_leave(text, TODAY) == leave


def test_an_appointment_holds_to_its_last_day_and_is_spoken_of_two_weeks_before() -> None:
    officer = Appointment("joko", "PUPR", until=NEW_YEAR)
    assert [officer.holds(NEW_YEAR + timedelta(days=days)) for days in (-1, 0, 1)] == [True, True, False]
    assert [officer.runs_out(NEW_YEAR - timedelta(days=days)) for days in (15, 14, 0, -1)] == [False, True, True, False]
    assert officer.ran_out(NEW_YEAR + timedelta(days=1))


def test_the_last_officer_is_the_last_who_still_serves() -> None:
    over, stays = Appointment("agus", "PUPR", until=date(2026, 1, 1)), Appointment("joko", "PUPR")
    assert is_last((over, stays), "joko", TODAY)
    assert not is_last((over, stays), "agus", TODAY)
    assert not is_last((stays, Appointment("bowo", "PUPR")), "joko", TODAY)
