"""What every room of the running program shares: rules, clock, names, and the code paths' source of chance."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from msgspec.structs import replace

from bot.clock import Clock, system_clock
from routing.calendar import Calendar
from routing.learned import Learned
from routing.rules import Rules

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Signs that are not mistaken for one another when read aloud or copied by hand."""


def random_word(length: int) -> str:
    rest = secrets.randbelow(len(ALPHABET) ** length)
    signs = []
    for _ in range(length):
        rest, sign = divmod(rest, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "".join(signs)


@dataclass(eq=False)
class House:
    """Handed down from the wiring; tests hand in another clock and a chance that repeats itself.

    Of all this only what was learned and the working days change while the program runs: `rules` is then another
    value, so whoever works by the old ones finishes by them.
    """

    rules: Rules
    clock: Clock = field(default=system_clock)
    chance: Callable[[int], str] = field(default=random_word)
    pause: float = 0.0
    """Seconds of quiet before a draft is answered where what was sent can't be changed any more."""

    def learn(self, learned: Learned | None) -> None:
        """Route by this from the next arrival on; None is the catalogue alone."""
        self.rules = replace(self.rules, learned=learned)

    def mark_days(self, calendar: Calendar) -> None:
        """Count working days by this from the next arrival on."""
        self.rules = replace(self.rules, calendar=calendar)

    def now(self) -> datetime:
        return self.clock()

    def new_person(self) -> str:
        """Some 58 bits: two people never share one in this world's lifetime."""
        return self.chance(12)

    def new_code(self) -> str:
        """Some 39 bits, used once, within days, from a group: can't be guessed."""
        return f"{self.chance(4)}-{self.chance(4)}"
