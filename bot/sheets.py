"""A sheet of a workbook as plain data: what stands in it, before any library writes it."""

import html
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from bot.speech import HOME, Speech
from flows.effects import Value
from routing.masking import mask

Cell = str | int | float | date | datetime | None
"""None stays empty."""

Form = Literal["text", "whole", "tenths", "day", "moment"]


class Column(Struct, frozen=True):
    """`title` as it is read; `width` in characters."""

    title: str
    width: int
    form: Form = "text"


class Sheet(Struct, frozen=True):
    """`notes` stand between the title and the columns."""

    name: str
    title: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Scribe:
    """Words for sheets: sentences and values without markup, in one language."""

    def __init__(self, speech: Speech, language: str = HOME) -> None:
        self.speech = speech
        self.language = language

    def sentence(self, key: str, **values: str | int) -> str:
        return html.unescape(self.speech.sentence(key, self.language).format(**values))

    def value(self, value: Value) -> str:
        return html.unescape(self.speech.value(value, self.language, {}))

    def masked(self, words: str) -> str:
        """People's words, as they are shown in a group."""
        return mask(words)

    def local(self, moment: datetime | None) -> datetime | None:
        """On the clock of Kudus, without a zone: a sheet knows none."""
        return moment.astimezone(self.speech.rules.zone).replace(tzinfo=None) if moment else None

    def columns(self, *told: tuple[str, int, Form]) -> tuple[Column, ...]:
        return tuple(Column(self.sentence(f"recap.column.{key}"), width, form) for key, width, form in told)

    def sheet(
        self, key: str, columns: tuple[Column, ...], rows: Sequence[tuple[Cell, ...]], *notes: str, **values: str
    ) -> Sheet:
        name, title = self.sentence(f"recap.sheet.{key}"), self.sentence(f"recap.title.{key}", **values)
        return Sheet(name, title, notes, columns, tuple(rows))
