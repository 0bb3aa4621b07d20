"""Ticket numbers: short enough to say on the phone, with a digit that finds a slip."""

from stdnum import damm


def make_number(year: int, count: int) -> str:
    """`KDS-26-00042-7`: the year, a count within it, and a check digit over both (Damm, finds any swap)."""
    digits = f"{year % 100:02}{count:05}"
    return f"KDS-{digits[:2]}-{digits[2:]}-{damm.calc_check_digit(digits)}"


def read_number(text: str) -> str | None:
    """The number in what somebody typed, however spaced or cased; None if it can't be one."""
    digits = "".join(sign for sign in text.upper().replace("KDS", "") if sign.isascii() and sign.isalnum())
    if not digits.isdecimal() or len(digits) < 8 or not damm.is_valid(digits):
        return None
    return f"KDS-{digits[:2]}-{digits[2:-1]}-{digits[-1]}"
