"""How the register of officers looks: a list with a button for each, and one officer with what can be done."""

from flows.effects import Choice, Line, OfficeName, Officer, Rows, Value, Words
from flows.turn import Turn
from routing.register import Appointment, Role

MOST_LISTED = 20
"""Officers of one office in one message."""


def officer_lines(turn: Turn, officer: Appointment, head: str) -> tuple[Line, ...]:
    """Name and role, decree and its end, and leave. `head` is the key of the first line."""
    name: dict[str, Value] = {
        "name": Officer(officer.person),
        "role": Words(f"role.{officer.role}"),
        "office": OfficeName(officer.office),
    }
    return Line(head, name), decree_line(turn, officer), *leave_lines(turn, officer)


def decree_line(turn: Turn, officer: Appointment) -> Line:
    values: dict[str, Value] = {"decree": officer.decree or Words("register.no_decree")}
    if officer.until is None:
        return Line("register.endless" if officer.decree else "register.bare", values if officer.decree else {})
    day = turn.today
    which = "ran_out" if officer.ran_out(day) else "runs_out" if officer.runs_out(day) else "until"
    return Line(f"register.{which}", {**values, "until": turn.noon(officer.until)})


def leave_lines(turn: Turn, officer: Appointment) -> tuple[Line, ...]:
    leave = officer.leave
    if leave is None or leave.last < turn.today:
        return ()
    days: dict[str, Value] = {"first": turn.noon(leave.first), "last": turn.noon(leave.last)}
    if leave.deputy:
        return (Line("register.away", {**days, "name": Officer(leave.deputy)}),)
    return (Line("register.away.alone", days),)


def list_rows(officers: tuple[Appointment, ...]) -> Rows:
    return tuple((Choice("officer", each.office, each.person, Officer(each.person)),) for each in officers)


def officer_rows(turn: Turn, officer: Appointment) -> Rows:
    """Roles they don't have, decree, return from leave, dismissal."""
    who, office = officer.person, officer.office
    roles = tuple(
        Choice("role", office, f"{who}/{role}", Words(f"button.role.{role}"))
        for role in roles_at(turn, office)
        if role != officer.role
    )
    back = ((Choice("back_from_leave", office, who),),) if leave_lines(turn, officer) else ()
    return (roles, (Choice("decree", office, who),), *back, (Choice("dismiss", office, who),))


def roles_at(turn: Turn, office: str) -> tuple[Role, ...]:
    home = office == turn.rules.catalogue.coordinator
    return ("officer", "secretary", "head", "coordinator") if home else ("officer", "secretary", "head")
