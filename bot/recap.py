"""The sheets about complaints: the sums, and one line a ticket.

A secret ticket is only counted. Whoever did not ask to be named stands here by her pseudonym, as in the groups.
"""

from collections import Counter
from collections.abc import Sequence

from bot.ledger import Ledger
from bot.sheets import Cell, Scribe, Sheet
from flows.effects import Alias, MonthName, OfficeName, Place, TopicName, Words
from routing.cases import Case, days_to_first, is_late, late_at
from routing.deadlines import OWN_CLOCK, clock_of
from routing.figures import Figures, Late, Wait, hours_of_all, lateness, satisfaction, wait_of_all, waits
from routing.standing import is_formal

KINDS = ("complaint", "aspiration", "information", "ppid")


def reports(ledger: Ledger, scribe: Scribe) -> Sheet:
    """One line a ticket received in the month; formal requests have registers of their own."""
    open_ = [case for case in ledger.figures.received if not is_formal(case.ticket) and not case.ticket.secret]
    secret = sum(case.ticket.secret for case in ledger.figures.received)
    columns = scribe.columns(
        ("number", 17, "text"),
        ("received", 18, "moment"),
        ("kind", 12, "text"),
        ("topic", 24, "text"),
        ("office", 18, "text"),
        ("district", 14, "text"),
        ("village", 18, "text"),
        ("place", 30, "text"),
        ("reporter", 16, "text"),
        ("state", 22, "text"),
        ("first_answer", 18, "moment"),
        ("answered_by", 18, "text"),
        ("days", 12, "tenths"),
        ("limit", 10, "whole"),
        ("late", 20, "text"),
        ("reopened", 10, "whole"),
        ("followers", 11, "whole"),
        ("closed", 18, "moment"),
        ("ended_by", 22, "text"),
        ("stars", 9, "whole"),
        ("tracking", 16, "text"),
    )
    rows = [report(case, ledger, scribe) for case in open_]
    notes = (scribe.sentence("recap.note.reports"), scribe.sentence("recap.note.secret", secret=secret))
    return scribe.sheet("reports", columns, rows, *notes, month=month_name(ledger.figures, scribe))


def report(case: Case, ledger: Ledger, scribe: Scribe) -> tuple[Cell, ...]:
    ticket, figures = case.ticket, ledger.figures
    spot = ticket.draft.spot
    return (
        ticket.number,
        scribe.local(ticket.opened),
        scribe.value(Words(f"kind.{ticket.draft.kind}")),
        scribe.value(TopicName(ticket.draft.topic or "")),
        scribe.value(OfficeName(ticket.office)),
        (spot and spot.district) or "",
        (spot and spot.village) or "",
        scribe.masked(scribe.value(Place(spot))) if spot else "",
        reporter(case, ledger, scribe),
        scribe.sentence(f"recap.state.{'withdrawn' if ticket.withdrawn else ticket.state}"),
        scribe.local(case.first),
        scribe.value(OfficeName(case.desk)) if case.first else "",
        days_to_first(case, figures.rules),
        limit_of(case, figures),
        lateness_of(case, figures, scribe),
        ticket.reopened,
        len(ticket.followers),
        scribe.local(ticket.closed),
        ended_by(case, scribe),
        ticket.stars,
        None,
    )


def reporter(case: Case, ledger: Ledger, scribe: Scribe) -> str:
    """Her name only if she wants it shown, and a pseudonym if it is not known any more."""
    person = case.ticket.reporter
    name = ledger.names.get(person) if case.ticket.draft.name == "named" else None
    return name or scribe.value(Alias(person))


def limit_of(case: Case, figures: Figures) -> int:
    """Working days for the first answer, by the catalogue."""
    kind = case.ticket.draft.kind
    clock = clock_of(case.ticket.draft, figures.rules) if kind in OWN_CLOCK else "first_answer"
    return figures.rules.catalogue.clocks[clock].days


def lateness_of(case: Case, figures: Figures, scribe: Scribe) -> str:
    if is_late(case, figures.rules, figures.now):
        return scribe.sentence("recap.late.still")
    office = late_at(case, figures.rules, figures.now)
    return scribe.sentence("recap.late.was", office=scribe.value(OfficeName(office))) if office else ""


def ended_by(case: Case, scribe: Scribe) -> str:
    """Silence is never called content."""
    return scribe.sentence(f"recap.ended.{case.ending}") if case.ending else ""


# ---- the sums


def summary(ledger: Ledger, scribe: Scribe) -> Sheet:
    """What the charts show, as figures."""
    figures = ledger.figures
    columns = scribe.columns(("what", 52, "text"), ("count", 12, "tenths"))
    as_of = scribe.sentence("recap.note.as_of", at=f"{scribe.local(figures.now):%d-%m-%Y %H.%M}")
    notes = (as_of, scribe.sentence("recap.note.days"))
    return scribe.sheet("summary", columns, total_rows(figures, scribe), *notes, month=month_name(figures, scribe))


def offices(ledger: Ledger, scribe: Scribe) -> Sheet:
    """The same, office by office."""
    figures = ledger.figures
    late = {each.office: each for each in lateness(figures)}
    wait = {each.office: each for each in waits(figures)}
    columns = scribe.columns(
        ("office", 34, "text"),
        ("office_received", 11, "whole"),
        ("office_solved", 11, "whole"),
        ("median", 14, "tenths"),
        ("ninety", 14, "tenths"),
        ("waiting", 14, "whole"),
        ("late_still", 14, "whole"),
        ("late_after", 16, "whole"),
    )
    rows = [office_row(each, figures, wait.get(each), late.get(each), scribe) for each in offices_of(figures)]
    note = scribe.sentence("recap.note.offices")
    return scribe.sheet("offices", columns, rows, note, month=month_name(figures, scribe))


def total_rows(figures: Figures, scribe: Scribe) -> list[tuple[Cell, ...]]:
    kinds = Counter(str(case.ticket.draft.kind) for case in figures.received)
    happy, late, wait = satisfaction(figures), lateness(figures), wait_of_all(figures)
    told: list[tuple[str, Cell]] = [
        ("received", len(figures.received)),
        *((f"kind_{kind}", kinds[kind]) for kind in KINDS),
        ("secret", sum(case.ticket.secret for case in figures.received)),
        ("solved", len(figures.solved)),
        ("withdrawn", happy.withdrawn),
        ("merged", figures.merged),
        ("reopened", sum(case.ticket.reopened > 0 for case in figures.received)),
        ("answered", wait.answered),
        ("waiting", wait.waiting),
        ("median_days", rounded(wait.median)),
        ("ninety_days", rounded(wait.ninety)),
        ("median_hours", rounded(hours_of_all(figures))),
        ("late_still", sum(each.still for each in late)),
        ("late_after", sum(each.after for each in late)),
        *(
            (f"stars_{word}", count)
            for word, count in zip(("one", "two", "three", "four", "five"), happy.stars, strict=True)
        ),
        ("stars_mean", rounded(happy.mean)),
        ("stars_unrated", happy.unrated),
        ("stars_silent", happy.silent),
        ("stars_shut", happy.shut),
    ]
    return [(scribe.sentence(f"recap.row.{key}"), count) for key, count in told]


def office_row(office: str, figures: Figures, wait: Wait | None, late: Late | None, scribe: Scribe) -> tuple[Cell, ...]:
    return (
        scribe.value(OfficeName(office)),
        sum(case.ticket.office == office for case in figures.received),
        sum(case.ticket.office == office for case in figures.solved),
        rounded(wait.median) if wait else None,
        rounded(wait.ninety) if wait else None,
        wait.waiting if wait else 0,
        late.still if late else 0,
        late.after if late else 0,
    )


def offices_of(figures: Figures) -> Sequence[str]:
    """Every office that has anything to do with the month, in the order of the catalogue."""
    named = {case.ticket.office for case in figures.cases} | {case.desk for case in figures.cases}
    named |= {each.office for each in lateness(figures)}
    return [code for code in figures.rules.catalogue.offices if code in named]


def blank(columns: Sequence[object]) -> tuple[Cell, ...]:
    return (None,) * len(columns)


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def month_name(figures: Figures, scribe: Scribe) -> str:
    return scribe.value(MonthName(figures.month.year, figures.month.month))
