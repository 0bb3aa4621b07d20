"""Numbers that name a person, made unreadable where others read along.

Known by their shape alone: a NIK (16 digits), a mobile or +62 number, an e-mail address. Anything less certain stays:
a ticket number, a date, money, a house number or a meter number that was masked would cost an officer the answer.
"""

import re

DOT = "•"

NIK = re.compile(r"(?<!\d)(?<!\d[.,-])\d(?:[ .-]?\d){15}(?!\d|[.,-]\d)")
"""Sixteen digits in one piece or in groups."""

PHONE = re.compile(r"(?<!\d)(?<!\d[.,-])(?:\+62[ .-]?\(?0?\)?[ .-]?[1-9]|62[ .-]?8|08)\d{1,3}(?:[ .-]?\d){5,9}(?!\d)")
"""Indonesian numbers as people write them: 0812-3456-7890, +62 812 3456 7890, 62812…; 9 to 14 digits in all."""

EMAIL = re.compile(r"(?<![\w.+-])(\w)[\w.+-]*@((?:[\w-]+\.)+\w{2,})")

MONEY = re.compile(r"rp[. ]*$", re.IGNORECASE)

PROVINCES = range(11, 98)
"""The first two digits of a NIK (Kemendagri's codes of provinces)."""


def mask(text: str) -> str:
    """The text with what names a person masked, but for the last four digits: enough to tell two apart."""
    return EMAIL.sub(rf"\1{DOT * 3}@\2", PHONE.sub(_phone, NIK.sub(_nik, text)))


def _nik(found: re.Match[str]) -> str:
    digits = _digits(found[0])
    between = {sign for sign in found[0] if not sign.isdigit()}
    money = MONEY.search(found.string[: found.start()])
    if money or len(between) > 1 or (between and not _may_be_nik(digits)):
        return found[0]
    return DOT * 12 + digits[-4:]


def _may_be_nik(digits: str) -> bool:
    """Province, then the day of birth (women's plus 40) and the month in their places: two dates in a row are none."""
    day, month = int(digits[6:8]) % 40, int(digits[8:10])
    return int(digits[:2]) in PROVINCES and 1 <= day <= 31 and 1 <= month <= 12


def _phone(found: re.Match[str]) -> str:
    return DOT * 4 + _digits(found[0])[-4:]


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
