"""What the router makes of words. One message is asked about more than once in a step, and thought about once."""

from functools import lru_cache

from routing.catalogue import Catalogue
from routing.classify import Guess, classify


@lru_cache(maxsize=4)
def understood(text: str, catalogue: Catalogue) -> Guess:
    """As `routing.classify.classify`, which is the dearest thing in a step; the last few texts are remembered."""
    return classify(text, catalogue)
