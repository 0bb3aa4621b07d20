"""What every room of the running program shares: rules, clock, names, and the code paths' source of chance."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import Clock, system_clock
from routing.rules import Rules

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Signs that are not mistaken for one another when read aloud or copied by hand."""


def random_word(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


@dataclass(frozen=True)
class House:
    """Handed down from the wiring; tests hand in another clock."""

    rules: Rules
    clock: Clock = field(default=system_clock)

    def now(self) -> datetime:
        return self.clock()

    @staticmethod
    def new_person() -> str:
        """60 bits: two people never share one in this world's lifetime."""
        return random_word(12)

    @staticmethod
    def new_code() -> str:
        """40 bits, used once, within days, from a group: can't be guessed."""
        return f"{random_word(4)}-{random_word(4)}"
