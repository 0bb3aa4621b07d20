"""`/petugas`: who serves an office, by which decree and until when; adding, changing, dismissing.

Any officer of an office keeps its register, and the coordinator's officers keep everybody's. What is done is said in
the group, where everybody sees who did it.
"""

from collections.abc import Callable

from flows.effects import HERE, Choice, Line, OfficeName, Officer, Say, Unbutton, to_office
from flows.events import LeftGroup, Said
from flows.leaves import ask_leave, tell_leave
from flows.register_asked import Depart, Dismiss, Enrol, FindOfficers, SetLeave
from flows.register_events import DismissalDoubted, Dismissed, Enrolled, LeaveSet, OfficersFound
from flows.register_lines import MOST_LISTED, list_rows, officer_lines, officer_rows, roles_at
from flows.register_words import DISMISSES, LEAVES, Details, read_details
from flows.turn import Turn
from routing.register import ROLES, Role


def manages(turn: Turn, office: str) -> bool:
    """Says so if not."""
    mine = {office, turn.rules.catalogue.coordinator} & set(turn.heard.actor.offices)
    if not mine:
        turn.answer("refused.not_officer")
    return bool(mine)


# ---- the command


def keep_register(turn: Turn, rest: str) -> None:
    """In reply to somebody's message it is about them; alone it lists."""
    if LEAVES.match(rest):
        ask_leave(turn, LEAVES.sub("", rest, count=1))
    elif DISMISSES.match(rest):
        dismiss_quoted(turn, DISMISSES.sub("", rest, count=1).strip())
    else:
        enrol_or_list(turn, read_details(rest, turn.today))


def enrol_or_list(turn: Turn, details: Details) -> None:
    office = office_meant(turn, details.rest)
    if office is None or not manages(turn, office):
        return
    if details.trouble:
        turn.say(f"register.date.{details.trouble}")
    elif quotes_somebody(turn):
        enrol(turn, office, details)
    elif not turn.effects:
        if details.empty:
            turn.do(FindOfficers(office))
        else:
            turn.say("room.appoint_needs_reply")


def office_meant(turn: Turn, words: str) -> str | None:
    """This group's, or in the coordinator's group the one that is named. Says what was not understood."""
    if not words:
        return turn.heard.room.office
    named = turn.rules.catalogue.find_office(words)
    if named and (turn.at_home or named.code == turn.heard.room.office) and not named.outside:
        return named.code
    if named is None:
        turn.say("room.office_unknown" if turn.at_home else "register.not_understood", text=words[:60])
    elif named.outside:
        turn.say("room.office_outside", body=named.name, door=named.door)
    else:
        turn.say("room.coordinator_only")
    return None


def quotes_somebody(turn: Turn) -> bool:
    """Says so if what was answered is no person's."""
    if turn.heard.quotes_bot or turn.heard.quotes == "bot":
        turn.say("register.bot")
    elif turn.heard.quotes == "anonymous":
        turn.say("register.anonymous")
    return turn.heard.quoted is not None


def enrol(turn: Turn, office: str, details: Details) -> None:
    person = turn.heard.quoted or ""
    if details.role is None or may_be(turn, person, office, details.role):
        turn.do(Enrol(person, office, details.role, details.decree, details.until))


def may_be(turn: Turn, person: str, office: str, role: Role) -> bool:
    """Nobody raises themselves, and a coordinator is one in that office alone."""
    if person == turn.heard.actor.person:
        turn.answer("register.own_role")
    elif role not in roles_at(turn, office):
        turn.answer("register.role_elsewhere")
    else:
        return True
    return False


def dismiss_quoted(turn: Turn, rest: str) -> None:
    office = office_meant(turn, rest)
    if office and manages(turn, office) and quotes_somebody(turn):
        turn.do(Dismiss(turn.heard.quoted or "", office))
    elif not turn.effects:
        turn.say("register.dismiss_needs_reply")


# ---- buttons: `ref` is the office, `value` the person


def show_list(turn: Turn) -> None:
    if manages(turn, turn.ref):
        turn.do(FindOfficers(turn.ref))


def show_officer(turn: Turn) -> None:
    if manages(turn, turn.ref):
        turn.do(FindOfficers(turn.ref, turn.value))


def choose_role(turn: Turn) -> None:
    person, _, role = turn.value.partition("/")
    known = next((each for each in ROLES if each == role), None)
    if known and manages(turn, turn.ref) and may_be(turn, person, turn.ref, known):
        turn.do(Enrol(person, turn.ref, known))


def ask_decree(turn: Turn) -> None:
    """The answer is a reply, and the button it replies to tells whom it is about."""
    if manages(turn, turn.ref):
        drop = ((Choice("decree_drop", turn.ref, turn.value),),)
        turn.say("register.ask_decree", drop, name=Officer(turn.value))


def drop_decree(turn: Turn) -> None:
    turn.do(Unbutton())


def hear_decree(turn: Turn) -> None:
    """In reply to the question."""
    asked, event = turn.heard.asked, turn.event
    assert asked
    assert isinstance(event, Said)
    details = read_details(event.text, turn.today)
    decree = details.decree or details.rest or None
    if not manages(turn, asked.ref):
        return
    if details.trouble:
        turn.say(f"register.date.{details.trouble}")
    else:
        turn.do(Enrol(asked.value, asked.ref, None, decree, details.until))


def dismiss_chosen(turn: Turn) -> None:
    if manages(turn, turn.ref):
        turn.do(Dismiss(turn.value, turn.ref))


def dismiss_surely(turn: Turn) -> None:
    if manages(turn, turn.ref):
        turn.do(Dismiss(turn.value, turn.ref, sure=True))
        turn.do(Unbutton())


def come_back(turn: Turn) -> None:
    if manages(turn, turn.ref):
        turn.do(SetLeave(turn.value, turn.ref, None))


REGISTER_BUTTONS: dict[str, Callable[[Turn], None]] = {
    "officers": show_list,
    "officer": show_officer,
    "role": choose_role,
    "decree": ask_decree,
    "decree_drop": drop_decree,
    "dismiss": dismiss_chosen,
    "dismiss_sure": dismiss_surely,
    "back_from_leave": come_back,
}

REGISTER_REPLIES: dict[str, Callable[[Turn], None]] = {"decree_drop": hear_decree}
"""By the button of the message that is answered."""


# ---- who went


def see_off(turn: Turn) -> None:
    """Whoever leaves the group serves its office no longer."""
    room = turn.heard.room
    if isinstance(turn.event, LeftGroup) and room.kind == "office":
        turn.do(Depart(turn.heard.actor.person, room.office))


# ---- what the house answered


def tell_officers(turn: Turn) -> None:
    found = turn.event
    assert isinstance(found, OfficersFound)
    if found.person:
        tell_officer(turn, found)
        return
    lines = [Line("register.head", {"office": OfficeName(found.office)})]
    for officer in found.officers[:MOST_LISTED]:
        lines += officer_lines(turn, officer, "register.line")
    lines.append(Line("register.how" if found.officers else "register.nobody"))
    if (rest := len(found.officers) - MOST_LISTED) > 0:
        lines.append(Line("register.more", {"count": rest}))
    turn.do(Say(HERE, tuple(lines), list_rows(found.officers[:MOST_LISTED])))


def tell_officer(turn: Turn, found: OfficersFound) -> None:
    officer = next((each for each in found.officers if each.person == found.person), None)
    if officer is None:
        turn.answer("register.no_officer")
    else:
        turn.do(Say(HERE, officer_lines(turn, officer, "register.one"), officer_rows(turn, officer)))


def tell_enrolled(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, Enrolled)
    known = "register.changed" if event.how == "changed" else "register.same"
    head = "room.appointed" if event.how == "new" else known
    turn.do(Say(HERE, officer_lines(turn, event.officer, head), officer_rows(turn, event.officer)))


def tell_doubt(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, DismissalDoubted)
    officer = event.officer
    key = "register.dismiss_last" if event.last else "register.dismiss_self"
    sure = ((Choice("dismiss_sure", officer.office, officer.person),),)
    turn.say(key, sure, name=Officer(officer.person), office=OfficeName(officer.office))


def tell_dismissed(turn: Turn) -> None:
    """In the group, and to the coordinator what they did not see."""
    event = turn.event
    assert isinstance(event, Dismissed)
    office = OfficeName(event.office)
    key = "register.departed" if event.left else "register.dismissed"
    line = Line(key, {"name": Officer(event.person), "office": office})
    nobody = () if event.remaining else (Line("register.nobody_left", {"office": office}),)
    home = turn.rules.catalogue.coordinator
    turn.do(Say(to_office(event.office), (line, *nobody)))
    if event.office != home and (event.left or nobody):
        turn.do(Say(to_office(home), (line, *nobody)))


REGISTER_ANSWERS: dict[type, Callable[[Turn], None]] = {
    OfficersFound: tell_officers,
    Enrolled: tell_enrolled,
    DismissalDoubted: tell_doubt,
    Dismissed: tell_dismissed,
    LeaveSet: tell_leave,
}
