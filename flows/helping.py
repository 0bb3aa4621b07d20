"""`/bantuan`: what can be done in this group, in short, and each command with an example."""

from flows.effects import HERE, Line, Say, Value, Words
from flows.turn import Turn

DAILY = ("terlambat", "cari", "riwayat")
FIGURES = ("kinerja", "rekap")
TICKETS = ("eskalasi", "teruskan", "gabung", "pisah", "tutup", "identitas", "siaran")
PEOPLE = ("undang", "petugas", "cuti", "sehat", "hubungkan")
CALENDAR = ("libur",)
REST = ("konsultasi", "templat", "bantuan")

GROUPS = {
    "daily": DAILY,
    "tickets": TICKETS,
    "figures": FIGURES,
    "people": PEOPLE,
    "calendar": CALENDAR,
    "rest": REST,
}
"""Commands by what they are for, as people look for them."""


def give_help(turn: Turn, rest: str, known: tuple[str, ...], coordinators: tuple[str, ...]) -> None:
    """`known` are the commands there are, `coordinators` those of the coordinator's group alone."""
    asked = rest.strip().lstrip("/").partition(" ")[0].lower()
    here = tuple(name for name in known if turn.at_home or name not in coordinators)
    if asked in known:
        turn.do(Say(HERE, (Line(f"help.of.{asked}"),)))
    else:
        head = Line("room.help.coordinator" if turn.at_home else "room.help")
        turn.do(Say(HERE, (head, *listed(here), Line("help.more"))))


def listed(here: tuple[str, ...]) -> tuple[Line, ...]:
    """What is in no group yet is told at the end."""
    grouped = {name for names in GROUPS.values() for name in names}
    groups = {**GROUPS, "rest": (*REST, *(name for name in here if name not in grouped))}
    shown = {head: [name for name in names if name in here] for head, names in groups.items()}
    return tuple(
        line for head, names in shown.items() if names for line in (Line(f"help.group.{head}"), *map(one, names))
    )


def one(name: str) -> Line:
    values: dict[str, Value] = {"command": name, "what": Words(f"command.{name}")}
    return Line("help.line", values)
