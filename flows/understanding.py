"""What the router makes of words. One message is asked about more than once in a step, and thought about once."""

from functools import lru_cache

from routing.catalogue import Catalogue
from routing.classify import Guess, classify
from routing.learned import Learned
from routing.parts import parts
from routing.pieces import Part
from routing.rules import Rules


def understood(text: str, rules: Rules) -> Guess:
    """As `routing.classify.classify`, by the catalogue and by what was learned."""
    return _understood(text, rules.catalogue, rules.learned)


def apart(text: str, rules: Rules) -> tuple[Part, ...]:
    """As `routing.parts.parts`: the matters in one message, or none when it is about one."""
    return _apart(text, rules.catalogue, rules.learned)


@lru_cache(maxsize=4)
def _understood(text: str, catalogue: Catalogue, learned: Learned | None) -> Guess:
    """The dearest thing in a step; the last few texts are remembered."""
    return classify(text, catalogue, learned)


@lru_cache(maxsize=4)
def _apart(text: str, catalogue: Catalogue, learned: Learned | None) -> tuple[Part, ...]:
    return parts(text, catalogue, learned)
