"""`/kinerja` and `/rekap`: a month in pictures for every group, and as a workbook for the coordinator's.

Which month was meant is settled here; everything is counted and drawn when the letter is sent.
"""

from flows.asked import NoteRecap
from flows.effects import MonthName, SendFigures, SendRecap, to_office
from flows.turn import Turn
from routing.months import BadMonth, Month, read_month


def show_figures(turn: Turn, rest: str) -> None:
    """Of the group's own office; in the coordinator's group of all, or of the one that was named."""
    room, home = turn.heard.room.office, turn.rules.catalogue.coordinator
    try:
        month, office = split(turn, rest)
    except BadMonth as bad:
        explain(turn, bad, rest, "kinerja")
        return
    if office is None and room != home:
        office = room
    if room not in (home, office):
        turn.say("figures.others")
    else:
        turn.do(SendFigures(to_office(room), month, office))


def send_recap(turn: Turn, rest: str) -> None:
    try:
        month = month_of(turn, rest)
    except BadMonth as bad:
        explain(turn, bad, rest, "rekap")
        return
    turn.do(NoteRecap(month.code))
    turn.do(SendRecap(to_office(turn.heard.room.office), month, turn.heard.actor.person))


def split(turn: Turn, rest: str) -> tuple[Month, str | None]:
    """A month and an office, in either order, each of them optional. Raises `BadMonth` for the part that is neither."""
    words = rest.split()
    for cut in range(len(words), -1, -1):
        for one, other in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            office = turn.rules.catalogue.find_office(" ".join(other)) if other else None
            if other and office is None:
                continue
            try:
                return month_of(turn, " ".join(one)), office.code if office else None
            except BadMonth as bad:
                if bad.why == "future":
                    raise
    raise BadMonth("unknown", near_of(turn, words))


def near_of(turn: Turn, words: list[str]) -> str:
    """The month that one of the words nearly is."""
    for word in words:
        try:
            month_of(turn, word)
        except BadMonth as bad:
            if bad.near:
                return bad.near
    return ""


def month_of(turn: Turn, text: str) -> Month:
    return read_month(text, turn.heard.at, turn.rules.zone)


def explain(turn: Turn, bad: BadMonth, text: str, command: str) -> None:
    """What was wrong with it, and what to write."""
    this = read_month("", turn.heard.at, turn.rules.zone)
    example = MonthName(this.year, this.month)
    if bad.why == "future":
        turn.say("figures.future", command=command)
    elif bad.near:
        turn.say("figures.month_near", text=text[:40], near=bad.near, command=command)
    else:
        turn.say("figures.month_unknown", text=text[:40], example=example, command=command)
