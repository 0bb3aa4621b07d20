"""What makes a history provable: each entry's link covers the entry before it and, in three digests, all of its own.

`shape` is everything but people's words and files; `words` and `files` are the rest, mixed with a secret salt. When
words are erased (`routing/erasing.py`) their salt goes and the two digests stay: the chain holds, and nobody can guess
the words from it. What is empty is left out of what is hashed, so that a field that is new and empty changes nothing.
"""

from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct

from routing.erasing import BLANK, photoless, photos, wordless
from routing.facts import Entry

NONE = bytes(32)
"""The digest of nothing, and the link before the first."""

SALT = 16
"""Bytes."""


class Prints(Struct, frozen=True):
    """Digests of one entry, 32 bytes each."""

    shape: bytes
    words: bytes
    files: bytes

    @property
    def kept(self) -> bytes:
        """What stays of words and files that were erased."""
        return self.words + self.files


def has_words(entry: Entry) -> bool:
    """It is of a kind that holds people's words or files, so it needs a salt."""
    return type(entry.fact) in BLANK


def prints(entry: Entry, salt: bytes, gone: bytes) -> Prints:
    """`gone` is what was kept of an erased entry: nothing, the digest of its files, or of its words and its files."""
    if len(gone) == 2 * len(NONE):
        return Prints(digest(b"shape", wordless(entry)), gone[: len(NONE)], gone[len(NONE) :])
    if not salt:
        return Prints(digest(b"shape", entry), NONE, NONE)
    files = photos((entry,))
    told = digest(b"files" + salt, files) if files else NONE
    return Prints(digest(b"shape", wordless(entry)), digest(b"words" + salt, photoless(entry)), gone or told)


def what_stays(before: Entry, after: Entry, salt: bytes, gone: bytes) -> tuple[bytes, bytes]:
    """Salt and `gone` of an entry from which something was erased."""
    told = prints(before, salt, gone)
    if wordless(after) == after:
        return b"", told.kept
    return salt, told.files


def link(before: bytes, ticket: str, seq: int, told: Prints) -> bytes:
    return sha256(b"|".join((before, f"{ticket}:{seq}".encode(), told.shape, told.words, told.files))).digest()


def link_of_act(before: bytes, act: int, data: bytes) -> bytes:
    return sha256(b"|".join((before, f"act:{act}".encode(), data))).digest()


def seal(before: bytes, number: int, at: int, facts: int, acts: int, links: list[bytes]) -> bytes:
    """Over the links of one batch, in order of ticket and place, then of acts; covers the seal before it."""
    batch = sha256(b"".join(links)).digest()
    return sha256(b"|".join((before, f"seal:{number}:{at}:{facts}:{acts}".encode(), batch))).digest()


def digest(kind: bytes, value: object) -> bytes:
    plain = msgspec.json.encode(without_empty(msgspec.to_builtins(value)), order="deterministic")
    return sha256(kind + b"|" + plain).digest()


def without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: without_empty(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each}
    return [without_empty(each) for each in value] if isinstance(value, list) else value


def unblank(entry: Entry, gone: bytes) -> str:
    """What still stands in an entry that is said to be erased; empty when nothing does."""
    if len(gone) == 2 * len(NONE):
        return "" if wordless(entry) == entry else "words that are said to be erased"
    return "files that are said to be erased" if gone and photos((entry,)) else ""
