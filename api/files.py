"""Results as files: JSON, CSV for Excel, and workbooks."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_json

from api.sheets import Mark, Sheet, in_words
from schema.text import Text
from schema.verdict import Verdict

FILLS = {Verdict.YES: "#E2F0D9", Verdict.CONDITIONAL: "#FFF2CC", Verdict.UNKNOWN: "#EADCF4", Verdict.NO: "#FBE0DD"}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def json_bytes(document: Any) -> bytes:
    """JSON of a model, or of anything made of models, dates and plain values."""
    if isinstance(document, BaseModel):
        return document.model_dump_json(indent=2).encode() + b"\n"
    return json.dumps(json.loads(to_json(document)), ensure_ascii=False, indent=2).encode() + b"\n"


def csv_bytes(sheets: Sequence[Sheet]) -> bytes:
    """UTF-8 with a mark at the front, so that Excel reads Chinese; several tables become one, the first column
    telling which; no cell can be taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    which = len(sheets) > 1
    columns = list(dict.fromkeys(name for sheet in sheets for name in sheet.columns))
    writer.writerow([_harmless(name) for name in ([str(Text("表", "Table"))] if which else []) + columns])
    for sheet in sheets:
        for row in sheet.rows:
            cells = dict(zip(sheet.columns, row, strict=True))
            writer.writerow(
                ([sheet.title] if which else []) + [_harmless(cells.get(name)) for name in columns],
            )
    return text.getvalue().encode("utf-8-sig")


def _harmless(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    word = in_words(value)
    return f"'{word}" if word.startswith(FORMULA_STARTS) else word


def xlsx_bytes(sheets: Sequence[Sheet]) -> bytes:
    """A workbook: one sheet each, headings that stay in view and are printed on each page, filters, verdicts with a
    background; the members of a list stand below each other."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        title = book.add_format({"bold": True, "font_size": 14, "font_color": "#1F3864"})
        about = book.add_format({"italic": True, "font_color": "#595959"})
        heading = book.add_format(
            {"bold": True, "bg_color": "#1F3864", "font_color": "white", "valign": "vcenter", "text_wrap": True}
        )
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        fills = {
            v: book.add_format({"text_wrap": True, "valign": "top", "bg_color": fill}) for v, fill in FILLS.items()
        }
        taken: set[str] = set()
        for sheet in sheets:
            page = book.add_worksheet(_sheet_name(sheet.title, taken))
            top = 2 if sheet.about else 0
            if sheet.about:
                page.write_string(0, 0, sheet.title, title)
                page.write_string(1, 0, sheet.about, about)
            page.freeze_panes(top + 1, 0)
            page.repeat_rows(top)
            page.set_landscape()
            page.fit_to_pages(1, 0)
            for position, name in enumerate(sheet.columns):
                cells = [row[position] for row in sheet.rows[:200]]
                width = max((_width(_below_each_other(value)) for value in [name, *cells]), default=8)
                page.set_column(position, position, min(width + 3, 60))
                page.write_string(top, position, name, heading)
            for number, row in enumerate(sheet.rows, top + 1):
                for position, value in enumerate(row):
                    _write_cell(page, number, position, value, fills.get(getattr(value, "verdict", None), plain))
            if sheet.columns:
                page.autofilter(top, 0, top + max(len(sheet.rows), 1), len(sheet.columns) - 1)
    return content.getvalue()


def _write_cell(page: Any, row: int, column: int, value: Any, style: Any) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        page.write_number(row, column, value, style)
    elif value is None:
        page.write_blank(row, column, None, style)
    else:
        page.write_string(row, column, _below_each_other(value), style)


def _below_each_other(value: Any) -> str:
    is_list = isinstance(value, list | tuple) and not isinstance(value, Mark)
    return "\n".join(map(in_words, value)) if is_list else in_words(value)


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
