"""The registers of the law on public information (UU 14/2008, PerKI 1/2021), and the counts of its yearly report.

They name the applicants, because a register does; a NIK is no column of it and stands nowhere here.
"""

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from bot.ledger import Ledger
from bot.recap import blank, month_name, rounded
from bot.sheets import Cell, Scribe, Sheet
from flows.applicant import Applicant
from flows.effects import Alias, Words
from routing.cases import Case
from routing.figures import quantile
from routing.formal import EXEMPT, GRIEVANCES, RULINGS, WITHHOLDING
from routing.months import Month
from routing.standing import is_contested
from routing.ticket import Ticket
from routing.worktime import days_taken

GIVING = ("whole", "part")
HARD = ("post", "pickup")
"""Ways of delivery that bring paper."""


def requests(ledger: Ledger, scribe: Scribe) -> Sheet:
    figures = ledger.figures
    listed = [case for case in ledger.formal if figures.month.holds(case.ticket.opened, figures.rules.zone)]
    columns = scribe.columns(
        ("no", 5, "whole"),
        ("date", 13, "day"),
        ("registration", 17, "text"),
        ("name", 22, "text"),
        ("address", 30, "text"),
        ("contact", 20, "text"),
        ("occupation", 14, "text"),
        ("asked", 44, "text"),
        ("purpose", 28, "text"),
        ("held", 16, "text"),
        ("shape", 12, "text"),
        ("obtain", 14, "text"),
        ("decision", 18, "text"),
        ("refusal", 40, "text"),
        ("noticed", 13, "day"),
        ("handed", 13, "day"),
        ("cost", 12, "text"),
    )
    rows = [(place, *request(case, ledger, scribe)) for place, case in enumerate(listed, 1)]
    return scribe.sheet("requests", columns, rows, *warnings(scribe), month=month_name(figures, scribe))


def request(case: Case, ledger: Ledger, scribe: Scribe) -> tuple[Cell, ...]:
    ticket, wish = case.ticket, case.ticket.draft.request
    who, decision = applicant(ticket, ledger, scribe), ticket.decision
    return (
        scribe.local(ticket.opened),
        ticket.number,
        who.name,
        who.address,
        who.contact,
        None,
        scribe.masked(ticket.draft.text),
        scribe.masked(wish.purpose),
        scribe.sentence(f"recap.held.{'no' if decision.ruling == 'elsewhere' else 'yes'}") if decision else "",
        scribe.sentence(f"recap.shape.{'hard' if wish.deliver in HARD else 'soft'}") if wish.deliver else "",
        scribe.sentence(f"recap.obtain.{'see' if wish.obtain == 'see' else 'copy'}") if wish.obtain else "",
        scribe.sentence(f"recap.decision.{decision.ruling}") if decision else undecided(ticket, scribe),
        refusal(ticket, scribe),
        scribe.local(decision.at) if decision else None,
        scribe.local(case.handed) if is_handed_over(ticket) else None,
        scribe.sentence("recap.free"),
    )


def is_handed_over(ticket: Ticket) -> bool:
    """With the notice, in the chat. When paper was fetched or arrived, nobody told us."""
    decision = ticket.decision
    return bool(decision and decision.ruling in GIVING) and ticket.draft.request.deliver == "chat"


def undecided(ticket: Ticket, scribe: Scribe) -> str:
    return scribe.sentence(f"recap.undecided.{'closed' if ticket.state == 'closed' else 'open'}")


def applicant(ticket: Ticket, ledger: Ledger, scribe: Scribe) -> Applicant:
    """Who was erased on her own request is a pseudonym; the request stays registered."""
    who = ledger.applicants.get(ticket.reporter)
    if who is None:
        return Applicant(scribe.value(Alias(ticket.reporter)), "", scribe.sentence("recap.erased"), "")
    return replace(who, name=f"{who.name}, {who.entity}") if who.entity else who


def refusal(ticket: Ticket, scribe: Scribe) -> str:
    """The ground of article 17, and where the consequence test is recorded."""
    decision = ticket.decision
    if decision is None or decision.ruling not in WITHHOLDING:
        return ""
    ground = scribe.value(Words(f"exempt.{decision.ground}"))
    return scribe.sentence("recap.refusal", ground=ground, test=decision.test or scribe.sentence("recap.erased"))


def objections(ledger: Ledger, scribe: Scribe) -> Sheet:
    columns = scribe.columns(
        ("objection_no", 20, "text"),
        ("date", 13, "day"),
        ("name", 22, "text"),
        ("address", 30, "text"),
        ("contact", 20, "text"),
        ("request_no", 17, "text"),
        ("asked", 40, "text"),
        ("purpose", 26, "text"),
        ("grievance", 28, "text"),
        ("case_position", 40, "text"),
        ("superior_decision", 44, "text"),
        ("replied", 13, "day"),
        ("superior", 26, "text"),
        ("response", 24, "text"),
    )
    rows = [objection(case, ledger, scribe) for case in objections_of_month(ledger)]
    return scribe.sheet("objections", columns, rows, *warnings(scribe), month=month_name(ledger.figures, scribe))


def objections_of_month(ledger: Ledger) -> list[Case]:
    """The earliest first."""
    holds, zone = ledger.figures.month.holds, ledger.figures.rules.zone
    listed = [(told.at, case) for case in ledger.formal if (told := case.ticket.objection) and holds(told.at, zone)]
    return [case for _, case in sorted(listed, key=lambda each: each[0])]


def objection(case: Case, ledger: Ledger, scribe: Scribe) -> tuple[Cell, ...]:
    ticket = case.ticket
    told, who = ticket.objection, applicant(ticket, ledger, scribe)
    assert told
    reply = next((each for each in ticket.answers if each.at == told.answered), None)
    return (
        scribe.sentence("recap.objection_number", number=ticket.number),
        scribe.local(told.at),
        who.name,
        who.address,
        who.contact,
        ticket.number,
        scribe.masked(ticket.draft.text),
        scribe.masked(ticket.draft.request.purpose),
        scribe.value(Words(f"grievance.{told.ground}")),
        scribe.masked(told.reason),
        reply.text if reply else "",
        scribe.local(told.answered),
        ledger.names.get(reply.by, scribe.sentence("officer.unknown")) if reply else "",
        response(case, scribe),
    )


def response(case: Case, scribe: Scribe) -> str:
    """What the applicant made of the answer to her objection."""
    if is_contested(case.ticket) or case.ticket.state != "closed":
        return ""
    return scribe.sentence(f"recap.response.{'silent' if case.ending == 'silent' else 'accepted'}")


def warnings(scribe: Scribe) -> tuple[str, str]:
    return scribe.sentence("recap.note.identities"), scribe.sentence("recap.note.registers")


# ---- the year


def year(ledger: Ledger, scribe: Scribe) -> Sheet:
    """From January to the end of the month: what the yearly report counts."""
    month = ledger.figures.month
    columns = scribe.columns(("what", 64, "text"), ("count", 14, "tenths"))
    spaced: list[tuple[Cell, ...]] = []
    for block in (request_counts(ledger, scribe), refusal_counts(ledger, scribe), objection_counts(ledger, scribe)):
        spaced += [blank(columns), *block] if spaced else block
    through = month_name(ledger.figures, scribe)
    return scribe.sheet(
        "year", columns, spaced, scribe.sentence("recap.note.year"), year=str(month.year), month=through
    )


def of_year(ledger: Ledger) -> list[Case]:
    """Requests registered this year."""
    zone = ledger.figures.rules.zone
    return [case for case in ledger.formal if case.ticket.opened.astimezone(zone).year == ledger.figures.month.year]


def objected_in_year(ledger: Ledger) -> list[Case]:
    zone, wanted = ledger.figures.rules.zone, ledger.figures.month
    start, _ = Month(wanted.year, 1).window(zone)
    _, end = wanted.window(zone)
    return [case for case in ledger.formal if case.ticket.objection and start <= case.ticket.objection.at < end]


def request_counts(ledger: Ledger, scribe: Scribe) -> list[tuple[Cell, ...]]:
    listed, rules = of_year(ledger), ledger.figures.rules
    decided = [(case, case.ticket.decision) for case in listed if case.ticket.decision]
    days = [days_taken(case.ticket.opened, decision.at, rules) for case, decision in decided]
    rulings = Counter(decision.ruling for _, decision in decided)
    late = sum(any(missed.clock.startswith("ppid") for missed in case.missed) for case in listed)
    return counted(
        scribe,
        ("year_requests", len(listed)),
        ("year_decided", len(decided)),
        ("year_running", len(listed) - len(decided)),
        *((f"year_{ruling}", rulings[ruling]) for ruling in RULINGS),
        ("year_extended", sum(case.ticket.extended is not None for case in listed)),
        ("year_mean", rounded(sum(days) / len(days)) if days else None),
        ("year_median", rounded(quantile(days, 0.5))),
        ("year_longest", rounded(max(days, default=None))),
        ("year_late", late),
    )


def refusal_counts(ledger: Ledger, scribe: Scribe) -> list[tuple[Cell, ...]]:
    """By ground of article 17, every letter, zeros among them."""
    withheld = [case.ticket.decision for case in of_year(ledger) if case.ticket.decision]
    grounds = Counter(decision.ground for decision in withheld if decision.ruling in WITHHOLDING)
    told = [
        (scribe.sentence("recap.row.year_ground", ground=scribe.value(Words(f"exempt.{each}"))), grounds[each])
        for each in EXEMPT
    ]
    return list(told)


def objection_counts(ledger: Ledger, scribe: Scribe) -> list[tuple[Cell, ...]]:
    listed = objected_in_year(ledger)
    answered = [case for case in listed if not is_contested(case.ticket)]
    grounds = Counter(case.ticket.objection.ground for case in listed if case.ticket.objection)
    late = sum(any(missed.clock == "objection" for missed in case.missed) for case in listed)
    by_ground = [
        (scribe.sentence("recap.row.year_grievance", ground=scribe.value(Words(f"grievance.{each}"))), grounds[each])
        for each in GRIEVANCES
    ]
    head = counted(
        scribe, ("year_objections", len(listed)), ("year_answered", len(answered)), ("year_objections_late", late)
    )
    return [*head, *by_ground, *counted(scribe, ("year_disputes", None))]


def counted(scribe: Scribe, *told: tuple[str, float | None]) -> list[tuple[Cell, ...]]:
    return [(scribe.sentence(f"recap.row.{key}"), count) for key, count in told]


def sheets(ledger: Ledger, scribe: Scribe) -> Sequence[Sheet]:
    return requests(ledger, scribe), objections(ledger, scribe), year(ledger, scribe)
