"""Everything a workbook is made of, read at once: the month's cases, the year's formal requests, and who is who.

Names of citizens are read where they want them shown; applicants' because the law's register asks for them.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.applicant import Applicant
from routing.cases import Case
from routing.figures import Figures
from routing.months import Month
from storage import applicants, figures, people

AT_ONCE = 500
"""People asked for in one go."""


class Ledger(Struct, frozen=True):
    """`formal` are the requests since the year before began: an objection may come months after its request."""

    figures: Figures
    formal: tuple[Case, ...]
    names: Mapping[str, str]
    """By person id: citizens who want to be named, and officers who answered an objection."""
    applicants: Mapping[str, Applicant]


async def read(connection: AsyncConnection, found: Figures) -> Ledger:
    zone, month = found.rules.zone, found.month
    since, _ = Month(month.year - 1, 1).window(zone)
    _, until = month.window(zone)
    formal = await figures.formal(connection, since, until)
    named = {case.ticket.reporter for case in found.cases if case.ticket.draft.name == "named"}
    officers = {answer.by for case in formal for answer in case.ticket.answers if case.ticket.objection}
    asking = {case.ticket.reporter for case in formal}
    return Ledger(found, formal, await _names(connection, named | officers), await _applicants(connection, asking))


async def _names(connection: AsyncConnection, persons: Iterable[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for some in _parts(persons):
        names |= {person: who.name for person, who in (await people.identities_of(connection, some)).items()}
    return names


async def _applicants(connection: AsyncConnection, persons: Iterable[str]) -> dict[str, Applicant]:
    found: dict[str, Applicant] = {}
    for some in _parts(persons):
        found |= await applicants.read(connection, some)
    return found


def _parts(persons: Iterable[str]) -> list[Sequence[str]]:
    ordered = sorted(persons)
    return [ordered[place : place + AT_ONCE] for place in range(0, len(ordered), AT_ONCE)]
