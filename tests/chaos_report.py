"""What a run of chaos came to, as a small table."""

from collections import Counter
from dataclasses import dataclass, field
from statistics import median


@dataclass
class Report:
    """What a run came to. `faults` empty means that everything held. `kills` and `stops` are the number of the
    messenger's next call when the program had been started again."""

    conversations: int
    seed: int
    kills: list[int] = field(default_factory=list)
    stops: list[int] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    repeated: int = 0
    seconds: float = 0.0
    warned: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def table(self) -> str:
        rows = {
            "conversations": self.conversations,
            "kills (-9)": len(self.kills),
            "plain stops": len(self.stops),
            "start until both doors are open, median": f"{median(self.starts):.2f} s" if self.starts else "–",
            "… longest": f"{max(self.starts):.2f} s" if self.starts else "–",
            "messages repeated after a kill": self.repeated,
            "seconds": f"{self.seconds:.0f}",
            "seed": self.seed,
        }
        warned = [f"  warned {count} x: {what}" for what, count in self.warned.most_common()]
        return "\n".join([*(f"  {name:<42}{value:>8}" for name, value in rows.items()), *warned])
