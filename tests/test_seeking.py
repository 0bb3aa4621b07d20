"""What `/cari` understands: words, an office, a state and days in one line; and numbers with a slip."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.numbers import is_like_number, make_number, nearest, read_number
from routing.rules import Rules
from routing.seeking import Sought, read_query

TODAY = date(2026, 11, 24)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("jalan lubang Rahtawu", Sought(("jalan", "lubang", "rahtawu"))),
        ("PUPR terlambat", Sought(office="PUPR", state="late")),
        ("Dinas Perhubungan belum selesai", Sought(office="DISHUB", state="running")),
        ("sampah di Jati", Sought(("sampah", "jati"))),
        ("kecamatan jati", Sought(office="KEC-JATI")),
        ("november", Sought(since=day("2026-11-01"), until=day("2026-11-30"))),
        ("desember", Sought(since=day("2025-12-01"), until=day("2025-12-31"))),
        ("25 november", Sought(since=day("2025-11-25"), until=day("2025-11-25"))),
        ("februari 2024", Sought(since=day("2024-02-01"), until=day("2024-02-29"))),
        ("sejak 1 nov sampai 5 nov", Sought(since=day("2026-11-01"), until=day("2026-11-05"))),
        ("sampai 2026-01-31", Sought(until=day("2026-01-31"))),
        ("1-11-2026 dijawab", Sought(state="answered", since=day("2026-11-01"), until=day("2026-11-01"))),
        ("kemarin", Sought(since=day("2026-11-23"), until=day("2026-11-23"))),
        ("hari ini selesai", Sought(state="closed", since=TODAY, until=TODAY)),
        ("31 februari", Sought(wrong="31 februari")),
        ("lampu 32-1-2026", Sought(("lampu",), wrong="32-1-2026")),
        ("", Sought()),
    ],
)
def test_a_line_of_everyday_indonesian_is_understood(text: str, meant: Sought, rules: Rules) -> None:
    assert read_query(text, rules.catalogue, TODAY) == meant


@given(st.text(max_size=60))
def test_any_line_can_be_asked(rules: Rules, text: str) -> None:
    read_query(text, rules.catalogue, TODAY)


numbers = st.builds(make_number, st.just(2026), st.integers(1, 99_999))


@given(numbers, st.data())
def test_a_number_with_one_slip_is_suggested(number: str, data: st.DataObject) -> None:
    digits = [sign for sign in number if sign.isdecimal()]
    place = data.draw(st.integers(0, len(digits) - 1))
    slip = data.draw(st.sampled_from(("wrong", "swapped", "missing", "double")))
    if slip == "wrong":
        digits[place] = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[place]]))
    elif slip == "swapped":
        other = max(0, place - 1)
        digits[other], digits[place] = digits[place], digits[other]
    elif slip == "missing":
        del digits[place]
    else:
        digits.insert(place, digits[place])
    typed = "".join(digits)
    assert read_number(typed) == number or number in nearest(typed, 2026) or read_number(typed) is not None


def test_a_bare_count_is_a_number_of_this_year() -> None:
    assert nearest("42", 2026) == (make_number(2026, 42),)
    assert nearest("0", 2026) == nearest("entah", 2026) == ()


@pytest.mark.parametrize(
    ("text", "is_one"), [("KDS 26", True), ("26-00001-1", True), ("jalan", False), ("2026", False)]
)
def test_what_was_meant_as_a_number_is_told_from_words(text: str, is_one: bool) -> None:
    assert is_like_number(text) is is_one
