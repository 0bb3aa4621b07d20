"""Keys and values to sentences in a language. The only reader of `locales/`.

Sentences carry a little HTML of their own; every value is escaped, so that nobody's words can break or forge them.
"""

import html
import re
from collections.abc import Iterable, Mapping
from datetime import date

import structlog
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from msgspec import Struct
from msgspec.structs import replace

import locales
from flows.effects import (
    Alias,
    Asker,
    Called,
    Choice,
    Citizen,
    Day,
    Detail,
    Files,
    Line,
    Moment,
    MonthName,
    OfficeName,
    Officer,
    OfRung,
    Person,
    Place,
    Rows,
    TopicName,
    Value,
    Words,
)
from routing.masking import mask
from routing.pieces import Spot
from routing.rules import Rules

log = structlog.get_logger(__name__)

HOME = "id"
"""The language that is complete, and the one of the groups."""

TAG = re.compile(r"</?[a-z][^>]*>")


class Button(Struct, frozen=True):
    text: str
    data: str


Buttons = tuple[tuple[Button, ...], ...]


class Speech:
    """`names` maps the person ids of officers to the names to print, and `what:person` of applicants to what their
    form says; whoever is absent is just an officer, or has been erased."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.sentences = {language: locales.read(language) for language in locales.languages()}

    def html(
        self, lines: Iterable[Line], language: str, names: Mapping[str, str] | None = None, *, masked: bool = True
    ) -> str:
        """The lines as Telegram's HTML. `masked` for whoever is not the one person it is for: what names somebody in
        people's words is made unreadable."""
        shown = (hidden(line) for line in lines) if masked else lines
        return "\n".join(self.line(line, language, names or {}) for line in shown)

    def plain(self, line: Line, language: str, names: Mapping[str, str] | None = None) -> str:
        """Without any markup, for where none is shown."""
        return html.unescape(TAG.sub("", self.line(line, language, names or {})))

    def text(self, value: Value, language: str, names: Mapping[str, str] | None = None) -> str:
        """A value alone, without any markup."""
        return html.unescape(TAG.sub("", self.value(value, language, names or {})))

    def buttons(self, rows: Rows, language: str, names: Mapping[str, str] | None = None) -> Buttons:
        return tuple(tuple(Button(self.label(each, language, names), each.wire) for each in row) for row in rows)

    def label(self, choice: Choice, language: str, names: Mapping[str, str] | None = None) -> str:
        shown = Words(f"button.{choice.name}") if choice.label is None else choice.label
        return html.unescape(self.value(shown, language, names or {}))

    def line(self, line: Line, language: str, names: Mapping[str, str]) -> str:
        values = {name: self.value(value, language, names) for name, value in line.values.items()}
        count = line.values.get("count")
        return self.sentence(line.key, language, count if isinstance(count, int) else None).format_map(values)

    def sentence(self, key: str, language: str, count: int | None = None) -> str:
        """In the language, else in Indonesian, else the key itself: a letter must not fail for want of a word."""
        for each in (language, HOME):
            if each in self.sentences and key in self.sentences[each].forms:
                return self.sentences[each].get(key, count)
        log.warning("no sentence", key=key)
        return key.replace("{", "").replace("}", "")

    def value(self, value: Value, language: str, names: Mapping[str, str]) -> str:
        match value:
            case str():
                return html.escape(value, quote=False)
            case int():
                return format_decimal(value, locale=language)
            case Day() | Moment() | MonthName():
                return self._date(value, language)
            case TopicName(code):
                return self._topic(code, language)
            case OfficeName(code):
                office = self.rules.catalogue.offices.get(code)
                return html.escape(office.short if office else code, quote=False)
            case Alias() | Asker() | Officer() | Called() | Citizen():
                return self._person(value, language, names)
            case Place(spot):
                return self._place(spot, language)
            case Files(counts):
                each = (self.sentence(f"files.{kind}", language, n).format(count=n) for kind, n in counts)
                return " · ".join(each)
            case Words(key, number):
                sentence = self.sentence(key, language)
                return sentence.format(number=number) if number else sentence
            case OfRung(name, what):
                return self._rung(name, what, language)
            case Detail(code):
                return self._detail(code, language)

    def _date(self, value: Day | Moment | MonthName, language: str) -> str:
        match value:
            case Day(at, unsure):
                day = format_date(at.astimezone(self.rules.zone), "EEEE, d MMMM y", locale=language)
                return self.sentence("day.unsure", language).format(day=day) if unsure else day
            case Moment(at):
                return format_datetime(at.astimezone(self.rules.zone), "d MMM y, HH.mm", locale=language)
            case MonthName(year, month):
                return format_date(date(year, month, 1), "MMMM y", locale=language)

    def _person(self, who: Person, language: str, names: Mapping[str, str]) -> str:
        match who:
            case Alias(person):
                return self.sentence("alias", language).format(code=person[:4])
            case Asker(person, what):
                told = names.get(f"{what}:{person}")
                return html.escape(told, quote=False) if told else self.sentence("applicant.unknown", language)
            case Officer(person):
                name = names.get(person)
                return html.escape(name, quote=False) if name else self.sentence("officer.unknown", language)
            case Called(person):
                name, at = self._person(Officer(person), language, names), names.get(f"at:{person}")
                return f'<a href="tg://user?id={at}">{name}</a>' if at else name
            case Citizen(person):
                name = names.get(person)
                return html.escape(name, quote=False) if name else self._person(Alias(person), language, names)

    def _topic(self, code: str, language: str) -> str:
        topic = self.rules.catalogue.topics.get(code)
        if topic is None:
            return self.sentence("topic.none", language)
        return html.escape(getattr(topic.name, language, topic.name.id), quote=False)

    def _rung(self, name: str, what: str, language: str) -> str:
        rung = next((each for each in self.rules.catalogue.ladder if each.name == name), None)
        words = getattr(rung, what) if rung else None
        return html.escape(getattr(words, language, words.id), quote=False) if words else html.escape(name)

    def _detail(self, code: str, language: str) -> str:
        topic = self.rules.catalogue.topics.get(code)
        asked = topic.ask if topic else None
        return html.escape(getattr(asked, language, asked.id), quote=False) if asked else ""

    def _place(self, spot: Spot, language: str) -> str:
        words = html.escape(spot.words, quote=False)
        if spot.village:
            only = spot.words == spot.village
            sentence = self.sentence("place.only.village" if only else "place.village", language)
            words = sentence.format(words=words, village=spot.village, district=spot.district)
        elif spot.district:
            only = spot.words == spot.district
            sentence = self.sentence("place.only.district" if only else "place.district", language)
            words = sentence.format(words=words, district=spot.district)
        if spot.latitude is None:
            return words
        return (
            self.sentence("place.pin", language).format(words=words)
            if words
            else self.sentence("place.pin_only", language)
        )


def hidden(line: Line) -> Line:
    """The line with everybody's own words masked; our sentences around them stay."""
    return replace(line, values={name: _hidden(value) for name, value in line.values.items()})


def _hidden(value: Value) -> Value:
    match value:
        case str():
            return mask(value)
        case Place(spot):
            return Place(replace(spot, words=mask(spot.words)))
        case _:
            return value
