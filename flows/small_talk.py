"""What people say that is no report: greetings, thanks, a row of emoji, "how is my report"; and danger now."""

from collections.abc import Iterable
from functools import lru_cache

from flows.events import Said, SentFile
from flows.turn import Turn
from flows.understanding import understood
from routing.catalogue import Catalogue
from routing.classify import Guess
from routing.terms import plain_words

CANCELS = frozenset({"batal", "cancel", "mboten sios", "stop", "berhenti"})
"""What says "never mind", when it is all that is said. A citizen's "stop" may mean more: `flows/own_chats.py`."""


def cancels(text: str) -> bool:
    return text.strip().lower().rstrip(".!") in CANCELS


COMMANDS = {
    "menu": "bantuan",
    "bantuan": "bantuan",
    "help": "bantuan",
    "caranya": "bantuan",
    "cara pakai": "bantuan",
    "status": "laporan",
    "bahasa": "bahasa",
    "language": "bahasa",
    "ganti bahasa": "bahasa",
    "change language": "bahasa",
    "bahasa indonesia": "bahasa",
    "bahasa inggris": "bahasa",
    "bahasa jawa": "bahasa",
    "basa jawa": "bahasa",
    "english": "bahasa",
    "english please": "bahasa",
    "in english": "bahasa",
    "kembali": "kembali",
    "wangsul": "kembali",
    "back": "kembali",
    "go back": "kembali",
}
"""Commands that are understood without a slash, when nothing else is said."""


def asked_plainly(text: str) -> str | None:
    return COMMANDS.get(text.strip().lower().rstrip(".!?"))


def heard_as(turn: Turn) -> Guess:
    """The router's view of the words alone."""
    return turn.once(_heard_as)


def _heard_as(turn: Turn) -> Guess:
    return understood(words_of(turn), turn.rules)


def words_of(turn: Turn) -> str:
    event = turn.event
    assert isinstance(event, Said | SentFile)
    return event.text if isinstance(event, Said) else event.caption


def greets(turn: Turn) -> bool:
    return heard_as(turn).kind == "greeting"


def thanks(turn: Turn) -> bool:
    return heard_as(turn).kind == "thanks"


def says_nothing(turn: Turn) -> bool:
    """Neither words nor letters: what is written in a script we can't read was said all the same."""
    return heard_as(turn).kind == "nothing" and not any(sign.isalpha() for sign in words_of(turn))


def scolds(turn: Turn) -> bool:
    """Anger and nothing else."""
    said = plain_words(words_of(turn))
    insults, filler = _scolding(turn.rules.catalogue)
    return not insults.isdisjoint(said) and insults.union(filler).issuperset(said)


@lru_cache(maxsize=4)
def _scolding(catalogue: Catalogue) -> tuple[frozenset[str], frozenset[str]]:
    """In standard words."""

    def standard(texts: Iterable[str]) -> frozenset[str]:
        return frozenset(word for text in texts for word in plain_words(text))

    return standard(catalogue.talk.insults), standard(catalogue.talk.filler)


def asks_after_tickets(turn: Turn) -> bool:
    return heard_as(turn).intent == "status"


def is_spam(turn: Turn) -> bool:
    guess = heard_as(turn)
    return guess.intent == "nonsense" and guess.kind != "nothing"


def warns_of_danger(turn: Turn) -> bool:
    return heard_as(turn).emergency
