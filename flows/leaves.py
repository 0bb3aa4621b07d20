"""`/cuti`: an officer is away, and somebody stands in. Who is away loses nothing; the deputy has the buttons meanwhile.

In reply to somebody's message, `/cuti` makes them the deputy of whoever writes. `/petugas cuti` is about the person
whose message is answered, unless the word *pengganti* says that they stand in.
"""

from msgspec.structs import replace

from flows.effects import HERE, Choice, Line, OfficeName, Officer, Say
from flows.register_asked import SetLeave
from flows.register_events import LeaveSet
from flows.register_lines import officer_lines
from flows.register_words import DEPUTY, RETURNS, read_leave
from flows.turn import Turn
from routing.register import Leave


def take_leave(turn: Turn, rest: str) -> None:
    """One's own."""
    grant(turn, rest, turn.heard.actor.person, turn.heard.quoted or "")


def ask_leave(turn: Turn, rest: str) -> None:
    """`/petugas cuti`: also a colleague's."""
    quoted = turn.heard.quoted
    if quoted is None or DEPUTY.search(rest):
        take_leave(turn, rest)
    else:
        grant(turn, rest, quoted, "")


def grant(turn: Turn, words: str, person: str, deputy: str) -> None:
    office, mine = turn.heard.room.office, turn.heard.actor.offices
    if not {office, turn.rules.catalogue.coordinator} & set(mine):
        turn.answer("refused.not_officer")
    elif RETURNS.search(words):
        turn.do(SetLeave(person, office, None))
    elif turn.heard.quotes_bot or turn.heard.quotes:
        turn.say("register.bot")
    elif deputy == person:
        turn.say("leave.own_deputy")
    else:
        leave = read_leave(words, turn.today)
        if isinstance(leave, Leave):
            turn.do(SetLeave(person, office, replace(leave, deputy=deputy)))
        else:
            turn.say(f"leave.date.{leave}")


def tell_leave(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, LeaveSet)
    officer = event.officer
    if officer.leave is None:
        turn.say("leave.over", name=Officer(officer.person), office=OfficeName(officer.office))
        return
    lines = officer_lines(turn, officer, "leave.set")
    alone = (Line("leave.alone", {"office": OfficeName(officer.office)}),) if event.alone else ()
    back = ((Choice("back_from_leave", officer.office, officer.person),),)
    turn.do(Say(HERE, (lines[0], *lines[2:], *alone), back))
