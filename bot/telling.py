"""The caption beneath the charts: the same figures in plain words, for whoever can't see pictures."""

from babel.numbers import format_decimal

from flows.effects import Day, Line, MonthName, OfficeName, Value, Words
from routing.figures import (
    Figures,
    hours_of_all,
    lateness,
    places,
    satisfaction,
    wait_of_all,
)

DAY_OF_WORK = 8.5
"""Hours; shorter waits are told in hours."""

MOST_DISTRICTS = 3


def caption(figures: Figures, language: str) -> tuple[Line, ...]:
    return (*head(figures), *waiting(figures, language), late(figures), *stars(figures, language), *where(figures))


def head(figures: Figures) -> tuple[Line, ...]:
    whose = OfficeName(figures.office) if figures.office else Words("figures.all_offices")
    month = MonthName(figures.month.year, figures.month.month)
    counts: dict[str, Value] = {"received": len(figures.received), "solved": len(figures.solved)}
    return (
        Line("figures.head", {"month": month, "office": whose, "day": Day(figures.now)}),
        Line("figures.counts", counts),
    )


def waiting(figures: Figures, language: str) -> tuple[Line, ...]:
    wait, hours = wait_of_all(figures), hours_of_all(figures)
    limit = figures.rules.catalogue.clocks["first_answer"].days
    if wait.median is None or wait.ninety is None or hours is None:
        return (Line("figures.wait.none", {"waiting": wait.waiting}),) if wait.waiting else ()
    quick = hours < DAY_OF_WORK
    half, ninety = decimal(hours if quick else wait.median, language), decimal(wait.ninety, language)
    key = "figures.wait.hours" if quick else "figures.wait.days"
    return (Line(key, {"half": half, "ninety": ninety, "limit": limit, "waiting": wait.waiting}),)


def late(figures: Figures) -> Line:
    found = lateness(figures)
    still, after = sum(each.still for each in found), sum(each.after for each in found)
    return Line("figures.late" if found else "figures.late.none", {"still": still, "after": after} if found else {})


def stars(figures: Figures, language: str) -> tuple[Line, ...]:
    """Silence beside the stars, never among them."""
    found = satisfaction(figures)
    if not figures.solved:
        return ()
    silence: dict[str, Value] = {"silent": found.silent, "unrated": found.unrated}
    if found.mean is None:
        return (Line("figures.stars.none", silence),)
    return (Line("figures.stars", {"mean": decimal(found.mean, language), "rated": found.rated, **silence}),)


def where(figures: Figures) -> tuple[Line, ...]:
    most = sorted((-count, name) for name, count in places(figures).districts if count)[:MOST_DISTRICTS]
    told = ", ".join(f"{name} {-count}" for count, name in most)
    return (Line("figures.places", {"districts": told}),) if told else ()


def decimal(value: float, language: str) -> str:
    """One place behind the comma, as the language writes it."""
    return str(format_decimal(round(value, 1), locale=language))
