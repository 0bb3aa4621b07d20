"""What somebody wants by a message: to complain, to wish, to ask, to follow a ticket, to greet, or help at once.

`kind` tells small talk from a report, as the conversation needs it; `intent` is finer. The words stand in the
catalogue's `[talk]`, `[emergency]` and `[kinds]`. Danger comes first, then what needs a procedure of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from routing.catalogue import Catalogue
from routing.lexicon import Lexicon, Phrase
from routing.normalise import Token
from routing.terms import Term, forms, plain_words

Kind = Literal["report", "greeting", "thanks", "nothing"]
Intent = Literal[
    "emergency", "ppid", "status", "complaint", "aspiration", "information", "thanks", "greeting", "nonsense"
]

VOWELS = frozenset("aeiouy")
SPAM_PHRASES = 2  # one alone may be what a complaint is about


class Signs(Struct, frozen=True, eq=False):
    """The `[kinds]` table as phrases of standard words, and all words in them."""

    ppid: frozenset[Phrase]
    status: frozenset[Phrase]
    question: frozenset[Phrase]
    wish: frozenset[Phrase]
    trouble: frozenset[Phrase]
    spam: frozenset[Phrase]
    vocabulary: frozenset[str]


@lru_cache(maxsize=4)
def signs(catalogue: Catalogue) -> Signs:
    """The signs of a catalogue, made once for each."""
    kinds = catalogue.kinds
    return Signs(
        ppid=_phrases(kinds.ppid),
        status=_phrases(kinds.status),
        question=_phrases(kinds.question),
        wish=_phrases(kinds.wish),
        trouble=_phrases(kinds.trouble),
        spam=_phrases(kinds.spam),
        vocabulary=frozenset(
            word
            for texts in (kinds.ppid, kinds.status, kinds.question, kinds.wish, kinds.trouble, kinds.spam)
            for phrase in _phrases(texts)
            for word in phrase
        ),
    )


def _phrases(texts: Iterable[str]) -> frozenset[Phrase]:
    return frozenset(map(plain_words, texts))


def kind_of(said: Sequence[Term], lex: Lexicon, matter: bool) -> Kind:
    """Small talk or a report; `matter` says that the message is about something known."""
    words = {term.word for term in said}
    if words and words <= lex.courtesies:
        greeted = words & (lex.greetings - lex.thanks)
        return "thanks" if words & lex.thanks and not greeted else "greeting"
    if matter or any(len(word) > 1 and VOWELS.intersection(word) for word in words):
        return "report"
    return "nothing"


def intent_of(tokens: tuple[Token, ...], kind: Kind, emergency: bool, catalogue: Catalogue) -> Intent:
    """What the message is for, by its signs."""
    if emergency:
        return "emergency"
    if any(token.word.startswith(catalogue.kinds.ticket) for token in tokens):
        return "status"
    if kind != "report":
        return "nonsense" if kind == "nothing" else kind
    known = signs(catalogue)
    words = [form for token in tokens for form in forms(token.word, known.vocabulary)]
    if has(words, known.ppid):
        return "ppid"
    if has(words, known.status):
        return "status"
    troubled = has(words, known.trouble)
    if not troubled and len({words[slice(*span)][0] for span in spans(words, known.spam)}) >= SPAM_PHRASES:
        return "nonsense"
    if troubled:
        return "complaint"
    if has(words, known.wish):
        return "aspiration"
    return "information" if has(words, known.question) else "complaint"


def in_danger(words: Sequence[str], lex: Lexicon) -> bool:
    """True when a word of danger stands outside every phrase that makes it harmless."""
    harmless = {place for start, end in spans(words, lex.no_danger) for place in range(start, end)}
    return any(not harmless.issuperset(range(*span)) for span in spans(words, lex.danger))


def has(words: Sequence[str], phrases: frozenset[Phrase]) -> bool:
    return next(spans(words, phrases), None) is not None


def spans(words: Sequence[str], phrases: frozenset[Phrase]) -> Iterator[tuple[int, int]]:
    """Where (from, to) any of the phrases stands."""
    longest, firsts = _shape(phrases)
    for start in range(len(words)):
        if words[start] not in firsts:
            continue
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            if tuple(words[start:end]) in phrases:
                yield start, end


@lru_cache(maxsize=100)
def _shape(phrases: frozenset[Phrase]) -> tuple[int, frozenset[str]]:
    """The length of the longest phrase, and the words that phrases begin with."""
    return max(map(len, phrases), default=0), frozenset(phrase[0] for phrase in phrases if phrase)
