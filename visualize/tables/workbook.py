"""Workbooks: one page for each table, and pages that are drawn cell by cell."""

import io
from collections.abc import Sequence
from math import isfinite
from typing import Any

from oncegraph.schema.verdict import Verdict
from oncegraph.visualize.palette import HEADING_CELL, HEADING_TEXT, PALETTE, REMARK_TEXT
from oncegraph.visualize.tables.table import Sheet, VerdictCell, format_cell

WRAPPED = {"text_wrap": True, "valign": "top"}
TITLE = {"bold": True, "font_size": 14, "font_color": HEADING_CELL}
REMARK = {"italic": True, "font_color": REMARK_TEXT}
LINE, WIDEST = 15, 60  # points; characters
EXACT = 2**53  # up to which a float can represent every integer
HEADING = {
    "bold": True,
    "bg_color": HEADING_CELL,
    "font_color": HEADING_TEXT,
    "valign": "vcenter",
    "text_wrap": True,
}


def background(verdict: Verdict) -> dict[str, str]:
    """The part of a style that shows a verdict by the background of its cell."""
    return {"bg_color": PALETTE[verdict].colour.cell}


class Workbook:
    """A workbook that is being written; `done` closes it and gives its bytes."""

    def __init__(self) -> None:
        import xlsxwriter

        self._content = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self._content, options)
        self._styles: dict[tuple, Any] = {}
        self._taken: set[str] = set()

    def done(self) -> bytes:
        self._book.close()
        return self._content.getvalue()

    def style(self, *parts: dict[str, Any], **more: Any) -> Any:
        """A cell format, combined from parts; equal parts give the same format."""
        wanted = {name: value for part in (*parts, more) for name, value in part.items()}
        key = tuple(sorted(wanted.items()))
        if key not in self._styles:
            self._styles[key] = self._book.add_format(wanted)
        return self._styles[key]

    def page(self, title: str) -> Any:
        """An empty page with that title, shortened if Excel requires it."""
        return self._book.add_worksheet(_sheet_name(title, self._taken))

    def table(self, sheet: Sheet) -> None:
        """A page with headings that stay in view and are printed on each page, filters, verdicts with a background;
        the members of a list are below each other."""
        page = self.page(sheet.title)
        plain = self.style(WRAPPED)
        top = 2 if sheet.about else 0
        if sheet.about:
            page.write_string(0, 0, sheet.title, self.style(TITLE))
            page.write_string(1, 0, sheet.about, self.style(REMARK))
        page.freeze_panes(top + 1, 0)
        page.repeat_rows(top)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        for position, name in enumerate(sheet.columns):
            cells = [row[position] for row in sheet.rows[:200]]
            width = max((_width(_below_each_other(value)) for value in [name, *cells]), default=8)
            page.set_column(position, position, min(width + 3, WIDEST))
            page.write_string(top, position, name, self.style(HEADING))
        for number, row in enumerate(sheet.rows, top + 1):
            if (lines := max(map(_lines, row), default=1)) > 1:  # not every program computes the height itself
                page.set_row(number, lines * LINE)
            for position, value in enumerate(row):
                style = self.style(WRAPPED, background(value.verdict)) if isinstance(value, VerdictCell) else plain
                _write_cell(page, number, position, value, style)
        if sheet.columns:
            page.autofilter(top, 0, top + max(len(sheet.rows), 1), len(sheet.columns) - 1)


def xlsx_bytes(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of tables."""
    book = Workbook()
    for sheet in sheets:
        book.table(sheet)
    return book.done()


def _write_cell(page: Any, row: int, column: int, value: Any, style: Any) -> None:
    if _is_number(value):
        page.write_number(row, column, value, style)
    elif value is None:
        page.write_blank(row, column, None, style)
    else:
        page.write_string(row, column, _below_each_other(value), style)


def _is_number(value: Any) -> bool:
    """Whether Excel stores the number unchanged: it has only finite floats."""
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= EXACT


def _below_each_other(value: Any) -> str:
    is_list = isinstance(value, list | tuple) and not isinstance(value, VerdictCell)
    return "\n".join(map(format_cell, value)) if is_list else format_cell(value)


def _lines(value: Any) -> int:
    """How many lines a cell takes in the widest column."""
    if not isinstance(value, str | list | tuple) or (isinstance(value, str) and len(value) < WIDEST // 2):
        return 1
    return sum(1 + _width(line) // WIDEST for line in _below_each_other(value).split("\n"))


def _sheet_name(title: str, taken: set[str]) -> str:
    """Excel allows 31 characters, not all of them, and each name once."""
    base = "".join("_" if c in r"[]:*?/\'" else c for c in title)[:28] or "1"
    name, number = base, 2
    while name.lower() in taken:
        name, number = f"{base}{number}", number + 1
    taken.add(name.lower())
    return name


def _width(words: str) -> int:
    return max((sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in words.split("\n")), default=0)
