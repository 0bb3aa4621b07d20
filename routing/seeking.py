"""What somebody looks for in `/cari`: words, an office, a state and days, read from one line of everyday Indonesian.

`jalan lubang Rahtawu PUPR terlambat november` is two words and a place, an office, a state, and a month.
"""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from routing.catalogue import Catalogue
from routing.dates import MONTH_OF, a_day
from routing.ticket import Ticket

Wanted = Literal["", "open", "taken", "answered", "closed", "running", "late"]

MOST_NAME = 6
"""Words of the longest name of an office."""

STATES: Mapping[tuple[str, ...], Wanted] = {
    ("belum", "selesai"): "running",
    ("belum", "ditutup"): "running",
    ("lewat", "batas"): "late",
    ("terlambat",): "late",
    ("telat",): "late",
    ("berjalan",): "running",
    ("terbuka",): "running",
    ("baru",): "open",
    ("menunggu",): "open",
    ("ditangani",): "taken",
    ("diambil",): "taken",
    ("dijawab",): "answered",
    ("selesai",): "closed",
    ("ditutup",): "closed",
}

FROM, TO = ("sejak", "dari", "mulai"), ("sampai", "hingga", "sd")
NOISE = ("di", "ke", "yang", "dan", "atau", "pada", "tentang", "untuk", "laporan", "status")

_TOKEN = re.compile(r"[^\W_]+(?:[-./][^\W_]+)*")
_NUMERIC = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[-./](\d{1,2})[-./](\d{4})")


class Sought(Struct, frozen=True):
    """All of it must be true. `wrong` is what was meant as a date and is none."""

    words: tuple[str, ...] = ()
    office: str = ""
    state: Wanted = ""
    since: date | None = None
    until: date | None = None
    wrong: str = ""


class Span(Struct, frozen=True):
    """Days, first and last, that `used` tokens stand for; none of them for a date that does not exist."""

    used: int
    first: date | None = None
    last: date | None = None


def read_query(text: str, catalogue: Catalogue, today: date) -> Sought:
    """A date without its year is the last one there was."""
    tokens, sought, bound, place = _TOKEN.findall(text.lower()), Sought(), "", 0
    while place < len(tokens):
        rest = tokens[place:]
        if state := state_of(rest):
            sought, used = replace(sought, state=STATES[state]), len(state)
        elif span := span_of(rest, today):
            sought, used = dated(sought, span, bound, rest), span.used
        elif named := office_of(rest, catalogue):
            sought, used = replace(sought, office=named[0]), named[1]
        else:
            plain = rest[0] not in (*NOISE, *FROM, *TO)
            sought, used = replace(sought, words=(*sought.words, rest[0])) if plain else sought, 1
        bound, place = rest[0], place + used
    return sought


def state_of(tokens: Sequence[str]) -> tuple[str, ...]:
    return next((each for each in STATES if tuple(tokens[: len(each)]) == each), ())


def office_of(tokens: Sequence[str], catalogue: Catalogue) -> tuple[str, int] | None:
    """The office that the first of these words name, the longest name first."""
    for length in range(min(MOST_NAME, len(tokens)), 0, -1):
        if office := catalogue.find_office(" ".join(tokens[:length])):
            return office.code, length
    return None


def dated(sought: Sought, span: Span, bound: str, tokens: Sequence[str]) -> Sought:
    if span.first is None or span.last is None:
        return replace(sought, wrong=" ".join(tokens[: span.used]))
    if bound in TO:
        return replace(sought, until=span.last)
    return replace(sought, since=span.first, until=None if bound in FROM else span.last)


# ---- days


def is_date(text: str) -> bool:
    """Written in digits alone, so that it is not taken for a ticket's number."""
    return _NUMERIC.fullmatch(text) is not None


def span_of(tokens: Sequence[str], today: date) -> Span | None:
    """What days the first of these words stand for; None when for none."""
    first = tokens[0]
    if tuple(tokens[:2]) in _SAID:
        since, until = _SAID[tuple(tokens[:2])]
        return Span(2, today - timedelta(days=since), today - timedelta(days=until))
    if first == "kemarin":
        return Span(1, today - timedelta(days=1), today - timedelta(days=1))
    if numeric := _NUMERIC.fullmatch(first):
        y, m, d, day, month, year = numeric.groups()
        return one_day(1, int(y or year), int(m or month), int(d or day))
    if month_of(first):
        return whole_month(tokens, today)
    if first.isdecimal() and len(first) <= 2 and len(tokens) > 1 and month_of(tokens[1]):
        return day_of_month(tokens, today)
    return None


_SAID: Mapping[tuple[str, ...], tuple[int, int]] = {
    ("hari", "ini"): (0, 0),
    ("minggu", "ini"): (6, 0),
    ("bulan", "ini"): (30, 0),
    ("tahun", "ini"): (365, 0),
}


def month_of(word: str) -> int:
    """1-12 for a month in full or by its first letters ("nov", "agust"); 0 for any other word."""
    found = {month for name, month in MONTH_OF.items() if name.startswith(word)} if len(word) >= 3 else set()
    return found.pop() if len(found) == 1 else 0


def year_of(tokens: Sequence[str]) -> int:
    return int(tokens[0]) if tokens and re.fullmatch(r"20\d\d", tokens[0]) else 0


def whole_month(tokens: Sequence[str], today: date) -> Span:
    month, told = month_of(tokens[0]), year_of(tokens[1:])
    year = told or (today.year if month <= today.month else today.year - 1)
    return Span(2 if told else 1, date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def day_of_month(tokens: Sequence[str], today: date) -> Span:
    day, month, told = int(tokens[0]), month_of(tokens[1]), year_of(tokens[2:])
    year = told or (today.year if (month, day) <= (today.month, today.day) else today.year - 1)
    return one_day(3 if told else 2, year, month, day)


def one_day(used: int, year: int, month: int, day: int) -> Span:
    found = a_day(year, month, day)
    return Span(used, found, found)


# ---- tickets


def topics_named(word: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Codes of the topics whose Indonesian name holds this word."""
    return tuple(code for code, topic in catalogue.topics.items() if word in topic.name.id.lower())


def tells_of(ticket: Ticket, words: Sequence[str], catalogue: Catalogue) -> bool:
    """Whether each word stands in what is shown of the ticket: report, place, topic, answers."""
    draft, spot = ticket.draft, ticket.draft.spot
    topic = catalogue.topics.get(draft.topic or "")
    place = (spot.words, spot.village or "", spot.district or "") if spot else ()
    told = (draft.text, *place, topic.name.id if topic else "", *(each.text for each in ticket.answers))
    shown = " ".join(told).lower()
    return all(word in shown for word in words)
