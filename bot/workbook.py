"""Sheets to a file that any office opens (XLSX). The only file that knows XlsxWriter.

Words are written as words: whatever somebody calls "=…" or "http://…" stays what she wrote.
"""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from bot.sheets import Cell, Column, Sheet

LONGEST = 32_767
"""Characters in a cell."""

A4 = 9
INDONESIAN = "[$-421]"
"""Names of months in a date, whatever the reader's own language."""

GREEN, PALE, RULE = "#1B5E4B", "#EEF4F1", "#D5DDD9"

FORMS = {
    "text": {},
    "whole": {"num_format": "0", "align": "right"},
    "tenths": {"num_format": "0.0;-0.0;0", "align": "right"},
    "day": {"num_format": f"{INDONESIAN}d mmm yyyy", "align": "left"},
    "moment": {"num_format": f"{INDONESIAN}d mmm yyyy hh.mm", "align": "left"},
}


def written(sheets: Sequence[Sheet], title: str) -> bytes:
    """The workbook. `title` stands in its properties."""
    from xlsxwriter import Workbook  # the start of the program does not wait for it

    target = BytesIO()
    book = Workbook(target, {"in_memory": True})
    book.set_properties({"title": title, "author": "Pendopo"})
    styles = _styles(book)
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name[:31]), sheet, styles)
    book.close()
    return target.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    cell = {"valign": "top", "text_wrap": True, "font_size": 10, "bottom": 1, "bottom_color": RULE}
    forms = {form: book.add_format({**cell, **more}) for form, more in FORMS.items()}
    head = {"bold": True, "font_color": "white", "bg_color": GREEN, "text_wrap": True, "valign": "vcenter"}
    return {
        **forms,
        "title": book.add_format({"bold": True, "font_size": 14, "font_color": GREEN}),
        "note": book.add_format({"font_size": 10, "font_color": "#555555"}),
        "head": book.add_format(head),
    }


def _write(page: Any, sheet: Sheet, styles: dict[str, Any]) -> None:
    page.write_string(0, 0, sheet.title, styles["title"])
    for place, note in enumerate(sheet.notes, 1):
        page.write_string(place, 0, note, styles["note"])
    top = len(sheet.notes) + 2
    page.set_row(top, 32)
    for column, told in enumerate(sheet.columns):
        page.set_column(column, column, told.width)
        page.write_string(top, column, told.title, styles["head"])
    for place, row in enumerate(sheet.rows, top + 1):
        for column, (cell, told) in enumerate(zip(row, sheet.columns, strict=True)):
            _put(page, place, column, cell, told, styles)
    _set_up(page, sheet, top)


def _put(page: Any, row: int, column: int, cell: Cell, told: Column, styles: dict[str, Any]) -> None:
    """By what it is, never by what it looks like."""
    style = styles["text" if isinstance(cell, str) else told.form]
    match cell:
        case None:
            page.write_blank(row, column, None, style)
        case str():
            page.write_string(row, column, cell[:LONGEST], style)
        case datetime() | date():
            page.write_datetime(row, column, cell, style)
        case _:
            page.write_number(row, column, cell, style)


def _set_up(page: Any, sheet: Sheet, top: int) -> None:
    """On the screen the head and the first column stay; on paper the head is on every page."""
    page.freeze_panes(top + 1, 1)
    if sheet.rows and len(sheet.columns) > 3:
        page.autofilter(top, 0, top + len(sheet.rows), len(sheet.columns) - 1)
    page.set_landscape() if len(sheet.columns) > 4 else page.set_portrait()
    page.set_paper(A4)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.hide_gridlines(2)
    page.set_footer("&L&8&A&R&8&P / &N")
