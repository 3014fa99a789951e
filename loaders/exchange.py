"""Writes the exchange format: one sheet (xlsx) or file (CSV, JSON, JSON lines) for each declaration."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import xlsxwriter

from oncegraph.loaders.naming import REASON, REASON_TITLE, attribute, columns
from oncegraph.schema.declaration import Declaration
from oncegraph.schema.errors import RefusedInput
from oncegraph.schema.model import DECLARATIONS
from oncegraph.schema.rows import Rows as Catalogue
from oncegraph.schema.text import Text

Rows = Iterable[Mapping[str, Any]]

YES, NO = Text("是", "Yes"), Text("否", "No")
_SEPARATORS = frozenset(";；、|\n")
_CELL_LIMIT = 32_767
_ROW_LIMIT = 1_048_576
#: A spreadsheet keeps only smaller numbers exactly.
_EXACT_LIMIT = 10**15


class Sheet(NamedTuple):
    """The content of one sheet or file. headings: column → heading."""

    declaration: type[Declaration]
    headings: dict[str, str]
    rows: Sequence[Mapping[str, Any]]


class CannotBeWritten(RefusedInput):
    """The rows do not fit into the requested format, or the format is unknown."""

    code = "cannot_be_written"


def write(path: Path, rows: Mapping[type[Declaration], Rows]) -> None:
    """Write rows (attribute → value), by declaration, in the format that the suffix of `path` names.

    Columns: those that occur in the rows, or all if there are no rows, in the order of declaration. An xlsx has a sheet
    for each declaration, a JSON file an array. For CSV and JSON lines there is a file for each, in a folder named like
    `path` without its suffix, unless there is only one declaration. Headings, codes and 是/否 in xlsx and CSV are in
    the current language.
    Raises CannotBeWritten for an unknown suffix and for what an xlsx cannot hold.
    """
    sheets = []
    for declaration, given in rows.items():
        held = list(given)
        names = headings(declaration, held) if held else _all_headings(declaration)
        sheets.append(Sheet(declaration, names, held))
    _write(path, sheets)


def write_catalogue(path: Path, catalogue: Catalogue) -> None:
    """Write a whole catalogue as `write` does; with a path without a suffix, a folder of CSV files.

    It has a column for every declared attribute, so that loading it clears values that are no longer recorded, and no
    column for what the graph adds. Loading it with `replace` also retires the rows that it does not hold.
    """
    declared = {
        DECLARATIONS[name]: [_whole(DECLARATIONS[name], row) for row in rows] for name, rows in catalogue.items()
    }
    write(path if path.suffix else path.with_name(f"{path.name}.csv"), declared)


def _whole(declaration: type[Declaration], row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row.get(name) for name in columns(declaration) if name in row or name not in declaration.keys()}


def write_headings(path: Path, declarations: Sequence[type[Declaration]]) -> None:
    """Write files with all columns and no rows, as `write` does."""
    _write(path, [Sheet(each, _all_headings(each), []) for each in declarations])


def _all_headings(declaration: type[Declaration]) -> dict[str, str]:
    return {name: str(title) for name, title in columns(declaration).items()}


def _write(path: Path, sheets: Sequence[Sheet]) -> None:
    suffix = path.suffix.lower()
    if suffix not in _WRITERS:
        allowed = ", ".join(_WRITERS)
        raise CannotBeWritten(
            Text(f"不能写入“{path.suffix}”格式的文件。", f'Cannot write a "{path.suffix}" file.'),
            Text(f"请使用以下后缀之一：{allowed}。", f"Use one of these suffixes: {allowed}."),
        )
    if suffix in _ONE_FILE or len(sheets) == 1:
        files = {path: sheets}
    else:
        files = {path.with_suffix("") / f"{sheet.declaration.__name__}{suffix}": [sheet] for sheet in sheets}
    for file, held in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        _WRITERS[suffix](file, held)


def headings(declaration: type[Declaration], rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Column → heading, for the columns that occur in the rows."""
    occurring = {name for row in rows for name in row}
    known = columns(declaration) | {REASON: REASON_TITLE}
    return {name: str(title) for name, title in known.items() if name in occurring}


def cell(declaration: type[Declaration], name: str, value: Any) -> str | int | float:
    """A value as it is written in a cell; None becomes an empty text. A value of another type is written unchanged."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(YES if value else NO)
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, list | tuple):
        return _join_words([str(cell(declaration, name, member)) for member in value], value)
    title = _code_titles(declaration, name).get(str(value))
    return str(value) if title is None else str(title)


def _join_words(words: list[str], members: Any) -> str:
    """Words separated by semicolons; a JSON array if a word would be split or trimmed otherwise."""
    looks_like_json = bool(words) and words[0].startswith("[")
    if looks_like_json or any(_SEPARATORS.intersection(word) or not word.strip() for word in words):
        return json.dumps([str(member) for member in members], ensure_ascii=False)
    return ";".join(words)


@cache
def _code_titles(declaration: type[Declaration], name: str) -> dict[str, Text]:
    """Code → title for the code list of a column; empty if it has none."""
    declared = attribute(declaration, name)
    return {code.value: code.title for code in declared.codes} if declared and declared.codes else {}


def _write_xlsx(path: Path, sheets: Sequence[Sheet]) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        bold, plain = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for declaration, names, rows in sheets:
            sheet = book.add_worksheet(str(declaration.title))
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(names.values()):
                sheet.set_column(column, column, max(12, 2 * len(heading)))
                sheet.write_string(0, column, heading, bold)
            for number, row in enumerate(rows, 1):
                for column, name in enumerate(names):
                    value = cell(declaration, name, row.get(name))
                    if isinstance(value, int | float) and abs(value) < _EXACT_LIMIT:
                        sheet.write_number(number, column, value)
                    elif value != "":
                        _check_fits(declaration, number, name, str(value))
                        sheet.write_string(number, column, str(value), plain)


def _check_fits(declaration: type[Declaration], row: int, name: str, value: str) -> None:
    if row >= _ROW_LIMIT or len(value) > _CELL_LIMIT:
        title = declaration.title
        raise CannotBeWritten(
            Text(
                f"{title.zh}第 {row} 行 {name} 超出 xlsx 的容量（{_ROW_LIMIT} 行，每格 {_CELL_LIMIT} 字）。",
                f"{title.en} row {row} {name}: an xlsx holds {_ROW_LIMIT} rows and {_CELL_LIMIT} characters in a cell.",
            ),
            Text("请改写成 csv 或 jsonl。", "Write csv or jsonl instead."),
        )


def _write_csv(path: Path, sheets: Sequence[Sheet]) -> None:
    ((declaration, names, rows),) = sheets
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names.values())
        writer.writerows([cell(declaration, name, row.get(name)) for name in names] for row in rows)


def _write_json(path: Path, sheets: Sequence[Sheet]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("{")
        for position, (declaration, _, rows) in enumerate(sheets):
            file.write(f'{"," if position else ""}\n"{declaration.__name__}": [')
            for number, row in enumerate(rows):
                file.write(",\n" if number else "\n")
                _dump(row, file)
            file.write("\n]")
        file.write("\n}\n")


def _write_lines(path: Path, sheets: Sequence[Sheet]) -> None:
    ((_, _, rows),) = sheets
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            _dump(row, file)
            file.write("\n")


def _dump(row: Mapping[str, Any], file: TextIO) -> None:
    json.dump(dict(row), file, ensure_ascii=False, default=str)


_ONE_FILE = (".xlsx", ".json")
_WRITERS: dict[str, Callable[[Path, Sequence[Sheet]], None]] = {
    ".xlsx": _write_xlsx,
    ".csv": _write_csv,
    ".json": _write_json,
    ".jsonl": _write_lines,
}
