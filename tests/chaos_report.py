"""What a run of chaos came to, as one table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

COLUMNS = ("fault", "struck", "talks", "arrivals", "kept", "answers", "arrived", "parked", "again", "cards", "s", "")
WIDTHS = (30, 7, 6, 9, 6, 8, 8, 7, 6, 6, 5, 0)

LEGEND = """\
  struck: how often; talks: whole conversations, first word to last star; arrivals sent = kept; answers promised to
  citizens = arrived + visibly parked (she had blocked the bot); again: messages that came twice after a kill or a cut;
  cards: tickets that hang twice because of it; s: seconds"""


@dataclass
class Row:
    """One fault. `breaches` empty means that everything held. `breaks` are numbers of the messenger's calls at which
    something was torn, so that a message sent before may come once more after."""

    fault: str
    conversations: int
    struck: int = 0
    arrivals: int = 0
    kept: int = 0
    promised: int = 0
    delivered: int = 0
    parked: int = 0
    repeated: int = 0
    second_cards: int = 0
    seconds: float = 0.0
    breaks: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warned: Counter[str] = field(default_factory=Counter)
    breaches: list[str] = field(default_factory=list)

    def cells(self) -> tuple[object, ...]:
        counts = (self.struck, self.conversations, self.arrivals, self.kept, self.promised, self.delivered)
        ends = (self.parked, self.repeated, self.second_cards, f"{self.seconds:.0f}")
        return (self.fault, *counts, *ends, "held" if not self.breaches else f"{len(self.breaches)} BREACHES")


def line(cells: Sequence[object]) -> str:
    first, *rest = (str(cell) for cell in cells)
    numbers = "".join(cell.rjust(width) for cell, width in zip(rest[:-1], WIDTHS[1:-1], strict=True))
    return f"  {first:<{WIDTHS[0]}}{numbers}  {rest[-1]}"


def total(rows: Sequence[Row], seconds: float) -> Row:
    """All of them; the seconds are of the whole run, as some of it was done at the same time."""
    whole = Row("all", sum(row.conversations for row in rows), seconds=seconds)
    for name in ("struck", "arrivals", "kept", "promised", "delivered", "parked", "repeated", "second_cards"):
        setattr(whole, name, sum(getattr(row, name) for row in rows))
    whole.breaches = [breach for row in rows for breach in row.breaches]
    return whole


def table(rows: Sequence[Row], seconds: float) -> str:
    notes = [f"  {row.fault}: {note}" for row in rows for note in row.notes]
    breaches = [f"  VIOLATED by {row.fault}: {breach}" for row in rows for breach in row.breaches]
    lines = [line(COLUMNS), *(line(row.cells()) for row in [*rows, total(rows, seconds)])]
    return "\n".join([*lines, LEGEND, *notes, *breaches])
