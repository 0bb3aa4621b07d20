"""Several problems in one message: where it could be cut, so that each office gets its own ticket.

Only a proposal, for the citizen to accept. Cut at sentence ends and at words that add a matter ("selain itu"); a
piece counts only when the router is sure of its office; what is unsure stays with the piece before it.
"""

import re

from routing.assign import Choice, choose
from routing.catalogue import Catalogue
from routing.learned import Learned
from routing.pieces import Part
from routing.terms import plain_words

_CUT = re.compile(
    r"[.!?;\n]+\s*|,?\s*\b(?:selain itu|dan juga|satu lagi|terus juga|trus juga|sama juga|lan uga|karo maneh|kedua|"
    r"yang kedua|dan satu lagi|lalu soal|terus soal)\b,?\s*",
    re.IGNORECASE,
)
MOST = 4  # parts worth offering
SHORTEST = 3  # words of a piece that can stand alone
MOST_PIECES = 12  # sentences beyond which it is one long story


def parts(text: str, catalogue: Catalogue, learned: Learned | None = None) -> tuple[Part, ...]:
    """Two to four parts of different offices; () when the message is about one matter, or about too many."""
    pieces = list(filter(None, map(str.strip, _CUT.split(text))))
    if not 2 <= len(pieces) <= MOST_PIECES:
        return ()
    found: list[Part] = []
    for piece in pieces:
        choice = _sure(piece, catalogue, learned)
        if choice is None or choice.topic is None or choice.office is None:
            found[-1:] = [_longer(part, piece) for part in found[-1:]]
        elif known := next((part for part in found if part.office == choice.office), None):
            found[found.index(known)] = _longer(known, piece)
        else:
            found.append(Part(piece, choice.topic, choice.office))
    return tuple(found) if 2 <= len(found) <= MOST else ()


def _sure(piece: str, catalogue: Catalogue, learned: Learned | None) -> Choice | None:
    if len(piece.split()) < SHORTEST:
        return None
    choice = choose(catalogue, piece, learned=learned)
    return choice if choice.sure and not _only_says_where(piece, choice, catalogue) else None


def _only_says_where(piece: str, choice: Choice, catalogue: Catalogue) -> bool:
    """It begins with "di", "depan" …, and that word is no part of the matter, as "jalan" is of a broken one."""
    first, *_ = plain_words(piece) or ("",)
    return first in catalogue.routing.placing and not any(first in plain_words(reason) for reason in choice.reasons)


def _longer(part: Part, piece: str) -> Part:
    return Part(f"{part.text}. {piece}", part.topic, part.office)
