"""Reads an undamaged QR code (versions 1 to 6, level M, bytes) from its SVG, by ISO/IEC 18004 and nothing of ours."""

import re
from collections.abc import Callable, Iterator

BLOCKS = {1: (16,), 2: (28,), 3: (44,), 4: (32, 32), 5: (43, 43), 6: (27,) * 4}
"""Data bytes of each block at level M."""

MASKS: list[Callable[[int, int], bool]] = [
    lambda y, x: (y + x) % 2 == 0,
    lambda y, x: y % 2 == 0,
    lambda y, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
]


def read(svg: str) -> str:
    dark, size = modules(svg)
    version = (size - 17) // 4
    level = (((8, 0) in dark) << 1 | ((8, 1) in dark)) ^ 0b10
    mask = (((8, 2) in dark) << 2 | ((8, 3) in dark) << 1 | ((8, 4) in dark)) ^ 0b101
    assert level == 0, "not level M"
    bits = [((y, x) in dark) ^ MASKS[mask](y, x) for y, x in way(size, version)]
    data = untangled([as_number(bits[at : at + 8]) for at in range(0, len(bits) - 7, 8)], BLOCKS[version])
    flat = [bool(byte >> place & 1) for byte in data for place in range(7, -1, -1)]
    assert as_number(flat[:4]) == 0b0100, "not in bytes"
    length = as_number(flat[4:12])
    return bytes(as_number(flat[12 + 8 * at : 20 + 8 * at]) for at in range(length)).decode()


def modules(svg: str) -> tuple[set[tuple[int, int]], int]:
    """The dark squares as (row, column), and how many there are in a row."""
    found = re.search(r' d="([^"]+)"', svg)
    assert found
    x = y = 0.0
    dark: set[tuple[int, int]] = set()
    for sign, numbers in re.findall(r"([Mmh])([^Mmh]+)", found[1]):
        given = [float(each) for each in re.findall(r"-?[\d.]+", numbers)]
        if sign == "h":
            dark |= {(int(y), int(x) + step) for step in range(int(given[0]))}
            x += given[0]
        else:
            x, y = (given[0], given[1]) if sign == "M" else (x + given[0], y + given[1])
    top, left = min(row for row, _ in dark), min(column for _, column in dark)
    size = max(row for row, _ in dark) - top + 1
    return {(row - top, column - left) for row, column in dark}, size


def way(size: int, version: int) -> Iterator[tuple[int, int]]:
    """Squares that carry data, in their order: up and down in double columns from the right."""
    columns = [x for x in range(size - 1, 0, -2) if x > 6] + [5, 3, 1]
    for turn, right in enumerate(columns):
        for y in range(size) if turn % 2 else range(size - 1, -1, -1):
            yield from ((y, x) for x in (right, right - 1) if not is_fixed(y, x, size, version))


def is_fixed(y: int, x: int, size: int, version: int) -> bool:
    corner = (y < 9 and x < 9) or (y < 9 and x >= size - 8) or (y >= size - 8 and x < 9)
    middle = size - 7
    return corner or 6 in (y, x) or (version > 1 and abs(y - middle) <= 2 and abs(x - middle) <= 2)


def untangled(found: list[int], blocks: tuple[int, ...]) -> list[int]:
    """The data bytes in their order, without those that mend."""
    many = len(blocks)
    return [found[step * many + block] for block in range(many) for step in range(blocks[block])]


def as_number(bits: list[bool]) -> int:
    return int("".join("1" if bit else "0" for bit in bits), 2)
