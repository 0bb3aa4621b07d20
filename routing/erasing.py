"""A history without somebody's words. Facts keep their number, time, author and kind, so that `replay` still gives the
ticket's row: what happened and when stays true, who it was and what she wrote is gone.

An entry is never taken out, because deadlines, states and counts are folded from all of them.
"""

from collections.abc import Callable, Iterable
from typing import Literal

from msgspec.structs import replace

from routing.coordination import Closed, Revealed
from routing.desk import Advised, Amended, Consulted, Noted
from routing.facts import Added, Answered, Disputed, Entry, Escalated, Fact, Joined, Opened, Remarked, Returned
from routing.formal import Decided, Extended, Objected
from routing.pausing import Asked, Prolonged
from routing.pieces import Evidence, Spot
from routing.ticket import Draft

Entries = tuple[Entry, ...]

Remains = Literal["words", "photos"]
"""What is left of a person in a ticket, by how long it is kept."""


def without_person(entries: Iterable[Entry], person: str) -> Entries:
    """Her report with all that was written about it to and fro, or what she wrote in another's. Others' stay."""
    first, *rest = entries
    own = first.by == person
    gone = (each.by == person or (own and not is_neighbours(each, person)) for each in rest)
    return (wordless(first) if own else first, *(wordless(e) if go else e for e, go in zip(rest, gone, strict=True)))


def without(entries: Iterable[Entry], what: Remains) -> Entries:
    """Nobody's photos any more, or nobody's words."""
    return tuple(wordless(each) if what == "words" else photoless(each) for each in entries)


def is_neighbours(entry: Entry, reporter: str) -> bool:
    """Somebody else's part of a story."""
    return isinstance(entry.fact, Joined | Added) and entry.by != reporter


def wordless(entry: Entry) -> Entry:
    fact = entry.fact
    return replace(entry, fact=BLANK[type(fact)](fact)) if type(fact) in BLANK else entry


def photoless(entry: Entry) -> Entry:
    fact = entry.fact
    if isinstance(fact, Answered | Noted | Advised | Decided):
        return replace(entry, fact=replace(fact, files=())) if fact.files else entry
    if not isinstance(fact, Opened | Joined | Added):
        return entry
    return replace(entry, fact=replace(fact, draft=replace(fact.draft, evidence=())))


def blank(draft: Draft) -> Draft:
    """What is counted later: kind, topic, office and the kecamatan."""
    district = draft.spot.district if draft.spot else None
    return Draft(
        kind=draft.kind,
        kind_settled=draft.kind_settled,
        spot=Spot(district=district) if district else None,
        spot_waived=draft.spot_waived,
        topic=draft.topic,
        office=draft.office,
        settled=draft.settled,
        offices=draft.offices,
        whole=draft.whole,
    )


BLANK: dict[type, Callable[..., Fact]] = {
    Opened: lambda fact: replace(fact, draft=blank(fact.draft)),
    Joined: lambda fact: replace(fact, draft=blank(fact.draft)),
    Added: lambda fact: replace(fact, draft=blank(fact.draft)),
    Answered: lambda fact: replace(fact, text="", files=()),
    Amended: lambda fact: replace(fact, text="", before=""),
    Consulted: lambda fact: replace(fact, text=""),
    Advised: lambda fact: replace(fact, text="", files=()),
    Noted: lambda fact: replace(fact, text="", files=()),
    Returned: lambda fact: replace(fact, reason=""),
    Disputed: lambda fact: replace(fact, reason=""),
    Remarked: lambda fact: replace(fact, text=""),
    Decided: lambda fact: replace(fact, text="", test="", files=()),
    Extended: lambda fact: replace(fact, reason=""),
    Objected: lambda fact: replace(fact, reason=""),
    Escalated: lambda fact: replace(fact, reason=""),
    Closed: lambda fact: replace(fact, reason=""),
    Revealed: lambda fact: replace(fact, reason=""),
    Asked: lambda fact: replace(fact, text=""),
    Prolonged: lambda fact: replace(fact, reason=""),
}
"""Every fact that holds people's words. The others hold none."""


def photos(entries: Iterable[Entry]) -> tuple[Evidence, ...]:
    """Every file a history speaks of, each once."""
    told = [each.fact for each in entries]
    reported = (file for fact in told if isinstance(fact, Opened | Joined | Added) for file in fact.draft.evidence)
    answered = (file for fact in told if isinstance(fact, Answered | Noted | Advised | Decided) for file in fact.files)
    return tuple(dict.fromkeys((*reported, *answered)))
