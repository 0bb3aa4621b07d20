"""What an officer means by the words behind `/petugas` and `/cuti`: role, decree, dates, leave. Forgiving, and pure."""

import re
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from routing.dates import Found, find_dates
from routing.register import LONGEST_DECREE, LONGEST_LEAVE, Leave, Role

MOST_DECREE = 120

ROLE_WORDS: dict[Role, str] = {
    "secretary": r"sekretaris|sekre|pejabat\s+penghubung|penghubung|secretary",
    "head": r"atasan\s+ppid|kepala(?:\s+(?:dinas|opd|badan|kantor))?|atasan|pimpinan|kadis|kaban|head",
    "coordinator": r"koordinator|coordinator",
    "officer": r"petugas|admin|operator|staf|officer",
}
ROLES = {role: re.compile(rf"(?<![\w/.-])(?:{words})(?![\w/-])", re.IGNORECASE) for role, words in ROLE_WORDS.items()}

UNTIL = re.compile(
    r"(?:\bberlaku\s+)?(?:\bsampai(?:\s+dengan)?|\bhingga|\bs\s?[./]?\s?d\b\.?|\buntil)(?:\s+(?:tanggal|tgl\.?))?\s*[:=]?\s*",
    re.IGNORECASE,
)
DATED = re.compile(r"(?:tanggal|tgl\.?|tertanggal|dated)\s*$", re.IGNORECASE)
"""Before a date: it is when the decree was signed, and part of how it is called."""

DECREE = re.compile(
    r"(?<![\w/.-])(?:sk|surat\s+keputusan|decree)(?:\s+(?:nomor|no\.?|number))?\s*[:=.]?\s*", re.IGNORECASE
)
NUMBERED = re.compile(r"(?<![\w/.-])(?:nomor|no\.?)\s*[:=]?\s*", re.IGNORECASE)
LOOKS_LIKE_DECREE = re.compile(r"(?<!\S)(?=\S*\d)\S*/\S+")

GAP = "\n"
"""Stands where something was read and taken out."""

DISMISSES = re.compile(
    r"^(?:berhent\w*|diberhentikan|berhentikan|hapus|keluar(?:kan)?|copot|mutasi|pindah(?:\s+tugas)?|pensiun|dismiss)\b",
    re.IGNORECASE,
)
LEAVES = re.compile(r"^(?:cuti|leave)\b", re.IGNORECASE)
RETURNS = re.compile(r"\b(?:batal|selesai|masuk(?:\s+lagi)?|kembali|cancel|back)\b", re.IGNORECASE)
DEPUTY = re.compile(r"\b(?:peng?ganti(?:nya)?|digantikan|plh\.?|plt\.?|deputy)\b", re.IGNORECASE)

Trouble = Literal["impossible", "past", "far", "backwards", "missing"]


class Details(Struct, frozen=True):
    """None where nothing was said of it. `rest` is what was not understood: perhaps an office."""

    role: Role | None = None
    decree: str | None = None
    until: date | None = None
    trouble: Trouble | None = None
    rest: str = ""

    @property
    def empty(self) -> bool:
        return self.role is None and self.decree is None and self.until is None and self.trouble is None


def read_details(text: str, today: date) -> Details:
    """`SK 800/12/2026 sampai 31-12-2027 sekretaris`, in any order."""
    text = " ".join(text.split())
    text, until, trouble = _take_until(text, today)
    text, role = _take_role(text)
    text, decree = _take_decree(text)
    return Details(role, decree, until, trouble, rest=" ".join(text.replace(GAP, " ").split()).strip(" ,.;"))


def _take_until(text: str, today: date) -> tuple[str, date | None, Trouble | None]:
    dates = find_dates(text, today)
    said = next(((m, f) for m in UNTIL.finditer(text) for f in dates if f.start == m.end()), None)
    if said:
        return _without(text, said[0].start(), said[1].end), *_checked(said[1], today)
    if unread := UNTIL.search(text):
        return _without(text, unread.start(), len(text)), None, "impossible"
    alone = [each for each in dates if not DATED.search(text[: each.start])]
    if len(alone) == 1:
        return _without(text, alone[0].start, alone[0].end), *_checked(alone[0], today)
    return text, None, None


def _checked(found: Found, today: date) -> tuple[date | None, Trouble | None]:
    if found.day is None:
        return None, "impossible"
    if found.day < today:
        return None, "past"
    return (None, "far") if found.day - today > LONGEST_DECREE else (found.day, None)


def _without(text: str, start: int, end: int) -> str:
    return text[:start] + GAP + text[end:]


def _take_role(text: str) -> tuple[str, Role | None]:
    for role, words in ROLES.items():
        if found := words.search(text):
            return _without(text, *found.span()), role
    return text, None


def _take_decree(text: str) -> tuple[str, str | None]:
    """After the word SK, up to what was taken out already."""
    for named in (DECREE, NUMBERED):
        if found := named.search(text):
            end = text.find(GAP, found.end())
            end = len(text) if end < 0 else end
            number = text[found.end() : end].strip(" ,.;:")
            return _without(text, found.start(), end), number[:MOST_DECREE] or None
    if found := LOOKS_LIKE_DECREE.search(text):
        return _without(text, *found.span()), found[0].strip(" ,.;:")[:MOST_DECREE]
    return text, None


def read_leave(text: str, today: date) -> Leave | Trouble:
    """`dari 1-12 sampai 5-12`, `1-5 Desember`, or one day alone."""
    dates = find_dates(text, today)[:2]
    days = [each.day for each in dates if each.day]
    if not dates:
        return "missing"
    if len(days) < len(dates):
        return "impossible"
    first, last = days[0], days[-1]
    if last < first:
        first, last = _around_new_year(dates, first, last)
    if len(days) == 1 and UNTIL.search(text[: dates[0].start]):
        first = today
    return _sound(first, last, today)


def _around_new_year(dates: tuple[Found, ...], first: date, last: date) -> tuple[date, date]:
    """Both without a year: the first is past already, or the last lies in the next year."""
    earlier = date(first.year - 1, first.month, min(first.day, 28) if first.month == 2 else first.day)
    if dates[0].yearless and last - earlier <= LONGEST_LEAVE:
        return earlier, last
    return first, last


def _sound(first: date, last: date, today: date) -> Leave | Trouble:
    if last < first:
        return "backwards"
    if last < today:
        return "past"
    return "far" if max(last - first, last - today) > LONGEST_LEAVE + timedelta(days=31) else Leave(first, last)
