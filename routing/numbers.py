"""Ticket numbers: short enough to say on the phone, with a digit that finds a slip."""

from collections.abc import Iterator

from stdnum import damm

LOOKALIKES = str.maketrans("OQIL", "0011")
"""Letters that are written for digits."""

SHORTEST, LONGEST = 7, 12
"""Digits of what may be a number with a slip: two of the year, five or more of the count, one to check."""


def make_number(year: int, count: int) -> str:
    """`KDS-26-00042-7`: the year, a count within it, and a check digit over both (Damm, finds any swap)."""
    digits = f"{year % 100:02}{count:05}"
    return f"KDS-{digits[:2]}-{digits[2:]}-{damm.calc_check_digit(digits)}"


def read_number(text: str) -> str | None:
    """The number in what somebody typed, however spaced or cased; None if it can't be one."""
    return checked(signs_in(text))


def checked(digits: str) -> str | None:
    if not digits.isdecimal() or len(digits) < 8 or not damm.is_valid(digits):
        return None
    return f"KDS-{digits[:2]}-{digits[2:-1]}-{digits[-1]}"


def signs_in(text: str) -> str:
    return "".join(sign for sign in text.upper().replace("KDS", "") if sign.isascii() and sign.isalnum())


def is_like_number(text: str) -> bool:
    """It was meant as one, right or wrong."""
    digits = signs_in(text).translate(LOOKALIKES)
    return digits.isdecimal() and (len(digits) >= SHORTEST or "KDS" in text.upper())


def nearest(text: str, year: int) -> tuple[str, ...]:
    """Numbers that may have been meant: one slip away from what was typed, or its bare count in `year`.

    A slip is two neighbours swapped, a digit wrong, left out or doubled, or a letter for a digit.
    """
    digits = signs_in(text).translate(LOOKALIKES)
    if not digits.isdecimal() or len(digits) > LONGEST:
        return ()
    if len(digits) < SHORTEST:
        return (make_number(year, int(digits)),) if 0 < int(digits) < 100_000 else ()
    meant = (checked(each) for each in (digits, *slips(digits)))
    return tuple(dict.fromkeys(each for each in meant if each))


def slips(digits: str) -> Iterator[str]:
    """What somebody may have meant, the likeliest slip first."""
    places = range(len(digits))
    yield from (digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in places[:-1])
    yield from (digits[:at] + other + digits[at + 1 :] for at in places for other in "0123456789")
    yield from (digits[:at] + other + digits[at:] for at in (*places, len(digits)) for other in "0123456789")
    yield from (digits[:at] + digits[at + 1 :] for at in places)
